"""What a program asks, held to the table of parameters: whatever can't be used is refused, nothing is passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import unquote_to_bytes

from flask import request, url_for

from search.notes import Note
from web.api import problems
from web.archive import Archive
from web.parameters import Parameter
from web.params import read_params
from web.view import Problem, View

_SHOWN = 40
"""Characters of an unknown parameter's name that its refusal repeats."""

_MOST_FAULTS = 20


def read(known: Sequence[Parameter]) -> tuple[tuple[str, str], ...]:
    """The parameters of the request, in its order. All that is wrong is refused at once."""
    table = {parameter.name: parameter for parameter in known}
    given: Counter[str] = Counter()
    read: list[tuple[str, str]] = []
    faults: list[Problem] = []
    for name, value in _pairs(faults):
        given[name] += 1
        if fault := _fault(name, table.get(name), value, given[name]):
            faults.append(Problem(name[:_SHOWN], fault))
        read.append((name, value))
    faults += (
        Problem(parameter.name, Note("{name} is needed.", name=parameter.name))
        for parameter in known
        if parameter.required and not given[parameter.name]
    )
    if faults:
        problems.refuse_parameters(faults[:_MOST_FAULTS])
    return tuple(read)


def _fault(name: str, parameter: Parameter | None, value: str, given: int) -> Note | None:
    if parameter is None:
        return Note("There is no such parameter here.")
    if given > parameter.times:
        return Note("It is given too often: {most} is the most.", most=parameter.times)
    return parameter.fault(value)


def view(pairs: Sequence[tuple[str, str]]) -> View:
    """The search that they state; the addresses that it makes are those of the pages."""
    asked = read_params(pairs, Archive.current().settings, path=url_for("pages.search"))
    if asked.problems:
        problems.refuse_parameters(asked.problems)
    return asked


def _pairs(faults: list[Problem]) -> Iterator[tuple[str, str]]:
    """As in `application/x-www-form-urlencoded`, but what is no UTF-8 is a fault."""
    for piece in filter(None, request.query_string.split(b"&")):
        raw_name, _, raw_value = piece.partition(b"=")
        name = _decoded(raw_name)
        value = _decoded(raw_value)
        if name is None or value is None:
            shown = unquote_to_bytes(raw_name).decode("utf-8", "replace")
            faults.append(Problem(shown[:_SHOWN], Note("Its bytes are no UTF-8.")))
        else:
            yield name, value


def _decoded(raw: bytes) -> str | None:
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return None
