"""What is kept stays within its limit, also where it is many rare words with next to nothing behind each, prefixes that stand for
many words, or phrases that name many articles."""

from __future__ import annotations

import tracemalloc
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from search.clauses import TEXT, Wildcard
from search.engines import open_index
from search.engines.cache import Cache
from search.engines.vocabulary import PATTERNS
from search.index import Search
from search.patterns import Form, Terms
from search.settings import Settings
from tests.articles import make_article

LIMIT = 8 << 20


@pytest.mark.parametrize(("arrays", "numbers"), [(6, 1), (2, 1), (6, 2000)])
def test_what_is_kept_takes_no_more_memory_than_it_may(arrays: int, numbers: int) -> None:
    cache = Cache(LIMIT)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(20_000 if numbers < 10 else 1000):
        pattern = Terms(TEXT, ((f"word{n}", "en"), (f"word{n}", "de")))
        cache.get(
            (f"segment{n % 3}", "rows", pattern),
            lambda: tuple(np.zeros(numbers, np.int64) for _ in range(arrays)),
        )
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    kept = after - before
    assert kept < (LIMIT if numbers > 10 else LIMIT / 8)
    assert kept > LIMIT / 40


def test_rare_words_do_not_drive_out_frequent_ones() -> None:
    cache, made = Cache(LIMIT), []

    def frequent() -> tuple[np.ndarray, ...]:
        made.append(1)
        return (np.zeros(10_000, np.int64),)

    cache.get(("frequent",), frequent)
    for n in range(20_000):
        cache.get((n,), lambda: (np.zeros(1, np.int64),))
    cache.get(("frequent",), frequent)
    assert len(made) == 1


def test_what_a_prefix_stands_for_counts() -> None:
    cache = Cache(LIMIT)
    spelled = [f"word{n}" for n in range(2000)]
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(200):
        pattern = Terms(TEXT, forms=tuple(Form(text, "en") for text in spelled[n:]))
        cache.get(("segment", "rows", pattern), lambda: (np.zeros(100, np.int64),))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert LIMIT / 4 < after - before < LIMIT


def test_the_words_that_wildcards_stood_for_are_kept_within_a_bound(tmp_path: Path) -> None:
    """Else the patterns of a generation could take ten times what all else may."""
    words = ["x" + "".join(letters) for letters in islice(product("abcdefgh", repeat=4), 2000)]
    settings = Settings(memory_mb=16, search_seconds=60)
    index = open_index(str(tmp_path / "index"), settings, create=True)
    with index.rebuild() as batch:
        batch.put(make_article("one", body=" ".join(words)))
    index.search(Search(Wildcard("x*", TEXT)))
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(100):
        assert index.search(Search(Wildcard("x*" + "*" * n + "?", TEXT), limit=0)).total == 1
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    index.close()
    assert after - before < PATTERNS + (settings.memory_mb << 20) // 4


class Found(NamedTuple):
    articles: np.ndarray
    scores: np.ndarray


def test_large_arrays_are_kept_outside_the_heap_and_without_what_they_were_cut_from() -> None:
    cache = Cache(LIMIT)
    numbers = np.arange(100_000)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(20):
        kept = cache.get((n,), lambda: Found(numbers.repeat(10)[::10], numbers[:10].astype(np.float32)))
        assert kept is cache.get((n,), lambda: pytest.fail("it is not kept"))
        assert np.array_equal(kept.articles, numbers)
        assert kept.scores.dtype == np.float32
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 1 << 20
