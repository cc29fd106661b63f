"""How close the words of a search stand to each other in an article: what the first of a list are put in order by, beside
BM25.

As Whoosh's engine does it (search/engines/whoosh/closeness.py), but a place where words are close counts once, however many
of them an article has: to the scores of the CANDIDATES that are best by BM25 are added

    PAIRS · idf     for each two words that are neighbours in the search and stand within PAIR_WORDS of each other
    PASSAGE · idf   for each two of the rarest words, and each two neighbours, within a passage of PASSAGE_WORDS

where idf is that of the rarer word, from about how many articles have it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from search.clauses import TEXT, Clause
from search.engines.opensearch.intervals import found
from search.engines.opensearch.queries import joins
from search.engines.opensearch.vocabulary import Words
from search.marking import leaves
from search.patterns import Close, Pattern, field_of

CANDIDATES = 200
PASSAGE, PASSAGE_WORDS = 0.06, 40
PAIRS, PAIR_WORDS = 0.12, 8

_MOST_PARTS = 40
"""Different parts of a search that are looked at, the rarest ones."""
_MOST_PAIRS = 40
"""Neighbours that are looked at, those with the rarest words."""
_RAREST = 6
"""Of which each is looked for beside each."""

_ROUNDED = 1e-4
"""Of a score, more than adding up can lose: the cluster's numbers have seven digits."""


def closeness(clause: Clause, words: Words, articles: int) -> list[dict[str, Any]]:
    """Queries whose scores tell it; none where fewer than two words are looked for in the text."""
    asked = [
        p for leaf in leaves(clause) if (p := words.pattern(leaf)) and field_of(p) == TEXT and not joins(p)
    ]
    idf = {pattern: _idf(words.frequency(pattern), articles) for pattern in asked}
    rarest = sorted(idf, key=idf.__getitem__, reverse=True)[:_MOST_PARTS]
    asked = [pattern for pattern in asked if pattern in rarest]
    pairs = dict.fromkeys((one, other) for one, other in pairwise(asked) if one != other)
    neighbours = sorted(pairs, key=lambda pair: -max(idf[pair[0]], idf[pair[1]]))[:_MOST_PAIRS]
    together = dict.fromkeys([*neighbours, *combinations(rarest[:_RAREST], 2)])
    return [
        *(_near(pair, PAIR_WORDS, PAIRS, idf, words) for pair in neighbours),
        *(_near(pair, PASSAGE_WORDS - 1, PASSAGE, idf, words) for pair in together),
    ]


def _near(
    pair: tuple[Pattern, Pattern], distance: int, weight: float, idf: Mapping[Pattern, float], words: Words
) -> dict[str, Any]:
    one, other = pair
    close = found(Close(one, other, distance, False), words)
    return {"constant_score": {"filter": close, "boost": weight * max(idf[one], idf[other])}}


def _idf(having: int, articles: int) -> float:
    having = min(having, articles)
    return math.log(1 + (articles - having + 0.5) / (having + 0.5))


def id_of(hit: Mapping[str, Any]) -> str:
    """Of a hit in an order that ends in the id."""
    id: str = hit["sort"][-1]
    return id


def within_reach(
    hits: Sequence[Mapping[str, Any]], closer: list[dict[str, Any]], end: int
) -> list[Mapping[str, Any]]:
    """Of the hits, best first, those that closeness may bring to a place before `end`."""
    if end >= len(hits):
        return [*hits]
    most = sum(query["constant_score"]["boost"] for query in closer) + _ROUNDED * hits[0]["_score"]
    return [hit for hit in hits if hit["_score"] + most >= hits[end - 1]["_score"]]


def ranked_among(hits: Sequence[Mapping[str, Any]], closer: list[dict[str, Any]]) -> dict[str, Any]:
    """The query for these hits, whose score is their own and that of closeness."""
    ids = [*map(id_of, hits)]
    own = [
        {"constant_score": {"filter": {"term": {"id": id}}, "boost": hit["_score"]}}
        for id, hit in zip(ids, hits, strict=True)
    ]
    return {"bool": {"filter": [{"terms": {"id": ids}}], "should": [*own, *closer]}}
