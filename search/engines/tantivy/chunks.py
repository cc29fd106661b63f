"""What a text is cut into, numbered as it comes, with what Tantivy is fed for each: a text is split at its spaces, looked up
and joined, and nothing is analysed twice.

A run without spaces has no, one or several chunks (`search.analysis.CHUNK`), which never go over a space. Those that differ
in signs around the same chunk share its number.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from search.analysis import CHUNK, rules
from search.engines.tantivy.fields import is_further, term_of

_T = TypeVar("_T")

LINE_END = 0
"""The number of the end of a line."""

_LINE_END = " \0 "
"""The end of a line as a run. No text has NUL."""


class Reading(NamedTuple):
    """One form of a chunk: which word of the chunk it stands at, and how many words it takes."""

    form: str
    tongue: str
    place: int
    width: int


class Chunks:
    """`placed` and `further` are Tantivy's terms of each chunk, with places and without (of those chunks alone that have
    any), `sizes` how many words it has, `readings` its forms."""

    def __init__(self) -> None:
        self.placed = [""]
        self.further: dict[int, str] = {}
        self.with_further: set[int] = set()
        self.sizes = array("I", [0])
        self.readings: list[tuple[Reading, ...]] = [()]
        self.held = 0
        self._numbers: dict[tuple[str, bool], Numbered] = {}

    def numbered(self, tongue: str, shouted: bool) -> Numbered:
        """The numbers of chunks by the rules of a tongue."""
        at = tongue, shouted
        if at not in self._numbers:
            self._numbers[at] = Numbered(self, tongue, shouted)
        return self._numbers[at]

    def add(self, several: list[str], tongue: str, shouted: bool) -> int:
        """A run with these chunks."""
        readings: list[Reading] = []
        size = 0
        for chunk in several:
            made = rules(tongue, shouted)[chunk]
            if isinstance(made, str):
                readings.append(Reading(made, tongue, size, 1))
                size += 1
            else:
                readings += [Reading(t.form, tongue, size + t.position, t.width) for t in made[0]]
                size += made[1]
        number = len(self.placed)
        self.placed.append(" ".join(term_of(r.form, tongue) for r in readings if not is_further(r.form)))
        if further := [term_of(r.form, tongue) for r in readings if is_further(r.form)]:
            self.further[number] = " ".join(further)
            self.with_further.add(number)
        self.sizes.append(size)
        self.readings.append(tuple(readings))
        self.held += 1 + len(readings)
        return number


class Numbered(dict[str, int]):
    def __init__(self, chunks: Chunks, tongue: str, shouted: bool) -> None:
        super().__init__({_LINE_END.strip(): LINE_END})
        self._chunks = chunks
        self._rules = tongue, shouted

    def __missing__(self, run: str) -> int:
        several = CHUNK.findall(run)
        if len(several) == 1 and several[0] != run:
            number = self[several[0]]
        else:
            number = self._chunks.add(several, *self._rules)
        self[run] = number
        self._chunks.held += 1
        return number

    def of(self, text: str) -> Sequence[int]:
        """The numbers of its runs, with the ends of its lines."""
        return picked(self, text.replace("\n", _LINE_END).split())


def picked(values: Mapping[str, _T] | Sequence[_T], keys: Sequence[Any]) -> Sequence[_T]:
    """What stands at each key, in two thirds of the time that a loop takes."""
    if len(keys) < 2:
        return [values[key] for key in keys]
    found: tuple[_T, ...] = itemgetter(*keys)(values)
    return found
