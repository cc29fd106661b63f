"""What stands around the text: headline, standfirst, bylines, dateline, credit, place, publication, section.

Each value is found once, with its evidence, and each block that it was found in gets its fate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from search.article import Dateline, Evidence, Location, Role
from search.ingest.agencies import Agency, agency
from search.ingest.body import Run
from search.ingest.boilerplate import Known
from search.ingest.captions import is_caption
from search.ingest.dateline import read_dateline
from search.ingest.headline import Headline, choose_headline, is_date_line
from search.ingest.page import STATED, Claim, Page
from search.ingest.places import is_place, place_case
from search.ingest.publication import choose_section, choose_source, host_names, read_location
from search.ingest.sentences import ends_sentence
from search.ingest.standfirst import find_standfirst, is_named_standfirst
from search.ingest.wording import form, places
from search.ingest.writers import find_writers

Fates = dict[int, tuple[Role, str]]
"""Role and reason by the index of the block."""

_HEADER = 8
"""Lines below the headline among which a standfirst or a byline is looked for, if the text does not begin before; above
the text, where the headline stands in no line."""
_SPEAKER = re.compile(r"^[A-Z][A-Z .'-]{1,30}:\s")
_FILED_FROM = re.compile(r"[|,–—]\s*(?P<place>[A-Z][A-Z .'’-]{2,30}(?:/[A-Z .'’-]{3,30})?)$")
"""`By Jane Doe | BEIRUT`: the place behind the names, in capitals."""
_SECTION_WORDS = 4
_FOOTER = 12
"""Blocks below the text within which a location line is the story's; a list of vacancies has several."""
_ACRONYM = 4


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
        self._caption()
        self._bylines()
        self._standfirst()
        self._dateline()
        self._places_and_names()
        return self.found

    def _headline(self) -> None:
        headline = choose_headline(self.blocks, self.known, self.runs, self.facts, self.language)
        in_text = [i for run in self.runs for i in range(run.start, run.end) if not self.known[i]]
        at = headline.index if headline and headline.index is not None else -1
        self.found.text_begins = next((i for i in in_text if i > at), len(self.blocks))
        self.top = at + 1 if at >= 0 else max(0, self.found.text_begins - _HEADER)
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

    def _caption(self) -> None:
        """The first line below the headline, where it is that of a picture."""
        if self.found.headline is None or self.found.headline.index is None or self.top >= len(self.blocks):
            return
        block = self.blocks[self.top]
        if block.markup and self._free(self.top) and is_caption(block.clean):
            why = "caption: stands right below the headline and names an agency as a picture’s"
            self.found.fates[self.top] = (Role.CAPTION, why)
            self.found.text_begins += self.found.text_begins == self.top

    def _bylines(self) -> None:
        writers = find_writers(
            self.blocks,
            self.known,
            self.facts,
            self.language,
            used=self.found.fates,
            header=self._header(),
            text_begins=self.found.text_begins,
            text_ends=max((run.end for run in self.runs), default=0),
        )
        self.found.bylines, self.found.bylined = writers.names, writers.agencies
        self.found.evidence += writers.evidence
        for i, names in writers.lines.items():
            if "。" in self.blocks[i].clean:
                continue  # the names stand in brackets behind the last sentence
            self.found.fates[i] = (Role.BYLINE, f"byline: names {', '.join(names) or 'no person'}")

    def _standfirst(self) -> None:
        """One that is set as sentences stays in the text if it reads like it; where nothing sets it apart, it is the lead.

        Of 121 such blocks that read like the text on labelled pages, 115 are labelled as text.
        """
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
        reads_on = block.markup is not None and ends_sentence(block.clean)
        if reads_on and not self._is_set_apart(index):
            return
        self.found.standfirst = block.clean
        self.found.evidence.append(
            Evidence("standfirst", "the line below the headline", block.clean, block.line)
        )
        if reads_on and self._in_text(index):
            return
        for i in places((other.clean for other in self.blocks), form(block.clean)):
            if i not in self.found.fates and not (reads_on and self._in_text(i)):
                why = f"duplicate-title: repeats the standfirst (line {block.line})"
                self.found.fates[i] = (Role.DUPLICATE_TITLE, why)
        self.found.fates[index] = (Role.STANDFIRST, "standfirst: used as the standfirst")
        if index == self.found.text_begins:
            self.found.text_begins = index + 1

    def _in_text(self, i: int) -> bool:
        return any(run.start <= i < run.end for run in self.runs)

    def _is_set_apart(self, i: int) -> bool:
        """Whether the markup names it a standfirst, or sets it in another element than the paragraph after it."""
        after = next(
            (j for j in range(max(i + 1, self.found.text_begins), len(self.blocks)) if self._free(j)), i
        )
        one, other = self.blocks[i].markup, self.blocks[after].markup
        if one is None or other is None or is_named_standfirst(one.names):
            return one is not None
        return (one.container, one.tag) != (other.container, other.tag)

    def _is_date_line(self, i: int) -> bool:
        return is_date_line(self.blocks[i].clean, self.language)

    def _is_byline(self, i: int) -> bool:
        return self.found.fates.get(i, (None,))[0] is Role.BYLINE

    def _dateline(self) -> None:
        """A record's own field; else how the text begins, or a line of its own above it."""
        for claim in self.facts.datelines:
            read = read_dateline(claim.value, self.language) or read_dateline(
                f"{claim.value} –", self.language
            )
            if read is None and not any(map(str.isdigit, claim.value)):
                read = Dateline(claim.value.split(",")[0].strip(), raw=claim.value)
            if read is not None:
                self._set_dateline(read, claim.rule, claim.line)
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
        for i in self.found.fates:
            match = _FILED_FROM.search(self.blocks[i].clean) if self._is_byline(i) else None
            if match and self._may_be_a_place(match["place"]):
                place = place_case(match["place"], self.language)
                self._set_dateline(Dateline(place, raw=match["place"]), "the byline", self.blocks[i].line)
                return

    def _may_be_a_place(self, capitals: str) -> bool:
        """Behind a name in capitals there may also stand an agency, the publication or a degree."""
        if is_place(capitals, self.language):
            return True
        paper = {form(claim.value) for claim in self.facts.sources}
        paper |= {form(name) for name in host_names(claim.value for claim in self.facts.addresses)}
        return len(capitals) > _ACRONYM and not agency(capitals) and form(capitals) not in paper

    def _is_speaker(self, read: Dateline, text: str) -> bool:
        """Whether the text is a transcript, in which every turn begins with a name in capitals and a colon."""
        turns = sum(bool(_SPEAKER.match(block.clean)) for block in self.blocks)
        return read.raw.endswith(":") and bool(_SPEAKER.match(text)) and turns > 1

    def _set_dateline(self, read: Dateline, rule: str, line: int) -> None:
        self.found.dateline = read
        self.found.evidence.append(Evidence("dateline", rule, read.raw, line))

    def _places_and_names(self) -> None:
        ends = max((run.end for run in self.runs), default=0)
        near = range(self.top, min(ends + _FOOTER, len(self.blocks)))
        stated = [self.blocks[i] for i in near if (k := self.known[i]) and k.role is Role.LOCATION_FOOTER]
        if len({block.clean for block in stated}) == 1:
            raw = stated[0].clean
            self.found.location = read_location(raw, self.language)
            self.found.evidence.append(Evidence("location", "the location line", raw, stated[0].line))
        if claim := choose_source(self.facts):
            self.found.source = claim.value
            self.found.evidence.append(Evidence("source", claim.rule, claim.value, claim.line))
        if claim := choose_section(self.facts) or self._kicker():
            self.found.section = claim.value
            self.found.evidence.append(Evidence("section", claim.rule, claim.value, claim.line))

    def _kicker(self) -> Claim | None:
        """The name of a section right above the headline, where there is little else above it."""
        i = self.top - 2
        if i < 0 or i in self.found.fates or self.facts.headlines:
            return None
        if sum(not self._is_date_line(j) for j in range(self.top - 1)) > 2:
            return None
        block, words = self.blocks[i], self.known[i]
        if not words or words.role is not Role.NAVIGATION or len(block.clean.split()) > _SECTION_WORDS:
            return None
        self.found.fates[i] = (Role.KICKER, "kicker: the section, above the headline")
        return Claim(block.clean, "the line above the headline", block.line)


def _kind_of(claim: Claim) -> str:
    """`JSON-LD author (Person)` and `JSON-LD creator` are of one kind, `meta author` is of another."""
    return claim.rule.split(maxsplit=1)[0]
