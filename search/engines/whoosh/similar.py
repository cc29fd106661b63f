"""Articles like one: those that share the words which set it apart."""

from __future__ import annotations

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
    scored = [evaluator.scored(Terms(TEXT, keys)) for keys in _telling(article)]
    scores = np.zeros(snapshot.size, np.float32)
    known = sorted((f for f in scored if len(f.articles) > 1), key=lambda f: -_weight(f, own))[:_WORDS]
    for found in known:
        scores[found.articles] += found.scores
    alike = np.flatnonzero(scores > scores[own] * _LEAST_SHARE)
    alike = alike[alike != own]
    return Found(alike, scores[alike])


def _telling(article: Article) -> list[tuple[Key, ...]]:
    """The keys of its words, the most frequent first."""
    spoken = tongue(article.language)
    text = f"{article.headline}\n{article.headline}\n{article.body[:_LONGEST_READ]}"
    counted = Counter(token.form for token in tokens(text, article.language) if not token.extra)
    keys = Counter[tuple[Key, ...]]()
    for form, count in counted.items():
        if len(form) > 1 and not form.isdecimal():
            keys[tuple((key, spoken) for key in keys_asked(form, spoken))] += count
    return [key for key, _ in keys.most_common(_WORDS * 8)]


def _weight(found: Found, own: int) -> float:
    """What the word adds to the article's own score."""
    at = int(np.searchsorted(found.articles, own))
    return float(found.scores[at]) if at < len(found.articles) and found.articles[at] == own else 0.0
