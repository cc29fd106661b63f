"""The whole cascade: what becomes an article, what is refused, and what holds for any input."""

from __future__ import annotations

import dataclasses
import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Article, Media, Source
from search.errors import NotAnArticle, SourceError
from search.ingest import ingest
from search.ingest.decoding import decode
from search.ingest.explain import explain
from search.settings import Settings
from tests.ingest.reading import PROSE, kept, read, roles


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([""], "empty"),
        (["\u00a0", " "], "empty"),
        (["Home", "News", "Contact", "Subscribe", "Alpha", "Beta"], "running text"),
        (["Council agrees on the budget"], "running text"),
        (["# a", "b = 1", "c = 2"], "running text"),
    ],
    ids=["empty", "blank", "menu", "headline only", "settings"],
)
def test_what_is_no_article_is_refused_with_the_reason(lines: list[str], reason: str) -> None:
    with pytest.raises(NotAnArticle, match=reason):
        read(*lines)


def test_binary_is_refused() -> None:
    with pytest.raises(SourceError):
        ingest(Source("a.txt", bytes(range(256)) * 40, Media.TEXT), Settings())


def test_a_short_text_is_an_article_all_the_same() -> None:
    article = read("Council agrees", "The council agreed on the budget on Tuesday.")
    assert article.headline == "Council agrees"
    assert article.body == "The council agreed on the budget on Tuesday."


def test_a_records_body_stays_whole_but_for_known_boilerplate() -> None:
    lines = ["Wheat prev 1,655.8, Feb 872.0", "Short line", "- item", *PROSE, "Subscribe now"]
    article = read(*lines, stated={"headline": "Grain registrations"})
    assert kept(article) == [1, 2, 3, 4, 5, 6]


def test_a_record_without_headline_takes_its_first_sentence() -> None:
    article = read("THE ALLIES MET. THEY TALKED UNTIL LATE AT NIGHT ABOUT IT.", stated={"id": "T-1"})
    assert (article.id, article.headline) == ("T-1", "THE ALLIES MET.")
    assert article.body == "THE ALLIES MET. THEY TALKED UNTIL LATE AT NIGHT ABOUT IT."


def test_a_flash_has_a_headline_and_no_text() -> None:
    article = read("", stated={"headline": "Fed raises rates by a quarter point"})
    assert article.headline == "Fed raises rates by a quarter point"
    assert article.body == ""


def test_a_records_own_fields_come_first() -> None:
    stated = {
        "headline": "Council agrees",
        "byline": "Jane Doe",
        "date": "2016-05-23",
        "source": "The Courier",
        "section": "Politics",
        "language": "en",
        "url": "https://example.org/a",
    }
    article = read(*PROSE, stated=stated)
    assert article.headline == "Council agrees"
    assert article.bylines == ("Jane Doe",)
    assert article.published.value == "2016-05-23"
    assert (article.source, article.section, article.language) == ("The Courier", "Politics", "en")
    assert article.url == "https://example.org/a"


def test_the_id_is_stated_or_made_of_the_address_or_of_the_place() -> None:
    def made_of(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    assert read(*PROSE, stated={"id": "doc-7"}).id == "doc-7"
    assert read(*PROSE, stated={"url": "https://example.org/a"}).id == made_of("https://example.org/a")
    assert read("Council agrees", *PROSE, locator="x/y.txt").id == made_of("x/y.txt")
    for way in (".", "..", "../x", "news/./x", "news/.."):  # browsers would ask for another address
        assert read(*PROSE, stated={"id": way}).id == made_of(way)
    assert read(*PROSE, stated={"id": "/news/..x/v1.2"}).id == "/news/..x/v1.2"


def test_a_canonical_address_that_names_the_whole_site_is_a_fault() -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in PROSE)
    html = f'<html><head><link rel=canonical href="https://example.org/"></head><body><h1>Council agrees</h1>{paragraphs}'
    assert read(html, media=Media.HTML, url="https://example.org/a/b").url == "https://example.org/a/b"


def test_the_keepers_rules_by_site_overrule(tmp_path: Path) -> None:
    rules = tmp_path / "sites.toml"
    rules.write_text(
        '[papers]\nsource = "The Courier"\nlanguage = "tr"\ndrop = ["Two of them*"]\n', encoding="utf-8"
    )
    source = Source("papers/a.txt", "\n".join(("Council agrees", *PROSE)).encode(), Media.TEXT)
    article = ingest(source, dataclasses.replace(Settings(), sites=str(rules)))
    assert (article.source, article.language) == ("The Courier", "tr")
    assert kept(article) == [2, 4]


def test_the_same_document_always_gives_the_same_article() -> None:
    assert read("Council agrees", *PROSE) == read("Council agrees", *PROSE)


def test_an_article_is_the_same_after_a_round_trip() -> None:
    article = read(
        "Council agrees",
        "By Jane Doe",
        "ROME, May 23 (ANSA) - " + PROSE[0],
        *PROSE[1:],
        "Location: Italy, Rome",
    )
    assert Article.from_json(article.to_json()) == article


def test_explain_says_all_of_it() -> None:
    told = explain(read("Council agrees", "ROME, May 23 (ANSA) - " + PROSE[0], *PROSE[1:], "Tags: Rome"))
    assert set(told) == {
        "id", "headline", "standfirst", "bylines", "dateline", "credit", "published", "updated", "language", "source",
        "section", "location", "url", "body", "blocks", "evidence",
    }  # fmt: skip
    assert told["dateline"] == {"place": "Rome", "date": "May 23"}
    assert set(told["published"]) == {"value", "precision", "inferred", "evidence"}
    assert set(told["blocks"][-1]) == {"line", "text", "kept", "role", "reason"}
    assert {entry["field"] for entry in told["evidence"]} >= {
        "headline",
        "bylines",
        "dateline",
        "language",
        "credit",
    }


LINES = st.one_of(
    st.sampled_from(
        [
            *PROSE,
            "Council agrees on the budget",
            "By Jane Doe",
            "May 23, 2016 at 11:25 am",
            "Related Posts",
            "Comments",
            "Share this:",
            "ROME (ANSA) - The council met.",
            "قال مصدر عسكري إن القوات تقدمت.",
            "(end)",
            "",
        ]
    ),
    st.text(max_size=80),
)


@given(st.lists(LINES, max_size=25))
def test_any_text_is_an_article_or_refused_and_nothing_is_lost(lines: list[str]) -> None:
    try:
        article = read(*lines)
    except SourceError:
        return
    assert article.headline
    assert all(block.reason for block in article.blocks)
    assert [b.line for b in article.blocks] == sorted({b.line for b in article.blocks})
    body = article.body.split("\n\n")
    assert body == [b.clean for b in article.blocks if b.kept]
    received = decode("\n".join(lines).encode()).text.split("\n")
    assert all(block.text == received[block.line - 1].removesuffix("\r") for block in article.blocks)


@given(st.binary(max_size=400), st.sampled_from(list(Media)))
def test_any_bytes_are_an_article_or_refused(data: bytes, media: Media) -> None:
    with suppress(SourceError):
        ingest(Source("a", data, media), Settings())


@given(
    st.dictionaries(
        st.sampled_from(["headline", "byline", "date", "dateline", "language", "url", "source", "credit"]),
        st.text(max_size=60),
    )
)
def test_any_stated_field_is_taken_or_left(stated: dict[str, str]) -> None:
    article = read(*PROSE, stated={"id": "x", **stated})
    assert set(kept(article)) <= {1, 2, 3}
    assert roles(article)
