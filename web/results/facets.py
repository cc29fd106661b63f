"""What a reader can narrow a search by, each choice with its exact count and the address that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from search.errors import OutOfTime
from search.index import Count, Index, Results
from web import wording
from web.parameters import PARAMETERS
from web.params import View

ASIDE = ("source", "place", "language", "credit", "byline", "section")
"""The facets beside the results; years and months stand over them, as bars."""

TOP = 8
"""Values shown of each facet; the rest is on a page of its own."""

OPEN = 4
"""How many facets stand open at first."""

LIMIT = 300
"""Values counted of each facet: enough for every year that newspapers have, and for the months of one."""


LeftOut = Mapping[str, Mapping[str, int]]
"""By facet, the values that a search leaves out, each with how many articles would come with it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`address` chooses it; where it is chosen or left out, that takes it back. `exclude` leaves its articles out, which
    `excluding` says in words; both are empty where they are in or out by choice."""

    label: str
    count: int
    address: str
    chosen: bool = False
    left_out: bool = False
    exclude: str = ""
    excluding: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """`more` leads to all values, and `all` says so; empty when these are all."""

    field: str
    name: str
    choices: tuple[Choice, ...]
    more: str
    all: str
    open: bool


def fields(stated: Iterable[str]) -> tuple[str, ...]:
    """Those that values of the parameter `facets` name, in their order."""
    known = {name: field for field, name in PARAMETERS.items()}
    return tuple(known[name] for name in dict.fromkeys(filter(None, ",".join(stated).split(","))))


def left_out(index: Index, view: View, fields: Iterable[str]) -> LeftOut:
    """The values that are left out of each of these facets, with how many articles of the search have them; as far as that
    can be counted in time."""
    counted: dict[str, dict[str, int]] = {}
    for field in fields:
        if values := view.excluded.get(field):
            # The engine counts chosen values whatever their number, and leaves a facet's own choice out of account
            search = replace(
                view.search,
                chosen={**view.chosen, field: values},
                excluded={name: others for name, others in view.excluded.items() if name != field},
                facets=(field,),
                facet_limit=len(values),
                offset=0,
                limit=0,
            )
            with suppress(OutOfTime):
                counted[field] = {c.value: c.count for c in index.search(search).facets[field]}
    return counted


def refine(
    view: View, results: Results, excluded: LeftOut, fields: Iterable[str] = ASIDE
) -> tuple[Facet, ...]:
    """The facets beside the results, those of these fields; one that would not tell any two articles apart is left out."""
    facets: list[Facet] = []
    for field in fields:
        counts = counted(view, field, results.facets.get(field, ()), excluded)
        if not any(c.value for c in counts):
            continue
        picked = view.chosen.get(field, frozenset()) | view.excluded.get(field, frozenset())
        known = [c for c in counts if c.value]
        listed = known[:TOP] + [c for c in known[TOP:] if c.value in picked]
        listed += [c for c in counts if not c.value]
        there = {c.value for c in results.facets.get(field, ()) if c.count}
        size = results.facet_sizes.get(field, 0) + sum(c.value not in there for c in counts)
        facets.append(
            Facet(
                field,
                wording.facet_name(field),
                tuple(choice(view, field, c) for c in listed),
                view.facet_address(field) if size > len(listed) else "",
                wording.all_values(field, size) if size > len(listed) else "",
                bool(picked) or len(facets) < OPEN,
            )
        )
    return tuple(facets)


def counted(view: View, field: str, counts: Iterable[Count], excluded: LeftOut) -> list[Count]:
    """The values that some article has, the chosen ones even if none has them, then those that are left out."""
    chosen = view.chosen.get(field, frozenset())
    apart = excluded.get(field, {})
    there = [c for c in counts if c.value not in apart and (c.count or c.value in chosen)]
    return there + [Count(value, number) for value, number in apart.items()]


def choice(view: View, field: str, counted: Count) -> Choice:
    value = counted.value
    chosen = value in view.chosen.get(field, ())
    excluded = value in view.excluded.get(field, ())
    name = wording.value(field, value)
    if excluded:
        return Choice(name, counted.count, view.excluding_address(field, value), left_out=True)
    address = view.toggled_address(field, value)
    if chosen:
        return Choice(name, counted.count, address, chosen=True)
    without = view.excluding_address(field, value)
    return Choice(name, counted.count, address, exclude=without, excluding=wording.leaving_out(name))
