"""Articles for tests: plausible ones from a few words, each complete enough for every engine, page and citation."""

from __future__ import annotations

from typing import Any

from search.article import Article, Dateline, Published

_PRECISION = {4: "year", 7: "month", 10: "day", 13: "hour", 16: "minute", 19: "second"}


def published(value: str | None, **more: Any) -> Published:
    """From ISO 8601 text cut at any precision, with or without a zone: `2016`, `2016-05-23`, `2016-05-23T11:20+03:00`."""
    if value is None:
        return Published()
    local = value.removesuffix("Z")
    for sign in "+-":
        head, _, zone = local.rpartition(sign)
        if ":" in zone and "T" in head:
            local = head
    return Published(value=value, precision=_PRECISION.get(len(local), "second"), **more)


def make_article(id: str = "a1", **fields: Any) -> Article:
    """An article with these fields; the others are plausible or empty.

    `published` may be ISO text; `place` makes a dateline; `bylines` may be one name.
    """
    when = fields.pop("published", "2016-05-23")
    place = fields.pop("place", None)
    bylines = fields.pop("bylines", ())
    defaults: dict[str, Any] = {
        "locator": f"articles/{id}.txt",
        "headline": f"Headline of {id}",
        "body": f"The body of {id} stands here.",
        "language": "en",
        "published": when if isinstance(when, Published) else published(when),
        "bylines": (bylines,) if isinstance(bylines, str) else tuple(bylines),
        "dateline": Dateline(place=place, raw=place) if place else None,
    }
    return Article(id=id, **{**defaults, **fields})
