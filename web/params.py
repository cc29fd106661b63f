"""The parameters of a search, in one place for page, API, feeds and widget.

    q=…&f.source=AFP&f.source=Reuters&-f.lang=fr&from=2014-06&to=2014-08&sort=newest&match=any&view=list&size=20&page=2

The same field twice means OR, different fields AND; an empty value of a field is Unknown. Defaults are left out of an
address; a change of anything but the page leaves out the page. A bad value becomes a Problem, and the rest stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from search.index import FACETS, Sort
from search.notes import Note
from search.query import parse
from search.relax import Match
from search.settings import INTERFACES, Settings
from search.spans import LONGEST, read_span
from web import parameters
from web.parameters import DEFAULT_SIZE, MOST_VALUES, PARAMETERS, SIZES, Layout, Parameter
from web.view import Problem, View

__all__ = ["SIZES", "Layout", "Match", "Problem", "View", "read_own", "read_params"]

_FACETS = {name: facet for facet, name in PARAMETERS.items()} | {facet: facet for facet in FACETS}
_SINGLE = frozenset(one.name for one in parameters.SEARCH if one.times == 1)
_Choice = TypeVar("_Choice", bound=StrEnum)


def read_params(
    args: Iterable[tuple[str, str]], settings: Settings, today: date | None = None, path: str = "/search"
) -> View:
    """The view that an address asks for. Never raises; what can't be used is in `problems`. Unknown names that are no
    filters are passed over, as the web adds its own."""
    day = today or date.today()
    problems: list[Problem] = []
    single: dict[str, str] = {}
    values: dict[str, dict[str, set[str]]] = {"": {}, "-": {}}
    given: Counter[str] = Counter()
    for name, raw in args:
        value = _readable(raw)
        sign, is_filter, facet = name.partition("f.")
        if name in _SINGLE:
            if name in single and single[name] != value:
                problems.append(Problem(name, Note("{name} is given twice; the first is used.", name=name)))
            single.setdefault(name, value)
        elif is_filter and sign in values:
            problem = _filter_problem(facet, value, given[name])
            if problem:
                problems.append(Problem(name[:40], problem))
            else:
                given[name] += 1
                values[sign].setdefault(_FACETS[facet], set()).add(value)
    typed = single.get("q", "").strip()[: settings.max_query_chars + 1]
    query = parse(typed, settings, day)
    since, until = _stretch(single, day, problems)
    sort = _one_of(Sort, parameters.ORDER, single, problems)
    usual = Sort.RELEVANCE if query.understood else Sort.NEWEST
    size = _number(parameters.SIZE, DEFAULT_SIZE, single, problems)
    return View(
        typed=typed,
        query=query,
        chosen={facet: frozenset(chosen) for facet, chosen in values[""].items()},
        excluded={facet: frozenset(left_out) for facet, left_out in values["-"].items()},
        since=since,
        until=until,
        sort=None if sort is usual else sort,
        match=_one_of(Match, parameters.MATCH, single, problems) or Match.AUTO,
        layout=_one_of(Layout, parameters.LAYOUT, single, problems) or Layout.LIST,
        size=size,
        page=_page(single, size, settings.page_window, problems),
        problems=tuple(problems),
        since_typed=single.get("from", "").strip()[:LONGEST],
        until_typed=single.get("to", "").strip()[:LONGEST],
        path=path,
        interface=single["ui"] if single.get("ui") in INTERFACES else None,
    )


def read_own(
    args: MultiDict[str, str], known: Iterable[Parameter]
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """What an address says of its page beside the search: by name what can be used, and the rest as problems."""
    own: dict[str, str] = {}
    problems: list[Problem] = []
    for parameter in known:
        stated = ",".join(filter(None, args.getlist(parameter.name)[: parameter.times]))
        if fault := parameter.fault(stated) if stated else None:
            problems.append(Problem(parameter.name, fault))
        elif stated:
            own[parameter.name] = stated
    return own, tuple(problems)


def _readable(raw: str) -> str:
    """Without control characters and halves of characters, which no value has."""
    return "".join(
        " " if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 else c for c in raw
    )


def _filter_problem(facet: str, value: str, given: int) -> Note | None:
    if facet not in _FACETS:
        return Note(
            "There is no filter “{name}”. The filters are {known}.",
            name=facet[:40],
            known=", ".join(PARAMETERS.values()),
        )
    if fault := parameters.CHOSEN[0].fault(value):
        return fault
    if given >= MOST_VALUES:
        return Note(
            "A filter takes {most} values; this one and the following were left out.", most=MOST_VALUES
        )
    return None


def _stretch(single: dict[str, str], today: date, problems: list[Problem]) -> tuple[str | None, str | None]:
    ends: list[str | None] = []
    for name in ("from", "to"):
        text = single.get(name, "").strip()
        span = read_span(text, today) if text else None
        end = (span.since if name == "from" else span.until) if span else None
        if text and end is None:
            message = Note(
                "“{text}” is no date that can be read. Write 2016, May 2016 or 2016-05-23.", text=text[:40]
            )
            problems.append(Problem(name, message))
        ends.append(end)
    since, until = ends
    if since and until and since[: len(until)] > until[: len(since)]:
        problems.append(
            Problem(
                "to",
                Note(
                    "The dates end ({until}) before they begin ({since}), so they can't be used.",
                    since=since,
                    until=until,
                ),
            )
        )
        return None, None
    return since, until


def _one_of(
    kind: type[_Choice], parameter: Parameter, single: dict[str, str], problems: list[Problem]
) -> _Choice | None:
    text = single.get(parameter.name, "").strip()
    if not text:
        return None
    if fault := parameter.fault(text):
        problems.append(Problem(parameter.name, fault))
        return None
    return kind(text)


def _number(
    parameter: Parameter, usual: int, single: dict[str, str], problems: list[Problem], most: int | None = None
) -> int:
    text = single.get(parameter.name, "").strip()
    if not text:
        return usual
    if fault := parameter.fault(text, most):
        problems.append(Problem(parameter.name, fault))
        return usual
    return int(text)


def _page(single: dict[str, str], size: int, window: int, problems: list[Problem]) -> int:
    last = max(window // size, 1)
    text = single.get("page", "").strip()
    if text.isascii() and text.isdecimal() and int(text[:18]) > last:
        message = Note(
            "Only the first {most} results can be paged through. Narrow the search, or export it.",
            most=last * size,
        )
        problems.append(Problem("page", message))
        return 1
    return _number(parameters.PAGE, 1, single, problems, last)
