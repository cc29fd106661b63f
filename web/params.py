"""The parameters of a search, in one place for page, API, feeds and widget.

    q=…&f.source=AFP&f.source=Reuters&-f.lang=fr&from=2014-06&to=2014-08&sort=newest&match=any&view=list&size=20&page=2

The same field twice means OR, different fields AND; an empty value of a field is Unknown. Defaults are left out of an
address; a change of anything but the page leaves out the page. A bad value becomes a Problem, and the rest stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from search.index import FACETS, Sort
from search.notes import Note
from search.query import parse
from search.relax import Match
from search.settings import INTERFACES, Settings
from search.spans import LONGEST, read_span
from web.view import DEFAULT_SIZE, PARAMETERS, SIZES, Layout, Problem, View

__all__ = ["SIZES", "Layout", "Match", "Problem", "View", "read_params"]

MOST_VALUES = 200
LONGEST_VALUE = 300

_FACETS = {name: facet for facet, name in PARAMETERS.items()} | {facet: facet for facet in FACETS}
_SINGLE = ("q", "from", "to", "sort", "match", "view", "size", "page", "ui")
_NUMBER = re.compile(r"[0-9]{1,18}")
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
    left = MOST_VALUES
    for name, raw in args:
        value = _readable(raw)
        sign, is_filter, facet = name.partition("f.")
        if name in _SINGLE:
            if name in single and single[name] != value:
                problems.append(Problem(name, Note("{name} is given twice; the first is used.", name=name)))
            single.setdefault(name, value)
        elif is_filter and sign in values:
            problem = _filter_problem(facet, value, left)
            if problem:
                problems.append(Problem(name[:40], problem))
            else:
                left -= 1
                values[sign].setdefault(_FACETS[facet], set()).add(value)
    typed = single.get("q", "").strip()[: settings.max_query_chars + 1]
    query = parse(typed, settings, day)
    since, until = _stretch(single, day, problems)
    sort = _one_of(Sort, "sort", single, problems)
    usual = Sort.RELEVANCE if query.understood else Sort.NEWEST
    size = _number("size", single, DEFAULT_SIZE, SIZES[-1], problems)
    return View(
        typed=typed,
        query=query,
        chosen={facet: frozenset(chosen) for facet, chosen in values[""].items()},
        excluded={facet: frozenset(left_out) for facet, left_out in values["-"].items()},
        since=since,
        until=until,
        sort=None if sort is usual else sort,
        match=_one_of(Match, "match", single, problems) or Match.AUTO,
        layout=_one_of(Layout, "view", single, problems) or Layout.LIST,
        size=size,
        page=_page(single, size, settings.page_window, problems),
        problems=tuple(problems),
        since_typed=single.get("from", "").strip()[:LONGEST],
        until_typed=single.get("to", "").strip()[:LONGEST],
        path=path,
        interface=single["ui"] if single.get("ui") in INTERFACES else None,
    )


def _readable(raw: str) -> str:
    """Without control characters and halves of characters, which no value has."""
    return "".join(
        " " if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 else c for c in raw
    )


def _filter_problem(facet: str, value: str, left: int) -> Note | None:
    if facet not in _FACETS:
        return Note(
            "There is no filter “{name}”. The filters are {known}.",
            name=facet[:40],
            known=", ".join(PARAMETERS.values()),
        )
    if len(value) > LONGEST_VALUE:
        return Note(
            "A value may have {most} characters; this one has {length}.",
            most=LONGEST_VALUE,
            length=len(value),
        )
    return (
        None
        if left
        else Note(
            "A search takes {most} filter values; this one and the following were left out.", most=MOST_VALUES
        )
    )


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
                    "The dates end ({until}) before they begin ({since}), and were left out.",
                    since=since,
                    until=until,
                ),
            )
        )
        return None, None
    return since, until


def _one_of(
    kind: type[_Choice], name: str, single: dict[str, str], problems: list[Problem]
) -> _Choice | None:
    text = single.get(name, "").strip()
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        message = Note(
            "“{text}” is not known here. It can be {known}.", text=text[:40], known=", ".join(kind)
        )
        problems.append(Problem(name, message))
        return None


def _number(name: str, single: dict[str, str], usual: int, most: int, problems: list[Problem]) -> int:
    text = single.get(name, "").strip()
    if not text:
        return usual
    if _NUMBER.fullmatch(text) and 1 <= int(text) <= most:
        return int(text)
    problems.append(
        Problem(
            name,
            Note(
                "“{text}” can't be used. It must be a whole number from 1 to {most}.",
                text=text[:40],
                most=most,
            ),
        )
    )
    return usual


def _page(single: dict[str, str], size: int, window: int, problems: list[Problem]) -> int:
    last = max(window // size, 1)
    text = single.get("page", "").strip()
    if _NUMBER.fullmatch(text) and int(text) > last:
        message = Note(
            "Only the first {most} results can be paged through. Narrow the search, or export it.",
            most=last * size,
        )
        problems.append(Problem("page", message))
        return 1
    return _number("page", single, 1, last, problems)
