"""The terms of an article, position by position."""

from __future__ import annotations

import json
from typing import Any

from search.article import FIRST_SENTENCE, Article, Evidence
from search.engines.opensearch.feed import article_of, fed
from tests.articles import make_article


def _fed(**fields: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(fed(make_article("a", **fields)).document)
    return document


def _body(**fields: Any) -> list[set[str]]:
    """What stands at each of its positions."""
    text = _fed(**fields)["text"]
    return [set(cell.split("¦")) for cell in text[text.index("‹body") + 1].split()]


def test_parts_stand_in_their_order_each_behind_its_marker() -> None:
    text = _fed(headline="Bank", standfirst="Rates", bylines=("Ann", "Bo"), body="Up.")["text"]
    assert [row.partition("¦")[0] for row in text] == [
        *("‹headline", "=bank|en", "‹standfirst", "=rates|en", "‹byline", "=ann|en", "=bo|en"),
        *("‹body", "=up|en", "‹end", "=bank|en", "=bank|en"),
    ]


def test_a_position_has_the_form_its_keys_and_the_edges() -> None:
    body = _body(body="Two banks fell. They rose.\nNext day")
    assert body == [
        {"=two|en", "two|en", "S", "P"},
        {"=banks|en", "bank|en"},
        {"=fell|en", "fell|en", "E"},
        {"=they|en", "they|en", "S"},
        {"=rose|en", "rose|en", "E", "Q"},
        {"=next|en", "next|en", "S", "P", "‹rest"},
        {"=day|en", "day|en", "E", "Q"},
    ]


def test_a_compound_stands_over_its_words() -> None:
    cells = _body(body="cease-fire")
    assert cells[0] >= {"=cease|en", "ceas|en", "=cease-fire|en|1/2", "ceasefir|en|1/2"}
    assert cells[1] >= {"=fire|en", "fire|en", "=cease-fire|en|2/2", "ceasefir|en|2/2"}


def test_capitals_and_pairs_of_characters_are_further_terms_at_a_position() -> None:
    first, *_ = _body(body="US said")
    assert first >= {"=us|en", "us|en", "=US|en", "u.s.|en"}
    pairs = _body(body="東京都", language="ja")
    assert pairs[0] >= {"=東京|", "東京|", "東|"} and pairs[2] >= {"=都|", "都|"}


def test_the_rest_is_marked_where_there_is_none_too() -> None:
    assert _body(body="Only a lead")[-1] == {"‹rest"}
    assert _fed(body="")["text"][3:7] == ["‹byline", "‹body", "‹rest", "‹end"]


def test_a_headline_that_is_the_first_sentence_counts_once() -> None:
    evidence = (Evidence("headline", FIRST_SENTENCE, "Up."),)
    document = _fed(headline="Up.", body="Up.", evidence=evidence)
    assert document["text"][:2] == ["‹headline", "‹standfirst"] and document["text"][-1] == "‹end"


def test_forms_are_told_by_stream() -> None:
    forms = fed(make_article("a", headline="A b", body="b c-d", place="Oslo")).forms
    assert forms["text"] == {"a", "b", "c", "d", "c-d"} and forms["about"] == {"oslo", "en"}


def test_long_values_are_cut_and_the_article_is_whole() -> None:
    article = make_article("a", bylines=("n" * 50_000,), place="Oslo", headline="h" * 50_000)
    document = json.loads(fed(article).document)
    values = (*document["byline"], *document["named"]["byline"], *document["named"]["headline"])
    assert all(len(value.encode()) < 32_766 for value in values)
    assert article_of(document) == article


def test_an_article_comes_back_as_it_was() -> None:
    article: Article = make_article("a", place="Oslo", credit="AFP", standfirst="x", bylines=("Ann",))
    assert article_of(json.loads(fed(article).document)) == article
