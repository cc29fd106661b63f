"""Which blocks are the article's running text: the one place where that is decided.

The classifier says how likely each block is running text. On a page, the likeliest are the text (choosing.py); among plain
lines, a stretch of headlines is less likely so than each of them seems. Where a plain text is little but an article, there
is nothing to tell apart, and a chain of states (before the text, in it, after it) keeps short lines with the sentences
around them (Viterbi, 1967).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import inf, log

from search.article import Block
from search.ingest import classifier
from search.ingest.boilerplate import Known
from search.ingest.classifier.choosing import choose
from search.ingest.discussion import find_discussion
from search.ingest.elsewhere import of_the_article
from search.ingest.insets import with_insets
from search.ingest.lists import counted, with_alike, with_numbered
from search.ingest.recipes import with_recipes
from search.ingest.sentences import ends_sentence, wide_length

_SUREST = 0.99
_AFTER_HEADING, _UNDER = 5.0, 2
"""What a run of a clean text must weigh that begins right under a heading of other articles or of comments."""
_BEFORE_IT, _INSIDE, _AFTER_IT = range(3)
_SHORT_TEXT, _FRAME, _MOST_OTHER = 30, 6, 1.5
"""Lines of a text that is clean with at most so many more lines that are no sentences than sentences, and so many characters
in them for each in sentences."""
_LONG_TEXT, _NEARLY_ALL = 100, 0.88
"""Lines of a text that is clean if the classifier takes so much of it."""
_HEADLINE, _AMONG_TEASERS, _IN_TEXT = 50, 12, 4
"""Characters of a line that may be a teaser; such lines above and below that tell whether one stands among teasers, or in
the text."""
_FEW_END, _MOST_END, _SURE, _ENOUGH_SURE = 0.25, 0.6, 0.5, 3
_AS_TEASER, _CUT = 0.1, ("...", "…")
"""The share of them that ends as sentences do among teasers, and in the text, of which so many lines must be as likely; and
what is left of a teaser's likelihood; and how a teaser ends that is cut off."""
_SENTENCE, _LINE, _KNOWN, _BREAK = 1.0, -0.4, -0.3, -20.0
_LONG_LINE = 100
_ENTER_CLEAN, _AGAIN_CLEAN = 0.5, 4.5


@dataclass(frozen=True, slots=True)
class Run:
    """A span of blocks, from `start` up to but without `end`."""

    start: int
    end: int


def find_text(blocks: Sequence[Block], known: Sequence[Known | None]) -> list[Run]:
    """The spans of blocks that are the body, in order; within them, blocks known as boilerplate are not of it."""
    likely = classifier.probabilities(blocks, known)
    discussion = find_discussion(blocks, known, likely)
    menus = counted(blocks)
    if discussion or menus:
        likely = [0.0 if i in discussion or i in menus else p for i, p in enumerate(likely)]
    lengths = [wide_length(block.clean) for block in blocks]
    if all(block.markup for block in blocks):
        chosen = choose(of_the_article(blocks, known, likely, lengths), lengths)
        return _spans(_with_lists(blocks, known, with_insets(blocks, known, chosen)))
    likely = _without_teasers(blocks, likely, lengths)
    chosen = choose(likely, lengths)
    if _is_clean(blocks, known, chosen):
        threshold = classifier.threshold(blocks)
        weights = [_log_odds(p) - _log_odds(threshold) for p in likely]
        chosen = _clean_text([_leniently(*item) for item in zip(weights, blocks, known, strict=True)], known)
    return _spans(_with_lists(blocks, known, with_alike(blocks, known, chosen)))


def _with_lists(blocks: Sequence[Block], known: Sequence[Known | None], chosen: Sequence[bool]) -> list[bool]:
    return with_recipes(blocks, known, with_numbered(blocks, known, chosen))


def _without_teasers(blocks: Sequence[Block], likely: Sequence[float], lengths: Sequence[int]) -> list[float]:
    """How likely each is the text, when it is known what stands around it: headlines of other articles stand together, and
    hardly one of them ends as sentences do."""
    long = [i for i, length in enumerate(lengths) if length >= _HEADLINE]
    ends = list(accumulate((_is_whole(blocks[i].clean) for i in long), initial=0))

    def share(i: int, reach: int) -> float | None:
        """Of the long lines around that end so; None where there are few."""
        at = bisect_left(long, i)
        first, last = max(0, at - reach), min(len(long), at + reach + 1)
        return (ends[last] - ends[first]) / (last - first) if last - first >= reach else None

    sure = [i for i, p in enumerate(likely) if p > _SURE and (share(i, _IN_TEXT) or 0.0) >= _MOST_END]
    if len(sure) < _ENOUGH_SURE:
        return list(likely)
    around = [share(i, _AMONG_TEASERS) for i in range(len(blocks))]
    return [
        p if ending is None or ending > _FEW_END else p * _AS_TEASER
        for ending, p in zip(around, likely, strict=True)
    ]


def _is_whole(text: str) -> bool:
    """Whether it ends as sentences do, and is not cut off there, as teasers are."""
    return ends_sentence(text) and not text.endswith(_CUT)


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1 - _SUREST), _SUREST)
    return log(bounded / (1 - bounded))


def _spans(chosen: Sequence[bool]) -> list[Run]:
    groups = [list(group) for _, group in groupby(range(len(chosen)), chosen.__getitem__)]
    return [Run(group[0], group[-1] + 1) for group in groups if chosen[group[0]]]


def _is_clean(blocks: Sequence[Block], known: Sequence[Known | None], chosen: Sequence[bool]) -> bool:
    """Whether a plain text is little but an article: nearly all that is not known by its words is of it."""
    if any(block.markup for block in blocks):
        return False
    unknown = [(b.clean, taken) for b, words, taken in zip(blocks, known, chosen, strict=True) if not words]
    if len(blocks) > _SHORT_TEXT:
        of_text = sum(len(text) for text, taken in unknown if taken)
        return len(blocks) <= _LONG_TEXT and of_text >= _NEARLY_ALL * sum(len(text) for text, _ in unknown)
    sentences = [len(text) for text, _ in unknown if ends_sentence(text)]
    others = [len(text) for text, _ in unknown if not ends_sentence(text)]
    return len(others) <= len(sentences) + _FRAME and sum(others) < _MOST_OTHER * sum(sentences)


def _leniently(weight: float, block: Block, words: Known | None) -> float:
    """In a clean text a sentence is of the body however short, and a line among sentences is a list's or a cross-head."""
    if words:
        return _BREAK if words.opens else _KNOWN
    if ends_sentence(block.clean):
        return max(weight, _SENTENCE)
    return max(weight, _LINE) if len(block.clean) >= _LONG_LINE else _LINE


def _clean_text(weights: Sequence[float], known: Sequence[Known | None]) -> list[bool]:
    """All runs, but those right under a heading must weigh enough to be the body that resumes."""
    chosen = _chain(weights)
    weighed = [(sum(weights[run.start : run.end]), run) for run in _spans(chosen)]
    most = max((weight for weight, _ in weighed), default=0.0)
    for weight, run in weighed:
        if weight < min(most, _AFTER_HEADING * _is_headed(run, known)):
            chosen[run.start : run.end] = [False] * (run.end - run.start)
    return chosen


def _is_headed(run: Run, known: Sequence[Known | None]) -> bool:
    return any(words and words.opens for words in known[max(0, run.start - _UNDER) : run.start])


def _chain(weights: Sequence[float]) -> list[bool]:
    """Which blocks stand in the runs that weigh most together, when the first costs less than each further one."""
    before, inside, after = 0.0, -_ENTER_CLEAN, -inf
    steps: list[tuple[int, int]] = []
    for weight in weights:
        to_inside = max(
            (inside, _INSIDE), (before - _ENTER_CLEAN, _BEFORE_IT), (after - _AGAIN_CLEAN, _AFTER_IT)
        )
        to_after = max((after, _AFTER_IT), (inside, _INSIDE))
        steps.append((to_inside[1], to_after[1]))
        inside, after = to_inside[0] + weight, to_after[0]
    state = max((before, _BEFORE_IT), (inside, _INSIDE), (after, _AFTER_IT))[1]
    chosen = []
    for from_inside, from_after in reversed(steps):
        chosen.append(state == _INSIDE)
        state = from_inside if state == _INSIDE else from_after if state == _AFTER_IT else state
    return chosen[::-1]
