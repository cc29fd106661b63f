"""A search as its reader asked for it, and the addresses that change it a little."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote_plus

from search.clauses import Clause
from search.index import FACETS, Search, Sort
from search.query import Query
from search.relax import Match, loosened, partial
from web.parameters import DEFAULT_SIZE, PARAMETERS, Layout

Values = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that could not be used as given, and why, for a person."""

    parameter: str
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class View:
    """A search as a reader asked for it, and how its results are to be shown.

    `typed` is the text as typed, `query` what was understood. `sort` is None for the default, which is relevance where
    there is something to be relevant to, and newest otherwise. `page` counts from 1. `since_typed` and `until_typed`
    are as typed, so that a date that could not be read can be mended. `path` is where the search page is. `interface` is the language that
    the address asks the pages to be in. `own` are parameters of the page at `path` itself, beside those of the search.
    """

    typed: str
    query: Query
    chosen: Values = field(default_factory=dict)
    excluded: Values = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    sort: Sort | None = None
    match: Match = Match.AUTO
    layout: Layout = Layout.LIST
    size: int = DEFAULT_SIZE
    page: int = 1
    problems: tuple[Problem, ...] = ()
    since_typed: str = ""
    until_typed: str = ""
    path: str = "/search"
    interface: str | None = None
    own: tuple[tuple[str, str], ...] = ()

    @cached_property
    def search(self) -> Search:
        """What the engine is asked; with `match=any` any of the free words is enough."""
        loose = loosened(self.query.clause) if self.match is Match.ANY else None
        return self._search(loose or self.query.clause)

    @cached_property
    def also(self) -> Search | None:
        """With `match=auto`, the articles that have some of the words but not all; None where there can be none."""
        some = partial(self.query.clause) if self.match is Match.AUTO else None
        return replace(self._search(some), facets=(), offset=0) if some else None

    def _search(self, clause: Clause) -> Search:
        return Search(
            clause=clause,
            chosen=self.chosen,
            excluded=self.excluded,
            since=self.since,
            until=self.until,
            facets=FACETS,
            sort=self.sort or (Sort.RELEVANCE if self.query.understood else Sort.NEWEST),
            offset=(self.page - 1) * self.size,
            limit=self.size,
        )

    def toggled(self, facet: str, value: str) -> View:
        """With the value chosen; without it, where it was."""
        chosen, excluded = self._toggling(facet, value)
        return replace(self, chosen=chosen, excluded=excluded, page=1)

    def excluding(self, facet: str, value: str) -> View:
        """With the value left out; taken in again, where it was."""
        chosen, excluded = self._excluding(facet, value)
        return replace(self, chosen=chosen, excluded=excluded, page=1)

    def toggled_address(self, facet: str, value: str) -> str:
        """That of `toggled`, in a third of the time: a page has a hundred of them."""
        return self._filtered_address(*self._toggling(facet, value))

    def excluding_address(self, facet: str, value: str) -> str:
        return self._filtered_address(*self._excluding(facet, value))

    def _toggling(self, facet: str, value: str) -> tuple[Values, Values]:
        left_out = value in self.excluded.get(facet, ())
        without = _flipped(self.excluded, facet, value) if left_out else self.excluded
        return _flipped(self.chosen, facet, value), without

    def _excluding(self, facet: str, value: str) -> tuple[Values, Values]:
        taken = value in self.chosen.get(facet, ())
        without = _flipped(self.chosen, facet, value) if taken else self.chosen
        return without, _flipped(self.excluded, facet, value)

    def _filtered_address(self, chosen: Values, excluded: Values) -> str:
        before, after = self._around_filters
        filters = _stated((*_filters("", chosen), *_filters("-", excluded)))
        string = "&".join(part for part in (before, filters, after) if part)
        return f"{self.path}{'?' if string else ''}{string}"

    @cached_property
    def _around_filters(self) -> tuple[str, str]:
        """What stands before and after the filters in the address of the first page."""
        pairs = replace(self, chosen={}, excluded={}, page=1).pairs()
        words = 1 if self.typed else 0
        return _stated(pairs[:words]), _stated(pairs[words:])

    def between(self, since: str | None, until: str | None) -> View:
        return replace(
            self, since=since, until=until, since_typed=since or "", until_typed=until or "", page=1
        )

    def sorted_by(self, sort: Sort) -> View:
        usual = Sort.RELEVANCE if self.query.understood else Sort.NEWEST
        return replace(self, sort=None if sort is usual else sort, page=1)

    def sized(self, size: int) -> View:
        return replace(self, size=size, page=1)

    def laid_out(self, layout: Layout) -> View:
        return replace(self, layout=layout)

    def at(self, page: int) -> View:
        return replace(self, page=page)

    def whole(self) -> View:
        """Of all results, however a page shows them."""
        return replace(self, page=1, size=DEFAULT_SIZE, layout=Layout.LIST)

    def cleared(self) -> View:
        """The words alone."""
        return replace(self.between(None, None), chosen={}, excluded={})

    @property
    def asks(self) -> bool:
        """Whether the address asks for anything but the whole archive."""
        return any(name != "ui" for name, _ in self.pairs())

    @property
    def narrows(self) -> bool:
        """Whether it asks for some of the articles only."""
        return bool(self.query.understood or self.chosen or self.excluded or self.since or self.until)

    def pairs(self) -> list[tuple[str, str]]:
        """The canonical parameters, in their order."""
        stated: dict[str, str | None] = {
            "from": self.since,
            "to": self.until,
            "sort": self.sort,
            "match": None if self.match is Match.AUTO else self.match,
            "view": None if self.layout is Layout.LIST else self.layout,
            "size": None if self.size == DEFAULT_SIZE else str(self.size),
            "page": None if self.page == 1 else str(self.page),
            "ui": self.interface,
        }
        return [
            *([("q", self.typed)] if self.typed else ()),
            *_filters("", self.chosen),
            *_filters("-", self.excluded),
            *((name, value) for name, value in stated.items() if value is not None),
            *self.own,
        ]

    @cached_property
    def query_string(self) -> str:
        return _stated(self.pairs())

    def address(self, path: str | None = None, **changes: Any) -> str:
        """The canonical address, on `path` where one is given. `changes` are fields of View; any drops the page.

        `typed` may be changed without its query: an address needs no more.
        """
        view = replace(self, **{"page": 1, **changes}) if changes else self
        string = view.query_string
        return f"{self.path if path is None else path}{'?' if string else ''}{string}"

    def facet_address(self, facet: str) -> str:
        """The page of all values of a facet, for this search."""
        return self.at(1).address(f"{self.path.rpartition('/')[0]}/facet/{facet}")


def _stated(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join([f"{name}={_quoted(value)}" for name, value in pairs])


@lru_cache(maxsize=2048)
def _quoted(value: str) -> str:
    return quote_plus(value, safe=":,/", errors="replace")


def _filters(sign: str, values: Values) -> Iterator[tuple[str, str]]:
    for facet, name in PARAMETERS.items() if values else ():
        if facet in values:
            yield from ((f"{sign}f.{name}", value) for value in sorted(values[facet]))


def _flipped(values: Values, facet: str, value: str) -> Values:
    """With the value, or without it where it was; no facet is left empty."""
    flipped = {**values, facet: values.get(facet, frozenset()) ^ {value}}
    return {name: chosen for name, chosen in flipped.items() if chosen}
