"""The searches that are timed, their words chosen by how many of the archive's articles have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from search.article import Article
from search.clauses import All, Any, Clause, Dates, Everything, Fuzzy, Phrase, Prefix, Word

FACETS = ("source", "place", "credit")


@dataclass(frozen=True)
class Case:
    """`kind` is one of term, all, any, phrase, prefix, fuzzy, dates, newest; `words` are what it takes."""

    name: str
    kind: str
    words: tuple[str, ...] = ()

    @property
    def clause(self) -> Clause:
        words = tuple(Word(word) for word in self.words)
        match self.kind:
            case "term":
                return words[0]
            case "all":
                return All(words)
            case "any":
                return Any(words)
            case "phrase":
                return Phrase(" ".join(self.words))
            case "prefix":
                return Prefix(self.words[0])
            case "fuzzy":
                return Fuzzy(self.words[0])
            case "dates":
                return All((Dates("2005", "2007"), words[0]))
        return Everything()


def cases(sample: Iterable[Article]) -> list[Case]:
    """From a sample of the archive."""
    texts = [re.findall(r"[a-z]{3,}", article.body.lower()) for article in sample]
    share = {word: n / len(texts) for word, n in Counter(w for text in texts for w in set(text)).items()}
    pairs = Counter(pair for text in texts for pair in set(pairwise(text)) if min(map(len, pair)) > 3)

    def near(wanted: float, count: int = 1) -> list[str]:
        return sorted((w for w in share if len(w) > 3), key=lambda w: (abs(share[w] - wanted), w))[:count]

    common, rare = near(0.62)[0], near(0.005)[0]
    two, three = near(0.3, 2), near(0.25, 3)
    phrase, pair = pairs.most_common(60)[-1][0], ("of", "the")
    long = max(near(0.2, 30), key=len)
    return [
        Case("term in 62 %", "term", (common,)),
        Case("rare term", "term", (rare,)),
        Case("two terms, all", "all", tuple(two)),
        Case("three terms, any", "any", tuple(three)),
        Case("phrase", "phrase", phrase),
        Case("phrase of common words", "phrase", pair),
        Case("prefix", "prefix", (long[:5],)),
        Case("fuzzy, one edit", "fuzzy", (long[:2] + long[3:],)),
        Case("dates and term", "dates", (two[0],)),
        Case("everything, newest", "newest"),
    ]
