"""The words, values and headlines that suggestions are made of (`search.engines.suggesting`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from search.clauses import TEXT, Fuzzy, Prefix
from search.engines.opensearch.asking import Asking, every
from search.engines.opensearch.layout import ARTICLE, CAPITALS, SEPARATOR
from search.engines.opensearch.rows import rows
from search.engines.opensearch.vocabulary import Words, counted, matching, words_where
from search.patterns import Form, Terms

_BY_FREQUENCY = [{"n": "desc"}, {"form": "asc"}, {"tongue": "asc"}]
_BY_FORM = [{"form": "asc"}, {"tongue": "asc"}]


class Wordlist:
    def __init__(self, words: Words, ask: Asking) -> None:
        self._words = words
        self._ask = ask

    @property
    def tongues(self) -> Sequence[str]:
        return self._words.tongues

    def beginning(self, start: str, most: int) -> Counter[str]:
        query = matching(Prefix(start), start, TEXT)
        body = {"query": query, "sort": _BY_FREQUENCY, "_source": ["folded", "n"]}
        likely: Counter[str] = Counter()
        for hit in every(self._ask, body, 2 * most):
            likely[hit["_source"]["folded"]] += hit["_source"]["n"]
        return likely

    def near(self, word: str, edits: int) -> dict[str, int]:
        query = matching(Fuzzy(word, edits=edits), word, TEXT)
        body = {"query": query, "sort": _BY_FORM, "_source": ["folded"]}
        return {
            hit["_source"]["folded"]: min(map(int, hit["matched_queries"])) for hit in every(self._ask, body)
        }

    def forms(self, words: Sequence[str]) -> list[Counter[Form]]:
        found: dict[str, Counter[Form]] = {word: Counter() for word in words}
        if found:
            query = words_where({"term": {"stream": TEXT}}, {"terms": {"folded": [*found]}})
            for hit in every(self._ask, {"query": query, "sort": _BY_FORM, "_source": True}):
                source = hit["_source"]
                if source["shape"] != CAPITALS:
                    found[source["folded"]][Form(source["form"], source["tongue"])] += source["n"]
        return [found[word] for word in words]

    def live(self, several: Sequence[Terms]) -> list[int]:
        return counted(self._ask, [self._terms(terms) for terms in several])

    def _terms(self, terms: Terms) -> list[str]:
        """Each of which says that the article has one of them."""
        return sorted({term for row in rows(terms, self._words) for term in row.slots[0]})

    def values(self, facet: str, start: str, most: int) -> dict[str, int]:
        found = self._named(facet, start, most, {"_count": "desc"}, {"_key": "asc"})
        return {named.partition(SEPARATOR)[2]: count for named, count in found}

    def headlines(self, start: str, most: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for named, count in self._named("headline", start, most, {"_key": "asc"}):
            found[named.partition(SEPARATOR)[2]] += count
        return found

    def _named(self, name: str, start: str, most: int, *order: dict[str, str]) -> list[tuple[str, int]]:
        """The names that begin so, as they are kept, each with how many articles have it."""
        field = f"named.{name}"
        terms: dict[str, Any] = {
            "field": field,
            "include": f"{_literal(start)}.*",
            "size": most,
            "shard_size": 100 * most,
            "order": [*order],
            "execution_hint": "map",
        }
        every = [{"term": {"kind": ARTICLE}}, {"prefix": {field: {"value": start}}}]
        body = {"query": {"bool": {"filter": every}}, "size": 0, "aggs": {"named": {"terms": terms}}}
        return [(one["key"], one["doc_count"]) for one in self._ask(body)["aggregations"]["named"]["buckets"]]


def _literal(text: str) -> str:
    return "".join(c if c.isalnum() else f"\\{c}" for c in text)
