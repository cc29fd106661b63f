"""Articles like one: those that share the words which set it apart."""

from __future__ import annotations

import numpy as np

from search.article import Article
from search.clauses import TEXT
from search.engines.telling import LEAST_SHARE, telling
from search.engines.whoosh.evaluate import Evaluator, Found
from search.engines.whoosh.snapshot import Snapshot
from search.patterns import Terms


def similar(article: Article, own: int, snapshot: Snapshot, evaluator: Evaluator) -> Found:
    """Live articles with their scores, without the article itself, whose number is `own`."""
    scores = np.zeros(snapshot.size, np.float32)
    for keys in telling(article, snapshot.size, lambda several: [*map(snapshot.articles_with, several)]):
        found = evaluator.scored(Terms(TEXT, keys))
        scores[found.articles] += found.scores
    alike = np.flatnonzero(scores > scores[own] * LEAST_SHARE)
    alike = alike[alike != own]
    return Found(alike, scores[alike])
