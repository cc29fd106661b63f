"""Articles like one: those that share the words which set it apart."""

from __future__ import annotations

import numpy as np

from search.article import Article
from search.clauses import TEXT
from search.engines.tantivy.ordering import Ordered, first
from search.engines.tantivy.queries import Queries, among, both, either
from search.engines.tantivy.snapshot import Snapshot
from search.engines.telling import LEAST_SHARE, telling
from search.index import Sort
from search.patterns import Key, Terms


def similar(article: Article, limit: int, snapshot: Snapshot, queries: Queries) -> Ordered:
    """Live articles with their scores, without the article itself."""
    words = telling(article, snapshot.count, lambda some: [queries.asked(_any(keys)).about for keys in some])
    query = either([queries.exactly(_any(keys)) for keys in words])
    own = among("id", [article.id])
    _, hits = snapshot.native.best(both([query, own]), 1)
    least = LEAST_SHARE * hits[0][0] if hits else 0.0
    found = first(snapshot, both([query], [own]), Sort.RELEVANCE, max(limit, 0), queries.check).part(
        0, max(limit, 0)
    )
    return found.part(0, int(np.count_nonzero(found.scores > least)))


def _any(keys: tuple[Key, ...]) -> Terms:
    return Terms(TEXT, keys)
