from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Published
from search.citations import Citation, bibtex, csl, csl_json, ris
from search.index import Hit, Snippet
from tests.articles import make_article

FULL = make_article(
    "ab12",
    headline="Ceasefire holds & talks go on: 50% of $1bn",
    standfirst="A week after the truce.",
    bylines=("Jane Roe", "Smith, John"),
    published="2016-05-23T11:20+03:00",
    place="Tartus",
    credit="AFP",
    source="The Star",
    section="World",
    url="https://example.org/1",
)


def cited(**fields: object) -> Citation:
    return Citation.of(make_article("a1", **fields), "https://archive.example/a/a1", "Backfile", "7")


def test_ris() -> None:
    assert ris(Citation.of(FULL, "https://archive.example/a/ab12", "Backfile", "7")) == "\r\n".join(
        [
            "TY  - NEWS",
            "TI  - Ceasefire holds & talks go on: 50% of $1bn",
            "AU  - Jane Roe",
            "AU  - Smith, John",
            "T2  - The Star",
            "PY  - 2016",
            "DA  - 2016/05/23/",
            "SE  - World",
            "LA  - en",
            "AB  - A week after the truce.",
            "UR  - https://archive.example/a/ab12",
            "DB  - Backfile",
            "AN  - ab12",
            "N1  - Filed from Tartus. Credit: AFP. First published at https://example.org/1. Backfile, index generation 7",
            "ER  - ",
            "",
            "",
        ]
    )


def test_bibtex() -> None:
    assert bibtex(Citation.of(FULL, "https://archive.example/a/ab12", "Backfile", "7")) == "\n".join(
        [
            "@article{ab12,",
            "  author = {Jane Roe and {Smith, John}},",
            r"  title = {{Ceasefire holds \& talks go on: 50\% of \$1bn}},",
            "  journal = {The Star},",
            "  year = {2016},",
            "  date = {2016-05-23},",
            "  language = {en},",
            "  abstract = {A week after the truce.},",
            "  url = {https://archive.example/a/ab12},",
            "  note = {Filed from Tartus. Credit: AFP. First published at https://example.org/1. Backfile, index generation 7},",
            "  month = may",
            "}",
            "",
            "",
        ]
    )


def test_csl() -> None:
    item = csl(Citation.of(FULL, "https://archive.example/a/ab12", "Backfile", "7"))
    assert item == {
        "id": "ab12",
        "type": "article-newspaper",
        "title": "Ceasefire holds & talks go on: 50% of $1bn",
        "author": [{"literal": "Jane Roe"}, {"literal": "Smith, John"}],
        "container-title": "The Star",
        "issued": {"date-parts": [[2016, 5, 23]]},
        "section": "World",
        "language": "en",
        "abstract": "A week after the truce.",
        "URL": "https://archive.example/a/ab12",
        "source": "Backfile",
        "note": "Filed from Tartus. Credit: AFP. First published at https://example.org/1. Backfile, index generation 7",
    }
    assert json.loads(csl_json(Citation.of(FULL))) == [csl(Citation.of(FULL))]


@pytest.mark.parametrize(
    ("published", "da", "biblatex", "parts"),
    [
        ("2016-05-23", "DA  - 2016/05/23/", "date = {2016-05-23}", [2016, 5, 23]),
        ("2016-05", "DA  - 2016/05//", "date = {2016-05}", [2016, 5]),
        ("2016", "DA  - 2016///", "date = {2016}", [2016]),
    ],
)
def test_a_date_has_the_precision_that_is_known(
    published: str, da: str, biblatex: str, parts: list[int]
) -> None:
    citation = cited(published=published)
    assert da in ris(citation).splitlines()
    assert biblatex in bibtex(citation)
    assert ("month =" in bibtex(citation)) == (len(parts) > 1)
    assert csl(citation)["issued"] == {"date-parts": [parts]}


def test_no_date_is_no_date() -> None:
    citation = cited(published=None)
    assert "issued" not in csl(citation)
    assert not any(line.startswith(("DA", "PY")) for line in ris(citation).splitlines())
    assert "year" not in bibtex(citation)
    assert "date" not in bibtex(citation)


def test_an_inferred_date_says_so() -> None:
    citation = cited(published=Published("2016-05-23", "day", inferred=True))
    assert csl(citation)["issued"]["circa"] is True
    assert "inferred" in ris(citation)


def test_a_hit_is_cited_as_its_article() -> None:
    hit = Hit(
        id=FULL.id,
        score=1.0,
        headline=Snippet(FULL.headline, ((0, 9),)),
        snippets=(),
        published=FULL.published,
        source=FULL.source,
        place=FULL.place,
        credit=FULL.credit,
        bylines=FULL.bylines,
        language=FULL.language,
        section=FULL.section,
        url=FULL.url,
    )
    assert {**csl(Citation.of(FULL)), **csl(Citation.of(hit))} == csl(Citation.of(FULL))


def test_without_a_permalink_the_own_address_stands() -> None:
    assert csl(Citation.of(FULL))["URL"] == "https://example.org/1"
    assert "First published" not in ris(Citation.of(FULL))


def test_keys_are_safe_and_one_for_each() -> None:
    ids = ["a1", "a 1", "a,1", "{", "}", "حلب", "دمشق", "x" * 100, "x" * 101]
    keys = [bibtex(Citation.of(make_article(id))).partition("{")[2].partition(",")[0] for id in ids]
    assert len(set(keys)) == len(ids)
    assert all(key and key.isascii() and not set(key) & set(" ,{}") for key in keys)


HOSTILE = st.text(alphabet=st.characters(codec=None), max_size=40) | st.sampled_from(
    [
        "a\r\nER  - \r\nTY  - JOUR",
        "}\n@article{x,",
        "\\input{/etc/passwd}",
        "a and b",
        "\ud800",
        "{{",
        "\u2028TY  - X",
    ]
)


@given(HOSTILE, st.lists(HOSTILE, max_size=2), HOSTILE)
def test_no_text_breaks_out(headline: str, bylines: list[str], source: str) -> None:
    citation = cited(headline=headline, bylines=bylines, source=source, section=headline, url=source)
    lines = ris(citation).split("\r\n")
    assert [line for line in lines if line.startswith(("TY", "ER"))] == ["TY  - NEWS", "ER  - "]
    assert all(line[2:6] == "  - " for line in lines if line)
    entry = bibtex(citation)
    bare = entry.replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for at, c in enumerate(bare):
        depth += (c == "{") - (c == "}")
        assert depth > 0 or c not in "}" or not bare[at + 1 :].strip()
    assert depth == 0
    for text in (*lines, entry, csl_json(citation)):
        text.encode()
