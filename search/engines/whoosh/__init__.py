"""The embedded engine: Whoosh's index (schema, segments, term dictionary, stored columns), evaluated on arrays.

Files are made in the order inversion → segments → store, and read in the order snapshot → finding → evaluate → results.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from search.analysis import VERSION
from search.article import Article
from search.budget import Budget
from search.engines.arrays import Numbers
from search.engines.closeness import CANDIDATES
from search.engines.embedded import Embedded
from search.engines.generations import Generation, Generations, translated
from search.engines.hits import Hits
from search.engines.vocabulary import Words
from search.engines.whoosh.closeness import closer
from search.engines.whoosh.evaluate import Evaluator, Found
from search.engines.whoosh.results import Filtered, page
from search.engines.whoosh.segments import Segment
from search.engines.whoosh.similar import similar
from search.engines.whoosh.snapshot import Snapshot
from search.engines.whoosh.store import TOC_FILE, Store, read_segments
from search.engines.whoosh.suggestions import Wordlist
from search.errors import OutOfTime
from search.index import Batch, Hit, Results, Search, Sort, Stream
from search.limits import check_size
from search.marking import Marker, leaves
from search.notes import Note
from search.settings import Settings

FORMAT = f"whoosh 3, words {VERSION}"


def open_index(location: str, settings: Settings, create: bool) -> WhooshIndex:
    index = WhooshIndex(Path(location), settings)
    if not create:
        index.check_usable()
    return index


class WhooshIndex(Embedded[Snapshot]):
    NAME = "whoosh"

    def __init__(self, root: Path, settings: Settings) -> None:
        super().__init__(root, settings, Generations(root, FORMAT, TOC_FILE))

    def _opened(self, generation: Generation, before: Snapshot | None) -> Snapshot:
        """Keeps the open segments that the new generation shares with the old."""
        known = {segment.id: segment for segment in before.segments} if before else {}
        segments = read_segments(generation.folder)
        return Snapshot(
            generation,
            [(known.get(s.segid) or Segment(generation.folder, s), list(s.deleted_docs())) for s in segments],
        )

    @contextlib.contextmanager
    def _written(self, fresh: bool) -> Iterator[Batch]:
        with self._generations.write(fresh) as folder:
            with translated(self._root):
                known = not fresh and any(folder.iterdir())
                store = Store(folder, read_segments(folder) if known else [])
            try:
                yield store
                store.finish()
            except BaseException:
                store.abandon()
                raise

    def search(self, search: Search) -> Results:
        begun = time.monotonic()
        budget = self._budget()
        snapshot, words, evaluator = self._opened_for(search, budget)
        filtered = _filtered(search, snapshot, words, evaluator)
        counts = {facet: filtered.counts(facet, search.facet_limit) for facet in search.facets}
        evaluator.check()
        hits = Hits(
            Marker(map(words.pattern, leaves(search.clause)), words),
            budget.is_spent,
        )
        found = filtered.found
        if search.sort is Sort.RELEVANCE and 0 <= search.offset < CANDIDATES and search.limit > 0:
            with contextlib.suppress(OutOfTime):  # else in order by BM25 alone
                found = closer(found, search, snapshot, words, evaluator)
        shown = _hits(hits, snapshot, found, page(found, snapshot, search))
        return Results(
            total=len(filtered.found.articles),
            hits=shown,
            facets={facet: shown for facet, (shown, _) in counts.items()},
            facet_sizes={facet: size for facet, (_, size) in counts.items()},
            took=time.monotonic() - begun,
            generation=snapshot.generation.name,
            notes=tuple(dict.fromkeys((*words.notes, *budget.notes()))),
        )

    def stream(self, search: Search) -> Stream:
        snapshot, words, evaluator = self._opened_for(search, self._budget())
        found = _filtered(search, snapshot, words, evaluator).found
        whole = replace(search, offset=0, limit=len(found.articles))
        if search.sort is Sort.RELEVANCE:
            found = closer(found, whole, snapshot, words, evaluator)
        numbers = found.articles[page(found, snapshot, whole)].astype(np.int32)
        return Stream(
            total=len(numbers),
            articles=(snapshot.article(int(number)) for number in numbers),
            generation=snapshot.generation.name,
            notes=tuple(dict.fromkeys(words.notes)),
        )

    def _opened_for(self, search: Search, budget: Budget) -> tuple[Snapshot, Words, Evaluator]:
        check_size(search.clause, self._settings)
        snapshot = self._current.get()
        words = self._words(snapshot, budget)
        return snapshot, words, Evaluator(snapshot, words, self._cache, budget.check)

    def get(self, id: str) -> Article | None:
        snapshot = self._current.get()
        number = snapshot.number_of(id)
        return None if number is None else snapshot.article(number)

    def _wordlist(self) -> Wordlist:
        return Wordlist(self._current.get(), self._cache, self._budget().check)

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        snapshot = self._current.get()
        own = snapshot.number_of(id)
        if own is None:
            return ()
        budget = self._budget()
        words = self._words(snapshot, budget)
        evaluator = Evaluator(snapshot, words, self._cache, budget.check)
        found = similar(snapshot.article(own), own, snapshot, evaluator)
        hits = Hits(Marker((), words), lambda: False)
        return _hits(hits, snapshot, found, page(found, snapshot, Search(limit=limit)))


def _filtered(search: Search, snapshot: Snapshot, words: Words, evaluator: Evaluator) -> Filtered:
    found = evaluator.found(search.clause)
    if found is None:
        words.notes.append(Note("there is no word in it that can be searched."))
        found = Found(np.zeros(0, np.int64), np.zeros(0, np.float32))
    return Filtered(search, found, snapshot, evaluator)


def _hits(hits: Hits, snapshot: Snapshot, found: Found, places: Numbers) -> tuple[Hit, ...]:
    return tuple(hits.hit(snapshot.card(int(found.articles[at])), float(found.scores[at])) for at in places)
