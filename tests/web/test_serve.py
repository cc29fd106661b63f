"""The server as it is run: what it says, how it stops, and that each of its processes sees a new generation."""

from __future__ import annotations

import contextlib
import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import open_index
from search.errors import SettingsError
from search.settings import Settings
from tests.articles import make_article
from tests.web.server import Server
from web.security import HEADERS
from web.serve import serve


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served") / "index"
    index = open_index(str(made), Settings(), create=True)
    with index.rebuild() as batch:
        batch.put(make_article("first", headline="The first article"))
    index.close()
    return made


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    running = Server(folder)
    yield running
    running.stop()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_stops_when_told(folder: Path, how: int) -> None:
    server = Server(folder)
    assert server.get("/a/first")[0] == 200
    status, said = server.stop(how)
    assert (status, said) == (0, "")
    with pytest.raises(OSError):
        server.get("/")


def test_every_process_moves_to_a_new_generation(server: Server, folder: Path) -> None:
    assert "1 article in the archive" in server.get("/")[1]
    index = open_index(str(folder), Settings())
    with index.write() as batch:
        batch.put(make_article("second"))
    index.close()
    assert all("2 articles in the archive" in server.get("/")[1] for _ in range(12))


@pytest.mark.skipif(not hasattr(socket, "TCP_DEFER_ACCEPT"), reason="this system has no TCP_DEFER_ACCEPT")
def test_clients_that_say_nothing_keep_nobody_waiting(server: Server) -> None:
    silent = [socket.create_connection((server.host, server.port)) for _ in range(12)]
    assert server.get("/a/first")[0] == 200
    for connection in silent:
        connection.setblocking(False)
        with pytest.raises(
            BlockingIOError
        ):  # it is still open: no process had to give up waiting for it first
            connection.recv(1)
        connection.close()


RUNAWAY = """
import sys
import web.serve
from search.settings import Settings

def create_app(settings, create=web.serve.create_app):
    app = create(settings)
    def spin():
        while True: pass
    app.add_url_rule("/spin", view_func=spin)
    return app

web.serve.REQUEST_SECONDS = 2
web.serve.create_app = create_app
web.serve.serve(Settings(index=sys.argv[1], port=int(sys.argv[2])))
"""


def test_a_request_that_runs_away_is_ended_and_told_so(folder: Path) -> None:
    server = Server(folder, RUNAWAY)
    answer = server.say(b"GET /spin HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"Content-Security-Policy: default-src 'none'" in answer
    assert all(server.get("/a/first")[0] == 200 for _ in range(6))
    _, said = server.stop()
    assert "Gave up on 'GET' '/spin'" in said


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET /search?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"b" * 9000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", b"431"),
        (b"GET /search?q=\xff HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"no request at all\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", b"405"),
    ],
)
def test_what_is_no_proper_request_is_refused_in_the_archives_own_words(
    server: Server, raw: bytes, status: bytes
) -> None:
    answer = server.say(raw)
    assert answer.split(b" ", 2)[1] == status
    assert not [name for name, content in HEADERS.items() if f"{name}: {content}\r\n".encode() not in answer]
    assert b"Set-Cookie" not in answer
    assert b"<h1>" in answer
    assert server.get("/a/first")[0] == 200


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET /api/v1/search?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET /api/v1/search HTTP/1.1\r\nHost: a\r\nX: " + b"b" * 9000 + b"\r\n\r\n", 431),
        (b"GET /api/v1/search?q=\xff HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        (b"DELETE /api/v1/search HTTP/1.1\r\nHost: a\r\n\r\n", 405),
    ],
)
def test_a_program_is_refused_in_its_own_language(server: Server, raw: bytes, status: int) -> None:
    head, _, body = server.say(raw).partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head
    assert int(head.split(b" ", 2)[1]) == json.loads(body)["status"] == status


FAILING = """
import sys
import web.serve
from search.settings import Settings
from web.transfer import Streamed

def create_app(settings, create=web.serve.create_app):
    app = create(settings)
    def fail(path):
        raise ZeroDivisionError(path + "\\n" + path)
    def pieces(path):
        yield "begun" * 100_000
        fail(path)
    def stream(path):
        return Streamed(pieces(path), lambda: None)
    app.add_url_rule("/fail/<path:path>", view_func=fail)
    app.add_url_rule("/stream/<path:path>", view_func=stream)
    return app

web.serve.create_app = create_app
web.serve.serve(Settings(index=sys.argv[1], port=int(sys.argv[2])))
"""


@pytest.mark.parametrize("path", ["fail", "stream"])
def test_nobody_can_write_entries_of_his_own_into_the_log(folder: Path, path: str) -> None:
    """Neither where the application logs a failure nor where the server does, as for an answer that has begun."""
    server = Server(folder, FAILING)
    forged = "[2026-01-01 00:00:00 +0000] [1] [ERROR] all is well"
    breaks = ("%0d", "%1b[2J%0d", "%c2%85", "%e2%80%a8", "%0b", "%0c")
    for one in breaks:
        said = f"{one}{forged.replace(' ', '%20')}"
        raw = f"GET /{path}/x{said}?q={said} HTTP/1.1\r\nHost: a\r\nUser-Agent: {forged}\r\n\r\n"
        with contextlib.suppress(ConnectionResetError):
            assert server.say(raw.encode("latin-1")).split(b" ")[1] == (b"500" if path == "fail" else b"200")
    _, log = server.stop()
    assert log.count("Traceback") == len(breaks) and log.count("all is well") >= len(breaks)
    assert not [line for line in log.splitlines() if line.startswith(forged)], log
    assert not [c for c in log if c != "\n" and not c.isprintable()], log


def test_a_port_that_is_taken_is_a_clear_error(server: Server) -> None:
    with pytest.raises(SettingsError, match="--port"):
        serve(Settings(port=server.port))


@pytest.mark.parametrize("header", [b"SCRIPT_NAME", b"Script-Name", b"X-Script-Name", b"X-Forwarded-Prefix"])
def test_no_header_puts_an_address_before_the_links(server: Server, header: bytes) -> None:
    asked = b"GET //evil.example/a/first HTTP/1.1\r\nHost: a\r\n" + header + b": //evil.example\r\n\r\n"
    assert b'="//evil.example' not in server.say(asked)
