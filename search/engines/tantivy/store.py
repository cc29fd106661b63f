"""A batch of changes → the files of the next generation."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from search.alphabets import folded
from search.article import Article
from search.engines.arrays import changes
from search.engines.storing import storable
from search.engines.tantivy import forward, merging
from search.engines.tantivy.fields import LONGEST_TITLE, UNDATED, UNKNOWN, schema
from search.engines.tantivy.inversion import Inversion
from search.engines.tantivy.native import Writing
from search.errors import IndexProblem, SourceError
from search.schema import facet_values, moment

_MEMORY = 256 << 20
"""That Tantivy takes before it writes a segment."""


class Store:
    """The changes of one write. Files are made in `folder`, which holds those of the generation before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._disk():
            self._base = merging.end(folder)
            self._begun = self._base > 0
            self._native = Writing(folder, schema(), _MEMORY)
        self._inversion = Inversion()
        self._ids = array("q")
        self._failure: IndexProblem | None = None

    def put(self, article: Article) -> None:
        """Raises SourceError, with nothing changed, for an article that can't be kept; IndexProblem for a full disk."""
        try:
            article, (card, rest) = storable(article)
            day, instant = moment(article.published) or (0, None)
            facets = {
                facet: [v or UNKNOWN for v in values] for facet, values in facet_values(article).items()
            }
            fed = self._inversion.add(article)
        except (AttributeError, TypeError, ValueError) as e:
            raise SourceError(f"{getattr(article, 'locator', article)!r} can't be indexed: {e}.") from e
        fields = {
            "id": article.id,
            "text": fed.text,
            "more": fed.more,
            "side": fed.side,
            "side_more": fed.side_more,
            "title": folded(article.headline.casefold())[:LONGEST_TITLE],
            "number": self._base + len(self._inversion) - 1,
            "day": day,
            "words": fed.words,
            "length": fed.length,
            "newest": -UNDATED if instant is None else instant,
            "oldest": UNDATED if instant is None else instant,
            "card": card.encode(),
            "rest": rest.encode(),
            **facets,
        }
        with self._disk():
            if self._begun:
                self._native.delete(article.id)
            else:
                self._ids.append(hash(article.id))
            self._native.add(fields)
            if self._inversion.full:
                self._flush()

    def delete(self, id: str) -> None:
        with self._disk():
            self._native.delete(id)

    def close(self) -> None:
        self._native.close()

    def finish(self) -> None:
        if self._failure:
            raise self._failure
        with self._disk():
            self._flush()
            self._drop_replaced()
            self._native.finish()
            merging.tidy(self._folder)

    def _flush(self) -> None:
        made = self._inversion
        if len(made):
            forms, readings = merging.numbered(made.table.readings)
            forward.write(
                self._folder,
                self._base,
                forms,
                forward.form_table(readings, made.table.sizes),
                forward.Columns(
                    np.frombuffer(made.chunks, np.uint32),
                    forward.texts_of(made.parts, made.places, made.text_ends),
                    forward.rows_of(made.row_ends, made.name_ends),
                    np.frombuffer(bytes(made.names), np.uint8),
                ),
            )
            self._base += len(made)
            self._inversion = Inversion()

    def _drop_replaced(self) -> None:
        """Where no article was there before, those that a later one of the same id replaces are few, and found at once: to
        delete each id before it is put takes Tantivy a fifteenth of a rebuild."""
        hashes = np.frombuffer(self._ids, np.int64)
        order = np.argsort(hashes, kind="stable")
        again = ~changes(hashes[order])
        alike = again.copy()
        alike[:-1] |= again[1:]
        pieces = [forward.Piece(self._folder, base) for base in forward.bases(self._folder)]
        last: dict[str, int] = {}
        for piece, numbers in forward.by_piece(pieces, np.sort(order[alike])):
            for id, number in zip(piece.ids((numbers - piece.base).tolist()), numbers.tolist(), strict=True):
                if id in last:
                    self._native.delete_number(last[id])
                last[id] = number

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except IndexProblem as e:
            self._failure = e
            raise
        except OSError as e:
            self._failure = IndexProblem(
                f"The index in {self._folder.parent} can't be written: {e.strerror or e}. Nothing was changed."
            )
            raise self._failure from e
