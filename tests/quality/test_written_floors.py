"""Pages written for this: in ten languages, with what real pages have around their story. What comes out right may only rise.

Beside each page lies what is expected of it. Only the figures of all pages together are held to a floor, as no single
page need come out right for the cleaner to be good.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from search.article import Article, Media, Source
from search.ingest import ingest
from search.settings import Settings
from tests.quality.floors import floors
from tests.scores import invented, mean_f1, names, names_f1, plain, precision_recall, same_headline, share

PAGES = Path(__file__).parent / "pages"
COMPANION = ".expected.json"


def pages() -> Iterator[tuple[Path, dict[str, Any]]]:
    for expected in sorted(PAGES.glob(f"*{COMPANION}")):
        page = expected.with_name(expected.name.removesuffix(COMPANION))
        yield page, json.loads(expected.read_text(encoding="utf-8"))


def read(page: Path, expected: dict[str, Any]) -> Article:
    media = Media.HTML if page.suffix == ".html" else Media.TEXT
    return ingest(Source(f"pages/{page.name}", page.read_bytes(), media, url=expected.get("url")), Settings())


def measure(both: Sequence[tuple[Article, dict[str, Any]]]) -> dict[str, float | None]:
    signed = [(names(expected["bylines"]), names(article.bylines)) for article, expected in both]
    return {
        "body F1": mean_f1(
            precision_recall("\n".join(expected["body"]), body_of(article, expected))
            for article, expected in both
        ),
        "headline": share(
            same_headline(expected["headline"], article.headline) for article, expected in both
        ),
        "author F1": share(names_f1(*pair) for pair in signed),
        "author invented": share(invented(*pair) for pair in signed),
        "day": share(article.published.day == expected["day"] for article, expected in both),
        "language": share(article.language == expected["language"] for article, expected in both),
    }


def body_of(article: Article, expected: dict[str, Any]) -> str:
    """Without its standfirst: whether that is body is a matter of taste, and of the page."""
    standfirst = plain(expected.get("standfirst", ""))
    return "\n".join(line for line in article.body.splitlines() if plain(line) != standfirst)


def test_each_page_has_its_companion() -> None:
    files = {file.name for file in PAGES.iterdir() if not file.name.endswith(COMPANION)}
    assert files == {page.name for page, _ in pages()}
    assert len(files) >= 18


def test_the_written_pages() -> None:
    both = [(read(page, expected), expected) for page, expected in pages()]
    said = [(a.locator, a.headline, a.bylines, a.published.day, a.language) for a, _ in both]
    assert not floors("written pages").short(measure(both)), "\n".join(map(str, said))
