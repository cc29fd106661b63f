"""All values of one facet within a search, by count or by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from search.index import Count, Results
from web import wording
from web.facets import Choice, choice
from web.languages import gettext as _
from web.listing import Option, Pages, paged
from web.parameters import Order
from web.params import View

A_PAGE = 200

_DATED = frozenset({"year", "month"})


@dataclass(frozen=True, slots=True)
class Values:
    """One page of them."""

    name: str
    size: str
    choices: tuple[Choice, ...]
    orders: tuple[Option, ...]
    pages: Pages


def values(view: View, field: str, results: Results, args: Mapping[str, str]) -> Values:
    """`order` in `args` is `count` or `name`; `part` is the page of values, from 1, and the nearest one if there is none."""
    usual = usual_order(field)
    stated = args.get("order", "")
    order = Order(stated) if stated in tuple(Order) else usual
    counts = listed(view, field, results, order)
    last = max(1, -(-len(counts) // A_PAGE))
    stated = args.get("part", "1")
    here = min(max(int(stated), 1), last) if stated.isdecimal() and len(stated) < 10 else 1

    def address(order: Order, part: int) -> str:
        own = [f"order={order}"] * (order != usual) + [f"part={part}"] * (part > 1)
        base = view.facet_address(field)
        return base + ("&" if "?" in base else "?") * bool(own) + "&".join(own)

    return Values(
        wording.facet_names(field),
        wording.count(len(counts)),
        tuple(choice(view, field, c) for c in counts[(here - 1) * A_PAGE : here * A_PAGE]),
        tuple(
            Option(label, address(name, 1), name == order)
            for name, label in (
                (Order.COUNT, _("by count")),
                (Order.NAME, _("by date") if field in _DATED else _("A–Z")),
            )
        ),
        paged(here, last, lambda number: address(order, number)),
    )


def usual_order(field: str) -> Order:
    return Order.NAME if field in _DATED else Order.COUNT


def listed(view: View, field: str, results: Results, order: Order, contains: str = "") -> list[Count]:
    """All values that the results were counted by, in an order; only those in whose name the text is, if there is one."""
    chosen = view.chosen.get(field, frozenset())
    counts = [
        counted for counted in results.facets.get(field, ()) if counted.count or counted.value in chosen
    ]
    if sought := _folded(contains.strip()):
        counts = [counted for counted in counts if counted.value and sought in _folded(_name(field, counted))]
    if order is Order.NAME:
        counts.sort(key=lambda counted: _sortable(field, counted))
    return counts


def _name(field: str, counted: Count) -> str:
    return f"{counted.value}\n{wording.value(field, counted.value)}"


def _sortable(field: str, counted: Count) -> tuple[bool, str]:
    """By name as a reader looks it up, without case and accents; dates by themselves; Unknown last."""
    return not counted.value, _folded(
        counted.value if field in _DATED else wording.value(field, counted.value)
    )


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()
