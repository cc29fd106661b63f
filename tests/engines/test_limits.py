"""Searches that cost too much, and readers beside a writer."""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Iterator

import pytest

from search.clauses import (
    All,
    AtLeast,
    Clause,
    Fuzzy,
    Near,
    Not,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Within,
    Word,
)
from search.clauses import Any as AnyOf
from search.engines import open_index
from search.errors import OverBudget, SearchError
from search.index import Index, Search
from search.settings import Settings
from tests.articles import make_article
from tests.engines.asking import Fill


def test_a_search_ends_in_its_time(filled: Fill) -> None:
    articles = [make_article(f"a{n}", body=" ".join(f"w{n}x{m}" for m in range(200))) for n in range(60)]
    index = filled(*articles, settings=Settings(search_seconds=0.3, max_expansions=100_000))
    with pytest.raises(OverBudget):
        index.search(Search(AnyOf(tuple(Wildcard(f"*{n}*") for n in range(5000)))))
    assert index.search(Search(Word("w1x1"))).total == 1


def test_too_many_forms_are_told(filled: Fill) -> None:
    body = " ".join(f"word{n}" for n in range(50)) + " wordy wordy"
    index = filled(
        make_article("a", body=body),
        make_article("b", body="wordy"),
        settings=Settings(search_seconds=60, max_expansions=10),
    )
    results = index.search(Search(Prefix("word")))
    assert results.total == 2 and "10" in results.notes[0]


def test_deep_and_long_clauses_are_refused_or_answered(filled: Fill) -> None:
    index = filled(make_article("a", body="word"))
    clause: Clause = Word("word")
    for _ in range(5000):
        clause = Not(Not(clause))
    with pytest.raises(SearchError):
        index.search(Search(clause))
    many = AnyOf(tuple(Word(f"w{n}") for n in range(10_000)))
    with contextlib.suppress(SearchError):
        assert index.search(Search(many)).total == 0


THE, OF, ANY = Word("the"), Word("of"), tuple(Word(f"w{n % 7}x1") for n in range(9000))
COSTLY = {
    "beginning": Prefix("w"),
    "inside": Wildcard("*x*"),
    "beginnings": AnyOf(tuple(Prefix(f"w{n}") for n in range(200))),
    "all beginnings": All(tuple(Prefix(f"w{n % 60}") for n in range(200))),
    "insides": AnyOf(tuple(Wildcard(f"*{n}*") for n in range(200))),
    "misspelled": AnyOf(tuple(Fuzzy(f"w{n}x{n}", edits=2) for n in range(200))),
    "long phrase": Phrase("the of " * 1000),
    "near": Near(Near(THE, OF, 50, False), Prefix("w"), 50, False),
    "sentence": Within(Prefix("w"), Prefix("o"), Unit.SENTENCE),
    "often": AtLeast(AnyOf((THE, Prefix("w"))), 5),
    "one word many times": AnyOf(ANY),
    "many words": AnyOf(tuple(Word(f"v{n}") for n in range(9000))),
    "nearness of many": Near(AnyOf(ANY[:4000]), AnyOf(ANY[4000:]), 9, True),
}


@pytest.fixture(scope="module")
def worn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Without what other tests have left in memory, which would be looked through in the searches' time."""
    gc.collect()
    gc.freeze()
    index = open_index(str(tmp_path_factory.mktemp("worn")), Settings(search_seconds=0.3), create=True)
    with index.rebuild() as batch:
        for n in range(300):
            words = " ".join(f"the of w{n % 60}x{m}" for m in range(200))
            batch.put(make_article(f"a{n}", body=words))
    yield index
    index.close()
    gc.unfreeze()


@pytest.mark.parametrize("name", COSTLY)
def test_what_costs_much_ends_in_any_thread(worn: Index, name: str) -> None:
    """Measured by the thread's own time, as a busy machine must not fail a test."""
    ended: list[float] = []

    def ask() -> None:
        begun = time.thread_time()
        with contextlib.suppress(OverBudget):
            worn.search(Search(COSTLY[name], facets=("source", "year")))
        ended.append(time.thread_time() - begun)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert ended and ended[0] < 0.36


@pytest.mark.parametrize("offset", [-5, 299, 10**12])
def test_any_offset_is_answered(worn: Index, offset: int) -> None:
    assert worn.search(Search(THE, offset=offset)).total == 300


def test_readers_in_threads_while_a_writer_writes(filled: Fill) -> None:
    index = filled(*(make_article(f"a{n}", body="truce") for n in range(10)))
    totals: set[int] = set()
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                results = index.search(Search(Word("truce"), facets=("year",), limit=100))
                assert results.total == len(results.hits) == results.facets["year"][0].count
                totals.add(results.total)
        except BaseException as e:
            failures.append(e)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for round in range(5):
        with index.write() as batch:
            for n in range(10):
                batch.put(make_article(f"b{round}-{n}", body="truce"))
    done.set()
    for reader in readers:
        reader.join()
    assert not failures and totals <= {10, 20, 30, 40, 50, 60}
