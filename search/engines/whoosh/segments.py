"""Segments: a run of articles with everything known of them, written once, read many times, merged when they are many.

The files of one, named for its id: Whoosh's term dictionary (.trm) and columns of bytes (.card.col, .article.col), the
postings (see codec.py), our arrays (.columns.npz), and the checksums of all but these (.sums.npz).
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Positions

from search.article import Article
from search.engines.arrays import Array, ArrayFile, Numbers, save
from search.engines.whoosh.codec import Codec, Extent, Postings, Rows, Run, Table, TermReader
from search.engines.whoosh.columns import Columns, ColumnsWriter, Row, merged_columns
from search.engines.whoosh.files import Folder, sums
from search.engines.whoosh.inversion import Inversion
from search.engines.whoosh.lexicon import Lexicon, lexicon_arrays, term_of
from search.engines.whoosh.merging import merged_runs
from search.engines.words import ArticleWords
from search.errors import IndexDamaged, IndexProblem
from search.patterns import Form
from search.schema import STREAMS

NAME = "backfile"
"""Of the index, as Whoosh has it in its file names."""

CODEC = Codec()
ARRAYS = ".columns.npz"
SUMS = ".sums.npz"
_BYTES = VarBytesColumn()
CARD, ARTICLE = "card", "article"

WORDS_IN_MEMORY = 4_000_000
"""Of the articles that become one segment; about 25 bytes each."""

_COMPRESSION = 3

MOST_BYTES = 1 << 30
"""Of stored articles in a segment. Whoosh's columns end at 2 GB."""


def schema() -> Schema:
    streams = {stream: FieldType(Positions(), None, scorable=True) for stream in STREAMS}
    return Schema(id=ID(unique=True), **streams)


class Segment:
    """One segment, open for reading: all of its files, as the folder may go while it is read. Safe to share between
    threads."""

    def __init__(self, folder: Path, whoosh: W3Segment) -> None:
        """Raises IndexProblem, OSError."""
        try:
            self._open(folder, whoosh)
        except (IndexProblem, OSError):
            raise
        except Exception as e:  # numpy's and Whoosh's reading trust each byte, and raise whatever comes of it
            raise IndexDamaged(
                f"{folder} is damaged ({type(e).__name__}: {e}). Run `backfile reindex --full` to build it anew."
            ) from e

    def _open(self, folder: Path, whoosh: W3Segment) -> None:
        storage = Folder(folder, _sums(folder, whoosh))
        self.id: str = whoosh.segid
        self.size: int = whoosh.doc_count_all()
        self.columns = Columns(file := ArrayFile(folder / whoosh.make_filename(ARRAYS)))
        self.lexicons = {stream: Lexicon(file, stream) for stream in STREAMS}
        self._terms = TermReader(CODEC, storage, whoosh)
        stored = CODEC.per_document_reader(storage, whoosh)
        self._cards = stored.column_reader(CARD, _BYTES)
        self._articles = stored.column_reader(ARTICLE, _BYTES)

    @property
    def tongues(self) -> set[str]:
        return {tongue for lexicon in self.lexicons.values() for tongue in lexicon.tongues}

    def number_of(self, id: str) -> int | None:
        """The last article with this id, in this segment."""
        extent = self._terms.extent("id", id.encode())
        return int(self._rows([extent], lambda: None).articles[-1]) if extent else None

    def rows(self, stream: str, forms: Sequence[int], check: Callable[[], None]) -> tuple[Rows, Array]:
        """Of these forms of the lexicon, and how many words each form takes. `check` is called between steps."""
        lexicon = self.lexicons[stream]
        extents = lexicon.extents[np.array(forms, np.int64)]
        order = np.argsort(extents[:, 1])
        widths = np.array([1 + lexicon.texts[n].count("-") for n in forms], np.uint8)
        return self._rows(extents[order], check), widths[order]

    def edges(self, stream: str, edge: Form, check: Callable[[], None]) -> Rows:
        """Where sentences or paragraphs begin."""
        extent = self._terms.extent(stream, term_of(edge))
        return self._rows([extent] if extent else [], check)

    def _rows(self, extents: Sequence[Extent] | Numbers, check: Callable[[], None]) -> Rows:
        sizes, rows, places = np.array(extents, np.int64).reshape(-1, len(Extent._fields)).T
        return self._terms.rows(sizes, rows, places, check)

    def positions(self, places: Numbers, counts: Numbers, check: Callable[[], None]) -> Array:
        return self._terms.positions(places, counts, check)

    def table(self, stream: str) -> Table:
        return self._terms.table(stream)

    def card(self, number: int) -> dict[str, Any]:
        """What a list of results shows of an article."""
        return _unpacked(self._cards[number])

    def article(self, number: int) -> Article:
        card = _unpacked(self._cards[number])
        del card["place"]
        return Article.from_fields(card | _unpacked(self._articles[number]))

    def packed(self, number: int) -> tuple[bytes, bytes]:
        """Card and article as they are stored."""
        return self._cards[number], self._articles[number]


class SegmentWriter:
    """A segment in the making. `add` articles, then `finish`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._storage = Folder(folder)
        self._whoosh = CODEC.new_segment(self._storage, NAME)
        self._stored = CODEC.per_document_writer(self._storage, self._whoosh)
        self._inversion = Inversion()
        self._columns = ColumnsWriter()
        self._ids: list[str] = []
        self._bytes = 0

    @property
    def full(self) -> bool:
        """Whether it holds as much as it should before it is written."""
        return self._inversion.size > WORDS_IN_MEMORY or self._bytes > MOST_BYTES

    def add(self, article: Article, texts: Sequence[str]) -> int:
        """`texts` are what `storable` makes of it. Answers its number. What is wrong with an article raises before
        anything is added: ValueError, TypeError, AttributeError."""
        card, full = (zlib.compress(text.encode(), _COMPRESSION) for text in texts)
        words = ArticleWords(article)
        row = Row(article, words.lengths)
        number = len(self._ids)
        self._store(number, card, full)
        self._inversion.add(words)
        self._columns.add(row)
        self._ids.append(article.id)
        return number

    def _store(self, number: int, card: bytes, full: bytes) -> None:
        self._stored.start_doc(number)
        self._stored.add_column_value(CARD, _BYTES, card)
        self._stored.add_column_value(ARTICLE, _BYTES, full)
        self._stored.finish_doc()
        self._bytes += max(len(card), len(full))

    def abandon(self) -> None:
        """Closes what is open; the files are useless."""
        self._storage.abandon()

    def finish(self) -> W3Segment:
        return self._written(self._columns.arrays(), {s: [self._inversion.run(s)] for s in STREAMS})

    def merge(self, segments: Sequence[tuple[Segment, Numbers]]) -> W3Segment:
        """Instead of `add` and `finish`: of these segments, these articles."""
        renumbered = []
        for segment, kept in segments:
            numbers = np.full(segment.size, -1)
            numbers[kept] = np.arange(len(self._ids), len(self._ids) + len(kept))
            renumbered.append((segment, numbers))
            for number in kept.tolist():
                self._store(len(self._ids), *segment.packed(number))
                self._ids.append(segment.columns.ids[number])
        runs = {
            s: merged_runs([(segment.table(s), numbers) for segment, numbers in renumbered]) for s in STREAMS
        }
        return self._written(merged_columns([(s.columns, kept) for s, kept in segments]), runs)

    def _written(self, arrays: dict[str, Array], runs: Mapping[str, Iterable[Run]]) -> W3Segment:
        self._stored.close()
        terms = CODEC.field_writer(self._storage, self._whoosh)
        for field, parts in {"id": [self._ids_run()], **runs}.items():
            known: dict[bytes, Extent] = {}
            terms.start_field(field, schema()[field])
            for run in parts:
                known |= terms.add(run)
            terms.finish_field()
            if field in STREAMS:
                arrays |= lexicon_arrays(field, known)
        terms.close()
        save(self._folder / self._whoosh.make_filename(ARRAYS), arrays)
        own = [p for p in self._folder.glob(f"{self._whoosh.segment_id()}.*") if p.suffix != ".npz"]
        save(self._folder / self._whoosh.make_filename(SUMS), {path.name: sums(path) for path in own})
        self._whoosh.set_doc_count(len(self._ids))
        return self._whoosh

    def _ids_run(self) -> Run:
        """An id stands twice when an article was put again in one batch; the later one counts."""
        ids = [id.encode() for id in self._ids]
        order = sorted(range(len(ids)), key=ids.__getitem__)
        numbers = Counter(ids)
        names = sorted(numbers)
        none = np.zeros(len(ids), np.int64)
        sizes = np.array([numbers[name] for name in names], np.int64)
        return Run(names, sizes, Postings(np.array(order, np.int64), none, none, none[:0]))


def _sums(folder: Path, whoosh: W3Segment) -> dict[str, Array]:
    """None of a segment that was written before there were any."""
    path = folder / whoosh.make_filename(SUMS)
    return ArrayFile(path).all() if path.exists() else {}


def _unpacked(stored: bytes) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(zlib.decompress(stored))
    return fields
