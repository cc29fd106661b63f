"""Whether two pages of one site are one story (a copy, an update, a print version), or two stories of one matter.

That they share much of their text doesn't tell: under a short story may stand a long plea, or a list of the day's
stories. But those stand last on every page, and speak of something else than the headline. Of 19 pairs of labelled
pages, flattened, that share a seventh of their bodies, 12 share boilerplate only and end alike; the one pair that is a
story twice does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from search.ingest.language import stopwords

_WORD = re.compile(r"[^\W\d_]{3,}")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
"""Scripts that set no space between words; there two characters in a row stand for a word."""
_STEM = 6
"""Letters of a word that are compared: where inflection begins, as a rule."""
_MUCH, _MOST, _NEARLY_ALL = 0.3, 0.7, 0.95
"""Shares of the shorter body that two pages have in common if they may be, or surely are, one story."""
_NAMED, _SPEAKS = 0.4, 0.5
"""Shares of a headline's words that stand in a text of the same, and of the text in lines that have one of them."""
_MATTER, _PARAGRAPH = 2, 80
"""Words that both headlines and the shared lines have if all are of one matter; and characters of a line for which one
is enough."""


class Kinship(Enum):
    NONE = auto()
    LIKELY = auto()
    SURE = auto()


@dataclass(frozen=True, slots=True)
class Story:
    """What is remembered of a page: the words of its headline, numbers for the first and the last line of its body, and
    the body's characters."""

    headline: frozenset[str]
    first: int | None
    last: int | None
    body: int


def kinship(
    one: Story, other: Story, shared: Iterable[str], language: str | None, *, end_alike: bool
) -> Kinship:
    """How likely what stands in both bodies, these lines, is of their story and not of their site. They `end_alike` if the
    last line of each stands on the other's page too, were it not in its body."""
    lines = [(len(line), content(line, language)) for line in shared]
    share = sum(length for length, _ in lines) / max(1, min(one.body, other.body))
    if share < _MUCH:
        matter = one.headline & other.headline & frozenset().union(*(words for _, words in lines))
        return Kinship.LIKELY if len(matter) >= _MATTER else Kinship.NONE
    signs = sum(
        (
            one.first == other.first,
            not end_alike,
            _speak(lines, one.headline) and _speak(lines, other.headline),
        )
    )
    if not signs:
        return Kinship.NONE
    return Kinship.SURE if share >= _MOST and signs + (share >= _NEARLY_ALL) > 1 else Kinship.LIKELY


def is_of_both(line: str, one: Story, other: Story, language: str | None) -> bool:
    """Whether a line that stands in both is a paragraph on what both their headlines name."""
    matter = one.headline & other.headline
    return len(line) >= _PARAGRAPH and not matter.isdisjoint(content(line, language))


def content(text: str, language: str | None) -> frozenset[str]:
    """The words that say what a text is of: stems, without figures and the commonest words of the language."""
    folded = text.casefold()
    runs = _UNSPACED.findall(folded)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    common = stopwords().get(language or "", frozenset())
    spaced = {word[:_STEM] for word in _WORD.findall(_UNSPACED.sub(" ", folded)) if word not in common}
    return frozenset(pairs | spaced)


def _speak(lines: Iterable[tuple[int, frozenset[str]]], headline: frozenset[str]) -> bool:
    """Whether these lines, each with its length and words, speak of what the headline speaks of."""
    named: set[str] = set()
    of_it = whole = 0
    for length, words in lines:
        found = words & headline
        named |= found
        whole += length
        of_it += length if found else 0
    return bool(named) and len(named) >= _NAMED * len(headline) and of_it >= _SPEAKS * whole
