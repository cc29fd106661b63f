"""Whether an archive is whole: the engine's files and those beside them, the ledger against the index, and a sample of
articles read back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from search import seal
from search.database import speaking_for
from search.errors import IndexBusy, IndexProblem
from search.index import Index
from search.ledger import Ledger, place
from search.since import Steady

_SAMPLE = 200
_NAMED = 3
_TRIES = 5


def doubts_of(index: Index) -> tuple[str, ...]:
    """In words; none when all is well, whatever is written meanwhile. Nothing is written here, on no disk.

    Raises IndexDamaged when the ledger can't be read, IndexBusy when what was seen is never of one moment.
    """
    file = place(index.status().location)
    for _ in range(_TRIES):
        generation, steady = index.status().generation, Steady(file)
        try:
            found = _doubts(index, file)
        except IndexProblem:
            if steady() and index.status().generation == generation:
                raise
        else:
            if not found or (steady() and index.status().generation == generation):
                return found
    raise IndexBusy(
        f"{file.parent} changes faster than it can be checked. Check it when nothing writes to it."
    )


def _doubts(index: Index, file: Path) -> tuple[str, ...]:
    broken = index.verify() or seal.doubts(file, index)
    return broken or (*_ledger_doubts(index), *_article_doubts(index))


def _ledger_doubts(index: Index) -> Iterator[str]:
    """What a run was about to add and remove is in no doubt where it was cut short between the index's commit and the
    ledger's; nor is what only the index has, as the next run takes it up."""
    status = index.status()
    file = place(status.location)
    with speaking_for(file), closing(Ledger.unwritten(file)) as ledger:
        if (said := ledger.db.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            yield f"{file} is damaged: {said}."
        lacking, unclaimed = ledger.differences(index)
        if ledger.generation != status.generation and ledger.history.explains(index, lacking, unclaimed):
            return
        if lacking:
            yield f"The ledger names articles that the index lacks: {_some(lacking)}."
        if unclaimed and ledger.generation == status.generation:
            yield f"The index has articles that the ledger does not know: {_some(unclaimed)}."


def _article_doubts(index: Index) -> Iterator[str]:
    articles = index.status().articles
    for id in islice(index.ids(), 0, None, max(1, articles // _SAMPLE)):
        article = index.get(id)
        if article is None or article.id != id:
            yield f"Article {id} can't be read back."


def _some(ids: Sequence[str]) -> str:
    more = len(ids) - _NAMED
    return ", ".join(ids[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
