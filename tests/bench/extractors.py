"""What makes an article of a page: ours, and trafilatura with its metadata at its default and its precise setting."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from search.article import Article, Media, Source
from search.errors import SourceError
from search.ingest import ingest
from search.ingest.repeats import Repeats
from search.settings import Settings

_SETTINGS = Settings()


@dataclass(frozen=True)
class Found:
    """`published` is ISO 8601, cut where no more is known."""

    body: str = ""
    headline: str | None = None
    authors: Sequence[str] | str | None = None
    published: str | None = None


def read(raw: bytes, url: str | None, *, media: Media = Media.HTML, locator: str = "page") -> Article | None:
    """Ours; None where it finds no article."""
    try:
        return ingest(Source(locator, raw, media, url=url), _SETTINGS)
    except SourceError:
        return None


def found(article: Article | None) -> Found:
    if article is None:
        return Found()
    return Found(article.body, article.headline, article.bylines, article.published.value)


def archived(articles: Iterable[Article | None]) -> list[Article | None]:
    """The same articles when all of them lie in one archive, in which pages of a site clean each other."""
    apart = [one and dataclasses.replace(one, id=str(n)) for n, one in enumerate(articles)]
    repeats = Repeats(Path(":memory:"))
    learned = [one and repeats.learn(one) for one in apart]
    cleaned = [one and repeats.clean(one) for one in learned]
    repeats.close()
    return cleaned


def default(raw: bytes, url: str | None) -> Found:
    return _trafilatura(raw, url, precise=False)


def precise(raw: bytes, url: str | None) -> Found:
    return _trafilatura(raw, url, precise=True)


def _trafilatura(raw: bytes, url: str | None, *, precise: bool) -> Found:
    answer = trafilatura.bare_extraction(
        raw, url=url, include_comments=False, with_metadata=True, favor_precision=precise
    )
    if answer is None:
        return Found()
    return Found(answer.text or "", answer.title, answer.author, answer.date)


RIVALS: dict[str, Callable[[bytes, str | None], Found]] = {
    "trafilatura": default,
    "… precise": precise,
}
