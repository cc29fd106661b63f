"""Articles of raw pages in one call, alone and with the others of their site in one archive, for benches and floors."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.article import Article, Media, Source
from search.errors import SourceError
from search.ingest import ingest
from search.ingest.repeats import Repeats
from search.settings import Settings
from tests.labelled import Flattened, Labelled

_SETTINGS = Settings()


@dataclass(frozen=True)
class Found:
    """What is judged of an article. `published` is ISO 8601, cut where no more is known."""

    body: str = ""
    headline: str | None = None
    authors: Sequence[str] | str | None = None
    published: str | None = None


def clean(page: Labelled | Flattened) -> Article | None:
    """None where there seems to be no article."""
    if isinstance(page, Flattened):
        source = Source(f"{page.site}/{page.set}-{page.id}.txt", page.raw, Media.TEXT)
    else:
        source = Source("page", page.raw, Media.HTML, url=page.url)
    try:
        return ingest(source, _SETTINGS)
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
