"""An index written in batches of bounded size, each durable in the index before the ledger says so.

What its pages taught comes before both: a page that is read again teaches nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any, Self

from search.article import Article
from search.index import Batch, Index
from search.ingest.repeats import Repeats
from search.staging import Stage

_ARTICLES = 10_000
_CHARACTERS = 200_000_000


class Batches:
    """A batch is begun when there is something to write. A rebuild is one, as readers must not see half of it.

    Without an index everything is taken and nothing kept.
    """

    def __init__(
        self, index: Index | None, stage: Stage, repeats: Repeats, recipe: str, *, afresh: bool
    ) -> None:
        self._index, self._stage, self._repeats = index, stage, repeats
        self._recipe, self._afresh = recipe, afresh
        self._open = ExitStack()
        self._batch: Batch | None = None
        self._articles = self._characters = 0

    def __enter__(self) -> Self:
        if self._afresh and self._index:
            self._batch = self._open.enter_context(self._index.rebuild())
        return self

    def __exit__(self, *failure: Any) -> None:
        """After a failure the batch at hand is dropped."""
        self._open.__exit__(*failure)

    def put(self, article: Article) -> None:
        """Raises SourceError for an article that the engine can't keep."""
        if batch := self._begun():
            batch.put(article)
        self._articles += 1
        self._characters += len(article.body)

    def delete(self, ids: Iterable[str]) -> None:
        for id in ids:
            if batch := self._begun():
                batch.delete(id)

    def commit_if_large(self) -> None:
        if not self._afresh and (self._articles >= _ARTICLES or self._characters >= _CHARACTERS):
            self.commit()

    def commit(self) -> None:
        """Whatever happens between the steps, the next run finds out: see `search.ledger`."""
        if self._index is None:
            return
        if not self._index.status().generation:
            self._begun()  # an archive in which nothing is yet is one that can be searched
        self._repeats.keep()
        if self._batch:
            self._stage.doubt()
            self._open.close()
            self._batch, self._articles, self._characters = None, 0, 0
            self._afresh = False  # what follows a rebuild adds to it
        self._stage.commit(self._index.status().generation, self._recipe)

    def _begun(self) -> Batch | None:
        if self._index and not self._batch:
            self._batch = self._open.enter_context(self._index.write())
        return self._batch
