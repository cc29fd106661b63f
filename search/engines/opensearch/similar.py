"""Articles like one: those that share the words which set it apart."""

from __future__ import annotations

from typing import Any

from search.article import Article
from search.clauses import TEXT
from search.engines.opensearch.asking import Asking
from search.engines.opensearch.layout import ARTICLE
from search.engines.opensearch.queries import NOTHING, Queries, either
from search.engines.opensearch.results import NEWEST
from search.engines.opensearch.vocabulary import Words
from search.engines.telling import LEAST_SHARE, telling
from search.patterns import Terms


def similar(article: Article, ask: Asking, words: Words, limit: int) -> list[dict[str, Any]]:
    """The hits of articles like it, best first, without the article itself."""
    queries = Queries(words.pattern, words)
    known_by = telling(article, ask.snapshot.articles, words.articles_with)
    asked = [queries.leaf(Terms(TEXT, keys)) for keys in known_by]
    shared = either(asked) if asked else NOTHING
    itself = {"term": {"id": article.id}}
    every = {"term": {"kind": ARTICLE}}
    own = ask({"query": {"bool": {"must": [shared], "filter": [every, itself]}}, "size": 1, "_source": False})
    if not own["hits"]["hits"] or limit < 1:
        return []
    least = own["hits"]["hits"][0]["_score"] * LEAST_SHARE
    found = ask(
        {
            "query": {"bool": {"must": [shared], "filter": [every], "must_not": [itself]}},
            "min_score": least,
            "sort": [{"_score": "desc"}, *NEWEST],
            "size": limit,
            "_source": ["card"],
        }
    )
    hits: list[dict[str, Any]] = found["hits"]["hits"]
    return hits
