"""Suggestions, spellings and similar articles, from the archive's own words."""

from __future__ import annotations

import pytest

from search.article import Article
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


def test_a_much_more_frequent_word_is_likelier_than_a_nearer_one(filled: Fill) -> None:
    def many(n: int, word: str) -> list[Article]:
        return [make_article(f"{word}{i}", headline="", body=word) for i in range(n)]

    index = filled(
        *many(60, "reagan"), *many(1, "reagent"), *many(30, "reason"), *many(300, "take"), *many(8, "tanker")
    )
    assert index.spellings("reagen") == ("reagan",)
    assert index.spellings("tanker") == (), "two letters off is no slip of a word that is in use"
    assert index.spellings("takr") == ("take",)


def test_no_pair_of_characters_is_offered_as_a_word(filled: Fill) -> None:
    index = filled(
        *(make_article(f"z{n}", headline="访问俄罗斯", body="莫斯科", language="zh") for n in range(9))
    )
    assert index.suggest("俄") == () and index.spellings("俄罗期") == ()
    assert [(s.text, s.kind, s.count) for s in index.suggest("访问")] == [("访问俄罗斯", "headline", 9)]


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
