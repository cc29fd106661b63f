"""What the search page shows around and in its list: headings, choices made, hits, pages, and ways out of no result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from search.index import Hit, Results, Snippet, Sort
from web import wording
from web.languages import N_
from web.languages import gettext as _
from web.params import SIZES, Layout, View
from web.results.concordance import Concordance

_SORTS = {Sort.RELEVANCE: N_("relevance"), Sort.NEWEST: N_("newest"), Sort.OLDEST: N_("oldest")}
_LAYOUTS = {Layout.LIST: N_("list"), Layout.COMPACT: N_("compact"), Layout.KWIC: N_("in context")}

_NONE = Concordance()

_AROUND = 2
"""Pages linked on either side of the one that is shown."""


@dataclass(frozen=True, slots=True)
class Option:
    """`note` says what the count is of, where that is not plain."""

    label: str
    address: str
    chosen: bool = False
    gap: bool = False
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """The search box: what stands in it, and the choices that a new search keeps."""

    typed: str = ""
    keeps: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, view: View) -> Box:
        return cls(view.typed, tuple(pair for pair in view.at(1).pairs() if pair[0] != "q"))


@dataclass(frozen=True, slots=True)
class Heading:
    """How many articles, exactly, and which."""

    count: str
    typed: str = ""
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that was made; `address` is the search without it."""

    name: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class When:
    """`day` in words at the precision that is known, `iso` for machines; both empty when it is undated."""

    day: str
    iso: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    address: str
    headline: Snippet
    when: When
    facts: tuple[str, ...]
    snippets: tuple[Snippet, ...]
    language: str
    direction: str
    publication: str
    concordance: Concordance


@dataclass(frozen=True, slots=True)
class Pages:
    all: tuple[Option, ...]
    previous: str
    next: str


def item(hit: Hit, address: str, concordance: Concordance = _NONE) -> Item:
    names = wording.names((*hit.bylines[:3], *[_("others")] * (len(hit.bylines) > 3)))
    facts = (
        hit.source,
        hit.place,
        names and _("By %(names)s") % {"names": names},
        hit.credit if hit.credit != hit.source else None,
    )
    published = hit.published
    return Item(
        hit.id,
        address,
        hit.headline,
        When(wording.day(published), published.day or "", published.inferred),
        tuple(fact for fact in facts if fact),
        hit.snippets,
        hit.language or "",
        wording.direction(hit.language or ""),
        hit.source or hit.credit or "",
        concordance,
    )


def chips(view: View) -> Iterator[Chip]:
    if view.since or view.until:
        yield Chip(
            _("Published"), wording.stretch(view.since, view.until), view.between(None, None).address()
        )
    for field in wording.FACET_NAMES:
        name = wording.facet_name(field)
        for value in sorted(view.chosen.get(field, ())):
            yield Chip(name, wording.value(field, value), view.toggled(field, value).address())
        for value in sorted(view.excluded.get(field, ())):
            yield Chip(
                _("%(name)s, not") % {"name": name},
                wording.value(field, value),
                view.excluding(field, value).address(),
            )


def heading(view: View, results: Results) -> Heading:
    """What the whole archive covers is said only of the whole: a facet's counts ignore what is chosen in it."""
    count = wording.articles(results.total)
    if view.query.understood:
        return Heading(count, typed=wording.shortened(view.typed))
    parts = []
    if not view.narrows:
        years = sorted(c.value for c in results.facets.get("year", ()) if c.value and c.count)
        if years:
            words = _("from %(first)s to %(last)s") if years[0] != years[-1] else _("from %(first)s")
            parts.append(words % {"first": years[0], "last": years[-1]})
        for field, counted in (("source", wording.publications), ("language", wording.languages)):
            if (size := _known(results, field)) > 1:
                parts.append(counted(size))
    return Heading(count, scope=_(", ").join(parts))


def title(head: Heading, view: View) -> str:
    words = _("%(count)s for %(typed)s") if head.typed else "%(count)s"
    words += _(", page %(page)s") if view.page > 1 else ""
    return words % {"count": head.count, "typed": head.typed, "page": wording.count(view.page)}


def extent(view: View, results: Results) -> str:
    """Which of the results are on this page."""
    first = view.search.offset + 1
    last = view.search.offset + len(results.hits)
    shown = wording.count(first) + (f"–{wording.count(last)}" if last > first else "")
    return _("%(shown)s of %(total)s") % {"shown": shown, "total": wording.count(results.total)}


def _known(results: Results, field: str) -> int:
    unknown = any(not c.value for c in results.facets.get(field, ()))
    return results.facet_sizes.get(field, 0) - unknown


def sorts(view: View) -> tuple[Option, ...]:
    """Without a query nothing is more relevant than anything else, so only the dates can order it."""
    offered = [s for s in Sort if view.query.understood or s is not Sort.RELEVANCE]
    return tuple(Option(sort_name(s), view.sorted_by(s).address(), s is view.search.sort) for s in offered)


def sort_name(sort: Sort) -> str:
    return _(_SORTS[sort])


def sizes(view: View) -> tuple[Option, ...]:
    return tuple(Option(str(n), view.sized(n).address(), n == view.search.limit) for n in SIZES)


def layouts(view: View) -> tuple[Option, ...]:
    """Without words there is nothing to be shown in context."""
    offered = [k for k in Layout if view.query.understood or k is not Layout.KWIC or k is view.layout]
    return tuple(Option(_(_LAYOUTS[k]), view.laid_out(k).address(), k is view.layout) for k in offered)


def pages(view: View, total: int, window: int) -> Pages:
    last = -(-min(total, window) // view.size)
    return paged(view.page, last, lambda number: view.at(number).address())


def paged(here: int, last: int, address: Callable[[int], str]) -> Pages:
    """The first page, the last that can be reached, and some around the one that is shown."""
    wanted = {1, max(1, last), *range(max(1, here - _AROUND), min(last, here + _AROUND) + 1)}
    options: list[Option] = []
    before = 0
    for number in sorted(wanted):
        if number - before > 1:
            options.append(Option("…", "", gap=True))
        options.append(Option(wording.count(number), address(number), number == here))
        before = number
    return Pages(
        tuple(options),
        address(min(here - 1, max(1, last))) if here > 1 else "",
        address(here + 1) if here < last else "",
    )
