"""The headline: what the page claims it to be, put to the vote and checked against the page; else the line that reads
and stands like one.

Exact on 431 labelled pages that were flattened to text, without any claim: 4 of 5. With claims the vote is among
the claims of its markup (ballot.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search.article import Block, Evidence, Role
from search.ingest.ballot import elect, is_heading
from search.ingest.body import Run
from search.ingest.boilerplate import Known
from search.ingest.byline import is_person, is_unspaced, read_byline
from search.ingest.dateline import read_dateline
from search.ingest.language import stopwords
from search.ingest.page import STATED, Claim, Facts
from search.ingest.sentences import ends_sentence, wide_length
from search.ingest.stamps import find_stamps
from search.ingest.wording import WORD, form, places

_LETTERS = re.compile(r"[^\W\d_]+")
_LOOKED_AT, _STEM = 300, 6
"""Lines above the text, and letters of a word, that are compared."""
_MOST_OTHERS = 4
_LEAST_ALIKE, _ALIKE, _ALIKE_OF_CLAIM = 3, 0.8, 0.6
"""Of a line that is much like what the page claims: its words, the share of them that are claimed, and the share of the
claim that they must be; the rest may be the name of the paper."""
_MUCH = 0.25
"""Of the text that stands below a heading, if what is above it may be teasers."""
_META_LENGTH, _LABEL_WORDS = 90, 5
_LENGTHS, _WORDS, _USUAL = range(8, 251), range(2, 41), range(4, 23)

_COVERED, _USUAL_LENGTH, _COPIED, _DATED_BELOW = 3.2, 0.85, 0.55, 0.85
_FIRST, _FEW = 1.2, 4
_DISTANCE, _MOST_DISTANCE, _SENTENCE, _IN_BODY, _SLOGAN = 0.03, 48, 2.25, 1.6, 2.0
_BETTER_ABOVE, _MARGIN, _ABOVE = 0.8, 2.4, 3
"""What speaks for a line and against it; tuned by hand on the flattened pages."""


@dataclass(frozen=True, slots=True)
class Headline:
    """`index` is the block it stands in, `copies` the other blocks that repeat it, `others` what else is claimed."""

    text: str
    evidence: Evidence
    index: int | None = None
    copies: tuple[int, ...] = ()
    others: tuple[Evidence, ...] = ()


def choose_headline(
    blocks: Sequence[Block],
    known: Sequence[Known | None],
    runs: Sequence[Run],
    facts: Facts,
    language: str | None,
) -> Headline | None:
    """None where no line of the page can be one and nothing is claimed."""
    elected = _stated(facts.headlines) or elect(facts, blocks[: runs[0].start + 2] if runs else blocks)
    for claim in elected[:1]:
        there = _repeated(blocks, claim.value)
        at = _standing(blocks, there, runs)
        text = blocks[at].clean if at is not None else claim.value
        if at is None and (at := _much_alike(blocks, known, runs, claim.value)) is not None:
            text = blocks[at].clean if claim.rule == "<title>" else text
            there = _repeated(blocks, text)
        return Headline(
            text,
            Evidence("headline", claim.rule, text, claim.line),
            at,
            tuple(i for i in there if i != at),
            tuple(
                Evidence(
                    "headline", f"not taken, fewer sources share it: {other.rule}", other.value, other.line
                )
                for other in elected[1 : 1 + _MOST_OTHERS]
            ),
        )
    index = _likeliest(blocks, known, runs, language)
    if index is None:
        return None
    there = _repeated(blocks, blocks[index].clean)
    at = _standing(blocks, there, runs)
    block = blocks[index if at is None else at]
    at = blocks.index(block)
    evidence = Evidence("headline", "the line above the text that reads like one", block.clean, block.line)
    return Headline(block.clean, evidence, at, tuple(i for i in there if i != at))


def _stated(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if claim.rule.startswith(STATED))[:1]


def _repeated(blocks: Sequence[Block], text: str) -> list[int]:
    """The blocks that say it."""
    return places((block.clean for block in blocks), form(text))


def _standing(blocks: Sequence[Block], there: Sequence[int], runs: Sequence[Run]) -> int | None:
    """Where the headline stands, of the blocks that repeat it: of several headings the last above the text, as some pages
    have one in a bar that follows the reader; of several lines the one that is not indented.

    A heading further down is the headline too, if much of the text is below it: what is above are teasers.
    """
    end = runs[0].start + 2 if runs else len(blocks)
    standing = [i for i in there if i < end]
    if headings := [i for i in standing if _is_h1(blocks[i])]:
        return max(headings)
    if standing:
        return min(standing, key=lambda i: (blocks[i].text[:1].isspace(), i))
    first = next((i for i in there if is_heading(blocks[i])), len(blocks))
    lengths = {i: len(blocks[i].clean) for run in runs for i in range(run.start, run.end)}
    below = sum(length for i, length in lengths.items() if i > first)
    return first if below > _MUCH * sum(lengths.values()) else None


def _much_alike(
    blocks: Sequence[Block], known: Sequence[Known | None], runs: Sequence[Run], title: str
) -> int | None:
    """The line above the text that says nearly what the page claims and nothing else, as edited headlines do."""
    claimed = set(form(title).split())
    shares: dict[int, float] = {}
    for i, block in enumerate(blocks[: runs[0].start + 2 if runs else len(blocks)]):
        words = [] if known[i] else form(block.clean).split()
        if len(words) < _LEAST_ALIKE or len(words) > 2 * len(claimed):
            continue
        shares[i] = len(claimed.intersection(words)) / max(len(set(words)), _ALIKE_OF_CLAIM * len(claimed))
    best = max(shares, key=lambda i: (shares[i], _is_h1(blocks[i])), default=None)
    return best if best is not None and shares[best] >= _ALIKE else None


def _is_h1(block: Block) -> bool:
    return block.markup is not None and block.markup.tag == "h1"


def _likeliest(
    blocks: Sequence[Block], known: Sequence[Known | None], runs: Sequence[Run], language: str | None
) -> int | None:
    """The line above the text whose words the text takes up, and that stands where a headline does."""
    first = runs[0].start if runs else len(blocks)
    start = max(0, first - _LOOKED_AT)
    top = blocks[start : first + 1]
    spans = runs or [Run(0, len(blocks))]
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
        if round(wide_length(text)) not in _LENGTHS or (count not in _WORDS and text.isascii()):
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
    """The words cut to where inflection begins, as a rule; without the commonest of the language if one is given.

    Of Chinese and Japanese, which part no words, each two characters.
    """
    if is_unspaced(text):
        return [word[i : i + 2] for word in WORD.findall(text) for i in range(max(len(word) - 1, 1))]
    common = stopwords().get(language or "", frozenset())
    return [w[:_STEM] for w in WORD.findall(text.casefold()) if len(w) > 2 and w not in common]


def _tells_when_or_who(block: Block, language: str | None) -> bool:
    text = block.clean
    if len(text) > _META_LENGTH:
        return False
    if read_byline(text, language) is not None or (is_person(text, language) and not is_unspaced(text)):
        return True
    dateline = read_dateline(text, language)
    return is_date_line(text, language) or (dateline is not None and dateline.raw == text)


def is_date_line(text: str, language: str | None) -> bool:
    """Whether a line is little but a date, with what labels it."""
    stamps = find_stamps(text, (language,) if language else ()) if len(text) <= _META_LENGTH else ()
    if not stamps or not any(map(str.isdigit, text)):
        return False
    rest = list(text)
    for stamp in stamps:
        rest[slice(*stamp.span)] = ""
    return len(_LETTERS.findall("".join(rest))) <= _LABEL_WORDS
