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

MORE_PROSE = (
    "The treasurer had warned in spring that the reserve would be spent by the end of the year if nothing was cut.",
    "Most of the savings fall on roads and on the town hall itself, where four posts will not be filled again.",
    "Parents in the gallery applauded when the vote on the school was read out, although the work starts a year late.",
    "“We have promised this building three times, and now it will stand,” said the head of the school committee.",
    "The opposition had asked for the swimming pool to be closed instead, and was refused by eleven votes to nine.",
    "What the pool costs each winter is to be examined by an auditor, whose report is expected before the summer.",
)
"""What comes after, so that a longer body does not repeat itself."""


def read(*lines: str, media: Media = Media.TEXT, locator: str = "papers/a.txt", **more: Any) -> Article:
    """The article of a document of these lines."""
    return ingest(Source(locator, "\n".join(lines).encode(), media, **more), Settings())


def roles(article: Article) -> dict[int, Role]:
    return {block.line: block.role for block in article.blocks}


def kept(article: Article) -> list[int]:
    return [block.line for block in article.blocks if block.kept]


def page(head: str = "", article: str = "") -> str:
    """A page of markup with PROSE behind what is given."""
    paragraphs = "".join(f"<p>{line}</p>" for line in PROSE)
    return f"<html lang=en><head>{head}</head><body><article>{article}{paragraphs}</article></body></html>"
