"""What a reader may be typing, and what one may have meant: words, headlines, names and places of the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from search.alphabets import folded, is_unspaced, lower
from search.analysis import keys_asked, keys_of
from search.clauses import TEXT
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


class Wordlist(Protocol):
    """The words of an archive's text and the values of its facets. Words are spelled without diacritics (`folded`)."""

    @property
    def tongues(self) -> Sequence[str]: ...

    def beginning(self, start: str, most: int) -> Mapping[str, int]:
        """So many words that begin so, the most frequent, each with about how many articles have it."""

    def near(self, word: str, edits: int) -> Mapping[str, int]:
        """The words at most so many edits off, each with how many."""

    def forms(self, words: Sequence[str]) -> list[Counter[Form]]:
        """Of each word the forms that are spelled so, each with about how many articles have it; none in capitals."""

    def live(self, several: Sequence[Terms]) -> list[int]:
        """How many articles have one of the forms or keys, for each of several."""

    def values(self, facet: str, start: str, most: int) -> Mapping[str, int]:
        """So many values whose folded spelling begins so, the most frequent, and how many articles have each."""

    def headlines(self, start: str, most: int) -> Mapping[str, int]:
        """So many headlines that begin so, the first by their letters, and how many articles have each."""


def suggest(typed: str, limit: int, words: Wordlist) -> tuple[Suggestion, ...]:
    """Words first, then places, sources and bylines, then headlines; of each kind the most frequent."""
    start = plain(typed)
    if not start or limit < 1:
        return ()
    begun = _begun(start, limit, words) if " " not in start else []
    values = [
        Suggestion(value, kind, count)
        for kind in _KINDS
        for value, count in words.values(kind, start, limit).items()
    ]
    values = sorted(values, key=lambda s: (-s.count, s.text, s.kind))[:limit]
    headlines = sorted(words.headlines(start, limit).items(), key=lambda item: (-item[1], item[0]))[:limit]
    room = max(limit - len(begun), limit // 2)
    named = [Suggestion(text, "headline", count) for text, count in headlines]
    others = [*values[: max(room - len(named), (room + 1) // 2)], *named][:room]
    return (*begun[: limit - len(others)], *others)


def spellings(word: str, limit: int, words: Wordlist) -> tuple[str, ...]:
    """The likeliest first: of two words the more frequent, unless the other is nearer by more than that weighs (a
    noisy channel: Kernighan, Church and Gale, A Spelling Correction Program, 1990). None for a word that is
    frequent itself, and of the forms of one word the likeliest."""
    typed = "".join(plain(word).split())
    if not any(map(str.isalpha, typed)):
        return ()
    keys = {(key, spoken) for spoken in words.tongues for key in keys_asked(typed, spoken)}
    most = 1 + (len(typed) >= _SHORTEST_OF_TWO_EDITS) if len(typed) >= _SHORTEST_MISSPELLED else 0
    near = {text: edits for text, edits in words.near(typed, most).items() if _is_word(text)}
    forms = dict(zip(near, words.forms([*near]), strict=True))
    own, *others = words.live([Terms(TEXT, tuple(sorted(keys))), *map(_written, forms.values())])
    found = [
        (articles / _EDIT**edits / _OTHER_START ** (text[:1] != typed[:1]), text)
        for (text, edits), articles in zip(near.items(), others, strict=True)
        if articles > own * _RARER**edits
    ]
    offered: list[str] = []
    for likely, text in sorted(found, key=lambda one: (-one[0], one[1])):
        if likely * _UNLIKELY < max(found)[0] or len(offered) == limit:
            break
        if not keys & (own_keys := _keys(forms[text])):
            offered.append(_spelled(text, forms[text]))
            keys |= own_keys
    return tuple(offered)


def plain(text: str) -> str:
    """In one case, without diacritics."""
    return " ".join(folded(lower(text, "")).split())


def _begun(start: str, limit: int, words: Wordlist) -> list[Suggestion]:
    begun = words.beginning(start, 4 * _LIKELY * max(limit, 8))
    likely = Counter({text: n for text, n in begun.items() if _is_word(text) or "-" in start})
    near = [text for text, _ in likely.most_common(_LIKELY * limit)]
    forms = words.forms(near)
    counted = zip(near, forms, words.live([*map(_written, forms)]), strict=True)
    found = sorted((one for one in counted if one[2]), key=lambda one: (-one[2], one[0]))
    return [Suggestion(_spelled(text, own), "word", n) for text, own, n in found[:limit]]


def _written(forms: Counter[Form]) -> Terms:
    return Terms(TEXT, forms=tuple(sorted(forms)))


def _spelled(text: str, forms: Counter[Form]) -> str:
    """As it is most often written."""
    spellings: Counter[str] = Counter()
    for form, articles in forms.items():
        spellings[form.text] += articles
    return min(spellings, key=lambda spelling: (-spellings[spelling], spelling), default=text)


def _keys(forms: Counter[Form]) -> set[Key]:
    return {(key, form.tongue) for form in forms for key in keys_of(form.text, form.tongue)}


def _is_word(text: str) -> bool:
    """Not a compound, of which the parts are words, nor a number, nor a pair of characters of a longer word."""
    return "-" not in text and not text[:1].isdigit() and not is_unspaced(text[:1])
