"""Suggestions, spellings and similar articles, from the archive's own words."""

from __future__ import annotations

import pytest

from search.index import Index
from tests.articles import make_article
from tests.engines.asking import Fill


@pytest.fixture
def helpful(filled: Fill) -> Index:
    return filled(
        *(make_article(f"g{n}", headline="Government falls", body="The government met.") for n in range(12)),
        make_article(
            "e", body="Governance in Göteborg.", place="Gotham", source="Gothic News", bylines=("Goth, Ann",)
        ),
    )


def test_suggestions_are_whole_words_with_counts(helpful: Index) -> None:
    found = helpful.suggest("gov")
    assert ("government", "word", 12) in [(s.text, s.kind, s.count) for s in found]
    assert ("Government falls", "headline", 12) in [(s.text, s.kind, s.count) for s in found]
    kinds = {(s.text, s.kind) for s in helpful.suggest("got", limit=20)}
    assert kinds == {
        ("göteborg", "word"),
        ("goth", "word"),
        ("Gotham", "place"),
        ("Gothic News", "source"),
        ("Goth, Ann", "byline"),
    }
    assert [s.text for s in helpful.suggest("gothic n")] == ["Gothic News"]
    assert helpful.suggest("") == () and helpful.suggest("zzz") == () and helpful.suggest("*") == ()
    assert len(helpful.suggest("g", limit=3)) == 3
    with helpful.write() as batch:
        batch.delete("e")
    assert helpful.suggest("got") == ()


def test_spellings_come_from_the_archive(helpful: Index) -> None:
    assert helpful.spellings("goverment") == ("government",)
    assert helpful.spellings("GOVENRMENT") == ("government",)
    assert helpful.spellings("government") == () and helpful.spellings("governments") == ()
    assert helpful.spellings("xyzzy") == () and helpful.spellings("") == () and helpful.spellings("!") == ()


def test_similar_articles(filled: Fill) -> None:
    index = filled(
        make_article(
            "a", headline="Geneva talks", body="Kerry and Lavrov met in Geneva about the truce in Syria."
        ),
        make_article(
            "b", headline="Talks on Syria", body="In Geneva, Lavrov said the truce in Syria would hold."
        ),
        make_article("c", headline="Football", body="The cup final ended in a draw at the weekend."),
        *(make_article(f"n{n}", body="Unrelated story about the weather and the harvest.") for n in range(9)),
    )
    assert index.similar("a")[0].id == "b" and "a" not in [hit.id for hit in index.similar("a")]
    assert index.similar("nowhere") == ()
    with index.write() as batch:
        batch.delete("b")
    assert "b" not in [hit.id for hit in index.similar("a")]
