"""Clients that dribble, that say nothing, that take nothing, or that never hang up: others are served meanwhile."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
from tests.web.server import Server
from web.clients import SILENCE_SECONDS

SLOW = 20
"""More than a server has processes."""

ENOUGH = 8.0
"""Seconds for a few answers on a busy machine; to wait for each of the slow ones took more than twice as many on an idle one."""

ASKED = b"GET /a/first HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = _archive(tmp_path_factory.mktemp("slow") / "index")
    running = Server(folder)
    yield running
    running.stop()


def _archive(folder: Path) -> Path:
    index = open_index(str(folder), Settings(), create=True)
    with index.rebuild() as batch:
        batch.put(make_article("first", body="It is long. " * 15_000))
    index.close()
    return folder


def _dribble(connection: socket.socket) -> None:
    connection.sendall(b"GET /a/first HTTP/1.1\r\nHost: a\r\n")


def _post_slowly(connection: socket.socket) -> None:
    connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\na")


def _stay(connection: socket.socket) -> None:
    connection.sendall(ASKED.replace(b"/a/first", b"/healthz"))


def _take_nothing(connection: socket.socket) -> None:
    connection.sendall(ASKED)


def _say_half_a_line(connection: socket.socket) -> None:
    connection.sendall(b"GE")


@pytest.mark.parametrize("act", [_dribble, _say_half_a_line, _post_slowly, _stay, _take_nothing])
def test_nobody_waits_for_a_slow_client(server: Server, act: Callable[[socket.socket], None]) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(SLOW):
            connection = stack.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.connect((server.host, server.port))
            act(connection)
        begun = time.monotonic()
        assert all(server.get("/healthz")[0] == 200 for _ in range(4))
        assert time.monotonic() - begun < ENOUGH


def test_a_request_that_comes_in_pieces_is_answered(server: Server) -> None:
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        for at in range(len(ASKED)):
            connection.sendall(ASKED[at : at + 1])
            time.sleep(0.002)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 ") and answer.rstrip().endswith(b"</html>")


def test_who_takes_long_over_a_whole_answer_gets_it_whole(server: Server) -> None:
    whole = server.say(ASKED)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((server.host, server.port))
        connection.settimeout(20)
        connection.sendall(ASKED)
        taken = b""
        while data := connection.recv(2048):
            taken += data
            time.sleep(0.002)
    assert len(taken) == len(whole) and len(whole) > 100_000


def test_who_never_finishes_asking_is_hung_up_on(server: Server) -> None:
    """However steadily he goes on."""
    begun = time.monotonic()
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        stop = threading.Event()

        def dribble() -> None:
            with contextlib.suppress(OSError):
                while not stop.wait(0.2):
                    connection.sendall(b"X: y\r\n")

        dribbling = threading.Thread(target=dribble)
        dribbling.start()
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""
        stop.set()
        dribbling.join()
    assert SILENCE_SECONDS - 1 < time.monotonic() - begun < SILENCE_SECONDS + 3


def test_an_answer_reaches_who_still_sends(server: Server) -> None:
    """Closed at once, it would be reset before it is read."""
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n")
        connection.sendall(b"a" * 25_000)
        time.sleep(0.1)
        connection.sendall(b"a" * 25_000)
        answer = b"".join(iter(lambda: connection.recv(512), b""))
    assert answer.startswith(b"HTTP/1.1 405 ") and answer.rstrip().endswith(b"</html>")
