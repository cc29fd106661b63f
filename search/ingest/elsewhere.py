"""What reads like the text of a page and is not of the article: what leads to other stories, these themselves, what is hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from search.article import Block, Role
from search.ingest.boilerplate import Known
from search.ingest.classifier.choosing import LEAST
from search.ingest.insets import LISTED

_SURE = 0.5
_ALL_LINK = 0.9
_HIDDEN = frozenset(("hidden", "is-hidden", "d-none", "sr-only", "visually-hidden", "screen-reader-text"))
"""Names by which style sheets hide an element, from all or from those who see."""
_LEAST_SEEN = 0.25
"""Share of what reads like the text that is not hidden, if what is hidden is none."""
_LEAST_OWN, _MOST = 0.15, 0.5
"""Share of the text in elements `article` that the first of them has which is no teaser, and the one that is the text."""


def of_the_article(
    blocks: Sequence[Block], known: Sequence[Known | None], likely: Sequence[float], lengths: Sequence[int]
) -> list[float]:
    """How likely each block is of the article's text, when it is known how likely it is running text. All have markup.

    Much of a text is not hidden, unless a script shows it.
    """
    others = _other_stories(blocks, known, likely, lengths)
    here = list(likely)
    asked = [i for i, p in enumerate(likely) if p >= LEAST]
    for i in asked:
        if i in others or _leads_elsewhere(blocks[i]):
            here[i] = 0.0
    seen = list(here)
    for i in asked:
        if (markup := blocks[i].markup) and _is_hidden(markup.names):
            seen[i] = 0.0
    all_text, seen_text = (sum(lengths[i] for i in asked if each[i] > _SURE) for each in (here, seen))
    return seen if seen_text >= _LEAST_SEEN * all_text else here


def _other_stories(
    blocks: Sequence[Block], known: Sequence[Known | None], likely: Sequence[float], lengths: Sequence[int]
) -> frozenset[int]:
    """The blocks of elements `article` below that of the text, as where a page goes on with the next story.

    Entries of a live blog may be such elements too: none holds the most of the text, and no heading of other stories stands
    over them.
    """
    text: Counter[int] = Counter()
    for i, p in enumerate(likely):
        if p > _SURE and (home := _home(blocks[i])):
            text[home] += lengths[i]
    own = next((home for home, length in text.items() if length >= _LEAST_OWN * text.total()), None)
    if own is None or len(text) == 1:
        return frozenset()
    homes = [_home(block) for block in blocks]
    below = len(homes) - homes[::-1].index(own)
    if text[own] < _MOST * text.total():
        below = next((i for i in range(below, len(blocks)) if _heads_others(known[i])), len(blocks))
    return frozenset(i for i in range(below, len(homes)) if homes[i])


def _home(block: Block) -> int:
    return block.markup.article if block.markup else 0


def _heads_others(words: Known | None) -> bool:
    return words is not None and words.opens and words.role is Role.RELATED_POSTS


def _leads_elsewhere(block: Block) -> bool:
    """Whether it is an item of a list that is a link and nothing else, as other articles are listed.

    Of 145 that read like the text on labelled pages of sites that no model had seen, 5 are labelled as text.
    """
    return block.markup is not None and block.markup.tag in LISTED and block.markup.link_density >= _ALL_LINK


@lru_cache(maxsize=1024)
def _is_hidden(names: str) -> bool:
    """Whether they say of a block that readers don't see it, or not before they ask for it: none of some 400 such blocks on
    labelled pages is labelled as text."""
    return not _HIDDEN.isdisjoint(names.split())
