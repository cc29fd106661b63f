"""What a text is cut into, numbered as it comes, with what Tantivy is fed for each: a text is looked up and joined, and
never analysed twice."""

from __future__ import annotations

import re
from array import array
from typing import NamedTuple

from search.analysis import CHUNK, LONGEST_FORM, keys_of, rules
from search.engines.tantivy.fields import form_term, key_term

_PIECES = re.compile(rf"{CHUNK.pattern}|\n")
pieces = _PIECES.findall
"""The chunks of a text, and the ends of its lines."""

LINE_END = 0
"""The number of the end of a line."""


class Reading(NamedTuple):
    """One form of a chunk: which word of the chunk it stands at, and how many words it takes."""

    form: str
    tongue: str
    place: int
    width: int


class Chunks:
    """`first` and `further` are Tantivy's terms of each chunk, `sizes` how many words it has, `readings` its forms."""

    def __init__(self) -> None:
        self.first = [""]
        self.further = [""]
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

    def add(self, raw: str, tongue: str, shouted: bool) -> int:
        made = rules(tongue, shouted)[raw]
        if isinstance(made, str):
            readings: tuple[Reading, ...] = (Reading(made, tongue, 0, 1),)
            size = 1
        else:
            readings = tuple(Reading(t.form, tongue, t.position, t.width) for t in made[0])
            size = made[1]
        first = [""] * size
        further = []
        for form, _, place, width in readings:
            keys = [key_term(key, tongue) for key in keys_of(form, tongue)]
            if width == 1 and not first[place]:
                first[place] = keys.pop(0)
            further += [*keys, form_term(form, tongue)]
        self.first.append(" ".join(first))
        self.further.append(" ".join(further))
        self.sizes.append(size)
        self.readings.append(readings)
        self.held += len(readings) + len(raw) // LONGEST_FORM
        return len(self.first) - 1


class Numbered(dict[str, int]):
    def __init__(self, chunks: Chunks, tongue: str, shouted: bool) -> None:
        super().__init__({"\n": LINE_END})
        self._chunks = chunks
        self._rules = tongue, shouted

    def __missing__(self, raw: str) -> int:
        self[raw] = number = self._chunks.add(raw, *self._rules)
        return number
