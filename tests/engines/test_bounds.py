"""Searches of more parts than one engine takes, which the others answer: the fourth of "Where engines differ"."""

from __future__ import annotations

import pytest

from search.clauses import Any, AtLeast, Clause, Near, Phrase, Word
from search.errors import OverBudget, SearchError
from search.index import Search
from tests.articles import make_article
from tests.engines.asking import Fill
from tests.engines.conftest import Engine

MANY = 1200
OFTEN = " ".join(["ferry"] * (MANY + 1))
APART = tuple(f"left{n}-right{n}" for n in range(9))
"""Each is found as one word and as two, so a phrase of nine is written in 512 ways."""

CLAUSES: dict[str, tuple[Clause, type[SearchError]]] = {
    "words": (Any(tuple(Near(Word("pier"), Word(f"w{n}"), 3) for n in range(MANY))), OverBudget),
    "spellings": (Phrase(" ".join(APART)), OverBudget),
    "times": (AtLeast(Word("ferry"), MANY), OverBudget),
    "nearness": (Near(Near(Word("pier"), Word("w7"), 2), Word("quay"), 3), SearchError),
}


@pytest.mark.parametrize("what", CLAUSES)
def test_more_parts_than_an_engine_takes_are_refused_or_answered(
    filled: Fill, opener: Engine, what: str
) -> None:
    index = filled(
        make_article("a", body=f"Pier w7 quay. {' '.join(APART)}. {OFTEN}"), make_article("b", body="Pier.")
    )
    clause, refusal = CLAUSES[what]
    if opener.differences.bounded:
        with pytest.raises(refusal):
            index.search(Search(clause))
    else:
        assert [hit.id for hit in index.search(Search(clause)).hits] == ["a"]
