"""SIGKILL of a process that serves, and of the one that starts them: who asks after that is answered right."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from threading import Thread

import pytest

from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
from tests.faults.counts import LONG, TRIED, times
from tests.web.server import Server

pytestmark = pytest.mark.timeout(600 if LONG else 120)
ARTICLES = 30
PATIENCE = 7.0
"""Seconds; a process of gunicorn would notice of itself after 7.5 that it is alone."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served") / "index"
    with closing(open_index(str(made), Settings(), create=True)) as index, index.rebuild() as batch:
        for number in range(ARTICLES):
            batch.put(make_article(f"a{number}", headline=f"Headline {number}"))
    return made


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    running = Server(folder)
    yield running
    running.stop()


def offspring(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def total(server: Server) -> int:
    status, answer = server.get("/api/v1/search?q=headline")
    assert status == 200, answer
    return int(json.loads(answer)["total"])


def test_processes_that_serve(server: Server) -> None:
    chance = random.Random(4711)
    answers: list[tuple[int, str]] = []
    cut = 0

    def ask() -> None:
        """Until the server stops: a killed process takes its request with it, and no other's."""
        nonlocal cut
        while not done:
            try:
                answers.append(server.get("/api/v1/search?q=headline"))
            except (OSError, HTTPException):  # cut within its answer, whose length tells so
                cut += 1

    done = False
    clients = [Thread(target=ask) for _ in range(3)]
    for client in clients:
        client.start()
    kills = times(2, 40)
    for _ in range(kills):
        time.sleep(chance.random() / 5)
        serving = offspring(server.process.pid)
        assert serving
        os.kill(chance.choice(serving), signal.SIGKILL)
        TRIED["kills of a process that serves"] += 1
    done = True
    for client in clients:
        client.join(60)
        assert not client.is_alive()
    assert cut <= 2 * kills
    assert {(status, json.loads(text)["total"]) for status, text in answers} == {(200, ARTICLES)}
    assert all(total(server) == ARTICLES for _ in range(8))
    assert len(offspring(server.process.pid)) >= 2


def test_the_process_that_starts_them(folder: Path) -> None:
    for _ in range(times(1, 8)):
        server = Server(folder)
        assert total(server) == ARTICLES and offspring(server.process.pid)
        server.process.kill()
        server.process.communicate()
        TRIED["kills of the process that starts those that serve"] += 1
        until = time.monotonic() + PATIENCE
        while not (free := is_free(server.host, server.port)) and time.monotonic() < until:
            time.sleep(0.02)
        assert free, "the next server can have the port"


def is_free(host: str, port: int) -> bool:
    try:
        socket.create_server((host, port)).close()
    except OSError:
        return False
    return True
