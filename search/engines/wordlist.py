"""The words of lexicons, as suggestions are made of them (`search.engines.suggesting.Wordlist`)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

import numpy as np

from search.engines.lexicon import Lexicon
from search.patterns import Form


class LexiconWords:
    """What a wordlist says of words by their spelling."""

    def __init__(self, tongues: Sequence[str], lexicons: Sequence[Lexicon]) -> None:
        self.tongues = tongues
        self._lexicons = lexicons

    def beginning(self, start: str, most: int) -> Counter[str]:
        likely: Counter[str] = Counter()
        for lexicon in self._lexicons:
            among = lexicon.beginning(start)
            articles = lexicon.articles[among.start : among.stop]
            few = min(len(articles), 2 * most)
            for n in np.argpartition(-articles, few - 1)[:few] if few else ():
                likely[lexicon.folded[among.start + n]] += int(articles[n])
        return likely

    def near(self, word: str, edits: int) -> dict[str, int]:
        return {
            lexicon.folded[number]: off
            for lexicon in self._lexicons
            for number, off in lexicon.neighbours.within(word, edits)
        }

    def forms(self, words: Sequence[str]) -> list[Counter[Form]]:
        return [*map(self._forms, words)]

    def _forms(self, text: str) -> Counter[Form]:
        forms: Counter[Form] = Counter()
        for lexicon in self._lexicons:
            for number in _spelled_so(lexicon, text):
                if not lexicon.texts[number].isupper():
                    forms[lexicon.form(number)] += int(lexicon.articles[number])
        return forms


def _spelled_so(lexicon: Lexicon, text: str) -> range:
    first = bisect_left(lexicon.folded, text)
    last = first
    while last < len(lexicon.folded) and lexicon.folded[last] == text:
        last += 1
    return range(first, last)
