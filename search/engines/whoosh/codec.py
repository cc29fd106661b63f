"""Whoosh's codec, with the postings of a segment as arrays.

Whoosh packs a term's postings in pickled and compressed blocks of 128, to be walked one by one. Here the postings of all
terms, in the order of Whoosh's term dictionary, are rows of one table, each column a file of little-endian numbers:

    .pst        uint32  the article; rising within a term
    .counts     uint16  how often the term stands in it
    .heads      uint8   how often in its headline
    .positions  uint32  where, as many as the count says; rising within an article

The dictionary says which row and which position are a term's first, and how many rows it has.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.reading import TermNotFound

from search.engines.arrays import Array, Numbers, stretches
from search.engines.whoosh.files import Folder, SharedFile

MOST_COUNTED = 0xFFFF
"""Places of one term in one article; more are left out."""

_COLUMNS = {"articles": (".pst", "<u4"), "counts": (".counts", "<u2"), "heads": (".heads", "<u1")}
POSITIONS, _POSITION = ".positions", "<u4"


_NEAR = 16_384
"""Numbers between two stretches of a file that are read rather than passed over: the time of a call more."""

_STRETCH = 1 << 20
"""Rows that are added up between two looks at the clock: some 20 ms."""

_LONG = 64
"""Numbers of a stretch above which copying it whole takes less time than number by number."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows of the table; `positions` are in the order of the rows."""

    articles: Array
    counts: Array
    heads: Array
    positions: Array


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of several terms, in the order of the terms' bytes. `sizes` are how many rows each has."""

    terms: list[bytes]
    sizes: Numbers
    postings: Postings


class Extent(NamedTuple):
    """In how many articles a term stands, its first row, and the place of its first position."""

    articles: int
    row: int
    place: int


class Rows(NamedTuple):
    """The rows of several terms, one term after the other, without their positions: of each term, how many rows it has
    and where its positions begin."""

    articles: Array
    counts: Array
    heads: Array
    sizes: Numbers
    places: Numbers

    def starts(self, check: Callable[[], None]) -> Numbers:
        """Where the positions of each row begin."""
        starts = np.empty(len(self.counts), np.int64)
        total = 0
        for first in range(0, len(starts), _STRETCH):
            check()
            some = slice(first, first + _STRETCH)
            ends = np.cumsum(self.counts[some], dtype=np.int64)
            starts[some] = ends - self.counts[some] + total
            total += int(ends[-1])
        check()
        first = 0
        for size, place in zip(self.sizes.tolist(), self.places.tolist(), strict=True):
            starts[first : first + size] += place - starts[first]
            first += size
        return starts


class Codec(W3Codec):  # type: ignore[misc]
    """The articles of a segment are numbered from 0 in the order in which they were added."""

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Under a name of its own: Whoosh draws them from `random`, which others may seed."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        return TermWriter(self, storage, segment)


class TermWriter(W3FieldWriter):  # type: ignore[misc]
    """Between start_field and finish_field, runs are added in the order of their terms."""

    def __init__(self, codec: Codec, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._columns = {"articles": self._postfile} | {
            name: self._create_file(end) for name, (end, _) in _COLUMNS.items() if name != "articles"
        }
        self._positions = self._create_file(POSITIONS)
        self._rows = self._places = 0

    def add(self, run: Run) -> dict[bytes, Extent]:
        """Answers where each term lies."""
        rows = run.postings
        for name, (_, kind) in _COLUMNS.items():
            self._columns[name].write(getattr(rows, name).astype(kind).tobytes())
        self._positions.write(rows.positions.astype(_POSITION).tobytes())
        ends = np.cumsum(run.sizes)
        places = np.concatenate([[0], np.cumsum(rows.counts, dtype=np.int64)])
        firsts = (ends - run.sizes).tolist()
        extents = {}
        for term, first, end, total, since in zip(
            run.terms,
            firsts,
            ends.tolist(),
            (places[ends] - places[firsts]).tolist(),
            places[firsts].tolist(),
            strict=True,
        ):
            least, most = int(rows.articles[first]), int(rows.articles[end - 1])
            info = W3TermInfo(weight=float(total), df=end - first, minid=least, maxid=most)
            extents[term] = Extent(end - first, self._rows + first, self._places + since)
            info.set_extent(*extents[term][1:])
            self._tindex.add(self._fieldid.to_bytes(2, "big") + term, info.to_bytes())
        self._rows += len(rows.articles)
        self._places += len(rows.positions)
        return extents

    def close(self) -> None:
        super().close()
        for file in (*self._columns.values(), self._positions):
            if not file.is_closed:
                file.close()


class Table:
    """The terms of a field, in their order, with the first row and first position of each and the end of the last."""

    def __init__(self, terms: list[bytes], rows: Numbers, places: Numbers, reader: TermReader) -> None:
        self.terms, self.rows, self.places = terms, rows, places
        self._reader = reader

    def slice(self, first: int, end: int) -> Postings:
        """The postings of these terms, one after the other."""
        row, place = int(self.rows[first]), int(self.places[first])
        return self._reader.slice(row, int(self.rows[end]) - row, place, int(self.places[end]) - place)


class TermReader:
    """Looks terms up in a segment. Safe to share between threads."""

    def __init__(self, codec: Codec, storage: Folder, segment: Any) -> None:
        self._terms = codec.terms_reader(storage, segment)
        self._files = {
            name: storage.open_file(segment.make_filename(end)) for name, (end, _) in _COLUMNS.items()
        }
        self._positions = storage.open_file(segment.make_filename(POSITIONS))

    def extent(self, field: str, term: bytes) -> Extent | None:
        """None for a term that the segment lacks."""
        try:
            info = self._terms.term_info(field, term)
        except TermNotFound:
            return None
        return Extent(info.doc_frequency(), *_first(info))

    def rows(self, sizes: Numbers, rows: Numbers, places: Numbers, check: Callable[[], None]) -> Rows:
        """Those of several terms from the columns of their extents, which rise."""
        found = []
        for name, (_, kind) in _COLUMNS.items():
            found.append(_gathered(self._files[name], kind, rows, sizes, check))
            check()
        articles, counts, heads = found
        return Rows(articles, counts, heads, sizes, places)

    def positions(self, places: Numbers, counts: Numbers, check: Callable[[], None]) -> Array:
        """Those of several rows, whose places rise."""
        return _gathered(self._positions, _POSITION, places, counts, check)

    def slice(self, first: int, count: int, place: int, places: int) -> Postings:
        articles, counts, heads = (
            _read(self._files[name], kind, first, count) for name, (_, kind) in _COLUMNS.items()
        )
        return Postings(articles, counts, heads, _read(self._positions, _POSITION, place, places))

    def table(self, field: str) -> Table:
        terms, rows, places = [], [], []
        row = place = 0
        for term, info in self._infos(field):
            terms.append(term)
            row, place = _first(info)
            rows.append(row)
            places.append(place)
            row, place = row + info.doc_frequency(), place + int(info.weight())
        return Table(terms, np.array([*rows, row]), np.array([*places, place]), self)

    def _infos(self, field: str) -> Iterator[tuple[bytes, Any]]:
        if field in self._terms.indexed_field_names():
            for (name, term), info in self._terms.items_from(field, b""):
                if name != field:
                    return
                yield term, info


def _first(info: Any) -> tuple[int, int]:
    """Whoosh reads the second number back as a tuple."""
    first, second = info.extent()
    return first, second[0]


def _gathered(
    file: SharedFile, kind: str, starts: Numbers, sizes: Numbers, check: Callable[[], None]
) -> Array:
    """The numbers of these stretches of a file, which rise, one after the other; those that are near are read at once."""
    if not len(starts):
        return np.zeros(0, kind)
    ends = starts + sizes
    apart = np.flatnonzero(starts[1:] - ends[:-1] > _NEAR)
    lows, highs = starts[np.append(0, apart + 1)], ends[np.append(apart, -1)]
    read = [
        _read(file, kind, low, high - low, check)
        for low, high in zip(lows.tolist(), highs.tolist(), strict=True)
    ]
    check()
    found = read[0] if len(read) == 1 else np.concatenate(read)
    lengths = highs - lows
    total = int(sizes.sum())
    if len(found) == total:
        return found
    skipped = lows - np.cumsum(lengths) + lengths
    at = starts - np.repeat(skipped, np.diff(np.append(apart, len(starts) - 1), prepend=-1))
    if len(at) * _LONG < total:
        return np.concatenate([found[a : a + n] for a, n in zip(at.tolist(), sizes.tolist(), strict=True)])
    return found[stretches(at, sizes)]


def _read(
    file: SharedFile, kind: str, first: int, count: int, check: Callable[[], None] = lambda: None
) -> Array:
    size = np.dtype(kind).itemsize
    return np.frombuffer(file.get(first * size, count * size, check), kind)
