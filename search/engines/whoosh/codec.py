"""Whoosh's codec, with the postings of a term as arrays.

Whoosh packs postings in pickled and compressed blocks of 128, to be walked one by one. Here a term's list is written as
it is used: document numbers, counts, weights, positions, each an array. Whoosh's term dictionary says where it stands.
A list on disk, little-endian:

    n, m      uint32   articles, positions
    c, w      uint8    bytes of a count and of a weight; w is 0 where the weights are the counts
    articles  n × uint32, rising
    counts    n × c    how many positions are each article's
    weights   n × w
    positions m × uint32, rising within an article
"""

from __future__ import annotations

import os
import secrets
import struct
import sys
import weakref
from array import array
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.reading import TermNotFound

from search.engines.whoosh.arrays import Numbers

_HEAD = struct.Struct("<IIBB")
_NARROW = {1: "<u1", 2: "<u2", 4: "<u4"}


@dataclass(frozen=True, slots=True)
class Postings:
    """`weights` are the counts with each part's weight; `positions` are in the order of the articles."""

    articles: Numbers
    counts: Numbers
    weights: Numbers
    positions: Numbers


class Codec(W3Codec):  # type: ignore[misc]
    """The articles of a segment are numbered from 0 in the order in which they were added."""

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Under a name of its own: Whoosh draws them from `random`, which others may seed."""
        return W3Segment(self, indexname, segid=secrets.token_hex(8))

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        return TermWriter(self, storage, segment)


class TermWriter(W3FieldWriter):  # type: ignore[misc]
    """Between start_field and finish_field, terms are added in the order of their bytes."""

    def add_term(self, term: bytes, postings: Postings) -> None:
        start = self._postfile.tell()
        self._postfile.write(_packed(postings))
        info = W3TermInfo(
            weight=float(postings.weights.sum()),
            df=len(postings.articles),
            minid=int(postings.articles[0]),
            maxid=int(postings.articles[-1]),
        )
        info.set_extent(start, self._postfile.tell() - start)
        self._tindex.add(self._fieldid.to_bytes(2, "big") + term, info.to_bytes())


class TermReader:
    """Looks terms up in a segment. Safe to share between threads, as nothing is sought, only read at a place."""

    def __init__(self, codec: Codec, storage: Folder, segment: Any) -> None:
        self._terms = codec.terms_reader(storage, segment)
        self._lists = storage.open_file(segment.make_filename(codec.POSTS_EXT))

    def postings(self, field: str, term: bytes, positions: bool = True) -> Postings | None:
        """None for a term that the segment lacks. Without positions a list is read in half the time."""
        try:
            start = self._terms.term_info(field, term).extent()[0]
        except TermNotFound:
            return None
        n, m, c, w = _HEAD.unpack(self._lists.get(start, _HEAD.size))
        m = m if positions else 0
        return _unpacked(self._lists.get(start + _HEAD.size, n * (4 + c + w) + m * 4), n, m, c, w)


class Folder(FileStorage):  # type: ignore[misc]
    """Whoosh's folder of files, whose readers several threads can share."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))

    def open_file(self, name: str, **_: Any) -> StructFile:
        return _SharedFile(Path(self.folder) / name)


class _SharedFile(StructFile):  # type: ignore[misc]
    """Closed with the last reader that uses it, whichever thread's that is."""

    def __init__(self, path: Path) -> None:
        file = path.open("rb")
        super().__init__(file, name=path.name)
        weakref.finalize(self, file.close)

    def get(self, position: int, length: int) -> bytes:
        return os.pread(self.fileno(), length, position)

    def get_array(self, position: int, typecode: str, length: int) -> array[int]:
        found = array(typecode)
        found.frombytes(self.get(position, length * found.itemsize))
        if sys.byteorder == "little":
            found.byteswap()
        return found


def _packed(p: Postings) -> bytes:
    same = p.weights is p.counts or np.array_equal(p.weights, p.counts)
    c, w = _width(p.counts), 0 if same else _width(p.weights)
    return b"".join(
        (
            _HEAD.pack(len(p.articles), len(p.positions), c, w),
            p.articles.astype("<u4").tobytes(),
            p.counts.astype(_NARROW[c]).tobytes(),
            b"" if same else p.weights.astype(_NARROW[w]).tobytes(),
            p.positions.astype("<u4").tobytes(),
        )
    )


def _unpacked(data: bytes, n: int, m: int, c: int, w: int) -> Postings:
    at = 0

    def take(kind: str, size: int) -> Numbers:
        nonlocal at
        part = np.frombuffer(data, kind, size, at)
        at += part.nbytes
        return part.astype(np.int64)

    articles, counts = take("<u4", n), take(_NARROW[c], n)
    weights = take(_NARROW[w], n) if w else counts
    return Postings(articles, counts, weights, take("<u4", m))


def _width(numbers: Numbers) -> int:
    most = int(numbers.max(initial=0))
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
