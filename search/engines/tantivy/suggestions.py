"""The words, values and headlines that suggestions are made of (`search.engines.suggesting`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from search.alphabets import folded
from search.clauses import TEXT
from search.engines.tantivy.fields import LONGEST_TITLE, UNKNOWN, schema
from search.engines.tantivy.native import Query
from search.engines.tantivy.queries import Queries
from search.engines.tantivy.snapshot import Snapshot
from search.engines.wordlist import LexiconWords
from search.patterns import Terms


class Wordlist(LexiconWords):
    def __init__(self, snapshot: Snapshot, queries: Queries, check: Callable[[], None]) -> None:
        super().__init__(snapshot.tongues, snapshot.lexicons(TEXT))
        self._snapshot = snapshot
        self._queries = queries
        self._check = check

    def live(self, several: Sequence[Terms]) -> list[int]:
        return [self._snapshot.native.count(self._queries.exactly(terms)) for terms in several]

    def values(self, facet: str, start: str, most: int) -> dict[str, int]:
        self._check()
        found = [
            (value, count)
            for value, count in self._snapshot.facet(facet).items()
            if value != UNKNOWN and folded(value.casefold()).startswith(start)
        ]
        return dict(sorted(found, key=lambda value: (-value[1], value[0]))[:most])

    def headlines(self, start: str, most: int) -> Counter[str]:
        native = self._snapshot.native
        found: Counter[str] = Counter()
        for title, count in native.beginning("title", start[:LONGEST_TITLE], most):
            self._check()
            _, hits = native.best(Query.term_query(schema(), "title", title, "basic"), 1)
            if hits:
                found[self._snapshot.card(hits[0][1])["headline"]] += count
        return found
