"""Which blocks are the article's running text: the one place where that is decided.

Each block is weighed by what its text, its words and its markup say; a chain of states (before the text, in it, after it)
finds the runs that weigh most (Viterbi, 1967); the weightiest run is the body, and with it those near it. The weights
were set by hand on 431 labelled pages, in rounds, and are rounded: on flattened text, 91.5 F1 of 4-word shingles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from search.article import Block, Markup, Role
from search.ingest.boilerplate import Known
from search.ingest.language import stopword_share

_SENTENCE_END = re.compile(
    r"[.!?…。！？؟।۔։።។။]['\"’”»›)\]*」』）]*$"
    r"|[.!?]['\"’”»]?\s*(?:\([^()]{1,30}\)|[-–—/]{0,2}\s?[A-ZÀ-Þ]{2,8}(?:/[A-ZÀ-Þ]{2,8})?|[-–—]\s?[A-ZÀ-Þ]\w{2,15})$"
)
"""An agency or a source may stand behind the last full stop."""
_TAIL = 60
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)
"""The blocks of East Asian width W and F (Unicode TR11) in the basic plane."""
_NO_SENTENCE_SIGNS = frozenset(("th", "lo", "my", "bo"))
_QUOTE = "“\"„«‘'「»‹"

_OPEN = -1.5
_PER_100 = 1.3
_PER_100_UNENDED = 0.2
_MOST_LENGTH = 300
_ENDED = 0.6
_PER_STOPWORD_SHARE = 3.0
_MOST_STOPWORD_SHARE = 0.4
_SHORT, _IS_SHORT = 0.3, 40
_QUOTED, _QUOTABLE = 1.4, 30
_KNOWN = {
    Role.COMMENT: -3.0,
    Role.COMMENT_FORM: -3.0,
    Role.COMMENT_POLICY: -3.0,
    Role.SHARE: -0.3,
    Role.ADVERT: -0.3,
    Role.CAPTION: -0.3,
}
_KNOWN_OTHER, _KNOWN_HEADING = -1.5, -4.0
_ENTER = 2.0
"""What it costs to go from outside into the body, so that a single sentence among links is no body."""
_FAR = 0.25
"""What a further run must weigh for each line that lies between, up to _FARTHEST lines …"""
_FARTHEST = 40
_AFTER, _BEFORE = 2.5, 0.5
"""… and in any case, below and above."""
_AFTER_HEADING, _UNDER = 5.0, 2
"""What a run must weigh that begins right under a heading of other articles or of comments: a body that resumes."""

_BEFORE_IT, _INSIDE, _AFTER_IT = range(3)
_FRAME, _MOST_OTHER, _MOST_OTHER_SHORT, _SHORT_TEXT = 6, 0.5, 1.5, 30
"""A text is clean with at most so many more lines that are no sentences than sentences, and so many characters in them
for each in sentences; a text of few lines has little else than its masthead."""
_LEAST_SENTENCE, _LEAST_LINE, _LEAST_KNOWN, _BREAK = 1.0, -0.4, -0.3, -20.0
_ENTER_CLEAN, _AGAIN_CLEAN = 0.5, 4.5

_PER_LINK_DENSITY = 2.0
_BY_TAG = {
    "p": 0.6, "blockquote": 0.6, "li": -0.4, "h1": -0.25, "h2": -0.25, "h3": -0.25, "h4": -0.25, "td": -0.5,
    "div": -0.65, "a": -1.0, "button": -1.0, "figcaption": -2.0,
}  # fmt: skip
_BY_ANCESTOR = {
    "nav": -2.0, "footer": -2.0, "header": -2.0, "aside": -1.0, "form": -1.0, "figure": -2.5, "figcaption": -2.5,
    "article": 0.7, "main": 0.1,
}  # fmt: skip
_AROUND, _OF_TEXT = -0.6, 0.6
_AROUND_NAMES = re.compile(
    r"comment(?!ary)|disqus|relat|recommend|promo|sidebar|footer|\bnav|menu|share|social|teaser|most|popular|trending|newsletter|"
    r"subscri|signup|advert|\bads?\b|sponsor|outbrain|taboola|cookie|consent|breadcrumb|\btags?\b|author|byline|\bbio\b|"
    r"caption|credit|widget|\bmore\b|read-?next|modal|popup|paywall|toolbar|\bmeta\b|copyright|legal|gallery|carousel|"
    r"hidden|sr-only|visually|list-?item|\bcard|\brail"
)
_TEXT_NAMES = re.compile(
    r"(?:article|story|post|entry|main|content|body|rich)-?_?(?:body|content|text)|paragraph|\btext\b"
)
"""Words in the names that markup gives to what is around the text, and to the text; they come in lower case."""


def weigh(blocks: Sequence[Block], known: Sequence[Known | None], language: str | None) -> list[float]:
    """How much speaks for each block as running text; below 0 it speaks against."""
    return [_weigh(block, words, language) for block, words in zip(blocks, known, strict=True)]


def _weigh(block: Block, words: Known | None, language: str | None) -> float:
    if words and words.role is not Role.SITE_SLOGAN:
        return (
            _KNOWN_HEADING
            if words.opens and words.role is not Role.COMMENT
            else _KNOWN.get(words.role, _KNOWN_OTHER)
        )
    text = block.clean
    length = wide_length(text)
    reach = min(length, _MOST_LENGTH) / 100
    share = _PER_STOPWORD_SHARE * min(stopword_share(text, language), _MOST_STOPWORD_SHARE)
    if ends_sentence(text) or (language in _NO_SENTENCE_SIGNS and length > 100):
        weight = _OPEN + _ENDED + _PER_100 * reach + share
    else:
        weight = _OPEN + _PER_100_UNENDED * reach + share - _SHORT * (length < _IS_SHORT)
    if text[:1] in _QUOTE and length > _QUOTABLE:
        weight += _QUOTED
    return weight + _markup(block.markup)


def ends_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-_TAIL:]) is not None


def wide_length(text: str) -> int:
    """Characters, those of scripts that write a word in one or two of them counted as two and a half."""
    if text.isascii():
        return len(text)
    return len(text) + round(1.5 * len(_WIDE.findall(text)))


def _markup(markup: Markup | None) -> float:
    if markup is None:
        return 0.0
    weight = _BY_TAG.get(markup.tag, 0.0) - _PER_LINK_DENSITY * markup.link_density
    return weight + _ancestors(markup.path) + _names(markup.names)


@lru_cache(maxsize=4096)
def _ancestors(path: str) -> float:
    return sum(_BY_ANCESTOR.get(tag, 0.0) for tag in set(path.split("/")))


@lru_cache(maxsize=4096)
def _names(names: str) -> float:
    return _AROUND * bool(_AROUND_NAMES.search(names)) + _OF_TEXT * bool(_TEXT_NAMES.search(names))


@dataclass(frozen=True, slots=True)
class Run:
    weight: float
    start: int
    end: int


def find_text(blocks: Sequence[Block], known: Sequence[Known | None], language: str | None) -> list[Run]:
    """The spans of blocks that are the body, in order; within them, blocks known as boilerplate are not of it."""
    weights = weigh(blocks, known, language)
    if _is_clean(blocks, known):
        return _clean_runs([_leniently(*item) for item in zip(weights, blocks, known, strict=True)], known)
    return choose_runs(weights, known)


def choose_runs(weights: Sequence[float], known: Sequence[Known | None]) -> list[Run]:
    """The weightiest run and those near it."""
    runs = _runs(weights, _ENTER, _ENTER)
    if not runs:
        return []
    best = max(range(len(runs)), key=lambda i: runs[i].weight)
    kept = [runs[best]]
    for run in runs[best + 1 :]:
        least = _AFTER + _FAR * min(run.start - kept[-1].end, _FARTHEST)
        if run.weight < max(least, _AFTER_HEADING * _is_headed(run, known)):
            break
        kept.append(run)
    for run in reversed(runs[:best]):
        if run.weight < _BEFORE + _FAR * min(kept[0].start - run.end, _FARTHEST):
            break
        kept.insert(0, run)
    return kept


def _is_clean(blocks: Sequence[Block], known: Sequence[Known | None]) -> bool:
    """Whether a plain text is little but an article: nearly all that is not known by its words is sentences."""
    if any(block.markup for block in blocks):
        return False
    lengths = [
        (ends_sentence(b.clean), len(b.clean)) for b, words in zip(blocks, known, strict=True) if not words
    ]
    sentences = [length for ends, length in lengths if ends]
    others = [length for ends, length in lengths if not ends]
    most = _MOST_OTHER_SHORT if len(blocks) <= _SHORT_TEXT else _MOST_OTHER
    return len(others) <= len(sentences) + _FRAME and sum(others) < most * sum(sentences)


def _leniently(weight: float, block: Block, words: Known | None) -> float:
    """In a clean text a sentence is of the body however short, and a line among sentences is a list's or a cross-head."""
    if words:
        return _BREAK if words.opens else max(weight, _LEAST_KNOWN)
    return max(weight, _LEAST_SENTENCE if ends_sentence(block.clean) else _LEAST_LINE)


def _clean_runs(weights: Sequence[float], known: Sequence[Known | None]) -> list[Run]:
    """All runs, but those right under a heading must weigh enough to be the body that resumes."""
    runs = _runs(weights, _ENTER_CLEAN, _AGAIN_CLEAN)
    first = max(runs, key=lambda run: run.weight, default=None)
    return [run for run in runs if run is first or run.weight >= _AFTER_HEADING * _is_headed(run, known)]


def _is_headed(run: Run, known: Sequence[Known | None]) -> bool:
    return any(words and words.opens for words in known[max(0, run.start - _UNDER) : run.start])


def _runs(weights: Sequence[float], enter: float, again: float) -> list[Run]:
    """The runs of blocks that weigh most together, when the first costs `enter` and each further one `again`."""
    before, inside, after = 0.0, -enter, -inf
    steps: list[tuple[int, int]] = []
    for weight in weights:
        to_inside = max((inside, _INSIDE), (before - enter, _BEFORE_IT), (after - again, _AFTER_IT))
        to_after = max((after, _AFTER_IT), (inside, _INSIDE))
        steps.append((to_inside[1], to_after[1]))
        inside, after = to_inside[0] + weight, to_after[0]
    state = max((before, _BEFORE_IT), (inside, _INSIDE), (after, _AFTER_IT))[1]
    is_in = []
    for from_inside, from_after in reversed(steps):
        is_in.append(state == _INSIDE)
        state = from_inside if state == _INSIDE else from_after if state == _AFTER_IT else state
    is_in.reverse()
    runs, start = [], None
    for i, chosen in enumerate([*is_in, False]):
        if chosen and start is None:
            start = i
        elif not chosen and start is not None:
            runs.append(Run(sum(weights[start:i]), start, i))
            start = None
    return runs
