"""The library's calls, with its errors as ours: it raises bare ValueErrors, and panics, which are no `Exception`s.

Nothing that it is asked for can be interrupted, so what a search may cost is known before (see queries.py).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import numpy as np
import tantivy

from search.engines.arrays import Numbers
from search.engines.manifest import REBUILD
from search.errors import IndexDamaged, IndexProblem

_T = TypeVar("_T")
Query = tantivy.Query
Address = tantivy.DocAddress
Kind = tantivy.FieldType
Occur = tantivy.Occur

_PANIC = "PanicException"


def _is_library(e: BaseException) -> bool:
    return isinstance(e, ValueError | RuntimeError | SystemError | OSError) or type(e).__name__ == _PANIC


@contextmanager
def _with_a_lock(folder: Path) -> Iterator[Path]:
    """The folder, or one of links to its files where the library can't write: it takes a lock to read, too."""
    if os.access(folder, os.W_OK):
        yield folder
        return
    with TemporaryDirectory() as own:
        for path in folder.iterdir():
            if path.suffix != ".lock":
                Path(own, path.name).symlink_to(path.absolute())
        yield Path(own)


class Native:
    """One generation, open for reading. Safe to share between threads; it stays readable when its files are gone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.schema, self._searcher = self._told(self._opened)

    def _opened(self) -> tuple[Any, Any]:
        with _with_a_lock(self._folder) as folder:
            index = tantivy.Index.open(str(folder))
            index.config_reader("manual")
            index.reload()
            return index.schema, index.searcher()

    def _told(self, work: Callable[..., _T], *given: Any, **named: Any) -> _T:
        try:
            return work(*given, **named)
        except BaseException as e:
            if not _is_library(e):
                raise
            raise IndexDamaged(f"{self._folder} can't be read ({e}). {REBUILD}") from e

    @property
    def articles(self) -> int:
        return int(self._searcher.num_docs)

    def best(
        self, query: Query, most: int, by: str | None = None, ascending: bool = False
    ) -> tuple[int, list[tuple[Any, Address]]]:
        """How many there are, and so many of them with their scores or their values of a field, the highest first."""
        order = tantivy.Order.Asc if ascending else tantivy.Order.Desc
        more = {"order_by_field": by, "order": order} if by else {}
        found = self._told(self._searcher.search, query, max(most, 1), **more)
        return int(found.count), found.hits[: max(most, 0)]

    def count(self, query: Query) -> int:
        return self.best(query, 0)[0]

    def numbers(self, query: Query) -> Numbers:
        """Of all articles that it finds, rising."""
        if not self.articles:
            return np.zeros(0, np.int64)
        found = self._told(self._searcher.search, query, self.articles, False, "number")
        return np.fromiter((number for number, _ in reversed(found.hits)), np.int64, len(found.hits))

    def values(self, field: str, addresses: Sequence[Address]) -> Numbers:
        found = self._told(self._searcher.fast_field_values, field, list(addresses)) if addresses else []
        return np.array(found, np.int64)

    def counts(self, query: Query, fields: Sequence[str], most: int) -> dict[str, dict[str, int]]:
        """Of each field the values and how many articles have each, the most frequent first."""
        wanted = {field: {"terms": {"field": field, "size": most}} for field in fields}
        found = self._told(self._searcher.aggregate, query, wanted) if fields else {}
        return {
            field: {bucket["key"]: bucket["doc_count"] for bucket in own["buckets"]}
            for field, own in found.items()
        }

    def average(self, query: Query, field: str) -> float | None:
        wanted = {field: {"avg": {"field": field}}}
        found: float | None = self._told(self._searcher.aggregate, query, wanted)[field]["value"]
        return found

    def stored(self, address: Address, field: str) -> bytes:
        kept: bytes = self._told(self._searcher.doc, address).get_first(field)
        return kept

    def articles_with(self, field: str, term: str) -> int:
        """With those that were deleted since the last merge."""
        return int(self._told(self._searcher.doc_freq, field, term))

    def beginning(self, field: str, start: str, most: int) -> list[tuple[str, int]]:
        """So many terms that begin so, in their order, and how many articles have each."""
        found = self._told(
            self._searcher.terms_with_prefix, field, start, filter_query=Query.all_query(), limit=most
        )
        return [(str(term), int(count)) for term, count in found]


class Writing:
    """A generation in the making, in a folder that holds the files of the one before, or none."""

    def __init__(self, folder: Path, schema: Any, memory: int) -> None:
        self._folder = folder
        self._schema = schema
        self._index = self._told(self._made)
        self._writer = self._told(self._index.writer, memory, 1)

    def _made(self) -> Any:
        path = str(self._folder)
        return (
            tantivy.Index.open(path) if tantivy.Index.exists(path) else tantivy.Index(self._schema, path=path)
        )

    def _told(self, work: Callable[..., _T], *given: Any) -> _T:
        try:
            return work(*given)
        except BaseException as e:
            if not _is_library(e):
                raise
            raise IndexProblem(
                f"The index in {self._folder.parent} can't be written: {e}. Nothing was changed."
            ) from e

    def add(self, fields: dict[str, Any]) -> None:
        self._told(self._writer.add_document, tantivy.Document.from_dict(fields, self._schema))

    def delete(self, id: str) -> None:
        self._told(self._writer.delete_documents_by_term, "id", id)

    def delete_number(self, number: int) -> None:
        self._told(self._writer.delete_documents_by_query, Query.term_query(self._schema, "number", number))

    def finish(self) -> None:
        self._told(self._writer.commit)
        self._told(self._writer.wait_merging_threads)
        (self._folder / ".tantivy-writer.lock").unlink(missing_ok=True)  # the other is opened by readers

    def close(self) -> None:
        """The threads end with the writer."""
        self._writer = self._index = None
