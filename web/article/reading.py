"""What the article page shows beside the text: the fields with their evidence, and what is similar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from search.article import Article
from search.errors import SearchError
from search.index import Hit, Index
from web import wording
from web.languages import N_
from web.languages import gettext as _

MOST_SIMILAR = 5

_PRECISION = {
    "second": N_("known to the second"),
    "minute": N_("known to the minute"),
    "hour": N_("known to the hour"),
    "day": N_("known to the day"),
    "month": N_("only the month is known"),
    "year": N_("only the year is known"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """`address` leads on within the archive, or outside of it. `language` is that of a text of the article's own."""

    text: str
    address: str = ""
    outside: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    values: tuple[Value, ...]
    notes: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


def similar(index: Index, id: str) -> tuple[Hit, ...]:
    with suppress(SearchError):
        return index.similar(id, MOST_SIMILAR)
    return ()


def web_address(url: str | None) -> str:
    """The address if a browser may follow it; empty for anything but http and https."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in {"http", "https"} and parts.netloc else ""


def imprint(article: Article) -> tuple[str, ...]:
    """Who wrote it for whom, where and when, as a line under the headline."""
    names = _("By %(names)s") % {"names": wording.names(article.bylines)} if article.bylines else None
    when = wording.day(article.published) or _("undated")
    return tuple(filter(None, (names, article.source, article.place, when)))


def card(article: Article, link: Callable[[str, str], str]) -> tuple[Row, ...]:
    """The fields that are known, each with its evidence. `link` gives the address of all articles with a facet's value."""

    def row(name: str, facet: str, values: Iterable[str | None], *fields: str) -> Row:
        own = "" if facet == "language" else article.language or ""
        found = tuple(Value(wording.value(facet, v), link(facet, v), language=own) for v in values if v)
        return Row(name, found, why=_why(article, facet, *fields))

    location = article.location
    stated = location and (", ".join(filter(None, (location.city, location.country))) or location.raw)
    outside = web_address(article.url)
    rows = (
        _dated(article),
        Row(
            _("Updated"),
            (Value(wording.moment(article.updated)),) if article.updated else (),
            why=_why(article, "updated"),
        ),
        row(_("By"), "byline", article.bylines, "bylines"),
        row(_("Publication"), "source", (article.source,)),
        row(_("Filed from"), "place", (article.place,), "dateline"),
        row(_("Credit"), "credit", (article.credit,)),
        Row(_("Place of the story"), (Value(stated),) if stated else (), why=_why(article, "location")),
        row(_("Language"), "language", (article.language,)),
        row(_("Section"), "section", (article.section,)),
        Row(
            _("Address"),
            (Value(outside, outside, outside=True),) if outside else (),
            why=_why(article, "url"),
        ),
        Row(_("File"), (Value(PurePath(article.locator).name),)),
    )
    return tuple(row for row in rows if row.values)


def _why(article: Article, *fields: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(item) for item in article.evidence if item.field in fields))


def _dated(article: Article) -> Row:
    published = article.published
    why = published.evidence or _why(article, "published")
    if not published.value:
        return Row(_("Published"), (Value(_("Not known")),), (_("no date is stated in the file"),), why)
    notes = [_(_PRECISION[published.precision])] if published.precision in _PRECISION else []
    if published.inferred:
        notes.append(_("the year is not stated; it is inferred from the evidence"))
    return Row(_("Published"), (Value(wording.moment(published.value)),), tuple(filter(None, notes)), why)
