"""The words that set an article apart: what others like it are found by."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from search.analysis import keys_asked, tokens, tongue
from search.article import Article
from search.patterns import Key

WORDS = 25
"""That an article is known by."""

LEAST_SHARE = 0.2
"""Of the article's own score under its words, that a similar one has to reach."""

_LONGEST_READ = 50_000


def telling(
    article: Article, articles: int, articles_with: Callable[[list[tuple[Key, ...]]], list[int]]
) -> list[tuple[Key, ...]]:
    """The keys of the words that are frequent in it and rare among so many articles, the rarest first.

    `articles_with` says about how many articles have one of the keys in their text, for each of several.
    """
    spoken = tongue(article.language)
    text = f"{article.headline}\n{article.headline}\n{article.body[:_LONGEST_READ]}"
    counted = Counter[tuple[Key, ...]]()
    for token in tokens(text, article.language):
        if not token.extra and len(token.form) > 1 and not token.form.isdecimal():
            counted[tuple((key, spoken) for key in keys_asked(token.form, spoken))] += 1
    weights = {
        keys: (1 + math.log(count)) * math.log(1 + articles / having)
        for (keys, count), having in zip(counted.items(), articles_with([*counted]), strict=True)
        if having > 1
    }
    return sorted(weights, key=lambda keys: (-weights[keys], keys))[:WORDS]
