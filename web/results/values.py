"""All values of one facet within a search: by count or by name, under letters, or those that contain some letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from search.index import Count, Index, Results
from web import wording
from web.languages import current
from web.languages import gettext as _
from web.parameters import Order
from web.params import View
from web.results import collation
from web.results.facets import Choice, choice, counted, left_out
from web.results.listing import Option, Pages, paged

A_PAGE = 200

FEW = 30
"""Values that are looked through without headings."""

LONGEST_FILTER = 100

_DATED = frozenset({"year", "month"})


@dataclass(frozen=True, slots=True)
class Group:
    """Values under one heading; both it and the anchor are empty where there are no headings."""

    heading: str
    anchor: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """One page of them. `size` is of all, `found` how many contain what was asked for; `keeps` are the parameters that
    another filter keeps, and `unfiltered` leads to the page without one."""

    field: str
    name: str
    size: str
    found: str
    contains: str
    keeps: tuple[tuple[str, str], ...]
    unfiltered: str
    groups: tuple[Group, ...]
    letters: tuple[Option, ...]
    orders: tuple[Option, ...]
    page: int
    pages: Pages


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address says of the page itself, beside the search."""

    order: Order
    contains: str
    part: int


def values(index: Index, view: View, field: str, results: Results, args: Mapping[str, str]) -> Values:
    """`order` in `args` is `count` or `name`, `contains` some letters of a name; `part` is the page of values, from 1, and
    the nearest one if there is none."""
    usual = usual_order(field)
    asked = _asked(args, usual)
    every = counted(view, field, results.facets.get(field, ()), left_out(index, view, (field,)))
    found = _sifted(field, every, asked.order, asked.contains)
    last = max(1, -(-len(found) // A_PAGE))
    here = min(max(asked.part, 1), last)

    def address(order: Order = asked.order, part: int = 1, contains: str = asked.contains) -> str:
        own = [("order", order)] * (order != usual) + [("part", str(part))] * (part > 1)
        own += [("contains", contains)] * bool(contains)
        base = view.facet_address(field)
        return base + ("&" if "?" in base else "?") * bool(own) + urlencode(own)

    headed = asked.order is Order.NAME and len(found) > FEW
    return Values(
        field,
        wording.facet_names(field),
        wording.count(len(every)),
        wording.count(len(found)),
        asked.contains,
        (*view.at(1).pairs(), *[("order", asked.order)] * (asked.order != usual)),
        address(contains=""),
        tuple(_groups(view, field, found, (here - 1) * A_PAGE, headed)),
        tuple(_letters(field, found, here, lambda part: address(part=part))) if headed else (),
        tuple(
            Option(label, address(name), name is asked.order)
            for name, label in (
                (Order.COUNT, _("by count")),
                (Order.NAME, _("by date") if field in _DATED else _("A–Z")),
            )
        ),
        here,
        paged(here, last, lambda part: address(part=part)),
    )


def usual_order(field: str) -> Order:
    return Order.NAME if field in _DATED else Order.COUNT


def listed(view: View, field: str, results: Results, order: Order, contains: str = "") -> list[Count]:
    """All values that the results were counted by, in an order; only those in whose name the text is, if there is one."""
    return _sifted(field, counted(view, field, results.facets.get(field, ()), {}), order, contains)


def _asked(args: Mapping[str, str], usual: Order) -> _Asked:
    order = args.get("order", "")
    part = args.get("part", "1")
    return _Asked(
        Order(order) if order in tuple(Order) else usual,
        "".join(c for c in args.get("contains", "") if c.isprintable()).strip()[:LONGEST_FILTER],
        int(part) if part.isascii() and part.isdecimal() and len(part) < 10 else 1,
    )


def _sifted(field: str, counts: Sequence[Count], order: Order, contains: str) -> list[Count]:
    if wanted := collation.plain(contains.strip()):
        counts = [one for one in counts if one.value and wanted in collation.plain(_names(field, one))]
    if order is Order.NAME:
        return sorted(counts, key=lambda one: _sortable(field, one))
    return sorted(counts, key=lambda one: (-one.count, one.value))


def _names(field: str, one: Count) -> str:
    """The name that the reader sees, and as it stands in an address."""
    return f"{one.value}\n{wording.value(field, one.value)}"


def _sortable(field: str, one: Count) -> tuple[bool, bool, str]:
    """By name; dates by themselves; Unknown last."""
    if field in _DATED:
        return not one.value, False, one.value
    return (not one.value, *collation.key(wording.value(field, one.value), current()))


def _heading(field: str, one: Count) -> str:
    """A letter; of a month its year, of a year its decade."""
    if not one.value:
        return collation.OTHER
    if field == "month":
        return one.value[:4]
    if field == "year":
        return f"{one.value[:-1]}0–{one.value[:-1]}9"
    return collation.letter(wording.value(field, one.value), current())


def _groups(view: View, field: str, listed: Sequence[Count], start: int, headed: bool) -> Iterator[Group]:
    shown = listed[start : start + A_PAGE]
    if not headed:
        if shown:
            yield Group("", "", tuple(choice(view, field, one) for one in shown))
        return
    for number, (heading, ones) in enumerate(_runs(field, shown)):
        yield Group(heading, f"at-{number}", tuple(choice(view, field, one) for one in ones))


def _runs(field: str, listed: Sequence[Count]) -> list[tuple[str, list[Count]]]:
    runs: list[tuple[str, list[Count]]] = []
    for one in listed:
        heading = _heading(field, one)
        if not runs or runs[-1][0] != heading:
            runs.append((heading, []))
        runs[-1][1].append(one)
    return runs


def _letters(
    field: str, listed: Sequence[Count], here: int, address: Callable[[int], str]
) -> Iterator[Option]:
    """Each heading with where it begins: on this page, or on another."""
    seen: set[str] = set()
    for start in range(0, len(listed), A_PAGE):
        part = start // A_PAGE + 1
        for number, (heading, _ones) in enumerate(_runs(field, listed[start : start + A_PAGE])):
            if heading not in seen:
                seen.add(heading)
                yield Option(heading, ("" if part == here else address(part)) + f"#at-{number}")
