"""Which words find which, the same in every engine."""

from __future__ import annotations

import pytest

from search.article import FIRST_SENTENCE, Block, Evidence, Role
from search.clauses import (
    All,
    AtLeast,
    Everything,
    Fuzzy,
    Length,
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
from search.index import Search
from tests.articles import make_article
from tests.engines.asking import Fill, found
from tests.engines.conftest import Engine


def test_one_word_in_its_ways_of_writing(filled: Fill) -> None:
    index = filled(
        make_article("joined", body="The ceasefire holds."),
        make_article("hyphen", body="The cease-fire holds."),
        make_article("apart", body="The cease fire holds."),
        make_article("neither", body="The fire did cease; it holds."),
    )
    for clause in (
        Word("ceasefire"),
        Word("cease-fire"),
        Phrase("the ceasefire holds"),
        Phrase("cease-fire holds"),
    ):
        assert found(index, clause) == ["apart", "hyphen", "joined"], clause
    assert found(index, Phrase("cease fire")) == ["apart", "hyphen"]
    assert found(index, Word("ceasefire", exact=True)) == ["joined"]
    assert found(index, Word("cease-fire", exact=True)) == ["hyphen"]


def test_words_with_signs(filled: Fill) -> None:
    index = filled(
        make_article("us", body="The U.S. sent 5,000 troops to fight COVID-19."),
        make_article("caps", body="The US sent 5000 troops against al-Assad's men. Covid19 spread."),
        make_article("pronoun", body="They told us about Assad and al others; F-16s flew at 3.5 km."),
        make_article("shouted", body="TELL US MORE"),
    )
    assert found(index, Word("U.S.")) == ["caps", "us"]
    assert found(index, Word("us")) == ["caps", "pronoun", "shouted", "us"]
    assert found(index, Word("5,000")) == found(index, Word("5000")) == ["caps", "us"]
    assert found(index, Word("al-Assad")) == ["caps"]
    assert found(index, Word("Assad")) == ["caps", "pronoun"]
    assert found(index, Word("COVID-19")) == found(index, Word("covid19")) == ["caps", "us"]
    assert found(index, Word("F-16")) == [] and found(index, Word("F-16s")) == ["pronoun"]
    assert found(index, Word("3.5")) == ["pronoun"] and found(index, Word("35")) == []


def test_languages(filled: Fill) -> None:
    index = filled(
        make_article("en", body="The minister's résumé was running news.", language="en"),
        make_article("de", body="Die Häuser; neue Nachricht", language="de"),
        make_article("fr", body="L'État a mangé d'Angers", language="fr"),
        make_article("tr", body="İSTANBUL'da ışık kızlar", language="tr"),
        make_article("ar", body="قالت الحُكومة السـورية أمس ١٢٣", language="ar"),
        make_article("fa", body="می‌شود کتاب", language="fa"),
        make_article("zh", body="在北京大学的研究", language="zh"),
        make_article("ja", body="東京タワーへ行く", language="ja"),
        make_article("none", body="running houses", language=None),
    )
    for text, wanted in (
        ("run", ["en"]),
        ("running", ["en", "none"]),
        ("resume", ["en"]),
        ("RESUME", ["en"]),
        ("ministers", ["en"]),
        ("haus", ["de"]),
        ("hauser", ["de"]),
        ("news", ["en"]),
        ("etat", ["fr"]),
        ("état", ["fr"]),
        ("angers", ["fr"]),
        ("istanbul", ["tr"]),
        ("İstanbul", ["tr"]),
        ("isik", ["tr"]),
        ("kiz", ["tr"]),
        ("حكومه", ["ar"]),
        ("سورية", ["ar"]),
        ("امس", ["ar"]),
        ("123", ["ar"]),
        ("میشود", ["fa"]),
        ("كتاب", ["fa"]),
        ("北京", ["zh"]),
        ("大学", ["zh"]),
        ("北京大学", ["zh"]),
        ("京", ["ja", "zh"]),
        ("究", ["zh"]),
        ("タワー", ["ja"]),
        ("北大", []),
    ):
        assert found(index, Word(text)) == wanted, text
    assert found(index, Word("résumé", exact=True)) == ["en"]
    assert found(index, Word("resume", exact=True)) == []
    assert found(index, Word("run", exact=True)) == []
    assert found(index, Word("RUNNING", exact=True)) == ["en", "none"]


def test_fields(filled: Fill) -> None:
    index = filled(
        make_article(
            "a",
            headline="Alpha one",
            standfirst="Beta two",
            body="Gamma lead.\nDelta body.",
            bylines=("Epsilon Smith", "Zeta"),
            place="Eta City",
            source="The Theta Times",
            credit="Iota",
            section="Kappa",
            language="en",
            blocks=(Block(1, "Lambda more", "Lambda more", Role.RELATED_POSTS, kept=False),),
        )
    )
    where = {
        "alpha": {"text", "headline", "hlead"},
        "beta": {"text", "standfirst", "hlead"},
        "gamma": {"text", "body", "hlead"},
        "delta": {"text", "body"},
        "epsilon": {"text", "byline"},
        "eta": {"place"},
        "theta": {"source"},
        "iota": {"credit"},
        "kappa": {"section"},
        "lambda": {"removed"},
        "en": {"language"},
    }
    fields = {field for names in where.values() for field in names}
    for word, names in where.items():
        assert {field for field in fields if found(index, Word(word, field))} == names, word
    assert found(index, Phrase("one beta")) == [] and found(index, Phrase("Smith Zeta", "byline")) == []
    assert found(index, Phrase("lead delta")) == ["a"] and found(index, Phrase("lead delta", "hlead")) == []


def test_near_each_other(filled: Fill) -> None:
    index = filled(
        make_article("a", body="The bank of the river. The rate rose again.\nA bank, a bank."),
        make_article("b", body="Rates of every bank fell."),
    )
    bank, rate = Word("bank"), Word("rate")
    assert found(index, Near(bank, rate, 3)) == ["b"]
    assert found(index, Near(bank, rate, 5)) == ["a", "b"]
    assert found(index, Near(bank, rate, 5, ordered=True)) == ["a"]
    assert found(index, Near(bank, bank, 2)) == ["a"]
    assert found(index, Near(Phrase("the river"), AnyOf((rate, Word("nothing"))), 2)) == ["a"]
    assert found(index, Within(bank, rate, Unit.SENTENCE)) == ["b"]
    assert found(index, Within(bank, rate, Unit.PARAGRAPH)) == ["a", "b"]
    assert found(index, Within(bank, bank, Unit.SENTENCE)) == ["a"]
    assert found(index, AtLeast(bank, 3)) == ["a"] and found(index, AtLeast(bank, 4)) == []
    assert found(index, AtLeast(AnyOf((rate, bank)), 2)) == ["a", "b"]
    assert (
        found(index, Phrase("bank of the river")) == ["a"] and found(index, Phrase("river of the bank")) == []
    )


def test_headline_counts_once_for_a_number_of_mentions(filled: Fill) -> None:
    index = filled(make_article("a", headline="Truce", body="A truce."))
    assert found(index, AtLeast(Word("truce"), 2)) == ["a"] and found(index, AtLeast(Word("truce"), 3)) == []


def test_patterns_match_what_is_written(filled: Fill) -> None:
    index = filled(
        make_article("a", body="Economic women economise; [sic] café"),
        make_article("b", body="The woman's government"),
    )
    assert found(index, Prefix("econom")) == ["a"] and found(index, Prefix("women")) == ["a"]
    assert found(index, Prefix("CAFÉ")) == found(index, Prefix("cafe")) == ["a"]
    assert found(index, Wildcard("wom?n")) == ["a", "b"] and found(index, Wildcard("*ment")) == ["b"]
    assert found(index, Wildcard("[a-z]*")) == [] and found(index, Wildcard("w*n")) == ["a", "b"]
    assert found(index, Fuzzy("goverment")) == ["b"] and found(index, Fuzzy("woamn", edits=1)) == ["b"]
    assert found(index, Fuzzy("ecnmic", edits=2)) == ["a"] and found(index, Fuzzy("ecnmic", edits=1)) == []


def test_not_and_nothing(filled: Fill) -> None:
    index = filled(make_article("a", body="one"), make_article("b", body="two"))
    one = Word("one")
    assert found(index, Not(one)) == ["b"] and found(index, Not(Not(one))) == ["a"]
    assert found(index, All((Word("body"), Not(Word("two", "body"))))) == []
    assert found(index, AnyOf((one, Not(one)))) == ["a", "b"]
    assert found(index, All((one, Word("!!!")))) == ["a"]
    assert found(index, Not(Everything())) == []
    for nothing in (Word("!!!"), All(()), AnyOf(()), Phrase(""), Prefix("*")):
        results = index.search(Search(nothing))
        assert results.total == 0 and results.notes
    assert found(index, Length(2, None)) == [] and found(index, Length(1, 1)) == ["a", "b"]


def test_score_depends_on_live_articles_only(filled: Fill, opener: Engine) -> None:
    """An engine's own BM25 counts deleted articles until it has merged their segment."""
    kept = [make_article(f"k{n}", body="truce " * (n + 1) + "and peace") for n in range(5)]
    plain = filled(*kept)
    changed = filled(*(make_article(f"x{n}", body="truce and war") for n in range(9)))
    with changed.write() as batch:
        for n in range(9):
            batch.delete(f"x{n}")
        for article in reversed(kept):
            batch.put(article)
    for search in (Search(Word("truce")), Search(AnyOf((Word("truce"), Prefix("pea"))))):
        one, other = plain.search(search), changed.search(search)
        assert {hit.id for hit in one.hits} == {hit.id for hit in other.hits}
        if not opener.differences.own_scores:
            assert [hit.id for hit in one.hits] == [hit.id for hit in other.hits]
            scores = [hit.score for hit in other.hits]
            assert [hit.score for hit in one.hits] == pytest.approx(scores, rel=1e-6)


def test_a_first_sentence_in_the_place_of_a_headline_counts_once(filled: Fill) -> None:
    told = Evidence("headline", FIRST_SENTENCE, "A ferry sank.")
    index = filled(
        make_article("none", headline="A ferry sank.", body="A ferry sank. It was old.", evidence=(told,)),
        make_article("short", headline="", body="A ferry sank. It was old."),
    )
    hits = index.search(Search(Word("ferry"))).hits
    assert hits[0].score == pytest.approx(hits[1].score)
    assert not index.search(Search(Word("ferry", "headline"))).total


def test_sentences_of_two_fields_are_told_apart(filled: Fill) -> None:
    index = filled(make_article("a", body="One ferry. Two ferries and a harbour.", source="Ferry Harbour"))
    within = [
        Within(Word("ferry", field), Word("harbour", field), Unit.SENTENCE) for field in ("source", "text")
    ]
    assert found(index, All(tuple(within))) == found(index, All(tuple(reversed(within)))) == ["a"]


def test_sentences_and_paragraphs_of_one_word_share_nothing(filled: Fill) -> None:
    index = filled(
        make_article("a", headline="Ferry", body="Sunk. Harbour. Closed.\nLost.\nFound."),
        make_article("b", headline="", body="Old.\nA ferry. Harbour."),
        make_article("c", headline="Quay", body="Nobody was there.\nHarbour."),
    )
    sunk, harbour, lost, found_ = map(Word, ("sunk", "harbour", "lost", "found"))
    assert found(index, Within(sunk, harbour, Unit.SENTENCE)) == []
    assert found(index, Within(sunk, harbour, Unit.PARAGRAPH)) == ["a"]
    assert found(index, Within(lost, found_, Unit.PARAGRAPH)) == []
    assert found(index, Within(Word("old"), Word("ferry"), Unit.PARAGRAPH)) == []
    for unit in Unit:  # the last words of one text, and the first of another
        assert found(index, Within(harbour, Word("quay"), unit)) == []
        assert found(index, Within(found_, Word("ferry"), unit)) == []


def test_words_of_two_fields_are_near_each_other_in_one_text_alone(filled: Fill) -> None:
    index = filled(
        make_article("a", headline="Ferry lost", body="Sunk at noon.", section="Harbour", place="Quay"),
        make_article("b", headline="Sunk", body="A ferry.", section="Ferry sunk", place="Harbour quay"),
    )
    ferry = AnyOf((Word("ferry"), Word("ferry", "section")))
    sunk = AnyOf((Word("sunk", "section"), Word("sunk")))
    for one, other in ((ferry, sunk), (sunk, ferry)):
        assert found(index, Near(one, other, 5)) == ["b"]
        for unit in Unit:
            assert found(index, Within(one, other, unit)) == ["b"]
    apart = AnyOf((Word("harbour", "place"), Word("noon", "body")))
    for unit in Unit:
        assert found(index, Within(Word("harbour", "section"), apart, unit)) == []
    assert found(index, Near(Word("quay", "place"), Word("lost", "headline"), 9)) == []
