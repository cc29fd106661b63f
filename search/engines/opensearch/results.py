"""A search → what the cluster is asked, and its answers → what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from itertools import chain
from typing import Any, TypeAlias

from search.article import Article
from search.engines.opensearch import reading
from search.engines.opensearch.asking import AT_ONCE, Asking
from search.engines.opensearch.client import Answer
from search.engines.opensearch.closeness import CANDIDATES, closeness, id_of, ranked_among, within_reach
from search.engines.opensearch.facets import Choices, Sizes, check_facets
from search.engines.opensearch.queries import NOTHING, Queries, Query, between, valued
from search.engines.opensearch.vocabulary import Words
from search.errors import OverBudget
from search.index import Search, Sort
from search.notes import Note

Sorting: TypeAlias = list[dict[str, Any]]
Found: TypeAlias = list[dict[str, Any]]
"""Hits as the cluster gives them."""

NEWEST: Sorting = [{"instant": {"order": "desc", "missing": "_last"}}, {"id": "asc"}]
OLDEST: Sorting = [{"instant": {"order": "asc", "missing": "_last"}}, {"id": "asc"}]
_CARDS: dict[str, Any] = {"_source": True}
"""Whole, as it is stored: to choose from it the cluster would have to read and write it again."""
_PLACES: dict[str, Any] = {"stored_fields": "_none_"}
"""Of hits that are only put in order: scores, and what they are sorted by, of which the last is the id. To read the id where it
is stored, with all else, would take longer than to find them."""

ORDERS = {Sort.RELEVANCE: [{"_score": "desc"}, *NEWEST], Sort.NEWEST: NEWEST, Sort.OLDEST: OLDEST}


class Page:
    """What a search found: `total`, `hits` of the page with their cards, and `facets`."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        search = asked.search
        begin, end = max(search.offset, 0), max(search.offset, 0) + max(search.limit, 0)
        closer = asked.closer if begin < min(end, CANDIDATES) else []
        if closer:
            first = self._first(0, CANDIDATES, _PLACES)
        elif end <= AT_ONCE:
            first = self._first(begin, end, _CARDS)
        else:
            first = self._first(0, 0, _PLACES)
        self.total: int = first["hits"]["total"]["value"]
        hits: Found = first["hits"]["hits"]
        if closer:
            best = hits
            hits = asked.closest(best, closer, begin, min(end, CANDIDATES))
            begin = CANDIDATES
        if (closer or end > AT_ONCE) and begin < min(end, self.total):
            hits = [*hits, *asked.between(begin, min(end, self.total))]
        self.hits = hits

    def _first(self, begin: int, end: int, told: dict[str, Any]) -> Answer:
        """With all that is counted."""
        asked = self._asked
        body = {**asked.body(), **told, "from": begin, "size": end - begin, "track_total_hits": True}
        answer, self.facets = asked.choices.counted(body, asked.ask, asked.sizes)
        return answer


class Asked:
    """A search, as a cluster is asked it. Raises SearchError for one that can't be answered as asked."""

    def __init__(self, search: Search, words: Words, ask: Asking, sizes: Sizes) -> None:
        check_facets(search)
        self.sizes = sizes
        self.search = search
        self.ask = ask
        self._words = words
        words.prepare(search.clause)
        query = Queries(words.pattern, words).query(search.clause)
        if query is None:
            words.notes.append(Note("there is no word in it that can be searched."))
            query = NOTHING
        self.choices = Choices(search)
        self.counted = _filtered(query, search, self.choices.always)
        self._order = ORDERS[search.sort]

    @property
    def query(self) -> Query:
        """What matches and passes every filter."""
        after = [*self.choices.after.values()]
        return {"bool": {"must": [self.counted], "filter": after}} if after else self.counted

    @cached_property
    def closer(self) -> list[Query]:
        """What tells which of the best are closest; nothing where they need not be told."""
        if self.search.sort is not Sort.RELEVANCE:
            return []
        return closeness(self.search.clause, self._words, self.ask.snapshot.articles)

    def body(self) -> dict[str, Any]:
        after = [*self.choices.after.values()]
        return {
            "query": self.counted,
            **({"post_filter": {"bool": {"filter": after}}} if after else {}),
            "sort": self._order,
            "track_scores": True,
        }

    def total(self) -> int:
        answer = self.ask({"query": self.query, "size": 0, "track_total_hits": True})
        total: int = answer["hits"]["total"]["value"]
        return total

    def articles(self) -> Iterator[Article]:
        """All of them, read as they are asked for. What may take time is done before the first is asked for."""
        best = self.between(0, CANDIDATES, cards=False) if self.closer else []
        if not best:
            return reading.articles(self.ask.snapshot, self.query, self._order)
        first = reading.articles(self.ask.snapshot, ranked_among(best, self.closer), self._order)
        return chain(first, reading.articles(self.ask.snapshot, self.query, self._order, best[-1]["sort"]))

    def closest(self, best: Found, closer: list[Query], begin: int, end: int) -> Found:
        """Of the best, those from one place to another once the closest of them have come to the front."""
        if not best:
            return []
        query = ranked_among(within_reach(best, closer, end), closer)
        body = {"query": query, "sort": self._order, "track_total_hits": False}
        page = {"from": begin, "size": end - begin, **_CARDS}
        with suppress(OverBudget):
            found: Found = self.ask({**body, **page})["hits"]["hits"]
            return found
        return self._with_cards(best[begin:end])  # in order by BM25 alone

    def _with_cards(self, hits: Found) -> Found:
        """Sooner than they could be searched for again."""
        body = {"query": {"terms": {"id": [*map(id_of, hits)]}}, "size": len(hits), "track_total_hits": False}
        found = self.ask.snapshot.search({**body, **_CARDS})["hits"]["hits"]
        stored = {hit["_id"]: hit["_source"] for hit in found}
        return [{**hit, "_source": stored[id_of(hit)]} for hit in hits]

    def between(self, begin: int, end: int, *, cards: bool = True) -> Found:
        """Those from one place to another. The cluster gives so many at once only, so it is gone through to there."""
        body = {**self.body(), "track_total_hits": False}
        found: Found = []
        at, after = 0, {}
        while at < end:
            shown = at >= begin
            size = min((end if shown else begin) - at, AT_ONCE)
            if not at and begin + size <= AT_ONCE:
                at, size, shown = begin, min(end - begin, AT_ONCE - begin), True
                after = {"from": begin}
            told = _CARDS if cards and shown else _PLACES
            hits = self.ask({**body, **told, **after, "size": size})["hits"]["hits"]
            found += hits if shown else []
            at += size
            if len(hits) < size:
                break
            after = {"search_after": hits[-1]["sort"]}
        return found


def _filtered(query: Query, search: Search, always: list[Query]) -> Query:
    """The articles that match, within the span of dates and without what is excluded."""
    own = [*always]
    if search.since is not None or search.until is not None:
        own.append(between(search.since, search.until))
    without = [valued(facet, sorted(values)) for facet, values in search.excluded.items() if values]
    if not own and not without:
        return query
    return {"bool": {"must": [query], "filter": own, **({"must_not": without} if without else {})}}
