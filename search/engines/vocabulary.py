"""The words of a whole archive: which a prefix, a wildcard or a fuzzy word stands for, and how often each is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import numpy as np

from search.alphabets import folded, lower
from search.clauses import TEXT, Fuzzy, Prefix, Wildcard
from search.engines.arrays import Numbers
from search.engines.cache import Shelf, weight
from search.engines.lexicon import Lexicon
from search.engines.words import stream_of
from search.notes import Note
from search.patterns import Form, Key, Leaf, Pattern, pattern_of

PATTERNS = 4 << 20
"""Bytes of the patterns that a generation keeps."""

_SHORTEST_HALF = 3
"""Letters of each half of a word that is also written apart: less would find `to day` and `re elected`."""


def shelf() -> Shelf:
    """For the patterns that are worked out for a generation, each with what the reader has to be told of it."""
    return Shelf(PATTERNS)


class Archive(Protocol):
    """What an embedded engine has open of one generation, with its `shelf`."""

    @property
    def tongues(self) -> Sequence[str]: ...

    @property
    def patterns(self) -> Shelf: ...

    def lexicons(self, stream: str) -> Sequence[Lexicon]: ...

    def stands(self, form: Form, check: Callable[[], None]) -> bool:
        """Whether a live article has it in its text."""


class Words:
    """`notes` tells the reader of each limit that was met."""

    def __init__(
        self, archive: Archive, most: int, check: Callable[[], None], also: Iterable[str] = ()
    ) -> None:
        """`also` are languages beside those that the archive has."""
        self.notes: list[str] = []
        self.tongues = sorted({*archive.tongues, *also})
        self._archive = archive
        self._most = most
        self._check = check
        self._known = archive.patterns if self.tongues == archive.tongues else shelf()

    def pattern(self, leaf: Leaf) -> Pattern | None:
        """Worked out once for a generation."""
        known: tuple[Pattern | None, list[str]] | None = self._known.get(leaf)
        if known is None:
            self._check()
            before = len(self.notes)
            pattern = pattern_of(leaf, self)
            self._known.put(leaf, (pattern, self.notes[before:]), weight(pattern))
            return pattern
        pattern, notes = known
        self.notes += notes
        return pattern

    def expanded(self, clause: Prefix | Wildcard | Fuzzy) -> tuple[Form, ...]:
        """The forms that it stands for; the nearest and most frequent of them when there are too many."""
        text = "".join(folded(lower(clause.text, "")).split())
        articles: Counter[Form] = Counter()
        nearness: dict[Form, int] = {}
        for lexicon in self._lexicons(clause.field):
            self._check()
            numbers, edits = _matching(lexicon, clause, text, self._check)
            # A compound stands over words that have forms of their own
            plain = lexicon.plain[numbers] == ("-" not in text)
            numbers, edits = numbers[plain], edits[plain]
            if len(numbers) > self._most:
                best = np.lexsort((-lexicon.articles[numbers], edits))[: self._most + 1]
                numbers, edits = numbers[best], edits[best]
            for number, off in zip(numbers.tolist(), edits.tolist(), strict=True):
                form = lexicon.form(number)
                if not form.text.isupper():
                    articles[form] += int(lexicon.articles[number])
                    nearness[form] = off
        forms = sorted(articles, key=lambda form: (nearness[form], -articles[form], form))
        if len(forms) > self._most:
            self.notes.append(
                Note(
                    "“{text}” stands for more than {most} words; the most frequent were searched.",
                    text=clause.text,
                    most=self._most,
                )
            )
        return tuple(forms[: self._most])

    def written(self, keys: Iterable[Key]) -> set[Form]:
        keys = tuple(keys)
        return {
            lexicon.form(number) for lexicon in self._lexicons(TEXT) for number in lexicon.with_keys(keys)
        }

    def spelled_apart(self, keys: Iterable[Key]) -> tuple[Form, ...]:
        found = {
            form
            for form in self.written(keys)
            if "-" in form.text and min(map(len, form.text.split("-"))) >= _SHORTEST_HALF
        }
        return tuple(sorted(form for form in found if self._archive.stands(form, self._check)))

    def _lexicons(self, field: str) -> Sequence[Lexicon]:
        return self._archive.lexicons(stream_of(field))


def _matching(
    lexicon: Lexicon, clause: Prefix | Wildcard | Fuzzy, text: str, check: Callable[[], None]
) -> tuple[Numbers, Numbers]:
    """The numbers of forms, and how many edits off each is."""
    match clause:
        case Prefix():
            among = lexicon.beginning(text)
            numbers = np.arange(among.start, among.stop)
        case Wildcard():
            numbers = lexicon.matching(text, check)
        case Fuzzy(_, _, edits):
            near = list(lexicon.neighbours.within(text, min(edits, 2)))
            found = np.array(near, np.int64).reshape(-1, 2)
            return found[:, 0], found[:, 1]
    return numbers, np.zeros(len(numbers), np.int64)
