"""The fate of every block: what role it has, whether it stands in the body, and why."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from search.article import Block, Role
from search.ingest.body import Run
from search.ingest.boilerplate import Known
from search.ingest.captions import picture_of
from search.ingest.classifier.structure import named as part_named
from search.ingest.credit import line_credit, trailing_credit
from search.ingest.endmarks import cut_end_mark, is_end_mark
from search.ingest.insets import LISTED, is_boilerplate, is_cell
from search.ingest.language import line_language
from search.ingest.notes import note_on
from search.ingest.sentences import ends_sentence, wide_length

Fate = tuple[Role, str]

_KEPT = frozenset((Role.LEAD, Role.BODY, Role.CROSS_HEAD, Role.CORRECTION))
_ENDS_SECTION = frozenset((Role.NAVIGATION, Role.COPYRIGHT, Role.SUBSCRIBE, Role.COMMENT_FORM))
_CROSS_HEAD = 90
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS, _NO_ENTRY = LISTED | {"blockquote", "cite"}, LISTED | {"p"}
"""Elements that no cross-head stands in, as they hold lines of a list or a quotation; and no time over an entry."""
_FEW_ABOVE = 4
_SLOGAN_WORDS = 3
_LOOKED_AT, _CREDIT_LINE = 300, 60
_CLOCK = re.compile(r"[012]?\d[:.h][0-5]\d(?:\s?(?:[ap]\.?m\.?|[A-Z]{2,4}|Uhr))?", re.IGNORECASE)
"""The time over an entry of a live blog."""
_POINT = re.compile(r"[*•▪◦‣-]\s?\w")
_MENUS = re.compile(r"/(?:nav|footer|header|aside|form)(?:/|$)")
_CORRECTION_NEAR = 4
_LAST = 3
"""Blocks at the end of the text where it may be told who wrote it."""
_AGAIN, _SOON = 60, 7
"""Characters of a paragraph that is a slip, or of the page's making, if it stands again within so many blocks."""
_NAMED = {
    "related": Role.RELATED_POSTS,
    "comment": Role.COMMENT,
    "social": Role.SHARE,
    "advert": Role.ADVERT,
    "subscribe": Role.SUBSCRIBE,
    "tag": Role.TAGS,
}
"""What the markup's names for a part of the page say of a block that is not of the text and stands below its beginning."""
_NAMED_KINDS = frozenset(_NAMED)
_OF_TEXT: Fate = Role.BODY, "body: reads and stands like running text"
_OF_TABLE: Fate = Role.BODY, "body: of a table that stands in the running text"
_OF_SUMMARY: Fate = Role.BODY, "body: a point of the summary between the headline and the text"
_OF_FIGURE: Fate = Role.CAPTION, "caption: the markup says that it belongs to a figure"
_OF_FRAME: Fate = Role.NAVIGATION, "navigation: the markup says that it is of the page's frame"
_OVER_ALL: Fate = Role.NAVIGATION, "navigation: stands above the headline"
_SLOGAN: Fate = Role.SITE_SLOGAN, "site-slogan: stands above the headline and is neither date nor link"
_ABOVE, _BETWEEN, _BELOW = (
    (Role.OTHER, f"boilerplate: stands {where} the running text and does not read like it")
    for where in ("above", "between", "below")
)


def settle(
    blocks: Sequence[Block],
    known: Sequence[Known | None],
    runs: Sequence[Run],
    fates: Mapping[int, Fate],
    *,
    headline: int | None,
    text_begins: int,
    writers: Sequence[str],
    language: str | None,
) -> list[Block]:
    """Each block with its role and reason. `fates` are settled already; `runs` are where the body stands."""
    in_run = frozenset(i for run in runs for i in range(run.start, run.end))
    names = tuple(name for name in writers if " " in name)
    return _Settling(blocks, known, in_run, fates, headline, text_begins, names, language).settle()


def apply(blocks: Sequence[Block], fates: Mapping[int, Fate]) -> list[Block]:
    """The blocks with the fates that a later stage gives some of them."""
    settled = list(blocks)
    for i, (role, reason) in fates.items():
        settled[i] = settled[i].keep(role, reason) if role in _KEPT else settled[i].drop(role, reason)
    return settled


def finish(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Lead and cross-heads named, end marks cut, now that it is settled what is kept."""
    settled = list(blocks)
    kept = [i for i, block in enumerate(settled) if block.kept]
    for place, i in enumerate(kept):
        block = settled[i]
        if place == 0 and block.role is Role.BODY:
            settled[i] = block.keep(Role.LEAD, "lead: the first paragraph of the running text")
        elif (
            block.role is Role.BODY
            and place + 1 < len(kept)
            and _is_cross_head(block, settled[kept[place + 1]])
        ):
            settled[i] = block.keep(Role.CROSS_HEAD, "cross-head: a short line over a paragraph of the text")
        settled[i] = _without_end_mark(settled[i], last=i == kept[-1])
    return tuple(settled)


@lru_cache(maxsize=1024)
def _is_of_menu(path: str) -> bool:
    return _MENUS.search(path) is not None


def _is_cross_head(block: Block, below: Block) -> bool:
    if block.markup and block.markup.tag in _HEADINGS:
        return True
    if is_cell(block) or (block.markup and block.markup.tag in _ITEMS):
        return False
    text = block.clean
    if len(text) > _CROSS_HEAD or wide_length(text) > _CROSS_HEAD:
        return False
    if text[-1:] in ":,;-–" or ends_sentence(text) or len(below.clean) <= len(text):
        return False
    return len(below.clean) > _CROSS_HEAD or ends_sentence(below.clean)


def _is_entry_time(block: Block) -> bool:
    """Whether it is a time that is no paragraph, and of no list or table."""
    if block.markup is None or block.markup.tag in _NO_ENTRY or is_cell(block):
        return False
    return _CLOCK.fullmatch(block.clean) is not None


def _without_end_mark(block: Block, *, last: bool) -> Block:
    """An end mark wherever a story ends, and the agency behind the last sentence."""
    clean, mark = cut_end_mark(block.clean)
    if last and (found := trailing_credit(clean)):
        mark = clean[len(found[0]) :].strip() + (f" {mark}" if mark else "")
        clean = found[0]
    if not mark or not clean:
        return block
    reason = f"{block.reason}; its end mark “{mark}” is cut (agency-end-marker)"
    return dataclasses.replace(block, clean=clean, reason=reason)


@dataclass
class _Settling:
    blocks: Sequence[Block]
    known: Sequence[Known | None]
    in_run: frozenset[int]
    fates: Mapping[int, Fate]
    headline: int | None
    text_begins: int
    writers: tuple[str, ...]
    language: str | None
    section: Fate | None = None
    """Of what stands under the heading under which we are."""
    settled: list[Block] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    """Where each long paragraph of the text stood last."""

    def __post_init__(self) -> None:
        self.text_ends = max(self.in_run, default=0)

    def settle(self) -> list[Block]:
        for i, (block, words) in enumerate(zip(self.blocks, self.known, strict=True)):
            role, reason = self._fate(i, block, words)
            self.settled.append(block.keep(role, reason) if role in _KEPT else block.drop(role, reason))
        return self.settled

    def _fate(self, i: int, block: Block, words: Known | None) -> Fate:
        if i == self.headline:
            self.section = None  # what a menu calls “Latest” does not head the article
        if i in self.fates:
            return self.fates[i]
        in_text = False
        if i >= self.text_begins:
            if is_end_mark(block.clean):
                return Role.AGENCY_END_MARKER, f"agency-end-marker: the line is nothing but “{block.clean}”"
            if len(block.clean) <= _CREDIT_LINE and (named := line_credit(block.clean)):
                return Role.SOURCE_CREDIT, f"source-credit: the line names {named[0]} and nothing more"
            in_text = i in self.in_run
        if words:
            if words.role is Role.CORRECTION and self._near_text(i):
                return Role.CORRECTION, f"correction: the line {words.why}"
            if not in_text or is_boilerplate(block, words):
                self._enter_section(words, block)
                return words.role, words.reason
        if not in_text:
            return self._outside(i, block)
        if fate := self._set_in(i, block):
            return fate
        if self.section and block.markup and block.markup.tag in LISTED and not ends_sentence(block.clean):
            return self._outside(i, block)
        self.section = None
        return _OF_TABLE if is_cell(block) else _OF_TEXT

    def _set_in(self, i: int, block: Block) -> Fate | None:
        """The fate of what reads like the running text, stands in it and is none of it."""
        if _is_entry_time(block):
            return Role.PAGE_DATE, "page-date: the time of an entry"
        if picture := picture_of(block.clean):
            return Role.CAPTION, f"caption: ends with whose picture it is (“{picture}”)"
        begins = i == self.text_begins
        if begins or i > self.text_ends - _LAST:
            why = note_on(self.writers, block.clean, None if begins else self.settled[-1])
            if why:
                return Role.AUTHOR_NOTE, f"author-note: {why}"
        if line := self._again(i, block.clean):
            return Role.REPEAT, f"repeat: line {line} has the same words"
        return None

    def _again(self, i: int, text: str) -> int | None:
        """The line of the same paragraph shortly above."""
        if len(text) < _AGAIN or not ends_sentence(text):
            return None
        before = self.seen.get(text, -_SOON - 1)
        self.seen[text] = i
        return self.blocks[before].line if i - before <= _SOON else None

    def _near_text(self, i: int) -> bool:
        return bool(self.in_run.intersection(range(i - _CORRECTION_NEAR, i + _CORRECTION_NEAR)))

    def _enter_section(self, words: Known, block: Block) -> None:
        if words.opens:
            role = words.role
            self.section = role, f"{role}: stands under the heading “{block.clean}” (line {block.line})"
        elif words.role in _ENDS_SECTION:
            self.section = None

    def _outside(self, i: int, block: Block) -> Fate:
        before = self.settled[-1] if self.settled else None
        if before and before.role is Role.COMMENT_POLICY and self._goes_on(before, block):
            return Role.COMMENT_POLICY, f"comment-policy: goes on from line {before.line}"
        if self.section:
            return self.section
        markup = block.markup
        path = markup.path if markup else ""
        if markup and (markup.tag == "figcaption" or "/figure" in path):
            return _OF_FIGURE
        if self.headline is not None and i < self.headline:
            return self._over_headline(block, path)
        if _is_of_menu(path):
            return _OF_FRAME
        if i < self.text_begins:
            summed_up = not path and self.headline is not None and _POINT.match(block.clean)
            return _OF_SUMMARY if summed_up else _ABOVE
        if markup and (named := part_named(markup.names, _NAMED_KINDS)):
            role, word = _NAMED[named[0]], named[1]
            return role, f"{role}: the markup calls its place “{word}”"
        return _BELOW if i > self.text_ends else _BETWEEN

    def _over_headline(self, block: Block, path: str) -> Fate:
        few = not path and self.headline is not None and self.headline < _FEW_ABOVE
        return _SLOGAN if few and len(block.clean.split()) >= _SLOGAN_WORDS else _OVER_ALL

    def _goes_on(self, before: Block, block: Block) -> bool:
        language = line_language(before.clean[:_LOOKED_AT])
        return not ends_sentence(before.clean) or (
            language is not None
            and language != self.language
            and line_language(block.clean[:_LOOKED_AT]) == language
        )
