"""Ingest in one call, and the fates of lines by number, for tests of its stages."""

from __future__ import annotations

from typing import Any

from search.article import Article, Media, Role, Source
from search.ingest import ingest
from search.settings import Settings

PROSE = (
    "The council met on Tuesday evening to settle the budget, and after four hours of debate the members agreed on it.",
    "Two of them had left before the vote, which the mayor called a pity, because their questions deserved an answer.",
    "The next meeting is in the autumn, when the new school is to be opened and its costs will be known.",
)
"""Three plain paragraphs of a body."""


def read(*lines: str, media: Media = Media.TEXT, locator: str = "papers/a.txt", **more: Any) -> Article:
    """The article of a document of these lines."""
    return ingest(Source(locator, "\n".join(lines).encode(), media, **more), Settings())


def roles(article: Article) -> dict[int, Role]:
    return {block.line: block.role for block in article.blocks}


def kept(article: Article) -> list[int]:
    return [block.line for block in article.blocks if block.kept]
