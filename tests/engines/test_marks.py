"""Marks and snippets, right to the character."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.clauses import (
    All,
    Clause,
    Everything,
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
from search.index import Index, Search
from tests.articles import make_article
from tests.engines.asking import Fill
from tests.engines.conftest import SETTINGS, Engine


def test_snippets_show_what_was_found(filled: Fill) -> None:
    filler = "Nothing of note happened on that day. " * 30
    index = filled(
        make_article(
            "a",
            headline="Résumé of the talks",
            body=f"{filler}The two sides agreed to a cease-fire in Geneva. {filler}\nMinisters were running late. {filler}",
        )
    )
    hit = index.search(Search(All((Word("ceasefire"), Word("run"), Word("resume"))))).hits[0]
    assert [hit.headline.text[a:b] for a, b in hit.headline.marks] == ["Résumé"]
    marked = [s.text[a:b] for s in hit.snippets for a, b in s.marks]
    assert marked == ["cease-fire", "running"]
    assert all(len(s.text) < 300 for s in hit.snippets)
    assert hit.snippets[0].text.startswith(("The two", "Nothing")) and hit.snippets[0].text.endswith(".")
    unmarked = index.search(Search()).hits[0]
    assert unmarked.headline.marks == () and unmarked.snippets[0].text.startswith("Nothing of note")


def test_marks_of_an_article(filled: Fill) -> None:
    index = filled(make_article("a", body="Cease-fire."), make_article("b", body="北京", language="zh"))
    text = "The ceasefire — a cease fire! — was no ceasing of ﬁre. Al-Assad’s U.S. ally."
    for clause, wanted in (
        (Word("cease-fire"), ["ceasefire", "cease fire"]),
        (Phrase("no ceasing of"), ["no ceasing of"]),
        (Word("fire"), ["fire", "ﬁre"]),
        (All((Word("al-assad"), Not(Word("ally")))), ["Al-Assad’s"]),
        (Word("U.S."), ["U.S."]),
        (Near(Word("ally"), Word("assad"), 2), ["Assad’s", "ally"]),
        (AnyOf((Word("fire"), Phrase("cease fire"))), ["cease fire", "ﬁre"]),
        (Word("the", "source"), []),
    ):
        marks = index.marks(clause, text, "en")
        assert [text[a:b] for a, b in marks] == wanted, clause
    chinese = "在北京大学"
    assert [chinese[a:b] for a, b in index.marks(Word("北京大学"), chinese, "zh")] == ["北京大学"]
    assert [chinese[a:b] for a, b in index.marks(Word("学"), chinese, "zh")] == ["学"]


pieces = st.sampled_from(
    [
        "cease-fire",
        "Cease",
        "fire",
        "RÉSUMÉ",
        "résumé",
        "ﬁre",
        "U.S.",
        "’s",
        "İ",
        "ß",
        "北京",
        "ｶﾞ",
        "\u0301",
        "\n",
        ". ",
        " ",
        "e\u0301",
        "😀",
        "5,000",
        "🇺🇸",
    ]
)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    text=st.lists(pieces, max_size=60).map("".join) | st.text(max_size=80),
    language=st.sampled_from([None, "en", "tr", "fr", "zh"]),
    clause=st.sampled_from(
        [
            Word("cease-fire"),
            AnyOf((Word("fire"), Phrase("cease fire"), Word("北京"))),
            Near(Word("resume"), Word("us"), 5),
            Prefix("f"),
            Within(Word("fire"), Word("cease"), Unit.SENTENCE),
            Wildcard("*"),
        ]
    ),
)
def test_marks_slice_the_text(
    sentences_index: Index, text: str, language: str | None, clause: Clause
) -> None:
    marks = sentences_index.marks(clause, text, language)
    assert all(0 <= a < b <= len(text) for a, b in marks)
    assert all(one[1] < other[0] for one, other in pairwise(marks))


@pytest.fixture(scope="module")
def sentences_index(opener: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("marks")
    index = opener(folder, SETTINGS)
    with index.rebuild() as batch:
        batch.put(make_article("a", body="Cease-fire résumé fire."))
    yield index
    index.close()
    opener.clear(folder)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(bodies=st.lists(st.lists(pieces, max_size=200).map("".join), min_size=1, max_size=4))
def test_snippets_have_marks_that_slice(filled: Fill, bodies: list[str]) -> None:
    index = filled(*(make_article(f"a{n}", headline=body[:40], body=body) for n, body in enumerate(bodies)))
    for clause in (Word("fire"), AnyOf((Word("cease-fire"), Word("resume"))), Everything()):
        for hit in index.search(Search(clause)).hits:
            for snippet in (hit.headline, *hit.snippets):
                assert all(0 <= a < b <= len(snippet.text) for a, b in snippet.marks)
                assert list(snippet.marks) == sorted(set(snippet.marks))
            assert all("\n" not in snippet.text for snippet in hit.snippets)


gaps = st.sampled_from([" ", " ", " – ", " – – ", ", ", "-", "  "])
headlines = st.lists(
    st.tuples(st.sampled_from(["of", "the", "The", "often", "thesis", "the's"]), gaps).map("".join),
    min_size=2,
    max_size=25,
).map("".join)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    texts=st.lists(headlines, min_size=4, max_size=4),
    said=st.sampled_from(["of the", "the of", "the the", "of the of"]),
)
def test_a_phrase_is_marked_as_if_all_had_been_read(opener: Engine, texts: list[str], said: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = opener(Path(folder), SETTINGS)
        with index.rebuild() as batch:
            for n, text in enumerate(texts):
                batch.put(make_article(f"a{n}", headline=text, body="Nothing."))
        for hit in index.search(Search(Phrase(said))).hits:
            assert hit.headline.marks == index.marks(Phrase(said), hit.headline.text, "en")
            assert hit.headline.marks
        index.close()
        opener.clear(Path(folder))
