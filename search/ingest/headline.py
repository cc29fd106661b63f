"""The headline: what the page claims it to be, put to the vote and checked against the page; else the line that reads
and stands like one.

Exact on 431 labelled pages that were flattened to text, without any claim: 4 of 5. With claims the vote is between
JSON-LD, Open Graph, `<h1>` and `<title>`; each alone is wrong on 10 to 75 %.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search.article import Block, Evidence, Role
from search.ingest.body import Run, ends_sentence
from search.ingest.boilerplate import Known
from search.ingest.byline import is_person, read_byline
from search.ingest.dateline import read_dateline
from search.ingest.language import stopwords
from search.ingest.page import STATED, Claim, Facts
from search.ingest.stamps import find_stamps

_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]+")
_SUFFIX = re.compile(r"\s+[|\-–—·•»«:/]\s+|\s*[|ㅣ｜]\s*|\s+::\s+")
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
_STRIPPED = 0.9
_MOST_SUFFIX_WORDS = 6
_LOOKED_AT, _STEM = 300, 6
"""Lines above the text, and letters of a word, that are compared."""
_META_LENGTH, _LABEL_WORDS = 90, 5
_LENGTHS, _WORDS, _USUAL = range(8, 251), range(2, 41), range(4, 23)

_COVERED, _USUAL_LENGTH, _COPIED, _DATED_BELOW = 3.2, 0.85, 0.55, 0.85
_FIRST, _FEW = 1.2, 4
_DISTANCE, _MOST_DISTANCE, _SENTENCE, _IN_BODY, _SLOGAN = 0.03, 48, 2.25, 1.6, 2.0
_BETTER_ABOVE, _MARGIN, _ABOVE = 0.8, 2.4, 3
"""What speaks for a line and against it; tuned by hand on the flattened pages."""


@dataclass(frozen=True, slots=True)
class Headline:
    """`index` is the block it stands in, `copies` the other blocks that repeat it."""

    text: str
    evidence: Evidence
    index: int | None = None
    copies: tuple[int, ...] = ()


def choose_headline(
    blocks: Sequence[Block],
    known: Sequence[Known | None],
    runs: Sequence[Run],
    facts: Facts,
    language: str | None,
) -> Headline | None:
    """None where no line of the page can be one and nothing is claimed."""
    claim = _stated(facts.headlines) or _voted(facts, blocks, runs)
    if claim:
        at = _standing(blocks, form(claim.value), runs)
        text = blocks[at].clean if at is not None else claim.value
        return Headline(
            text, Evidence("headline", claim.rule, text, claim.line), at, _copies(blocks, text, at)
        )
    index = _likeliest(blocks, known, runs, language)
    if index is None:
        return None
    at = _standing(blocks, form(blocks[index].clean), runs)
    block = blocks[index if at is None else at]
    at = blocks.index(block)
    evidence = Evidence("headline", "the line above the text that reads like one", block.clean, block.line)
    return Headline(block.clean, evidence, at, _copies(blocks, block.clean, at))


def form(text: str) -> str:
    """The words alone, for comparing."""
    return " ".join(_WORD.findall(text.casefold()))


def _stated(claims: Sequence[Claim]) -> Claim | None:
    return next((claim for claim in claims if claim.rule.startswith(STATED)), None)


def _voted(facts: Facts, blocks: Sequence[Block], runs: Sequence[Run]) -> Claim | None:
    """The claim that most others share, in full, cut short, or with the name of the site behind it."""
    shown = _shown(blocks[: runs[0].start + 2] if runs else blocks)
    sources = {form(claim.value) for claim in facts.sources}
    sources |= {form(_SUFFIX.split(c.value)[-1]) for c in facts.headlines if _SUFFIX.search(c.value)}
    claims = [claim for claim in facts.headlines if form(claim.value) and form(claim.value) not in sources]
    full = {form(claim.value) for claim in claims}
    votes: dict[str, float] = defaultdict(float)
    backers: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Claim] = {}
    for claim in claims:
        trust = _trust(claim.rule)
        if shown.get(form(claim.value), 0.0) < 0:
            trust = min(trust, _TRUST_META)
        for text in dict.fromkeys([claim.value, *_without_site(claim.value)]):
            key = form(text)
            whole = text == claim.value
            if whole or key in full or key in shown or form(claim.value.removeprefix(text)) in sources:
                votes[key] += trust if whole else trust * _STRIPPED
                backers[key].add(claim.rule)
                first.setdefault(key, Claim(text, claim.rule, claim.line))
        if claim.value.endswith(("...", "…")):
            for key in full:
                if key != form(claim.value) and key.startswith(form(claim.value)):
                    votes[key] += 2 * trust
    for key in votes:
        agreed = len(backers[key]) > 1 or len(votes) == 1
        votes[key] += shown.get(key, 0.0) * (1.0 if agreed else _ALONE)
    if not votes:
        return None
    best = max(votes, key=lambda key: (votes[key], -list(votes).index(key)))
    return first[best] if votes[best] > _TRUST_OTHER else None


def _shown(blocks: Sequence[Block]) -> dict[str, float]:
    """What stands on the page, and what that says: a heading more than a line, one in a menu (breadcrumbs) less."""
    shown: dict[str, float] = {}
    for block in blocks:
        weight = _ON_PAGE
        if block.markup and ("/nav" in block.markup.path or "breadcrumb" in block.markup.names):
            weight = -_IN_MENU
        elif block.markup and block.markup.tag in ("h1", "h2"):
            weight += _AS_HEADING
        key = form(block.clean)
        shown[key] = max(weight, shown.get(key, weight))
    return shown


def _trust(rule: str) -> float:
    lowered = rule.lower()
    return next(
        (trust for name, trust in _TRUST.items() if lowered.startswith(name)),
        _TRUST_META if lowered.startswith("meta") else _TRUST_OTHER,
    )


def _without_site(title: str) -> list[str]:
    """The title without what stands behind its last separators, if that is short."""
    found = []
    cuts = list(_SUFFIX.finditer(title))
    for cut in reversed(cuts):
        if len(_WORD.findall(title[cut.end() :])) <= _MOST_SUFFIX_WORDS:
            found.append(title[: cut.start()])
    return [text for text in found if text]


def _standing(blocks: Sequence[Block], key: str, runs: Sequence[Run]) -> int | None:
    """Where the headline stands, of several places the one marked as heading, else the one that is not indented."""
    end = runs[0].start + 2 if runs else len(blocks)
    places = [i for i, block in enumerate(blocks[:end]) if form(block.clean) == key]
    return min(places, key=lambda i: (not _is_h1(blocks[i]), blocks[i].text[:1].isspace(), i), default=None)


def _is_h1(block: Block) -> bool:
    return block.markup is not None and block.markup.tag == "h1"


def _copies(blocks: Sequence[Block], text: str, at: int | None) -> tuple[int, ...]:
    key = form(text)
    longest = 2 * len(text) + 20
    return tuple(
        i for i, b in enumerate(blocks) if i != at and len(b.clean) <= longest and form(b.clean) == key
    )


def _likeliest(
    blocks: Sequence[Block], known: Sequence[Known | None], runs: Sequence[Run], language: str | None
) -> int | None:
    """The line above the text whose words the text takes up, and that stands where a headline does."""
    first = runs[0].start if runs else len(blocks)
    start = max(0, first - _LOOKED_AT)
    top = blocks[start : first + 1]
    spans = runs or [Run(0.0, 0, len(blocks))]
    body = Counter(word for run in spans for b in blocks[run.start : run.end] for word in _stems(b.clean))
    forms = [form(block.clean) for block in top]
    below = [_tells_when_or_who(block, language) for block in top]
    standing = "\n".join(f" {one} " for one in forms)
    marks: dict[int, float] = {}
    distance = 0
    for i in reversed(range(len(top))):
        text, words, inside = top[i].clean, known[start + i], start + i >= first
        if (words and words.role is not Role.SITE_SLOGAN) or below[i] or (inside and ends_sentence(text)):
            continue
        distance += not inside
        count = len(forms[i].split())
        if len(text) not in _LENGTHS or (count not in _WORDS and text.isascii()):
            continue
        content = [word for word in _stems(text, language) if not word.isdigit()]
        taken_up = sum(body[word] > inside for word in content) / len(content) if content else 0.0
        marks[i] = (
            _COVERED * taken_up * min(1, len(content) / 4)
            + _COPIED * (count > 3 and standing.count(f" {forms[i]} ") > 1)
            + _USUAL_LENGTH * (count in _USUAL)
            + _DATED_BELOW * any(below[i + 1 : i + 5])
            - _DISTANCE * min(distance, _MOST_DISTANCE)
            - _SENTENCE * text.endswith((".", "…", ":", "。"))
            - _IN_BODY * inside
            - _SLOGAN * (words is not None)
        )
    for i, mark in sorted(marks.items()):
        above = [marks[j] for j in range(max(0, i - _ABOVE), i) if j in marks]
        marks[i] -= _BETTER_ABOVE * (max(above, default=mark - _MARGIN) > mark - _MARGIN)
    if marks:
        marks[min(marks)] += _FIRST if len(marks) <= _FEW else 0.0
    best = max(marks, key=lambda i: marks[i], default=None)
    return None if best is None else start + best


def _stems(text: str, language: str | None = None) -> list[str]:
    """The words cut to where inflection begins, as a rule; without the commonest of the language if one is given."""
    common = stopwords().get(language or "", frozenset())
    return [w[:_STEM] for w in _WORD.findall(text.casefold()) if len(w) > 2 and w not in common]


def _tells_when_or_who(block: Block, language: str | None) -> bool:
    text = block.clean
    if len(text) > _META_LENGTH:
        return False
    if read_byline(text, language) is not None or is_person(text, language):
        return True
    dateline = read_dateline(text, language)
    return is_date_line(text, language) or (dateline is not None and dateline.raw == text)


def is_date_line(text: str, language: str | None) -> bool:
    """Whether a line is little but a date, with what labels it."""
    if len(text) > _META_LENGTH or not any(c.isdigit() for c in text):
        return False
    stamps = find_stamps(text, (language,) if language else ())
    rest = list(text)
    for stamp in stamps:
        rest[slice(*stamp.span)] = ""
    return bool(stamps) and len(_LETTERS.findall("".join(rest))) <= _LABEL_WORDS
