"""The words of a whole archive: which a prefix, a wildcard or a fuzzy word stands for, and how often each is used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import numpy as np

from search.alphabets import folded, lower
from search.clauses import TEXT, Fuzzy, Prefix, Wildcard
from search.engines.whoosh.arrays import Numbers
from search.engines.whoosh.finding import stream_of
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.snapshot import Snapshot
from search.notes import Note
from search.patterns import Form, Key, Leaf, Pattern, pattern_of

_REMEMBERED = 1000
"""Patterns that a generation keeps."""

_SHORTEST_HALF = 3
"""Letters of each half of a word that is also written apart: less would find `to day` and `re elected`."""


class Words:
    """`notes` tells the reader of each limit that was met."""

    def __init__(
        self, snapshot: Snapshot, most: int, check: Callable[[], None], also: Iterable[str] = ()
    ) -> None:
        """`also` are languages beside those that the archive has."""
        self.notes: list[str] = []
        self.tongues = sorted({*snapshot.tongues, *also})
        self._snapshot = snapshot
        self._most = most
        self._check = check
        self._known = snapshot.patterns if self.tongues == snapshot.tongues else {}

    def pattern(self, leaf: Leaf) -> Pattern | None:
        """Worked out once for a generation."""
        if leaf not in self._known:
            self._check()
            before = len(self.notes)
            pattern = pattern_of(leaf, self)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[leaf] = pattern, tuple(self.notes[before:])
            return pattern
        pattern, notes = self._known[leaf]
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
        found = set()
        for base, segment in zip(self._snapshot.bases, self._snapshot.segments, strict=True):
            lexicon = segment.lexicons[TEXT]
            for number in lexicon.with_keys(keys):
                form = lexicon.form(number)
                if "-" in form.text and min(map(len, form.text.split("-"))) >= _SHORTEST_HALF:
                    rows, _ = segment.rows(TEXT, [number], self._check)
                    if self._snapshot.live[base + rows.articles.astype(np.int64)].any():
                        found.add(form)
        return tuple(sorted(found))

    def _lexicons(self, field: str) -> list[Lexicon]:
        return [segment.lexicons[stream_of(field)] for segment in self._snapshot.segments]


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
