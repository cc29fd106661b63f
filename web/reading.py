"""What the article page shows beside the text: the fields with their evidence, the fate of every line, what is similar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from search.article import Article, Block, Role
from search.errors import SearchError
from search.index import Hit, Index
from web import wording
from web.languages import N_, ngettext
from web.languages import gettext as _

MOST_SIMILAR = 5

MAX_LINES = 1000
"""Lines of the file that one page lists; the left-out ones come first when there are more."""

_EXTRACT = 160
"""Characters shown of a kept line, which can be read in full above; and of a left-out one, ten times as many."""

_FIELDS = frozenset({Role.HEADLINE, Role.STANDFIRST, Role.KICKER, Role.BYLINE, Role.PUBLISHED})

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
    """`address` leads on within the archive, or outside of it."""

    text: str
    address: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    values: tuple[Value, ...]
    notes: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    fate: str
    fate_words: str
    role: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    summary: str
    roles: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    unshown: int


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
        found = tuple(Value(wording.value(facet, v), link(facet, v)) for v in values if v)
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


def cleaned(article: Article) -> Cleaned:
    """Every line of the file with its fate, in the file's order."""
    blocks = article.blocks
    if not blocks:
        return Cleaned(_("The lines of this article's file were not kept."), (), (), 0)
    dropped = [b for b in blocks if _fate(b) == "left-out"]
    roles = Counter(b.role.value for b in dropped)
    words = (
        ngettext(
            "%(out)s of %(all)s lines in the file is left out of the text.",
            "%(out)s of %(all)s lines in the file are left out of the text.",
            len(dropped),
        )
        if dropped
        else _("All %(all)s lines of the file are in the text or in a field.")
    )
    summary = words % {"out": wording.count(len(dropped)), "all": wording.count(len(blocks))}
    listed = blocks if len(blocks) <= MAX_LINES else _choose(blocks)
    return Cleaned(
        summary, tuple(roles.most_common()), tuple(_line(b) for b in listed), len(blocks) - len(listed)
    )


def _choose(blocks: Sequence[Block]) -> list[Block]:
    """As many lines as a page lists, the left-out ones before the kept, in the file's order."""
    order = sorted(range(len(blocks)), key=lambda i: (_fate(blocks[i]) != "left-out", i))
    return [blocks[i] for i in sorted(order[:MAX_LINES])]


def _fate(block: Block) -> str:
    if block.kept:
        return "kept"
    return "field" if block.role in _FIELDS else "left-out"


_FATES = {"kept": N_("in the text"), "field": N_("became a field"), "left-out": N_("left out")}


def _line(block: Block) -> Line:
    fate = _fate(block)
    most = _EXTRACT * 10 if fate == "left-out" else _EXTRACT
    text = block.text.strip()
    if len(text) > most:
        text = text[:most].rstrip() + " …"
    reason = block.reason.removeprefix(f"{block.role.value}: ")
    return Line(block.line, fate, _(_FATES[fate]), block.role.value, text, reason)
