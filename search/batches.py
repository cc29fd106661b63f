"""An index written in batches of bounded size, each durable in the index before the ledger says so.

What its pages taught comes before both: a page that is read again teaches nothing new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Self

from search.article import Article
from search.errors import NotWritten
from search.index import Batch, Index
from search.ingest.repeats import Repeats
from search.staging import Stage

ARTICLES = 10_000
CHARACTERS = 200_000_000


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
        self._kept: int | None = None
        self._remembers = False

    def __enter__(self) -> Self:
        if self._afresh and self._index:
            self._batch = self._open.enter_context(self._index.rebuild())
            self._remembers = self._stage.history.known
        return self

    def __exit__(self, *failure: Any) -> None:
        """After a failure the batch at hand is dropped. Raises NotWritten anew where it is to say what is kept."""
        self._open.__exit__(*failure)
        if self._kept is not None and isinstance(e := failure[1], NotWritten):
            raise NotWritten(e.why, self._kept) from e

    def put(self, article: Article) -> None:
        """Raises SourceError for an article that the engine can't keep."""
        if batch := self._begun():
            batch.put(article)
            self._note(article.id, article)
        self._articles += 1
        self._characters += len(article.body)

    def delete(self, ids: Iterable[str]) -> None:
        for id in ids:
            if batch := self._begun():
                batch.delete(id)
                self._note(id, None)

    def commit_if_large(self) -> None:
        if not self._afresh and (self._articles >= ARTICLES or self._characters >= CHARACTERS):
            self.commit()

    def commit(self) -> None:
        """Whatever happens between the steps, the next run finds out: see `search.ledger`."""
        if self._index is None:
            return
        if not self._index.status().generation:
            self._begun()  # an archive in which nothing is yet is one that can be searched
        self._repeats.keep()
        if self._batch:
            if self._afresh:
                self._note_unwritten()
            self._stage.doubt()
            self._open.close()
            self._kept = (self._kept or 0) + self._articles
            self._batch, self._articles, self._characters = None, 0, 0
            self._afresh = False  # what follows a rebuild adds to it
        self._stage.commit(self._index.status().generation, self._recipe)

    def _begun(self) -> Batch | None:
        if self._index and not self._batch:
            self._batch = self._open.enter_context(self._index.write())
            self._remembers = self._stage.history.known
        return self._batch

    def _note(self, id: str, article: Article | None) -> None:
        """Readers see the generation before the batch until it commits, so that is what the index gives here."""
        if self._index and self._remembers:
            with self._forgiving():
                before = self._index.get(id)
                if article:
                    self._stage.history.put(article, before)
                else:
                    self._stage.history.delete(id, before)

    def _note_unwritten(self) -> None:
        """What a rebuild did not write is gone."""
        if self._index and self._remembers:
            with self._forgiving():
                for id in self._index.ids():
                    if not self._stage.history.noted(id):
                        self._stage.history.delete(id, self._index.get(id))

    @contextmanager
    def _forgiving(self) -> Iterator[None]:
        """A rebuild may be what heals an index that can't be read; then nothing is known of what was before."""
        try:
            yield
        except Exception:
            if not self._afresh:
                raise
            self._remembers = False
            self._stage.history.lose()
