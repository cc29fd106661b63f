"""What stands around the text: headline, standfirst, bylines, dateline, credit, place, publication, section.

Each value is found once, with its evidence, and each block that it was found in gets its fate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.article import Dateline, Evidence, Location, Role
from search.ingest.agencies import Agency, agencies_named, agency
from search.ingest.body import Run, ends_sentence
from search.ingest.boilerplate import Known
from search.ingest.byline import is_person, people, read_byline
from search.ingest.dateline import read_dateline
from search.ingest.headline import Headline, choose_headline, form
from search.ingest.page import STATED, Claim, Page
from search.ingest.publication import choose_section, choose_source, read_location
from search.ingest.standfirst import find_standfirst

Fates = dict[int, tuple[Role, str]]
"""Role and reason by the index of the block."""

_DATED = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\b\d{1,2}[./]\d{1,2}[./]")
_DATE_LINE = 90
_HEADER = 8
"""Lines below the headline among which a standfirst or a byline is looked for, if the text does not begin before."""
_BYLINE_NAMES = re.compile(r"\bby-?line|\bauthor|\bwriter|contributor-name|\bjournalist")
_MARKED = 12
"""Blocks from the headline and from the beginning of the text within which markup is believed to mean this article."""
_SPEAKER = re.compile(r"^[A-Z][A-Z .'-]{1,30}:\s")
_ORGANISATION = re.compile(r"\((?:News)?(?:Media)?Organi[sz]ation\)|\(Corporation\)", re.IGNORECASE)
_SECTION_WORDS = 4


@dataclass(slots=True)
class Masthead:
    headline: Headline | None = None
    standfirst: str | None = None
    bylines: tuple[str, ...] = ()
    dateline: Dateline | None = None
    location: Location | None = None
    source: str | None = None
    section: str | None = None
    text_begins: int = 0
    """The index of the first block of the running text."""
    bylined: dict[int, Agency] = field(default_factory=dict)
    """Blocks whose byline is an agency."""
    fates: Fates = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)


def read_masthead(
    page: Page, known: Sequence[Known | None], runs: Sequence[Run], language: str | None
) -> Masthead:
    """All that can be told without dates and credit. A page without a headline has `headline` None."""
    return _Reader(page, known, runs, language).read()


class _Reader:
    def __init__(
        self, page: Page, known: Sequence[Known | None], runs: Sequence[Run], language: str | None
    ) -> None:
        self.blocks, self.facts = page.blocks, page.facts
        self.known, self.runs, self.language = known, runs, language
        self.found = Masthead()

    def read(self) -> Masthead:
        self._headline()
        self._bylines()
        self._standfirst()
        self._dateline()
        self._places_and_names()
        return self.found

    def _headline(self) -> None:
        headline = choose_headline(self.blocks, self.known, self.runs, self.facts, self.language)
        in_text = [i for run in self.runs for i in range(run.start, run.end) if not self.known[i]]
        at = headline.index if headline and headline.index is not None else -1
        self.top = at + 1
        self.found.text_begins = next((i for i in in_text if i > at), len(self.blocks))
        if not headline:
            return
        self.found.headline = headline
        where = ""
        if headline.index is not None:
            self.found.fates[headline.index] = (Role.HEADLINE, "headline: used as the headline")
            where = f" (line {self.blocks[headline.index].line})"
        for copy in headline.copies:
            self.found.fates[copy] = (Role.DUPLICATE_TITLE, f"duplicate-title: repeats the headline{where}")

    def _header(self) -> range:
        """Below the headline, above the text and a line or two into it."""
        return range(self.top, min(self.found.text_begins + 2, self.top + _HEADER, len(self.blocks)))

    def _free(self, i: int) -> bool:
        return i not in self.found.fates and not self.known[i]

    def _bylines(self) -> None:
        """Claims that are people; else lines around the text. Either way the lines that name them are bylines."""
        sources = {form(claim.value) for claim in self.facts.sources}
        claims = self._claims_of_people()
        claimed = _without(people([c.value for c in claims], self.language), sources)
        read = self._read_bylines()
        for i, names in read.items():
            block = self.blocks[i]
            named = ", ".join(names) if names else "no person"
            self.found.fates[i] = (Role.BYLINE, f"byline: names {named}")
            if not names and (
                found := agencies_named(re.sub(r"^\W*\w+:?\s+", "", block.clean))
                or agencies_named(block.clean)
            ):
                self.found.bylined[i] = found[0]
        printed = _without(tuple(dict.fromkeys(name for names in read.values() for name in names)), sources)
        if claimed:
            self.found.bylines = claimed
            claim = claims[0]
            self.found.evidence.append(Evidence("bylines", claim.rule, claim.value, claim.line))
        elif printed:
            self.found.bylines = printed
            i = next(i for i, names in read.items() if names)
            block = self.blocks[i]
            self.found.evidence.append(Evidence("bylines", "the byline", block.clean, block.line))
        else:
            self.found.evidence.append(
                Evidence("bylines", "no line and no field names a person as the writer", "")
            )

    def _claims_of_people(self) -> list[Claim]:
        """Of the claims that name a person, those of the most trusted kind: cards of other articles claim too."""
        named = [
            claim
            for claim in self.facts.authors
            if not _ORGANISATION.search(claim.rule) and people([claim.value], self.language)
        ]
        return [claim for claim in named if _kind_of(claim) == _kind_of(named[0])]

    def _read_bylines(self) -> dict[int, tuple[str, ...]]:
        """Below the headline, right above it, and right below the text; where markup tells of a byline, further away."""
        last = max((run.end for run in self.runs), default=0)
        begins = self.found.text_begins
        marked = [
            i
            for i in range(max(self.top - _MARKED, 0), min(begins + _MARKED, len(self.blocks)))
            if self._marked(i)
        ]
        near = dict.fromkeys(
            (
                *self._header(),
                *range(max(self.top - 3, 0), max(self.top - 1, 0)),
                *range(max(last - 1, self.top), last + 2),
                *marked,
            )
        )
        found: dict[int, tuple[str, ...]] = {}
        for i in near:
            if i >= len(self.blocks) or i in self.found.fates:
                continue
            block, words = self.blocks[i], self.known[i]
            if words and words.role not in (Role.AUTHOR_NOTE, Role.SOURCE_CREDIT):
                continue
            names = read_byline(block.clean, self.language)
            if names is None and i < self.found.text_begins:
                names = self._bare_byline(i)
            if names is not None and not ends_sentence(block.clean.rstrip(".")):
                found[i] = names
        return found

    def _bare_byline(self, i: int) -> tuple[str, ...] | None:
        """A name without `By`: beside a date, after a lone `By`, marked up as one, or before an agency."""
        block = self.blocks[i]
        text = block.clean
        if len(text) > _DATE_LINE or (i < self.top and not self._marked(i)):
            return None
        if agency(text):
            return ()
        parts = re.split(r"\s*[|,/•·–—]\s*", text)
        if len(parts) > 1 and agency(parts[-1]) and (names := people(parts[:-1], self.language)):
            return names
        lone = i > 0 and re.fullmatch(
            r"\W*(?:by|von|par|por|di|door|av|af)\W*", self.blocks[i - 1].clean, re.IGNORECASE
        )
        dated = any(self._is_date_line(j) for j in (i - 1, i + 1) if self.top <= j < self.found.text_begins)
        if self._marked(i) or (len(parts) > 1 and _DATED.search(text)):
            return people(parts, self.language) or None
        return (people([text], self.language) or None) if lone or dated else None

    def _marked(self, i: int) -> bool:
        markup = self.blocks[i].markup
        return markup is not None and bool(_BYLINE_NAMES.search(markup.names))

    def _standfirst(self) -> None:
        """One that is set as sentences, where markup tells that it is one, stays: it is the beginning of the text."""
        stated = next((c for c in self.facts.standfirsts if c.rule.startswith(STATED)), None)
        index = None
        if self.found.headline and self.found.headline.index is not None:
            header = [i for i in self._header() if i not in self.found.fates or self._is_byline(i)]
            index = find_standfirst(
                self.blocks,
                [i for i in header if not self.known[i] or self._is_byline(i)],
                self.facts.standfirsts,
                is_meta=lambda i: self._is_byline(i) or self._is_date_line(i),
                text_begins=self.found.text_begins,
                language=self.language,
            )
        if index is None:
            if stated:
                self.found.standfirst = stated.value
                self.found.evidence.append(Evidence("standfirst", stated.rule, stated.value))
            return
        block = self.blocks[index]
        if block.markup and ends_sentence(block.clean):
            return
        self.found.standfirst = block.clean
        self.found.evidence.append(
            Evidence("standfirst", "the line below the headline", block.clean, block.line)
        )
        for i, other in enumerate(self.blocks):
            if i not in self.found.fates and form(other.clean) == form(block.clean):
                why = f"duplicate-title: repeats the standfirst (line {block.line})"
                self.found.fates[i] = (Role.DUPLICATE_TITLE, why)
        self.found.fates[index] = (Role.STANDFIRST, "standfirst: used as the standfirst")
        if index == self.found.text_begins:
            self.found.text_begins = index + 1

    def _is_date_line(self, i: int) -> bool:
        text = self.blocks[i].clean
        return len(text) <= _DATE_LINE and bool(_DATED.search(text)) and not ends_sentence(text)

    def _is_byline(self, i: int) -> bool:
        return self.found.fates.get(i, (None,))[0] is Role.BYLINE

    def _dateline(self) -> None:
        """A record's own field; else how the text begins, or a line of its own above it."""
        for claim in self.facts.datelines:
            read = read_dateline(claim.value, self.language) or read_dateline(
                f"{claim.value} –", self.language
            )
            self._set_dateline(read or Dateline(claim.value, raw=claim.value), claim.rule, claim.line)
            return
        for i in range(self.top, min(self.found.text_begins + 2, len(self.blocks))):
            if not self._free(i):
                continue
            text = self.blocks[i].clean
            read = read_dateline(text, self.language)
            alone = read is not None and read.raw == text
            if read and (alone or i >= self.found.text_begins) and not self._is_speaker(read, text):
                self._set_dateline(read, "how the text begins", self.blocks[i].line)
                if alone:
                    self.found.fates[i] = (Role.LEAD, "lead: the dateline, on a line of its own")
                    self.found.text_begins = min(i, self.found.text_begins)
                return

    def _is_speaker(self, read: Dateline, text: str) -> bool:
        """Whether the text is a transcript, in which every turn begins with a name in capitals and a colon."""
        turns = sum(bool(_SPEAKER.match(block.clean)) for block in self.blocks)
        return read.raw.endswith(":") and bool(_SPEAKER.match(text)) and turns > 1

    def _set_dateline(self, read: Dateline, rule: str, line: int) -> None:
        self.found.dateline = read
        self.found.evidence.append(Evidence("dateline", rule, read.raw, line))

    def _places_and_names(self) -> None:
        for i, words in enumerate(self.known):
            if words and words.role is Role.LOCATION_FOOTER:
                block = self.blocks[i]
                self.found.location = read_location(block.clean, self.language)
                self.found.evidence.append(Evidence("location", "the location line", block.clean, block.line))
                break
        if claim := choose_source(self.facts.sources):
            self.found.source = claim.value
            self.found.evidence.append(Evidence("source", claim.rule, claim.value, claim.line))
        if claim := choose_section(self.facts.sections) or self._kicker():
            self.found.section = claim.value
            self.found.evidence.append(Evidence("section", claim.rule, claim.value, claim.line))

    def _kicker(self) -> Claim | None:
        """The name of a section right above the headline, where there is little else above it."""
        i = self.top - 2
        above = [j for j in range(max(self.top - 1, 0)) if not self._is_date_line(j)]
        if i < 0 or len(above) > 2 or i in self.found.fates or self.facts.headlines:
            return None
        block, words = self.blocks[i], self.known[i]
        if not words or words.role is not Role.NAVIGATION or len(block.clean.split()) > _SECTION_WORDS:
            return None
        self.found.fates[i] = (Role.KICKER, "kicker: the section, above the headline")
        return Claim(block.clean, "the line above the headline", block.line)


def _kind_of(claim: Claim) -> str:
    """`JSON-LD author (Person)` and `JSON-LD creator` are of one kind, `meta author` is of another."""
    return claim.rule.split(maxsplit=1)[0]


def _without(names: tuple[str, ...], sources: set[str]) -> tuple[str, ...]:
    """A publication is nobody's name."""
    return tuple(name for name in names if form(name) not in sources and is_person(name))
