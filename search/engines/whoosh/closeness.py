"""The best that a search found, put in order by how close its words stand (`search.engines.closeness`)."""

from __future__ import annotations

import numpy as np

from search.clauses import TEXT
from search.engines.closeness import CANDIDATES, Part, closeness, looked_at
from search.engines.vocabulary import Words
from search.engines.whoosh.evaluate import Evaluator, Found
from search.engines.whoosh.results import page
from search.engines.whoosh.snapshot import Snapshot
from search.index import Search
from search.marking import leaves
from search.patterns import field_of


def closer(found: Found, search: Search, snapshot: Snapshot, words: Words, evaluator: Evaluator) -> Found:
    """The same, with higher scores for those of the best in which the words are close; the best alone, when no more
    than they are shown."""
    patterns = (words.pattern(leaf) for leaf in leaves(search.clause))
    asked = [pattern for pattern in patterns if pattern and field_of(pattern) == TEXT]
    if len(asked) < 2 or not len(found.articles):
        return found
    idf = {pattern: evaluator.idf(pattern) for pattern in asked}
    rarest, asked = looked_at(asked, idf)
    best = np.sort(page(found, snapshot, Search(limit=CANDIDATES)))
    articles = found.articles[best]
    burden = snapshot.burden(TEXT)[articles]
    alone = search.offset + search.limit <= CANDIDATES
    scores = found.scores[best] if alone else found.scores.copy()
    for finder, base, segment in zip(evaluator.finders, snapshot.bases, snapshot.segments, strict=True):
        own = (articles >= base) & (articles < base + segment.size)
        evaluator.check()
        if own.any():
            numbers = articles[own] - base
            spans = {pattern: finder.among(pattern, numbers) for pattern in rarest}
            parts = [Part(idf[pattern], spans[pattern]) for pattern in asked]
            scores[own if alone else best[own]] += closeness(parts, numbers, burden[own])
    return Found(articles if alone else found.articles, scores)
