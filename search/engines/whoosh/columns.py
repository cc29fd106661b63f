"""What is known of each article of a segment besides its words, as typed arrays: written once, loaded whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.alphabets import folded
from search.article import Article
from search.engines.arrays import Array, ArrayFile, Numbers, stretches, texts
from search.index import FACETS
from search.schema import LEAD, PARTS, facet_values, moment

UNDATED = np.iinfo(np.int64).min
"""The instant of an article without a date; its day is 0."""

LENGTHS = (*(part.name for part in PARTS), LEAD)


class Row:
    """What the columns take of an article."""

    def __init__(self, article: Article, lengths: Mapping[str, int]) -> None:
        self.id = article.id
        self.headline = folded(article.headline.casefold())
        self.when = moment(article.published) or (0, UNDATED)
        self.lengths = tuple(lengths[name] for name in LENGTHS)
        self.facets = facet_values(article)


class ColumnsWriter:
    """Collects the columns of a segment, article by article."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._headlines: list[str] = []
        self._when: list[tuple[int, int]] = []
        self._lengths: list[tuple[int, ...]] = []
        self._facets: dict[str, list[tuple[str, ...]]] = {facet: [] for facet in FACETS}

    def add(self, row: Row) -> None:
        self._ids.append(row.id)
        self._headlines.append(row.headline)
        self._when.append(row.when)
        self._lengths.append(row.lengths)
        for facet, values in row.facets.items():
            self._facets[facet].append(values)

    def arrays(self) -> dict[str, Array]:
        when = np.array(self._when, np.int64).reshape(-1, 2)
        lengths = np.array(self._lengths, np.uint32).reshape(-1, len(LENGTHS))
        return _laid_out(self._ids, self._headlines, when[:, 0], when[:, 1], lengths) | {
            name: array
            for facet, rows in self._facets.items()
            for name, array in _facet_arrays(facet, rows).items()
        }


def merged_columns(segments: Sequence[tuple[Columns, Numbers]]) -> dict[str, Array]:
    """The columns of these articles of these segments, one after the other."""
    made = _laid_out(
        [columns.ids[i] for columns, kept in segments for i in kept],
        [headline for columns, kept in segments for headline in columns.headlines_of(kept)],
        *(
            np.concatenate([getattr(columns, name)[kept] for columns, kept in segments])
            for name in ("day", "instant", "lengths")
        ),
    )
    for facet in FACETS:
        known: dict[str, int] = {}
        ordinals, counts = [], []
        for columns, kept in segments:
            column = columns.facet(facet)
            renumbered = np.array([known.setdefault(v, len(known)) for v in column.values], np.int32)
            own, sizes = column.of(kept)
            ordinals.append(renumbered[own])
            counts.append(sizes)
        starts = np.concatenate([[0], np.cumsum(np.concatenate(counts))])
        made |= _named(facet, list(known), np.concatenate(ordinals), starts)
    return made


def _laid_out(ids: list[str], headlines: list[str], day: Any, instant: Any, lengths: Any) -> dict[str, Array]:
    return {
        "ids": texts(ids),
        "headlines": texts(headlines),
        "by_headline": np.array(sorted(range(len(ids)), key=headlines.__getitem__), np.uint32),
        "day": day.astype(np.int32),
        "instant": instant,
        "lengths": lengths,
    }


def _facet_arrays(facet: str, rows: list[tuple[str, ...]]) -> dict[str, Array]:
    known: dict[str, int] = {}
    ordinals = [known.setdefault(value, len(known)) for row in rows for value in row]
    starts = np.cumsum([0, *map(len, rows)])
    return _named(facet, list(known), np.array(ordinals, np.int32), starts)


def _named(facet: str, values: list[str], ordinals: NDArray[np.int32], starts: Numbers) -> dict[str, Array]:
    return {f"{facet}.values": texts(values), f"{facet}.ordinals": ordinals, f"{facet}.starts": starts}


@dataclass(frozen=True)
class FacetColumn:
    """The values of a facet and, for each article, the ordinals of its own: those from starts[i] to starts[i + 1]."""

    values: list[str]
    ordinals: NDArray[np.int32]
    starts: Numbers

    @property
    def single(self) -> bool:
        """Whether each article has exactly one value, so that its ordinal stands at its own number."""
        return len(self.ordinals) == len(self.starts) - 1

    def of(self, articles: Numbers) -> tuple[NDArray[np.int32], Numbers]:
        """The ordinals of these articles, one after the other, and how many each has."""
        if self.single:
            return self.ordinals[articles], np.ones(len(articles), np.int64)
        sizes = self.starts[articles + 1] - self.starts[articles]
        return self.ordinals[stretches(self.starts[articles], sizes)], sizes


class Columns:
    """The columns of one segment.

    `day` is yyyymmdd or 0, `instant` in seconds or UNDATED; `by_headline` are the articles in the order of their
    folded headlines.
    """

    def __init__(self, file: ArrayFile) -> None:
        self._file = file

    @cached_property
    def ids(self) -> list[str]:
        return self._file.strings("ids")

    @cached_property
    def by_headline(self) -> Array:
        return self._file["by_headline"]

    @cached_property
    def day(self) -> Array:
        return self._file["day"]

    @cached_property
    def instant(self) -> Numbers:
        return self._file["instant"]

    @cached_property
    def lengths(self) -> Array:
        """Words of each of LENGTHS, an article a row."""
        return self._file["lengths"]

    def headlines_of(self, articles: Numbers) -> list[str]:
        every = self._file.strings("headlines")
        return [every[i] for i in articles]

    def facet(self, name: str) -> FacetColumn:
        return FacetColumn(
            self._file.strings(f"{name}.values"),
            self._file[f"{name}.ordinals"],
            self._file[f"{name}.starts"],
        )
