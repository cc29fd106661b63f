"""The server while it gives long answers: they live as long as they move, never take every process, and never end early
without the client being able to tell."""

from __future__ import annotations

import csv
import http.client
import io
import time
from collections.abc import Iterator

import pytest

from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
from tests.web.server import Server

ARTICLES = 30
PROGRAM = """
import dataclasses, sys, time
import web.serve
from search.engines.whoosh import WhooshIndex
from search.errors import IndexDamaged
from search.index import Sort
from search.settings import Settings

web.serve.REQUEST_SECONDS = 2
web.serve._PROCESSES = 3

def stream(index, search, made=WhooshIndex.stream):
    found = made(index, search)
    def slowly():
        for number, article in enumerate(found.articles):
            time.sleep(0.15)
            if number == 3 and search.sort is Sort.OLDEST:
                raise IndexDamaged("segment.7 is cut")
            yield article
    return dataclasses.replace(found, articles=slowly())

WhooshIndex.stream = stream
web.serve.serve(Settings(index=sys.argv[1], port=int(sys.argv[2])))
"""
"""Each article takes a while, so that all take longer than one request may without moving."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("long") / "index"
    index = open_index(str(folder), Settings(), create=True)
    with index.rebuild() as batch:
        for n in range(ARTICLES):
            batch.put(make_article(f"a{n}", body=f"word {n}\n" * 10_000))
    index.close()
    running = Server(folder, PROGRAM)
    yield running
    running.stop()


def begun(
    server: Server, path: str, coding: str = "identity"
) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
    """An answer of which the head has come. Who has left is noticed at the next piece, so a slot may still be held."""
    for _ in range(100):
        connection = http.client.HTTPConnection(server.host, server.port, timeout=30)
        connection.request("GET", path, headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        if answer.status != 503:
            break
        answer.read()
        connection.close()
        time.sleep(0.1)
    return connection, answer


def test_it_lives_as_long_as_it_moves(server: Server) -> None:
    status, text = server.get("/search.csv")
    assert status == 200
    assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == ARTICLES


def test_one_process_is_always_free_for_pages(server: Server) -> None:
    open_ones = [begun(server, "/search.csv") for _ in range(2)]
    assert [answer.status for _, answer in open_ones] == [200, 200]
    assert server.get("/search.csv")[0] == 503
    assert server.get("/search?q=word")[0] == 200
    for connection, answer in open_ones:
        answer.read(100_000)
        answer.close()
        connection.close()
    connection, answer = begun(server, "/search.csv")
    assert answer.status == 200
    answer.close()
    connection.close()


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_client_can_tell_that_an_answer_is_not_whole(server: Server, coding: str) -> None:
    connection, answer = begun(server, "/search.csv?sort=oldest", coding)
    assert answer.status == 200
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        answer.read()
    connection.close()


def test_so_can_one_that_reads_no_chunks(server: Server) -> None:
    with pytest.raises(ConnectionResetError):
        for _ in range(100):
            answer = server.say(b"GET /search.csv?sort=oldest HTTP/1.0\r\nHost: a\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 503"), answer[:300]
            time.sleep(0.1)
