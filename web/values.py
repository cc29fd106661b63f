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
    usual = "name" if field in _DATED else "count"
    order = args.get("order", usual)
    order = order if order in {"count", "name"} else usual
    counts = [c for c in results.facets.get(field, ()) if c.count or c.value in view.chosen.get(field, ())]
    if order == "name":
        counts.sort(key=lambda counted: _sortable(field, counted))
    last = max(1, -(-len(counts) // A_PAGE))
    stated = args.get("part", "1")
    here = min(max(int(stated), 1), last) if stated.isdecimal() and len(stated) < 10 else 1

    def address(order: str, part: int) -> str:
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
                ("count", _("by count")),
                ("name", _("by date") if field in _DATED else _("A–Z")),
            )
        ),
        paged(here, last, lambda number: address(order, number)),
    )


def _sortable(field: str, counted: Count) -> tuple[bool, str]:
    """By name as a reader looks it up, without case and accents; dates by themselves; Unknown last."""
    name = counted.value if field in _DATED else wording.value(field, counted.value)
    letters = unicodedata.normalize("NFKD", name)
    return not counted.value, "".join(c for c in letters if not unicodedata.combining(c)).casefold()
