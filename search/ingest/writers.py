"""Who wrote it, of all that a page claims and prints: people, and for the credit the agencies that stand in their place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from search.article import Block, Evidence, Role
from search.ingest.agencies import Agency, agencies_named, agency
from search.ingest.body import ends_sentence
from search.ingest.boilerplate import Known
from search.ingest.byline import is_person, people, read_byline
from search.ingest.headline import is_date_line
from search.ingest.page import Claim, Facts
from search.ingest.wording import form

_LONGEST = 90
_MARKED = 12
"""Blocks from the headline and from the beginning of the text within which markup is believed to mean this article."""
_SIGNATURE_WORDS, _SIGNED_BLOCKS = 3, 60
_NAMES = re.compile(r"\bby-?line|\bauthor|\bwriter|contributor-name|\bjournalist")
_LONE_INTRO = re.compile(r"\W*(?:by|von|par|por|di|door|av|af)\W*", re.IGNORECASE)
_ORGANISATION = re.compile(r"\((?:News)?(?:Media)?Organi[sz]ation\)|\(Corporation\)", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|,/•·–—]\s*")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\b\d{1,2}[./]\d{1,2}[./]")
_JOINED = re.compile(r"[|,/()]|\s[-–—]\s|\b(?:with|and|avec|et|mit|und|con|y|com|e)\b")
_FIRST_WORD = re.compile(r"^\W*\w+:?\s+")


@dataclass(frozen=True, slots=True)
class Writers:
    """`lines` are the bylines by index of block, with the people each names; `agencies` those that name an agency."""

    names: tuple[str, ...]
    evidence: Evidence
    lines: dict[int, tuple[str, ...]] = field(default_factory=dict)
    agencies: dict[int, Agency] = field(default_factory=dict)


def find_writers(
    blocks: Sequence[Block],
    known: Sequence[Known | None],
    facts: Facts,
    language: str | None,
    *,
    used: Container[int],
    header: range,
    text_begins: int,
    text_ends: int,
) -> Writers:
    """`used` blocks are no bylines; `header` are those below the headline; `text_ends` is behind the text's last."""
    reader = _Reader(blocks, known, language, used, header, text_begins, text_ends)
    lines = reader.lines()
    agencies = {i: named for i in lines if (named := _agency_in(blocks[i].clean))}
    sources = {form(claim.value) for claim in facts.sources}
    claims = _claims_of_people(facts.authors, language)
    claimed = _without(people([claim.value for claim in claims], language), sources)
    if claimed:
        claim = claims[0]
        return Writers(claimed, Evidence("bylines", claim.rule, claim.value, claim.line), lines, agencies)
    printed = _without((name for names in lines.values() for name in names), sources)
    if printed:
        block = blocks[next(i for i, names in lines.items() if names)]
        return Writers(printed, Evidence("bylines", "the byline", block.clean, block.line), lines, agencies)
    nobody = Evidence("bylines", "no line and no field names a person as the writer", "")
    return Writers((), nobody, lines, agencies)


def _agency_in(byline: str) -> Agency | None:
    """`By AFP`, `By Jane Doe, Reuters`, `Par Jean Dupont avec AFP`."""
    parts = [byline, _FIRST_WORD.sub("", byline), *_JOINED.split(byline)]
    return next((named[0] for part in parts if (named := agencies_named(part))), None)


def _claims_of_people(claims: Sequence[Claim], language: str | None) -> list[Claim]:
    """Of the claims that name a person, those of the most trusted kind: cards of other articles claim too."""
    named = [c for c in claims if not _ORGANISATION.search(c.rule) and people([c.value], language)]
    return [claim for claim in named if _kind_of(claim) == _kind_of(named[0])]


def _kind_of(claim: Claim) -> str:
    """`JSON-LD author (Person)` and `JSON-LD creator` are of one kind, `meta author` is of another."""
    return claim.rule.split(maxsplit=1)[0]


def _without(names: Iterable[str], sources: set[str]) -> tuple[str, ...]:
    """Each once, and no publication, which is nobody's name."""
    return tuple(dict.fromkeys(name for name in names if form(name) not in sources))


@dataclass(frozen=True, slots=True)
class _Reader:
    blocks: Sequence[Block]
    known: Sequence[Known | None]
    language: str | None
    used: Container[int]
    header: range
    text_begins: int
    text_ends: int

    def lines(self) -> dict[int, tuple[str, ...]]:
        """Bylines below the headline, right above it, and right below the text; where markup tells of one, further off."""
        top = self.header.start
        span = range(max(top - _MARKED, 0), min(self.text_begins + _MARKED, len(self.blocks)))
        near = (
            *self.header,
            *range(max(top - 3, 0), max(top - 1, 0)),
            *range(max(self.text_ends - 1, top), min(self.text_ends + 2, len(self.blocks))),
            *(i for i in span if self._marked(i)),
        )
        found: dict[int, tuple[str, ...]] = {}
        for i in dict.fromkeys(near):
            words, text = self.known[i], self.blocks[i].clean
            if i in self.used or (words and words.role not in (Role.AUTHOR_NOTE, Role.SOURCE_CREDIT)):
                continue
            names = read_byline(text, self.language)
            if names is None and i < self.text_begins:
                names = self._bare(i)
            elif names is None and i == self.text_ends and not any(found.values()):
                names = self._signature(i)
            if names is not None and not ends_sentence(text.rstrip(".")):
                found[i] = names
        return found

    def _bare(self, i: int) -> tuple[str, ...] | None:
        """A name without `By`: beside a date, after a lone `By`, marked up as one, or before an agency."""
        text = self.blocks[i].clean
        if len(text) > _LONGEST or (i < self.header.start and not self._marked(i)):
            return None
        if agency(text):
            return ()
        parts = _PARTS.split(text)
        if len(parts) > 1 and agency(parts[-1]) and (names := people(parts[:-1], self.language)):
            return names
        if self._marked(i) or (len(parts) > 1 and _DATED.search(text)):
            return people(parts, self.language) or None
        lone = i > 0 and _LONE_INTRO.fullmatch(self.blocks[i - 1].clean)
        beside = [j for j in (i - 1, i + 1) if self.header.start <= j < self.text_begins]
        dated = any(is_date_line(self.blocks[j].clean, self.language) for j in beside)
        return (people([text], self.language) or None) if lone or dated else None

    def _signature(self, i: int) -> tuple[str, ...] | None:
        """A name alone under a plain text, as wires sign their stories."""
        text = self.blocks[i].clean
        short = len(text.split()) <= _SIGNATURE_WORDS and len(self.blocks) <= _SIGNED_BLOCKS
        return (text,) if short and not self.blocks[i].markup and is_person(text, self.language) else None

    def _marked(self, i: int) -> bool:
        markup = self.blocks[i].markup
        return markup is not None and bool(_NAMES.search(markup.names))
