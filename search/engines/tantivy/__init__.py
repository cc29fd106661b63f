"""Tantivy, for one big machine: its index finds, counts and scores; a forward index beside it settles what it can't.

Files are made in the order chunks → inversion → store, forward and merging, and read in the order snapshot → sequences and
positions → queries → filtering and ordering → nearness. `native.py` makes all calls of the library.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

from search.analysis import VERSION
from search.article import Article
from search.budget import Budget
from search.clauses import Clause
from search.engines.embedded import Embedded
from search.engines.generations import Generation, Generations
from search.engines.hits import Hits
from search.engines.tantivy import fields
from search.engines.tantivy.filtering import Filtered
from search.engines.tantivy.native import Query
from search.engines.tantivy.nearness import ordered
from search.engines.tantivy.ordering import Ordered
from search.engines.tantivy.queries import Queries, among, both
from search.engines.tantivy.similar import similar
from search.engines.tantivy.snapshot import Snapshot
from search.engines.tantivy.store import Store
from search.engines.tantivy.suggestions import Wordlist
from search.engines.vocabulary import Words
from search.index import Batch, Hit, Results, Search, Sort, Stream
from search.limits import check_size
from search.marking import Marker, leaves
from search.notes import Note
from search.settings import Settings

PREFIX = "tantivy:"
FORMAT = f"tantivy {fields.FORMAT}, words {VERSION}"


def open_index(location: str, settings: Settings, create: bool) -> TantivyIndex:
    index = TantivyIndex(Path(location.removeprefix(PREFIX)), settings)
    if not create:
        index.check_usable()
    return index


class TantivyIndex(Embedded[Snapshot]):
    NAME = "tantivy"

    def __init__(self, root: Path, settings: Settings) -> None:
        super().__init__(root, settings, Generations(root, FORMAT, "meta.json"))

    def _opened(self, generation: Generation, before: Snapshot | None) -> Snapshot:
        return Snapshot(generation)

    @contextlib.contextmanager
    def _written(self, fresh: bool) -> Iterator[Batch]:
        with self._generations.write(fresh) as folder:
            store = Store(folder)
            try:
                yield store
                store.finish()
            finally:
                store.close()

    def search(self, search: Search) -> Results:
        begun = time.monotonic()
        budget = self._budget()
        snapshot, words, queries = self._opened_for(search.clause, budget)
        filtered = _filtered(search, queries)
        budget.check()
        counts = filtered.counts(search)
        budget.check()
        offset = max(search.offset, 0)
        end = min(offset + max(search.limit, 0), snapshot.count)
        found = ordered(search, filtered.query, end, queries)
        page = found.part(offset, end)
        scores = page.scores.tolist()
        if search.sort is not Sort.RELEVANCE and page.addresses:
            scores = _scores(snapshot, filtered.query, page)
        hits = Hits(Marker(map(words.pattern, leaves(search.clause)), words), budget.is_spent)
        shown = tuple(
            hits.hit(snapshot.card(address), score)
            for address, score in zip(page.addresses, scores, strict=True)
        )
        return Results(
            total=found.total,
            hits=shown,
            facets={facet: own for facet, (own, _) in counts.items()},
            facet_sizes={facet: size for facet, (_, size) in counts.items()},
            took=time.monotonic() - begun,
            generation=snapshot.generation.name,
            notes=tuple(dict.fromkeys((*words.notes, *budget.notes()))),
        )

    def stream(self, search: Search) -> Stream:
        budget = self._budget()
        snapshot, words, queries = self._opened_for(search.clause, budget)
        query = _filtered(search, queries).query
        found = ordered(search, query, snapshot.count, queries)
        return Stream(
            total=found.total,
            articles=map(snapshot.article, found.addresses),
            generation=snapshot.generation.name,
            notes=tuple(dict.fromkeys(words.notes)),
        )

    def _opened_for(self, clause: Clause, budget: Budget) -> tuple[Snapshot, Words, Queries]:
        check_size(clause, self._settings)
        snapshot = self._current.get()
        words = self._words(snapshot, budget)
        return snapshot, words, Queries(snapshot, words, self._cache, budget)

    def get(self, id: str) -> Article | None:
        snapshot = self._current.get()
        address = snapshot.address(id)
        return None if address is None else snapshot.article(address)

    def _wordlist(self) -> Wordlist:
        budget = self._budget()
        snapshot = self._current.get()
        words = self._words(snapshot, budget)
        return Wordlist(snapshot, Queries(snapshot, words, self._cache, budget), budget.check)

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        snapshot = self._current.get()
        own = snapshot.address(id)
        if own is None:
            return ()
        budget = self._budget()
        words = self._words(snapshot, budget)
        found = similar(snapshot.article(own), limit, snapshot, Queries(snapshot, words, self._cache, budget))
        hits = Hits(Marker((), words), lambda: False)
        pairs = zip(found.addresses, found.scores.tolist(), strict=True)
        return tuple(hits.hit(snapshot.card(address), score) for address, score in pairs)


def _filtered(search: Search, queries: Queries) -> Filtered:
    found = queries.of(search.clause)
    if found is None:
        queries.words.notes.append(Note("there is no word in it that can be searched."))
        found = Query.empty_query()
    return Filtered(search, found, queries)


def _scores(snapshot: Snapshot, query: Query, page: Ordered) -> list[float]:
    """Of articles that were found in another order than by scores."""
    numbers = snapshot.native.values("number", page.addresses).tolist()
    _, hits = snapshot.native.best(both([query, among("number", numbers)]), len(numbers))
    own = snapshot.native.values("number", [address for _, address in hits]).tolist()
    known = dict(zip(own, (float(score) for score, _ in hits), strict=True))
    return [known[number] for number in numbers]
