"""Which lines credit an agency, and which only look so."""

from __future__ import annotations

import pytest

from search.article import Article, Media, Source
from search.ingest import ingest
from search.settings import Settings

TEXT = "\n\n".join(
    f"The harbour board said on {day} that the new quay would open before the winter storms began."
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
)


def read(above: str = "", below: str = "") -> Article:
    text = f"Quay to open before winter\n\n{above}\n\n{TEXT}\n\n{below}\n"
    return ingest(Source("news/quay.txt", text.encode(), Media.TEXT), Settings())


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Source: AFP", "AFP"),
        ("dpa", "dpa"),
        ("AP", "AP"),
        ("(Quelle: APA/sda/dpa)", "APA"),
    ],
)
def test_a_line_under_the_text_credits(line: str, credit: str) -> None:
    assert read(below=line).credit == credit


@pytest.mark.parametrize("line", ["Mehr", "mehr", "Map", "App", "AA", "Aa", "Ani"])
def test_words_and_controls_that_spell_an_agency_do_not(line: str) -> None:
    assert read(below=line).credit is None
    assert read(above=line).credit is None


def test_a_line_far_from_the_text_does_not() -> None:
    menu = "\n".join(f"Section number {'x' * n}" for n in range(30))
    assert read(below=f"{menu}\nReuters").credit is None


def test_an_agency_that_a_page_states_as_its_author_is_the_credit_and_no_byline() -> None:
    page = f"""<html><head><title>Quay to open before winter</title><script type="application/ld+json">
    {{"@type": "NewsArticle", "headline": "Quay to open before winter", "author": {{"@type": "Person", "name": "dpa"}}}}
    </script></head><body><article><h1>Quay to open before winter</h1>{"".join(f"<p>{p}</p>" for p in TEXT.split(chr(10)))}
    </article></body></html>"""
    article = ingest(Source("news/quay.html", page.encode(), Media.HTML), Settings())
    assert (article.credit, article.bylines) == ("dpa", ())
