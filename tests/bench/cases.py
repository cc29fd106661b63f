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


def cases(sample: Iterable[Article], of_each: int) -> dict[str, list[Case]]:
    """From a sample of the archive: of each type several, whose words are about as frequent as each other's."""
    texts = [re.findall(r"[a-z]{3,}", article.body.lower()) for article in sample]
    share = {word: n / len(texts) for word, n in Counter(w for text in texts for w in set(text)).items()}
    pairs = Counter(pair for text in texts for pair in set(pairwise(text)) if min(map(len, pair)) > 3)
    common = Counter(
        pair for text in texts for pair in set(pairwise(text)) if min(map(share.get, pair)) > 0.5
    )
    drawn: set[str] = set()

    def near(wanted: float, words: int = 1, least: int = 4) -> list[tuple[str, ...]]:
        """Words that no other case has."""
        order = sorted((w for w in share if len(w) >= least), key=lambda w: (abs(share[w] - wanted), w))
        chosen = [word for word in order if word not in drawn][: words * of_each]
        drawn.update(chosen)
        return list(zip(*[iter(chosen)] * words, strict=True))

    def made(kind: str, several: Iterable[tuple[str, ...]]) -> list[Case]:
        return [Case(kind, words) for words in several]

    return {
        "term in 60 %": made("term", near(0.6)),
        "rare term": made("term", near(0.005)),
        "two terms, all": made("all", near(0.3, 2)),
        "three terms, any": made("any", near(0.25, 3)),
        "phrase": made("phrase", (pair for pair, _ in pairs.most_common(60 + of_each)[60:])),
        "phrase of common words": made("phrase", (pair for pair, _ in common.most_common(of_each))),
        "prefix": made("prefix", ((word[:5],) for (word,) in near(0.18, least=7))),
        "fuzzy, one edit": made("fuzzy", ((word[:2] + word[3:],) for (word,) in near(0.18, least=7))),
        "dates and term": made("dates", near(0.35)),
        "everything, newest": made("newest", [()] * of_each),
    }
