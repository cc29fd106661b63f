"""Which of the headlines that a page claims is its own: JSON-LD, Open Graph, `<h1>` and `<title>` are put to the vote.

Each alone is wrong on 10 to 75 % of pages. A claim also votes for what it is without the name of the site, without the
kicker that stands in one heading with it, or, where it is cut short, in full; and what the page prints counts most.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache

from search.article import Block
from search.ingest.page import Claim, Facts
from search.ingest.publication import host_names
from search.ingest.wording import WORD, form, may_begin, words

_SEPARATOR = re.compile(
    r"(?=[\s|ㅣ｜：\-–—])"
    r"(?:\s+[|\-–—·•»«:/*]\s+|\s*[|ㅣ｜：]\s*|\s+::\s+|(?<=\S)[-–—](?=[^\W\d_]+\s?[|ㅣ｜]))"
)
"""What parts a headline from the names of section and site; tight before a section that a bar parts from the site. It is
asked first what each begins with, as no letter does."""
_TRUST = {
    "<h1>": 1.3,
    "json-ld headline": 1.2,
    "microdata headline": 1.0,
    "meta og:title": 1.0,
    "<title>": 0.6,
    "meta headline": 1.0,
    "meta twitter:title": 0.4,
    "json-ld name": 0.4,
}
_TRUST_META, _TRUST_OTHER = 0.3, 0.2
_ON_PAGE, _AS_HEADING, _IN_MENU, _ALONE = 0.7, 0.6, 0.4, 0.4
_PARTED, _WITHOUT_SITE = 0.9, 1.02
"""What a part of a claim weighs beside the whole: where others claim it, and where the rest is the site's name."""
_MOST_NAME_WORDS, _MOST_KICKER_WORDS, _LEAST_WORDS = 6, 5, 3


def elect(facts: Facts, top: Sequence[Block]) -> tuple[Claim, ...]:
    """The claims, that which most others share first; one for each wording, and none that is the first and something more.

    `top` are the blocks above the text and the first of it.
    """
    sites = _Sites(facts)
    claims = [claim for claim in facts.headlines if form(claim.value) and not sites.named(claim.value)]
    values = tuple(dict.fromkeys(claim.value for claim in claims))
    full = set(map(form, values))
    cut = (form(text) for value in values for text, _ in (*_without_ends(value), *_beside_colon(value)))
    shown = _shown(top, full, full.union(cut))
    in_menu = {key for key in full if shown.get(key, 0.0) < 0}
    in_menu = in_menu if in_menu and _is_headed(top) else set()
    votes: dict[str, float] = defaultdict(float)
    backers: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Claim] = {}
    for claim in claims:
        whole = next((value for value in values if _is_cut(claim.value, value)), claim.value)
        trust = min(_trust(claim.rule), _TRUST_META if form(whole) in in_menu else 2.0)
        for text, share in ((whole, 1.0), *_parts(claim, full, shown, sites)):
            key = form(text)
            votes[key] += trust * share
            backers[key].add(claim.rule)
            first.setdefault(key, Claim(text, claim.rule, claim.line))
    for key in votes:
        agreed = len(backers[key]) > 1 or len(votes) == 1
        votes[key] += shown.get(key, 0.0) * (1.0 if agreed else _ALONE)
    ranked = sorted((key for key in votes if votes[key] > _TRUST_OTHER), key=lambda key: -votes[key])
    others = [key for key in ranked if key in full and not any(part in key for part in ranked[:1])]
    return tuple(first[key] for key in (*ranked[:1], *others))


@lru_cache(maxsize=256)  # pages have few rules between them
def _trust(rule: str) -> float:
    lowered = rule.lower()
    return next(
        (trust for name, trust in _TRUST.items() if lowered.startswith(name)),
        _TRUST_META if lowered.startswith("meta") else _TRUST_OTHER,
    )


def _parts(
    claim: Claim, full: Collection[str], shown: Mapping[str, float], sites: _Sites
) -> Iterator[tuple[str, float]]:
    """What a claim may be without the site's name or a kicker, and the share of its trust that it gives to that."""
    if claim.rule == "<title>":
        for text, rest in _beside_colon(claim.value):
            if sites.stated(rest) or shown.get(form(text), 0.0) > 0:
                yield text, _PARTED
    for text, rest in _without_ends(claim.value):
        if sites.stated(rest):
            yield text, _WITHOUT_SITE
        elif form(text) in full or form(text) in shown or sites.named(rest):
            yield text, _PARTED
    if claim.rule == "<h1>":
        for key in full:
            if _has_kicker(form(claim.value), key):
                yield _last_words(claim.value, len(key.split())), _PARTED


@lru_cache(maxsize=64)  # several claims have one wording
def _without_ends(title: str) -> tuple[tuple[str, str], ...]:
    """The title without what is short behind its last separators or before its first, each with what was taken off."""
    cuts = _cuts(title)
    parts = [(title[:start], title[end:]) for start, end in reversed(cuts)]
    parts += [(title[end:], title[:start]) for start, end in cuts[:1]]
    return tuple((text, rest) for text, rest in parts if text and len(words(rest)) <= _MOST_NAME_WORDS)


@lru_cache(maxsize=64)
def _cuts(title: str) -> tuple[tuple[int, int], ...]:
    """Where its separators begin and end."""
    return tuple(match.span() for match in _SEPARATOR.finditer(title))


@lru_cache(maxsize=64)
def _beside_colon(title: str) -> tuple[tuple[str, str], ...]:
    """`Harbour Courier: Board argues` without the paper before the first colon or behind the last, each with what that is."""
    first, last = title.partition(":"), title.rpartition(":")
    parts = ((first[2], first[0]), (last[0], last[2]))
    return tuple((text.strip(), rest) for text, rest in parts if form(text) and form(rest))


def _has_kicker(heading: str, key: str) -> bool:
    """Whether a heading is a few words and then these, both as forms."""
    if not heading.endswith(f" {key}") or len(key.split()) < _LEAST_WORDS:
        return False
    return len(heading.removesuffix(key).split()) <= _MOST_KICKER_WORDS


def _last_words(text: str, count: int) -> str:
    return text[list(WORD.finditer(text))[-count].start() :]


def _is_cut(text: str, other: str) -> bool:
    """Whether it is the other cut short: by design, or by a quotation mark that ended its attribute."""
    if text.endswith(("...", "…")):
        return form(other) != form(text) and form(other).startswith(form(text))
    return other.startswith(text) and other.removeprefix(text).lstrip().startswith('"')


def _shown(blocks: Iterable[Block], full: Collection[str], asked: Set[str]) -> dict[str, float]:
    """What of `asked` stands on the page, and what that says: a heading more than a line, one in a menu (breadcrumbs) less."""
    shown: dict[str, float] = {}
    firsts = {key[:1] for key in asked}
    for block in blocks:
        heading = is_heading(block)
        if not heading and not may_begin(block.clean, firsts):
            continue
        line = form(block.clean)
        below = [key for key in full if _has_kicker(line, key)] if heading else []
        for key in asked & {line, *below}:
            weight = -_IN_MENU if _in_menu(block) else _ON_PAGE + _AS_HEADING * heading
            shown[key] = max(weight, shown.get(key, weight))
    return shown


def _is_headed(blocks: Sequence[Block]) -> bool:
    """Whether a headline is printed below the menus."""
    last = max((i for i, block in enumerate(blocks) if is_heading(block) and _in_menu(block)), default=-1)
    below = blocks[last + 1 :]
    return any(is_heading(block) and len(form(block.clean).split()) >= _LEAST_WORDS for block in below)


def is_heading(block: Block) -> bool:
    return block.markup is not None and block.markup.tag in ("h1", "h2")


def _in_menu(block: Block) -> bool:
    return block.markup is not None and ("/nav" in block.markup.path or "breadcrumb" in block.markup.names)


class _Sites:
    """The names of the site: as the page states them, as its address has them, as they stand behind its titles."""

    def __init__(self, facts: Facts) -> None:
        hosts = host_names(claim.value for claim in facts.addresses)
        self._stated = {_squeezed(name) for name in (*(claim.value for claim in facts.sources), *hosts)}
        titles = {claim.value for claim in facts.headlines if claim.rule != "<h1>"}
        ends = {title[cuts[-1][1] :] for title in titles if (cuts := _cuts(title))}
        self._ends = {form(end) for end in ends if len(words(end)) <= _MOST_NAME_WORDS}

    def stated(self, text: str) -> bool:
        return _squeezed(text) in self._stated

    def named(self, text: str) -> bool:
        return self.stated(text) or form(text) in self._ends


def _squeezed(text: str) -> str:
    return form(text).replace(" ", "")
