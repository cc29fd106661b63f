"""What readers ask of an archive in a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from search.analysis import tongue
from search.budget import Budget, allowed
from search.clauses import Clause
from search.engines import suggesting
from search.engines.hits import Hits
from search.engines.opensearch import reading
from search.engines.opensearch.asking import Asking
from search.engines.opensearch.client import Lost
from search.engines.opensearch.facets import Sizes
from search.engines.opensearch.results import Asked, Page
from search.engines.opensearch.similar import similar
from search.engines.opensearch.snapshot import Snapshots
from search.engines.opensearch.vocabulary import Known, Words
from search.engines.opensearch.wordlist import Wordlist
from search.index import Hit, Results, Search, Stream, Suggestion
from search.limits import check_size
from search.marking import Marker, joined, leaves
from search.settings import Settings

_T = TypeVar("_T")


class Reader:
    def __init__(self, snapshots: Snapshots, settings: Settings) -> None:
        self._snapshots = snapshots
        self._settings = settings
        self._known = "", Known()
        self._sizes = Sizes()

    def search(self, search: Search) -> Results:
        """As `search.index.Index` has it, and so are the others."""
        begun = time.monotonic()
        budget = self._budget()

        def answered(ask: Asking) -> Results:
            words = self._words(ask)
            page = Page(Asked(search, words, ask, self._sizes))
            hits = Hits(Marker(map(words.pattern, leaves(search.clause)), words), budget.is_spent)
            return Results(
                total=page.total,
                hits=tuple(hits.hit(hit["_source"]["card"], hit["_score"] or 0.0) for hit in page.hits),
                facets={facet: found.counts for facet, found in page.facets.items()},
                facet_sizes={facet: found.size for facet, found in page.facets.items()},
                took=time.monotonic() - begun,
                generation=ask.snapshot.name,
                notes=tuple(dict.fromkeys((*words.notes, *budget.notes()))),
            )

        check_size(search.clause, self._settings)
        return self._asked(answered, budget)

    def stream(self, search: Search) -> Stream:
        def answered(ask: Asking) -> Stream:
            words = self._words(ask)
            asked = Asked(search, words, ask, self._sizes)
            return Stream(
                total=asked.total(),
                articles=asked.articles(),
                generation=ask.snapshot.name,
                notes=tuple(dict.fromkeys(words.notes)),
            )

        check_size(search.clause, self._settings)
        return self._asked(answered, self._budget())

    def marks(self, clause: Clause, text: str, language: str | None) -> tuple[tuple[int, int], ...]:
        def answered(ask: Asking) -> tuple[tuple[int, int], ...]:
            words = self._words(ask, tongue(language))
            words.prepare(clause)
            return joined(Marker(map(words.pattern, leaves(clause)), words).marks(text, language))

        check_size(clause, self._settings)
        return self._asked(answered, self._budget())

    def suggest(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        return self._asked(
            lambda ask: suggesting.suggest(prefix, limit, Wordlist(self._words(ask), ask)), self._budget()
        )

    def spellings(self, word: str, limit: int) -> tuple[str, ...]:
        return self._asked(
            lambda ask: suggesting.spellings(word, limit, Wordlist(self._words(ask), ask)), self._budget()
        )

    def similar(self, id: str, limit: int) -> tuple[Hit, ...]:
        def answered(ask: Asking) -> tuple[Hit, ...]:
            own = reading.article_of_generation(ask.snapshot, id)
            if own is None:
                return ()
            words = self._words(ask)
            hits = Hits(Marker((), words), lambda: False)
            alike = similar(own, ask, words, limit)
            return tuple(hits.hit(hit["_source"]["card"], hit["_score"]) for hit in alike)

        return self._asked(answered, self._budget())

    def _budget(self) -> Budget:
        return allowed(self._settings.search_seconds)

    def _asked(self, ask: Callable[[Asking], _T], budget: Budget) -> _T:
        """Of a generation that is likely to be the newest, or of that which is."""
        if likely := self._snapshots.likely():
            asking = Asking(likely, budget, partial(self._snapshots.confirm, likely))
            try:
                answer = ask(asking)
                asking.confirmed()
                return answer
            except Lost:
                self._snapshots.forget(likely)
        return self._snapshots.asked(lambda snapshot: ask(Asking(snapshot, budget)))

    def _words(self, ask: Asking, *also: str) -> Words:
        name, known = self._known
        if name != ask.snapshot.name:
            known = Known()
            self._known, self._sizes = (ask.snapshot.name, known), Sizes()
        return Words(known, ask, self._settings.max_expansions, also)
