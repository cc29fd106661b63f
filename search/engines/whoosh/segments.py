"""Segments: a run of articles with everything known of them, written once, read many times, merged when they are many.

The files of one, named for its id: Whoosh's term dictionary (.trm) and columns of bytes (.card.col, .article.col), the
posting lists that our codec adds (.pst), and our arrays (.columns.npz).
"""

from __future__ import annotations

import contextlib
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, FieldType, Schema
from whoosh.formats import Positions

from search.article import Article
from search.engines.whoosh.arrays import Array, ArrayFile, Numbers, save, stretches
from search.engines.whoosh.codec import Codec, Folder, Postings, TermReader
from search.engines.whoosh.columns import Columns, ColumnsWriter, Row, merged
from search.engines.whoosh.inversion import Inversion, Words
from search.engines.whoosh.lexicon import EDGES, Lexicon, lexicon_arrays, term_of
from search.patterns import Form
from search.schema import STREAMS

NAME = "backfile"
"""Of the index, as Whoosh has it in its file names."""

CODEC = Codec()
ARRAYS = ".columns.npz"
_BYTES = VarBytesColumn()
CARD, ARTICLE = "card", "article"

WORDS_IN_MEMORY = 6_000_000
"""Of the articles that become one segment; about 25 bytes each."""

MOST_BYTES = 1 << 30
"""Of stored articles in a segment. Whoosh's columns end at 2 GB."""


def schema() -> Schema:
    streams = {stream: FieldType(Positions(), None, scorable=True) for stream in STREAMS}
    return Schema(id=ID(unique=True), **streams)


class Segment:
    """One segment, open for reading: all of its files, as the folder may go while it is read. Safe to share between
    threads."""

    def __init__(self, folder: Path, whoosh: W3Segment) -> None:
        storage = Folder(folder)
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
        found = self._terms.postings("id", id.encode(), positions=False)
        return int(found.articles[-1]) if found else None

    def postings(self, stream: str, form: Form, positions: bool = True) -> Postings | None:
        return self._terms.postings(stream, term_of(form), positions)

    def card(self, number: int) -> dict[str, Any]:
        """What a list of results shows of an article."""
        card: dict[str, Any] = json.loads(zlib.decompress(self._cards[number]))
        return card

    def article(self, number: int) -> Article:
        return Article.from_json(zlib.decompress(self._articles[number]))

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

    def add(self, article: Article) -> int:
        """Answers its number. What is wrong with an article raises before anything is added: ValueError, TypeError,
        AttributeError."""
        card = zlib.compress(_card(article), 3)
        full = zlib.compress(article.to_json().encode(), 3)
        words = Words(article)
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
        self._bytes += len(full)

    def abandon(self) -> None:
        """Closes what is open; the files are useless."""
        with contextlib.suppress(OSError):
            self._stored.close()

    def finish(self) -> W3Segment:
        return self._written(self._columns.arrays(), {s: self._inversion.postings(s) for s in STREAMS})

    def merge(self, segments: Sequence[tuple[Segment, Numbers]]) -> W3Segment:
        """Instead of `add` and `finish`: of these segments, these articles."""
        for segment, kept in segments:
            for number in kept:
                self._store(len(self._ids), *segment.packed(int(number)))
                self._ids.append(segment.columns.ids[number])
        renumbered = []
        base = 0
        for segment, kept in segments:
            numbers = np.full(segment.size, -1)
            numbers[kept] = np.arange(base, base + len(kept))
            renumbered.append((segment, numbers))
            base += len(kept)
        postings = {stream: _merged_postings(stream, renumbered) for stream in STREAMS}
        return self._written(merged([(s.columns, kept) for s, kept in segments]), postings)

    def _written(
        self, arrays: dict[str, Array], postings: dict[str, Iterator[tuple[Form, Postings]]]
    ) -> W3Segment:
        self._stored.close()
        terms = CODEC.field_writer(self._storage, self._whoosh)
        terms.start_field("id", schema()["id"])
        numbers: dict[bytes, list[int]] = {}
        for number, id in enumerate(self._ids):
            numbers.setdefault(id.encode(), []).append(number)
        for term in sorted(numbers):
            once = np.ones(len(numbers[term]), np.int64)
            terms.add_term(term, Postings(np.array(numbers[term]), once, once, np.zeros_like(once)))
        terms.finish_field()
        for stream in sorted(STREAMS):
            known: dict[Form, int] = {}
            terms.start_field(stream, schema()[stream])
            for form, found in postings[stream]:
                terms.add_term(term_of(form), found)
                known[form] = len(found.articles)
            terms.finish_field()
            arrays |= lexicon_arrays(stream, known)
        terms.close()
        save(self._folder / self._whoosh.make_filename(ARRAYS), arrays)
        self._whoosh.set_doc_count(len(self._ids))
        return self._whoosh


def _merged_postings(
    stream: str, segments: Sequence[tuple[Segment, Numbers]]
) -> Iterator[tuple[Form, Postings]]:
    """`numbers` are the new number of each article of a segment, or -1."""
    holders: dict[Form, list[tuple[Segment, Numbers]]] = {}
    for segment, numbers in segments:
        for form in (*segment.lexicons[stream].forms(), *EDGES):
            holders.setdefault(form, []).append((segment, numbers))
    for form in sorted(holders, key=term_of):
        found = _gathered(stream, form, holders[form])
        if found:
            yield form, found


def _gathered(stream: str, form: Form, holders: Sequence[tuple[Segment, Numbers]]) -> Postings | None:
    """One term's lists as one, under the articles' new numbers; None where no article is left."""
    lists = []
    for segment, numbers in holders:
        found = segment.postings(stream, form)
        if found:
            kept = numbers[found.articles] >= 0
            starts = np.cumsum(found.counts) - found.counts
            lists.append(
                Postings(
                    numbers[found.articles[kept]],
                    found.counts[kept],
                    found.weights[kept],
                    found.positions[stretches(starts[kept], found.counts[kept])],
                )
            )
    if not any(len(p.articles) for p in lists):
        return None
    names = ("articles", "counts", "weights", "positions")
    return Postings(*(np.concatenate([getattr(p, name) for p in lists]) for name in names))


def _card(article: Article) -> bytes:
    """The fields of a Hit with the texts that snippets are cut from."""
    return json.dumps(
        {
            "id": article.id,
            "headline": article.headline,
            "standfirst": article.standfirst,
            "body": article.body,
            "published": [
                article.published.value,
                article.published.precision,
                article.published.inferred,
                article.published.evidence,
            ],
            "source": article.source,
            "place": article.place,
            "credit": article.credit,
            "bylines": article.bylines,
            "language": article.language,
            "section": article.section,
            "url": article.url,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
