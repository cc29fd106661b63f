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
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.reading import TermNotFound

from search.engines.whoosh.arrays import Array, Numbers, stretches
from search.engines.whoosh.files import Folder, SharedFile

MOST_COUNTED = 0xFFFF
"""Places of one term in one article; more are left out."""

_COLUMNS = {"articles": (".pst", "<u4"), "counts": (".counts", "<u2"), "heads": (".heads", "<u1")}
POSITIONS, _POSITION = ".positions", "<u4"


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows of the table; `positions` are in the order of the rows, and empty when they were not asked for."""

    articles: Numbers
    counts: Numbers
    heads: Numbers
    positions: Numbers


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of several terms, in the order of the terms' bytes. `sizes` are how many rows each has."""

    terms: list[bytes]
    sizes: Numbers
    postings: Postings


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

    def add(self, run: Run) -> None:
        rows = run.postings
        for name, (_, kind) in _COLUMNS.items():
            self._columns[name].write(getattr(rows, name).astype(kind).tobytes())
        self._positions.write(rows.positions.astype(_POSITION).tobytes())
        ends = np.cumsum(run.sizes)
        places = np.concatenate([[0], np.cumsum(rows.counts)])
        firsts = (ends - run.sizes).tolist()
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
            info.set_extent(self._rows + first, self._places + since)
            self._tindex.add(self._fieldid.to_bytes(2, "big") + term, info.to_bytes())
        self._rows += len(rows.articles)
        self._places += len(rows.positions)

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
        return self._reader.rows(
            int(self.rows[first]),
            int(self.rows[end] - self.rows[first]),
            int(self.places[first]),
            int(self.places[end] - self.places[first]),
        )


class TermReader:
    """Looks terms up in a segment. Safe to share between threads."""

    def __init__(self, codec: Codec, storage: Folder, segment: Any) -> None:
        self._terms = codec.terms_reader(storage, segment)
        self._files = {
            name: storage.open_file(segment.make_filename(end)) for name, (end, _) in _COLUMNS.items()
        }
        self._positions = storage.open_file(segment.make_filename(POSITIONS))

    def postings(self, field: str, term: bytes, positions: bool = True) -> Postings | None:
        """None for a term that the segment lacks. Without positions a list is read in half the time."""
        try:
            info = self._terms.term_info(field, term)
        except TermNotFound:
            return None
        row, place = _extent(info)
        return self.rows(row, info.doc_frequency(), place, int(info.weight()) if positions else 0)

    def among(self, field: str, term: bytes, articles: Numbers) -> Postings | None:
        """Those of a term's postings that are of these articles, which rise; with positions."""
        found = self.postings(field, term, positions=False)
        if found is None:
            return None
        at = np.minimum(np.searchsorted(found.articles, articles), len(found.articles) - 1)
        at = at[found.articles[at] == articles]
        counts = found.counts[at]
        wanted = stretches((np.cumsum(found.counts) - found.counts)[at], counts)
        info = self._terms.term_info(field, term)
        every = _raw(self._positions, _POSITION, _extent(info)[1], int(info.weight()))
        return Postings(found.articles[at], counts, found.heads[at], every[wanted].astype(np.int64))

    def rows(self, first: int, count: int, place: int, places: int) -> Postings:
        articles, counts, heads = (
            _read(self._files[name], kind, first, count) for name, (_, kind) in _COLUMNS.items()
        )
        return Postings(articles, counts, heads, _read(self._positions, _POSITION, place, places))

    def table(self, field: str) -> Table:
        terms, rows, places = [], [], []
        row = place = 0
        for term, info in self._infos(field):
            terms.append(term)
            row, place = _extent(info)
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


def _extent(info: Any) -> tuple[int, int]:
    """Whoosh reads the second number back as a tuple."""
    first, second = info.extent()
    return first, second[0]


def _read(file: SharedFile, kind: str, first: int, count: int) -> Numbers:
    return _raw(file, kind, first, count).astype(np.int64)


def _raw(file: SharedFile, kind: str, first: int, count: int) -> Array:
    size = np.dtype(kind).itemsize
    return np.frombuffer(file.get(first * size, count * size), kind)
