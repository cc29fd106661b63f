"""What a reader may be typing, and what one may have meant: words, headlines, names and places of the archive."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from search.alphabets import folded, is_unspaced, lower
from search.analysis import keys_asked, keys_of
from search.clauses import TEXT
from search.engines.whoosh.cache import Cache
from search.engines.whoosh.finding import Finder
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.segments import Segment
from search.engines.whoosh.snapshot import Snapshot
from search.index import Suggestion
from search.patterns import Form, Key, Terms

_KINDS = ("place", "source", "byline")
_LIKELY = 2
"""Times the wanted number of words that are looked at closely, as a word may stand in deleted articles only."""

_SHORTEST_MISSPELLED, _SHORTEST_OF_TWO_EDITS = 3, 5
_RARER = 10
"""A word is taken for a slip when another one is in so many times as many articles, for each edit between them."""
_EDIT, _OTHER_START = 100, 10
"""Times as many articles that make up for one more edit, and for another first letter."""
_UNLIKELY = 20
"""A word so many times less likely than the likeliest is not offered."""


class Suggester:
    def __init__(self, snapshot: Snapshot, cache: Cache, check: Callable[[], None]) -> None:
        self._snapshot = snapshot
        self._finders = [Finder(segment, cache, check) for segment in snapshot.segments]
        self._lexicons = [segment.lexicons[TEXT] for segment in snapshot.segments]

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Words first, then places, sources and bylines, then headlines; of each kind the most frequent."""
        start = _plain(typed)
        if not start or limit < 1:
            return ()
        words = self._words(start, limit) if " " not in start else []
        values = self._values(start, limit)
        headlines = list(self._headlines(start, limit))
        room = max(limit - len(words), limit // 2)
        others = [*values[: max(room - len(headlines), (room + 1) // 2)], *headlines][:room]
        return (*words[: limit - len(others)], *others)

    def spellings(self, word: str, limit: int) -> tuple[str, ...]:
        """The likeliest first: of two words the more frequent, unless the other is nearer by more than that weighs (a
        noisy channel: Kernighan, Church and Gale, A Spelling Correction Program, 1990). None for a word that is
        frequent itself, and of the forms of one word the likeliest."""
        typed = "".join(_plain(word).split())
        if not any(map(str.isalpha, typed)):
            return ()
        keys = {(key, spoken) for spoken in self._snapshot.tongues for key in keys_asked(typed, spoken)}
        own = self._live(Terms(TEXT, tuple(sorted(keys))))
        most = 1 + (len(typed) >= _SHORTEST_OF_TWO_EDITS) if len(typed) >= _SHORTEST_MISSPELLED else 0
        near: dict[str, int] = {}
        for lexicon in self._lexicons:
            for number, edits in lexicon.neighbours.within(typed, most):
                near[lexicon.folded[number]] = edits
        found = []
        for text, edits in near.items():
            if _is_word(text):
                articles = self._articles_with(text)
                if articles > own * _RARER**edits:
                    found.append((articles / _EDIT**edits / _OTHER_START ** (text[:1] != typed[:1]), text))
        offered: list[str] = []
        for likely, text in sorted(found, key=lambda one: (-one[0], one[1])):
            if likely * _UNLIKELY < max(found)[0] or len(offered) == limit:
                break
            if not keys & (own_keys := self._keys(text)):
                offered.append(self._spelled(text))
                keys |= own_keys
        return tuple(offered)

    def _words(self, start: str, limit: int) -> list[Suggestion]:
        likely: Counter[str] = Counter()
        for lexicon in self._lexicons:
            among = lexicon.beginning(start)
            articles = lexicon.articles[among.start : among.stop]
            most = min(len(articles), 8 * _LIKELY * max(limit, 8))
            for n in np.argpartition(-articles, most - 1)[:most] if most else ():
                text = lexicon.folded[among.start + n]
                if _is_word(text) or "-" in start:
                    likely[text] += int(articles[n])
        counted = ((text, self._articles_with(text)) for text, _ in likely.most_common(_LIKELY * limit))
        found = sorted(((text, n) for text, n in counted if n), key=lambda word: (-word[1], word[0]))
        return [Suggestion(self._spelled(text), "word", n) for text, n in found[:limit]]

    def _forms(self, text: str) -> Counter[Form]:
        """The forms that are spelled so, diacritics aside, and in how many articles each is."""
        forms: Counter[Form] = Counter()
        for lexicon in self._lexicons:
            for number in _spelled_so(lexicon, text):
                if not lexicon.texts[number].isupper():
                    forms[lexicon.form(number)] += int(lexicon.articles[number])
        return forms

    def _spelled(self, text: str) -> str:
        """As it is most often written."""
        spellings: Counter[str] = Counter()
        for form, articles in self._forms(text).items():
            spellings[form.text] += articles
        return min(spellings, key=lambda spelling: (-spellings[spelling], spelling), default=text)

    def _articles_with(self, text: str) -> int:
        """Live articles that have the word in this form."""
        return self._live(Terms(TEXT, forms=tuple(sorted(self._forms(text)))))

    def _live(self, terms: Terms) -> int:
        pairs = zip(self._finders, self._snapshot.bases, strict=True)
        return sum(self._snapshot.live_among(base, f.counted(terms).articles) for f, base in pairs)

    def _keys(self, text: str) -> set[Key]:
        return {(key, form.tongue) for form in self._forms(text) for key in keys_of(form.text, form.tongue)}

    def _values(self, start: str, limit: int) -> list[Suggestion]:
        found = []
        for kind in _KINDS:
            values, counts, order = self._snapshot.folded_values(kind)
            first = bisect_left(values, start)
            last = bisect_left(values, start + "\U0010ffff")
            names = self._snapshot.facet(kind).values
            found += [Suggestion(names[n], kind, int(counts[n])) for n in order[first:last] if counts[n]]
        return sorted(found, key=lambda s: (-s.count, s.text, s.kind))[:limit]

    def _headlines(self, start: str, limit: int) -> Iterator[Suggestion]:
        """The first ones by their letters; each once, with the number of articles that have it."""
        found: Counter[str] = Counter()
        for base, segment in zip(self._snapshot.bases, self._snapshot.segments, strict=True):
            order = segment.columns.by_headline
            key = partial(_folded_headline, segment)
            at = bisect_left(order, start, key=key)
            for _ in range(limit):
                if at >= len(order) or not (plain := key(order[at])).startswith(start):
                    break
                end = at + 1
                if end < len(order) and key(order[end]) == plain:
                    end = bisect_right(order, plain, lo=end, key=key)
                live = self._snapshot.live_among(base, order[at:end].astype(np.int64))
                if live:
                    found[segment.card(int(order[at]))["headline"]] += live
                at = end
        for text, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:limit]:
            yield Suggestion(text, "headline", count)


def _folded_headline(segment: Segment, number: int) -> str:
    return folded(segment.card(int(number))["headline"].casefold())


def _plain(text: str) -> str:
    return " ".join(folded(lower(text, "")).split())


def _is_word(text: str) -> bool:
    """Not a compound, of which the parts are words, nor a number, nor a pair of characters of a longer word."""
    return "-" not in text and not text[:1].isdigit() and not is_unspaced(text[:1])


def _spelled_so(lexicon: Lexicon, text: str) -> range:
    first = bisect_left(lexicon.folded, text)
    last = first
    while last < len(lexicon.folded) and lexicon.folded[last] == text:
        last += 1
    return range(first, last)
