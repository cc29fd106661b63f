"""Every engine against the naive evaluator, on drawn archives, changes and searches."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.clauses import All
from search.clauses import Any as AnyOf
from search.index import Search
from tests.engines.comparing import compare
from tests.engines.conftest import SETTINGS, Engine
from tests.engines.drawn import articles, batches, searches, several_words
from tests.engines.oracle import Oracle


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches=batches, drawn=st.lists(searches, min_size=8, max_size=20), rebuilt=st.booleans())
def test_engine_agrees_with_oracle(opener: Engine, batches: Any, drawn: list[Search], rebuilt: bool) -> None:
    oracle = Oracle(opener.differences)
    with tempfile.TemporaryDirectory() as folder:
        index = opener(Path(folder), SETTINGS)
        for number, changes in enumerate(batches):
            with index.write() if number or not rebuilt else index.rebuild() as batch:
                for change in changes:
                    if isinstance(change, str):
                        batch.delete(change)
                        oracle.delete(change)
                    else:
                        batch.put(change)
                        oracle.put(change)
            for search in drawn[number :: len(batches)]:
                compare(index, oracle, search, opener.differences)
        assert sorted(index.ids()) == sorted(oracle.articles)
        assert all(index.get(id) == oracle.articles.get(id) for id in "abcdefgh")
        index.close()
        opener.clear(Path(folder))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    some=st.lists(articles(), min_size=2, max_size=8), drawn=st.lists(several_words, min_size=8, max_size=8)
)
def test_closeness_agrees_with_oracle(opener: Engine, some: Any, drawn: list[AnyOf | All]) -> None:
    oracle = Oracle(opener.differences)
    with tempfile.TemporaryDirectory() as folder:
        index = opener(Path(folder), SETTINGS)
        for half in (some[::2], some[1::2]):
            with index.write() as batch:
                for article in half:
                    batch.put(article)
                    oracle.put(article)
        for clause in drawn:
            compare(index, oracle, Search(clause=clause), opener.differences)
        index.close()
        opener.clear(Path(folder))
