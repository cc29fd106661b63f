"""The dates that stand on a page, each with where it stands: what makes it the article's date, the page's, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from search.article import Block, Role, record
from search.ingest.stamps import PUBLISHED, UPDATED, Stamp, find_stamps

_FIGURES = re.compile(
    r"\d(?:\d{3}|[./-]\d| ?[月월]|[^\W\d_]{0,2}\.? [^\W\d_]{3}"
    r"|(?<=[^\W\d_]{3} \d)|(?<=[^\W\d_]{3}[.,] \d)|(?<=[^\W\d_]{3}\., \d))"
)
"""What may be of a date. That it begins with a figure makes it quick to look for."""
_HAN_MONTH = re.compile("[一二三四五六七八九十] ?月")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FAR_ABOVE, _CLOSE, _NEXT, _NEAR, _UNDER_TEXT = 24, 4, 4, 14, 6
"""Blocks: how far above the headline its date stands with a label and without, how far below where the text is
elsewhere and where it is not, and how far under the end of the text one that is labelled."""
_FEW_WORDS, _LABEL_WORDS, _MOST_WORDS = 3, 8, 12
"""Words beside the stamp: in a line that stands in the text, there with a label, and in any line that states a date,
with a byline, a place or a number of comments. More is a sentence."""
_MOST_LINES = 500
"""Lines of a page that are read for dates; real pages have fewer than 200 that may hold one."""
_TIMELINE = 2
_LONGEST_LINE, _LONGEST_IN_TEXT = 250, 100
_POSTED = re.compile(r"\(@\w+\)")
"""The line under a post of a social network: its date is the post's."""
_SENTENCE = re.compile(r"[.!?:。！？।：]['\"”’»)]*$")
_GOES_ON = re.compile(r"\. [^\W\d_]")

_NEVER = frozenset(
    (
        Role.RELATED_POSTS, Role.CAPTION, Role.COMMENT, Role.COMMENT_POLICY, Role.ADVERT, Role.COPYRIGHT, Role.SUBSCRIBE,
        Role.TAGS, Role.LOCATION_FOOTER,
    )
)  # fmt: skip
"""What has a date of its own."""
_TEASER = re.compile(
    r"relat|teaser|recommend|popular|most-?read|trending|sidebar|carousel|latest|promo|comment(?!ary)|rail\b"
)
_HEADER = re.compile(
    r"(?:site|page|global|main|top)-?(?:header|bar|nav)|masthead|current-?date|today|weather|clock"
)
_STATES = re.compile(
    r"publish|posted|pub-?date|entry-?date|post-?date|article-?date|timestamp|date-?time|story-?date|dateline|byline"
)
_CHANGES = re.compile(r"updat|modif|edited|revis")


class Place(Enum):
    """Where a stamp stands, what speaks most for it as the publication date first."""

    LABELLED = "labelled as the date of publication"
    BELOW = "under the headline"
    ABOVE = "above the headline"
    CHANGED = "labelled as the date of a change"
    HEADER = "in the page's header"
    ELSEWHERE = "elsewhere on the page"
    IN_TEXT = "in the text"


@record
class Sighting:
    """A stamp in a block. `distance` is in blocks from the headline; `alone`: the block says little else."""

    stamp: Stamp
    index: int
    line: int
    text: str
    place: Place
    distance: int = 0
    alone: bool = True


@dataclass(frozen=True, slots=True)
class _Layout:
    """The indices of the headline and of the first and last block of the text."""

    headline: int
    first: int
    last: int


class Sightings:
    """The dates on one page, read where they are asked for: most pages need only those about the headline."""

    def __init__(self, blocks: Sequence[Block], headline: int | None, languages: Sequence[str]) -> None:
        """`headline` is the index of its block, None where there is none."""
        body = [i for i, block in enumerate(blocks) if block.kept]
        first, last = (body[0], body[-1]) if body else (len(blocks), -1)
        self._layout = _Layout(max(0, first - 1) if headline is None else headline, first, last)
        self._blocks = blocks
        self._languages = languages
        self._read: dict[int, list[Sighting]] = {}
        self._left = _MOST_LINES

    def about(self) -> list[Sighting]:
        """Those in the lines where an article's date may stand, in reading order.

        Several days on lines of their own within the text are a timeline, which dates its paragraphs and not the article.
        """
        headline, first, last = self._layout.headline, self._layout.first, self._layout.last
        near = range(headline - _FAR_ABOVE, max(first, headline + _NEAR) + 1)
        further = range(first + 1, last + _UNDER_TEXT + 1)
        dating = [
            i
            for i in range(max(0, near.start), min(max(near.stop, further.stop), len(self._blocks)))
            if i in near or (i in further and len(self._blocks[i].clean) <= _LONGEST_IN_TEXT)
        ]
        found = [sighting for i in dating for sighting in self._at(i)]
        within = [s for s in found if s.place is Place.BELOW and first <= s.index <= last]
        if len({(s.stamp.year, s.stamp.month, s.stamp.day) for s in within}) < _TIMELINE:
            return found
        return [replace(s, place=Place.IN_TEXT) if s in within else s for s in found]

    def all(self) -> list[Sighting]:
        """Those in every short line."""
        return [sighting for i in range(len(self._blocks)) for sighting in self._at(i)]

    def _at(self, at: int) -> list[Sighting]:
        if at not in self._read:
            block = self._blocks[at]
            read = self._left > 0 and _may_hold_date(block.clean)
            self._left -= read
            self._read[at] = list(self._sightings(at, block)) if read else []
        return self._read[at]

    def _sightings(self, at: int, block: Block) -> Iterator[Sighting]:
        text = block.clean
        for stamp in find_stamps(text, self._languages):
            for one in _parted(_named(stamp, block), above=at < self._layout.headline):
                place, alone = _place(block, one, at, self._layout)
                yield Sighting(one, at, block.line, text, place, at - self._layout.headline, alone)


def _may_hold_date(text: str) -> bool:
    if len(text) > _LONGEST_LINE:
        return False
    found = _FIGURES.search(text) or ("月" in text and _HAN_MONTH.search(text))
    return bool(found) and _POSTED.search(text) is None


def _named(stamp: Stamp, block: Block) -> Stamp:
    """With the label that the markup gives, where the line has none."""
    if stamp.label is None and block.markup is not None:
        nearest = " ".join(block.markup.names.split()[:6])
        if _CHANGES.search(nearest) and not _STATES.search(nearest):
            return replace(stamp, label=UPDATED)
    return stamp


def _parted(stamp: Stamp, above: bool) -> Sequence[Stamp]:
    """`May 23 | Updated: 9 am` states two things; in a page's header it is the page that was updated."""
    if not stamp.retimed or above:
        return (stamp,)
    day = replace(
        stamp, hour=None, minute=None, second=None, zone=None, zone_name=None, places=(), label=None
    )
    return day, stamp


def _place(block: Block, stamp: Stamp, at: int, layout: _Layout) -> tuple[Place, bool]:
    """Where it stands, and whether the block says little else."""
    start, end = stamp.span
    words = len(_WORD.findall(block.clean[:start])) + len(_WORD.findall(block.clean[end:]))
    sentence = _SENTENCE.search(block.clean) or _GOES_ON.match(block.clean, end)
    alone = words <= _MOST_WORDS and not (words > _FEW_WORDS and sentence)
    elsewhere = Place.IN_TEXT if block.kept else Place.ELSEWHERE
    if block.role in _NEVER or stamp.day is None or not alone or _set_apart(block):
        return elsewhere, alone
    below = at - layout.headline
    before_text = below >= 0 and at < layout.first
    in_text = layout.first <= at <= layout.last
    after_text = at - layout.last if at > layout.last else 0
    at_start = in_text and (below in range(_NEXT + 1) or at - layout.first <= _NEXT)
    few = _LABEL_WORDS if stamp.label or at_start else _FEW_WORDS
    if block.kept and (words > few or (words > 1 and sentence)):
        return elsewhere, alone
    if stamp.label:
        named = Place.LABELLED if stamp.label == PUBLISHED else Place.CHANGED
        if stamp.retimed and below < 0:
            return Place.HEADER, alone
        stated = below < 0 or before_text or in_text or after_text <= _UNDER_TEXT
        return (named if stated else elsewhere), alone
    if before_text or (at_start and below >= 0) or 0 <= below <= (_NEXT if after_text else _NEAR):
        return Place.BELOW, alone
    if below < 0:
        names = block.markup.names if block.markup else ""
        # Friday, December 8, 2023, with no time, and not right over the headline: the day on which the page was shown
        todays = stamp.weekday is not None and stamp.hour is None and below < -1
        close = below >= -_CLOSE and words <= _LABEL_WORDS // 2 and not todays and not _HEADER.search(names)
        return (Place.ABOVE if close else Place.HEADER), alone
    return elsewhere, alone


def _set_apart(block: Block) -> bool:
    """Whether the markup says that it is of another article or of the site."""
    if block.markup is None:
        return False
    parts = block.markup.path.split("/")
    return "nav" in parts or "footer" in parts or bool(_TEASER.search(block.markup.names))
