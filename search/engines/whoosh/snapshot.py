"""One generation, open for reading: its segments as one row of articles, without those that were deleted.

Articles have numbers from 0, those of the first segment first. Nothing here changes once it is made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.alphabets import folded
from search.article import Article
from search.clauses import TEXT
from search.engines.arrays import Array, Flags, Numbers, stretches
from search.engines.closeness import K1, B
from search.engines.generations import Generation
from search.engines.vocabulary import shelf
from search.engines.whoosh.columns import LENGTHS, UNDATED
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.segments import Segment
from search.patterns import Form, Key
from search.schema import HEADLINE_WEIGHT, parts_of


@dataclass(frozen=True)
class Facet:
    """Values in their order, and of each article the ordinals of its own: one each, or those between two starts."""

    values: list[str]
    ordinals: NDArray[np.int32]
    starts: Numbers | None

    def counts(self, articles: Numbers) -> Numbers:
        return np.bincount(self._of(articles), minlength=len(self.values))

    def having(self, wanted: Iterable[str]) -> Flags:
        """Which articles have one of the values."""
        chosen = np.isin(np.array(self.values, object), list(wanted))
        if self.starts is None:
            return chosen[self.ordinals]
        found = np.concatenate([[0], np.cumsum(chosen[self.ordinals])])
        return found[self.starts[1:]] > found[self.starts[:-1]]

    def _of(self, articles: Numbers) -> Array:
        if self.starts is None:
            return self.ordinals[articles]
        starts = self.starts[articles]
        return self.ordinals[stretches(starts, self.starts[articles + 1] - starts)]


class Snapshot:
    def __init__(self, generation: Generation, segments: Sequence[tuple[Segment, Iterable[int]]]) -> None:
        """Each segment with the numbers of its deleted articles."""
        self.generation = generation
        self.segments = [segment for segment, _ in segments]
        sizes = [segment.size for segment in self.segments]
        self.bases = [sum(sizes[:n]) for n in range(len(sizes))]
        self.size = sum(sizes)
        self.live: Flags = np.ones(self.size, bool)
        for base, (_, deleted) in zip(self.bases, segments, strict=True):
            self.live[base + np.fromiter(deleted, np.int64)] = False
        self.all_live = bool(self.live.all())
        self.articles = np.flatnonzero(self.live)
        self.patterns = shelf()
        self.tongues = sorted({tongue for segment in self.segments for tongue in segment.tongues})

    def place(self, article: int) -> tuple[Segment, int]:
        """The segment that an article is in, and its number there."""
        n = bisect_right(self.bases, article) - 1
        return self.segments[n], article - self.bases[n]

    def article(self, article: int) -> Article:
        segment, number = self.place(article)
        return segment.article(number)

    def card(self, article: int) -> dict[str, Any]:
        segment, number = self.place(article)
        return segment.card(number)

    def number_of(self, id: str) -> int | None:
        for base, segment in zip(self.bases, self.segments, strict=True):
            number = segment.number_of(id)
            if number is not None and self.live[base + number]:
                return base + number
        return None

    def numbers_of(self, ids: frozenset[str]) -> Numbers:
        """Of those that are live, rising. Few are looked up one by one (65 µs each), many among all (0.2 µs each)."""
        if len(ids) * 256 < self.size:
            return np.array(sorted(n for id in ids if (n := self.number_of(id)) is not None), np.int64)
        flags = [id in ids for segment in self.segments for id in segment.columns.ids]
        return np.flatnonzero(np.array(flags, bool) & self.live)

    def articles_with(self, keys: Iterable[Key]) -> int:
        """About how many have one of the keys in their text: those deleted count, and two forms in one count twice."""
        lexicons = (segment.lexicons[TEXT] for segment in self.segments)
        return sum(int(lexicon.articles[lexicon.with_keys(keys)].sum()) for lexicon in lexicons)

    @property
    def count(self) -> int:
        return len(self.articles)

    def lexicons(self, stream: str) -> list[Lexicon]:
        return [segment.lexicons[stream] for segment in self.segments]

    def stands(self, form: Form, check: Callable[[], None]) -> bool:
        """Whether a live article has it in its text."""
        for base, segment in zip(self.bases, self.segments, strict=True):
            rows, _ = segment.rows(TEXT, segment.lexicons[TEXT].numbers([form]), check)
            if self.live[base + rows.articles.astype(np.int64)].any():
                return True
        return False

    def live_among(self, base: int, numbers: Numbers) -> int:
        """How many of a segment's articles are live."""
        return len(numbers) if self.all_live else int(self.live[numbers + base].sum())

    def ids(self) -> Iterator[str]:
        for base, segment in zip(self.bases, self.segments, strict=True):
            ids = segment.columns.ids
            yield from (ids[n] for n in np.flatnonzero(self.live[base : base + segment.size]))

    @cached_property
    def day(self) -> Numbers:
        """yyyymmdd, 0 for an article without a date."""
        return row([segment.columns.day for segment in self.segments]).astype(np.int64)

    @cached_property
    def words(self) -> Numbers:
        """Of each body."""
        return self._length("body")

    @cached_property
    def newest(self) -> Numbers:
        """The place of each article when the newest comes first, then by id; undated ones are last."""
        return self._ranks(-1)

    @cached_property
    def oldest(self) -> Numbers:
        return self._ranks(1)

    def _ranks(self, sign: int) -> Numbers:
        instants = row([segment.columns.instant for segment in self.segments])
        ids = [id for segment in self.segments for id in segment.columns.ids]
        by_id = np.empty(self.size, np.int64)
        by_id[sorted(range(self.size), key=ids.__getitem__)] = np.arange(self.size)
        undated = instants == UNDATED
        order = np.lexsort((by_id, sign * np.where(undated, 0, instants), undated))
        ranks = np.empty(self.size, np.int64)
        ranks[order] = np.arange(self.size)
        return ranks

    def facet(self, name: str) -> Facet:
        if name not in self._facets:
            self._facets[name] = self._facet(name)
        return self._facets[name]

    @cached_property
    def _facets(self) -> dict[str, Facet]:
        return {}

    def _facet(self, name: str) -> Facet:
        columns = [segment.columns.facet(name) for segment in self.segments]
        values = sorted({value for column in columns for value in column.values})
        numbers = {value: n for n, value in enumerate(values)}
        ordinals = row([np.array([numbers[v] for v in c.values], np.int32)[c.ordinals] for c in columns])
        if all(column.single for column in columns):
            return Facet(values, ordinals, None)
        sizes = np.concatenate([np.diff(column.starts) for column in columns])
        return Facet(values, ordinals, np.concatenate([[0], np.cumsum(sizes)]))

    def folded_values(self, facet: str) -> tuple[list[str], Numbers, Numbers]:
        """A facet's values as they are looked up, sorted; how many live articles have each; and the ordinals in the
        order of the sorted ones."""
        if facet not in self._folded:
            column = self.facet(facet)
            plain = [folded(value.casefold()) for value in column.values]
            order = np.array(sorted(range(len(plain)), key=plain.__getitem__), np.int64)
            self._folded[facet] = [plain[n] for n in order], column.counts(self.articles), order
        return self._folded[facet]

    @cached_property
    def _folded(self) -> dict[str, tuple[list[str], Numbers, Numbers]]:
        return {}

    def burden(self, field: str) -> NDArray[np.float32]:
        """BM25's k1 · (1 − b + b · length / average length) of each article, over live articles that have the field."""
        if field not in self._burdens:
            length = sum((self._length(part) * _weight(field, part) for part in parts_of(field)), np.zeros(1))
            filled = length[self.live & (length > 0)]
            average = filled.mean() if len(filled) else 1.0
            self._burdens[field] = (K1 * (1 - B + B * length / average)).astype(np.float32)
        return self._burdens[field]

    @cached_property
    def _burdens(self) -> dict[str, NDArray[np.float32]]:
        return {}

    def _length(self, part: str) -> Numbers:
        at = LENGTHS.index(part)
        return row([segment.columns.lengths[:, at] for segment in self.segments]).astype(np.int64)


def _weight(field: str, part: str) -> int:
    return HEADLINE_WEIGHT if field == TEXT and part == "headline" else 1


def row(arrays: Sequence[Array]) -> Array:
    """Of the articles of one segment after the other."""
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.zeros(0, np.int64)
