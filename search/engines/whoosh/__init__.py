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

from search.analysis import VERSION, tongue
from search.article import Article
from search.budget import Budget, allowed
from search.clauses import Clause
from search.engines import suggesting
from search.engines.arrays import Numbers
from search.engines.cache import Cache
from search.engines.closeness import CANDIDATES
from search.engines.current import Current
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
from search.errors import ArchiveError, OutOfTime
from search.index import Batch, Hit, Results, Search, Sort, Status, Stream, Suggestion
from search.limits import check_size
from search.marking import Marker, joined, leaves
from search.notes import Note
from search.settings import Settings

FORMAT = f"whoosh 3, words {VERSION}"


def open_index(location: str, settings: Settings, create: bool) -> WhooshIndex:
    index = WhooshIndex(Path(location), settings)
    if not create:
        index.check_usable()
    return index


class WhooshIndex:
    def __init__(self, root: Path, settings: Settings) -> None:
        self._root = root
        self._settings = settings
        self._generations = Generations(root, FORMAT, TOC_FILE)
        self._cache = Cache(settings.memory_mb << 20)
        self._current = Current(self._generations, _snapshot)

    def check_usable(self) -> None:
        """Raises IndexMissing, IndexOutdated or IndexDamaged."""
        self._current.get()

    def write(self) -> contextlib.AbstractContextManager[Batch]:
        return self._written(fresh=False)

    def rebuild(self) -> contextlib.AbstractContextManager[Batch]:
        return self._written(fresh=True)

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

    def sweep(self) -> None:
        self._generations.sweep()

    def search(self, search: Search) -> Results:
        begun = time.monotonic()
        budget = allowed(self._settings.search_seconds)
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
        snapshot, words, evaluator = self._opened_for(search, allowed(self._settings.search_seconds))
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
        words = Words(snapshot, self._settings.max_expansions, budget.check)
        return snapshot, words, Evaluator(snapshot, words, self._cache, budget.check)

    def get(self, id: str) -> Article | None:
        snapshot = self._current.get()
        number = snapshot.number_of(id)
        return None if number is None else snapshot.article(number)

    def ids(self) -> Iterator[str]:
        return self._current.get().ids()

    def marks(self, clause: Clause, text: str, language: str | None) -> tuple[tuple[int, int], ...]:
        check_size(clause, self._settings)
        check = allowed(self._settings.search_seconds).check
        words = Words(self._current.get(), self._settings.max_expansions, check, [tongue(language)])
        return joined(Marker(map(words.pattern, leaves(clause)), words).marks(text, language))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        check = allowed(self._settings.search_seconds).check
        return suggesting.suggest(prefix, limit, Wordlist(self._current.get(), self._cache, check))

    def spellings(self, word: str, limit: int = 3) -> tuple[str, ...]:
        check = allowed(self._settings.search_seconds).check
        return suggesting.spellings(word, limit, Wordlist(self._current.get(), self._cache, check))

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        snapshot = self._current.get()
        own = snapshot.number_of(id)
        if own is None:
            return ()
        check = allowed(self._settings.search_seconds).check
        words = Words(snapshot, self._settings.max_expansions, check)
        evaluator = Evaluator(snapshot, words, self._cache, check)
        found = similar(snapshot.article(own), own, snapshot, evaluator)
        hits = Hits(Marker((), words), lambda: False)
        return _hits(hits, snapshot, found, page(found, snapshot, Search(limit=limit)))

    def status(self) -> Status:
        try:
            snapshot = self._current.get()
        except ArchiveError as e:
            return Status(False, "whoosh", str(self._root), "", 0, str(e))
        return Status(True, "whoosh", str(self._root), snapshot.generation.name, len(snapshot.articles))

    def verify(self) -> tuple[str, ...]:
        return self._generations.verify()

    def close(self) -> None:
        self._current.close()


def _snapshot(generation: Generation, before: Snapshot | None) -> Snapshot:
    """Keeps the open segments that the new generation shares with the old."""
    known = {segment.id: segment for segment in before.segments} if before else {}
    segments = read_segments(generation.folder)
    return Snapshot(
        generation,
        [(known.get(s.segid) or Segment(generation.folder, s), list(s.deleted_docs())) for s in segments],
    )


def _filtered(search: Search, snapshot: Snapshot, words: Words, evaluator: Evaluator) -> Filtered:
    found = evaluator.found(search.clause)
    if found is None:
        words.notes.append(Note("there is no word in it that can be searched."))
        found = Found(np.zeros(0, np.int64), np.zeros(0, np.float32))
    return Filtered(search, found, snapshot, evaluator)


def _hits(hits: Hits, snapshot: Snapshot, found: Found, places: Numbers) -> tuple[Hit, ...]:
    return tuple(hits.hit(snapshot.card(int(found.articles[at])), float(found.scores[at])) for at in places)
