"""What one client may ask for in a minute: who that is, what it is told, and that all processes count together."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from search.index import Index
from search.settings import Settings
from tests.web.server import Server
from web.app import create_app
from web.throttle import EXTENSION, Buckets, client

PAPER = "https://paper.example"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_minutes_worth_may_come_at_once_and_comes_back_evenly(clock: Clock) -> None:
    buckets = Buckets(6, clock=clock)
    assert [buckets.take("a") for _ in range(6)] == [0] * 6
    assert buckets.take("a") == 10
    clock.now += 9.5
    assert buckets.take("a") == 1
    clock.now += 0.5
    assert (buckets.take("a"), buckets.take("a")) == (0, 10)
    clock.now += 3600
    assert [bool(buckets.take("a")) for _ in range(7)] == [False] * 6 + [True]


@pytest.mark.parametrize("rate", [1, 7, 60, 601, 30_000])
def test_who_waits_as_told_is_answered(clock: Clock, rate: int) -> None:
    buckets = Buckets(rate, clock=clock)
    assert not any(buckets.take("a") for _ in range(rate))
    for _ in range(50):
        seconds = buckets.take("a")
        assert 1 <= seconds <= 60
        clock.now += seconds
        assert buckets.take("a") == 0
        while not buckets.take("a"):
            pass


def test_each_client_has_its_own(clock: Clock) -> None:
    buckets = Buckets(1, clock=clock)
    names = [f"192.0.2.{n}" for n in range(100)]
    assert sum(bool(buckets.take(name)) for name in names) <= 2  # some may share one
    assert all(buckets.take(name) for name in names)


def test_memory_is_fixed_and_clients_share_it(clock: Clock) -> None:
    buckets = Buckets(1, number=4, clock=clock)
    assert sum(not buckets.take(str(n)) for n in range(500)) == 4


def test_who_shares_with_whom_is_new_at_each_start(clock: Clock) -> None:
    def others(buckets: Buckets) -> tuple[bool, ...]:
        buckets.take("a")
        return tuple(bool(buckets.take(str(n))) for n in range(8))

    seen = [others(Buckets(1, number=8, clock=clock)) for _ in range(40)]
    assert any(one != other for one, other in pairwise(seen))


def test_no_bound_is_none() -> None:
    buckets = Buckets(0)
    assert not any(buckets.take("a") for _ in range(100_000))


def test_forked_processes_count_together() -> None:
    forked = multiprocessing.get_context("fork")
    buckets = Buckets(50)

    def ask() -> None:
        for _ in range(20):
            buckets.take("a")

    for _ in range(2):
        process = forked.Process(target=ask)
        process.start()
        process.join()
    left = [buckets.take("a") for _ in range(20)]
    assert 10 <= left.count(0) <= 15  # some may have come back meanwhile


@pytest.mark.parametrize(
    ("connected", "forwarded", "proxies", "name"),
    [
        ("192.0.2.1", "", 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", 0, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", 1, "198.51.100.7"),
        ("192.0.2.1", "203.0.113.9, 198.51.100.7", 1, "198.51.100.7"),
        ("192.0.2.1", "203.0.113.9, 198.51.100.7", 2, "203.0.113.9"),
        ("192.0.2.1", "made up, 203.0.113.9,198.51.100.7", 2, "203.0.113.9"),
        ("192.0.2.1", "198.51.100.7", 2, "192.0.2.1"),
        ("192.0.2.1", "", 1, "192.0.2.1"),
        ("192.0.2.1", "unknown", 1, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7, ", 1, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7:50123", 1, "198.51.100.7"),
        ("192.0.2.1", "[2001:db8:1:2:3:4:5:6]:443", 1, "2001:db8:1:2::/64"),
        ("2001:db8:1:2::5", "", 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::6", "", 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:3::5", "", 0, "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
        ("fe80::1%eth0", "", 0, "fe80::/64"),
        ("", "", 0, ""),
    ],
)
def test_a_client_is_whom_the_trusted_say(connected: str, forwarded: str, proxies: int, name: str) -> None:
    assert client(connected, forwarded, proxies) == name


@pytest.fixture
def app(settings: Settings, index: Index) -> Flask:
    made = create_app(replace(settings, requests_per_minute=2, widget_origins=PAPER), index)
    made.extensions[EXTENSION] = Buckets(2, clock=Clock())
    return made


@pytest.fixture
def spent(app: Flask) -> FlaskClient:
    asking = app.test_client()
    assert [asking.get("/help").status_code for _ in range(3)] == [200, 200, 429]
    return asking


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Ask again"), ("tr", "yeniden deneyin"), ("ar", "أعد المحاولة")]
)
def test_a_reader_is_told_to_wait_in_his_language(spent: FlaskClient, language: str, words: str) -> None:
    response = spent.get("/search?q=truce", headers={"Accept-Language": language})
    text = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (429, "text/html")
    assert words in text and f'<html lang="{language}"' in text and "truce" in text
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/api/v1/search?q=truce", "/api/v1/suggest?q=tr"])
def test_a_program_is_told_so_in_its_own_and_the_search_box_can_read_it(
    spent: FlaskClient, address: str
) -> None:
    response = spent.get(address, headers={"Origin": PAPER})
    assert (response.status_code, response.mimetype) == (429, "application/problem+json")
    assert response.json["status"] == 429 and response.json["title"] == "Too Many Requests"
    assert response.headers["Retry-After"] == "30"
    assert response.headers["Access-Control-Allow-Origin"] == PAPER
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in spent.get(address).headers


@pytest.mark.parametrize(
    "address", ["/static/backfile.css", "/static/nothing.css", "/healthz", "/widget/v1/news-search.js"]
)
def test_what_costs_nothing_is_not_counted(app: Flask, address: str) -> None:
    asking = app.test_client()
    assert {asking.get(address, buffered=True).status_code for _ in range(9)} <= {200, 404}
    assert asking.get("/help").status_code == 200


def test_a_client_cant_choose_its_name(spent: FlaskClient) -> None:
    for number in range(5):
        headers = {"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": "::1", "Forwarded": "for=::1"}
        assert spent.get("/help", headers=headers).status_code == 429


def test_the_default_is_out_of_every_readers_way(settings: Settings, index: Index) -> None:
    asking = create_app(settings, index).test_client()
    assert all(asking.get("/nowhere").status_code == 404 for _ in range(300))


LIMITED = """
import sys
from search.settings import Settings
from web.serve import serve
serve(Settings(index=sys.argv[1], port=int(sys.argv[2]), requests_per_minute=20, trusted_proxies=1))
"""


@pytest.fixture(scope="module")
def limited(settings: Settings, index: Index) -> Iterator[Server]:
    running = Server(Path(settings.index), LIMITED)
    yield running
    running.stop()


def test_the_processes_of_a_server_count_together(limited: Server) -> None:
    def answer(name: bytes) -> bytes:
        head = b"GET /help HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: " + name + b"\r\n\r\n"
        return limited.say(head).split(b" ", 2)[1]

    answers = [answer(b"198.51.100.7") for _ in range(40)]
    assert 20 <= answers.count(b"200") <= 32 and answers[:20] == [b"200"] * 20
    assert answers.count(b"200") + answers.count(b"429") == 40
    assert answer(b"198.51.100.8") == b"200"
