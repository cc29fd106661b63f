"""Articles like one: those that share the words which set it apart."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from search.analysis import keys_asked, tokens, tongue
from search.article import Article
from search.clauses import TEXT
from search.engines.whoosh.evaluate import Evaluator, Found
from search.engines.whoosh.snapshot import Snapshot
from search.patterns import Key, Terms

_WORDS = 25
"""That an article is known by."""

_LONGEST_READ = 50_000
_LEAST_SHARE = 0.2
"""Of the article's own score under its words, that a similar one has to reach."""


def similar(article: Article, own: int, snapshot: Snapshot, evaluator: Evaluator) -> Found:
    """Live articles with their scores, without the article itself, whose number is `own`."""
    scores = np.zeros(snapshot.size, np.float32)
    for keys in _telling(article, snapshot):
        found = evaluator.scored(Terms(TEXT, keys))
        scores[found.articles] += found.scores
    alike = np.flatnonzero(scores > scores[own] * _LEAST_SHARE)
    alike = alike[alike != own]
    return Found(alike, scores[alike])


def _telling(article: Article, snapshot: Snapshot) -> list[tuple[Key, ...]]:
    """The keys of the words that are frequent in it and rare in the archive."""
    spoken = tongue(article.language)
    text = f"{article.headline}\n{article.headline}\n{article.body[:_LONGEST_READ]}"
    counted = Counter[tuple[Key, ...]]()
    for token in tokens(text, article.language):
        if not token.extra and len(token.form) > 1 and not token.form.isdecimal():
            counted[tuple((key, spoken) for key in keys_asked(token.form, spoken))] += 1
    weights = {}
    for keys, count in counted.items():
        articles = snapshot.articles_with(keys)
        if articles > 1:
            weights[keys] = (1 + math.log(count)) * math.log(1 + snapshot.size / articles)
    return sorted(weights, key=lambda keys: (-weights[keys], keys))[:_WORDS]
