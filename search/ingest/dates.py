"""When an article was published: the evidence is gathered, weighed by day, and the day that most speaks for is taken.

In this order: a date that is labelled as that of publication, one near the headline, structured data, the dateline. What
agrees adds up, and agreeing structured data give the minute and the zone. The dates of page headers, teasers and sentences
of the text are never taken; a weekday that is named must agree; a date to come is refused. Where only day and month are
printed, yearless.py looks for the year. What was not taken stays in the evidence, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from search.article import Block, Dateline, Evidence, Published, Role
from search.ingest import zones
from search.ingest.candidates import Candidate, best, claimed, in_dateline, shown, turned
from search.ingest.claimed import read_claims
from search.ingest.cldr import base
from search.ingest.instants import agree, is_later, is_same, merge
from search.ingest.page import Facts
from search.ingest.scriptdates import RULE
from search.ingest.sightings import Place, Sighting, Sightings
from search.ingest.stamps import Stamp, read_stamp
from search.ingest.whichzone import Hints, country_of, settle
from search.ingest.yearless import Part, find_clues, in_year, infer_year

_MOST_REFUSED = 8
_AHEAD = timedelta(days=2)
"""What is later than this from now is to come; clocks and zones differ by less."""
_SHORT = 120
"""Characters: a longer line is a teaser or a notice, and says nothing of where the page is from."""
_TRUSTED = 2.0
"""A claim of publication that is trusted so far shows an unlabelled date to be that of a change."""
_USED = frozenset((Role.HEADLINE, Role.STANDFIRST, Role.KICKER, Role.BYLINE, Role.DUPLICATE_TITLE))
"""Blocks that other stages have put to use: a date in them is evidence, but their fate is settled."""
_NEAR = (Place.LABELLED, Place.BELOW, Place.ABOVE)


@dataclass(frozen=True, slots=True)
class DateChoice:
    """`fates` are by index of block, for lines that do little but state a date; `updated` is cut like `published.value`."""

    published: Published = field(default_factory=Published)
    updated: str | None = None
    fates: Mapping[int, tuple[Role, str]] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


def choose_date(
    blocks: Sequence[Block],
    facts: Facts,
    language: str | None,
    headline_line: int | None,
    dateline: Dateline | None,
    *,
    url: str | None = None,
    now: datetime | None = None,
) -> DateChoice:
    """The date of publication of the article whose blocks these are, their roles given as far as other stages know them.

    `headline_line` is the line of the headline's block; `url` the address it was read from, where that is known; later
    than two days after `now` (by default the clock's) no article is. Never raises.
    """
    addresses = dict.fromkeys(([url] if url else []) + [claim.value for claim in facts.addresses])
    countries = tuple(dict.fromkeys(country for address in addresses if (country := country_of(address))))
    languages = _tags(language, [claim.value for claim in facts.languages], countries)
    hints = Hints(countries, language, lambda: _lines_about(blocks, facts, dateline))
    sightings = Sightings(blocks, _index(blocks, headline_line), languages)
    latest = ((now or datetime.now(UTC)) + _AHEAD).date()
    return _Choice(blocks, facts, dateline, languages, hints, sightings, latest).choose()


def _lines_about(blocks: Sequence[Block], facts: Facts, dateline: Dateline | None) -> Iterable[str]:
    """What the page says about the article rather than in it: the short lines, the publication, where it was filed."""
    yield from (block.clean for block in blocks if not block.kept and len(block.clean) < _SHORT)
    yield from (claim.value for claim in (*facts.sources, *facts.datelines))
    if dateline and dateline.place:
        yield dateline.place


def _tags(language: str | None, claims: Iterable[str], countries: Sequence[str]) -> tuple[str, ...]:
    """Language tags with the country, which settles the order of day and month. Many systems claim en-US everywhere."""
    if language is None:
        return ()
    stated = [claim.replace("_", "-") for claim in claims]
    foreign = [
        tag for tag in stated if "-" in tag and base(tag) == language and not tag.upper().endswith("-US")
    ]
    return tuple(dict.fromkeys((*foreign, *(f"{language}-{country}" for country in countries), language)))


def _index(blocks: Sequence[Block], line: int | None) -> int | None:
    """The headline's block; where the whole page is one line, the block that has the role."""
    there = [i for i, block in enumerate(blocks) if block.line == line]
    return next((i for i in there if blocks[i].role is Role.HEADLINE), there[0] if there else None)


@dataclass
class _Choice:
    """One article's evidence on its way to a date."""

    blocks: Sequence[Block]
    facts: Facts
    dateline: Dateline | None
    languages: tuple[str, ...]
    hints: Hints
    sightings: Sightings
    latest: date
    evidence: list[Evidence] = field(default_factory=list)
    refused: list[Evidence] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.about = self.sightings.about()
        self.claims = read_claims(self.facts.published, self.languages)
        self.changes = self._possible(claimed(read_claims(self.facts.updated, self.languages)))
        years = (one.year for one in self.claims if one.stamp is None and one.year is not None)
        self.years = [year for year in years if year <= self.latest.year]
        filed = self.dateline.date if self.dateline else None
        self.filed = read_stamp(filed, self.languages) if filed else None

    def choose(self) -> DateChoice:
        candidates = self._candidates()
        members = best(candidates, self.filed)
        self.refused += [
            one.refused("more speaks for another day") for one in candidates if one not in members
        ]
        stamp, inferred = self._merged(members), False
        if stamp is None or stamp.day is None:
            whole = self._in_year(stamp) or (None if stamp else self._changed())
            stamp, inferred = whole or stamp, whole is not None
        if stamp is None and self.years:
            self.evidence.append(Evidence("published", "the year alone", str(self.years[0])))
            published = Published(str(self.years[0]), "year", False, self._words())
        elif stamp is None:
            published = Published()
        else:
            stamp = self._settled(stamp)
            published = Published(stamp.iso(), stamp.precision, inferred, self._words())
        updated = self._updated(stamp)
        return DateChoice(
            published, updated, self._fates(members), (*self.evidence, *self.refused[:_MOST_REFUSED])
        )

    def _words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(str, self.evidence)))

    # ── whole dates ──

    def _candidates(self) -> list[Candidate]:
        """All dates that may be that of publication and are possible, the order of day and month settled."""
        claims = claimed(self.claims)
        found = [*shown(self.about), *claims]
        if self.filed and self.filed.date and self.dateline:
            found.append(in_dateline(self.filed, self.dateline.raw, self._dateline_line()))
        found = [one for one in found if not one.rule.startswith(RULE)] or found
        return [one for one in self._possible(turned(found)) if not self._is_change(one, claims)]

    def _possible(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        possible = []
        for one in candidates:
            first = one.stamp.date or (one.stamp.year and date(one.stamp.year, one.stamp.month, 1))
            if not first or first > self.latest:
                self.refused.append(one.refused("it is to come"))
            elif not one.stamp.consistent:
                self.refused.append(one.refused("the weekday is another day's"))
            else:
                possible.append(one)
        return possible

    def _is_change(self, one: Candidate, claims: Sequence[Candidate]) -> bool:
        """Whether an unlabelled date is what the page elsewhere calls a change, and another one its publication."""
        trusted = [claim for claim in claims if claim.weight >= _TRUSTED and claim.stamp.date]
        if one.claimed or one.labelled or not trusted or any(agree(one.stamp, c.stamp) for c in trusted):
            return False
        if any(agree(one.stamp, change.stamp) for change in self.changes):
            self.refused.append(one.refused("the page claims it as the date of a change"))
            return True
        return False

    def _merged(self, members: Sequence[Candidate]) -> Stamp | None:
        self.evidence += [one.evidence for one in members]
        if not members:
            return None
        return merge([m.stamp for m in members if not m.claimed], [m.stamp for m in members if m.claimed])

    # ── less than a date ──

    def _in_year(self, month: Stamp | None) -> Stamp | None:
        """The date near the headline or in the dateline that lacks its year, in the year that the page gives."""
        parts = [Part(s.stamp, s.text, s.line) for s in self.about if s.place in _NEAR and not s.stamp.year]
        if self.filed and not self.filed.year and self.dateline:
            parts.append(Part(self.filed, self.dateline.raw, self._dateline_line()))
        parts = [
            part for part in parts if part.stamp.day and (month is None or month.month == part.stamp.month)
        ]
        if not parts:
            return None
        years = [month.year] if month and month.year else self.years
        if years:
            whole = in_year(parts[0].stamp, years[0], self.latest)
            if whole:
                self.evidence.append(
                    Evidence("published", "date without a year", parts[0].text, parts[0].line)
                )
            return whole
        clues = find_clues(self.blocks, self.sightings.all(), self.languages, self.latest)
        if found := infer_year(parts[0], clues):
            self.evidence += found[1]
            return found[0]
        self.refused.append(
            Evidence("published", "not taken, its year is open", parts[0].text, parts[0].line)
        )
        return None

    def _dateline_line(self) -> int:
        raw = self.dateline.raw if self.dateline else ""
        return next((block.line for block in self.blocks if raw and block.clean.startswith(raw)), 0)

    def _changed(self) -> Stamp | None:
        """Only a change is dated: the article is of that day, or of one before."""
        for sighting in self._shown_changes():
            rule = "only a change is dated, and the article is of that day or before"
            self.evidence.append(Evidence("published", rule, sighting.text, sighting.line))
            return Stamp(sighting.stamp.year, sighting.stamp.month, sighting.stamp.day)
        return None

    def _shown_changes(self) -> list[Sighting]:
        changes = [s for s in self.about if s.place is Place.CHANGED and s.stamp.consistent]
        return [s for s in changes if s.stamp.date and s.stamp.date <= self.latest]

    # ── zones, changes, fates ──

    def _settled(self, stamp: Stamp, about: str = "published") -> Stamp:
        """With its zone where that is one; where a name is left open, the time is local and without offset."""
        if stamp.zone_name and stamp.zone is None and stamp.date and stamp.hour is not None:
            moment = datetime.combine(stamp.date, time(stamp.hour, stamp.minute or 0))
            stamp = replace(stamp, places=zones.candidates(stamp.zone_name, moment))
        if not stamp.places:
            return stamp
        open_name = len({place.minutes for place in stamp.places}) > 1
        others = [sighting.stamp for sighting in self.sightings.all()] if open_name else []
        claims = [c.stamp for c in self.claims if c.stamp] + [c.stamp for c in self.changes]
        place, why = settle(stamp, others, claims, self.hints)
        if open_name:
            self.evidence.append(Evidence(about, why, stamp.zone_name or ""))
        return replace(stamp, zone=place.minutes if place else None, places=())

    def _updated(self, published: Stamp | None) -> str | None:
        """The last change that is stated, on the page before what is claimed; a claim that is no later says nothing."""
        last = max(self._shown_changes(), key=lambda sighting: sighting.stamp.iso()[:16], default=None)
        claim = max(self.changes, key=lambda one: one.weight, default=None)
        if last is not None:
            why = Evidence("updated", f"date {last.place.value}", last.text, last.line)
            claims = [one.stamp for one in self.changes if agree(one.stamp, last.stamp)]
            stamp = self._settled(merge([last.stamp], claims), "updated")
        elif claim is not None and not (published and is_same(claim.stamp, published)):
            why, stamp = Evidence("updated", claim.rule, claim.text, claim.line), claim.stamp
        else:
            return None
        if published and is_later(published, stamp):
            self.refused.append(replace(why, rule=f"not taken, it is before the publication: {why.rule}"))
            return None
        self.evidence.append(why)
        return stamp.iso()

    def _fates(self, members: Sequence[Candidate]) -> dict[int, tuple[Role, str]]:
        """What becomes of the lines about the headline that do little but state a date."""
        taken = {one.line for one in self.evidence if one.field == "published"}
        taken_at = {one.index for one in members}
        fates: dict[int, tuple[Role, str]] = {}
        for sighting in self.about:
            if not sighting.alone or self.blocks[sighting.index].role in _USED:
                continue
            chosen = sighting.index in taken_at or (not sighting.stamp.year and sighting.line in taken)
            if sighting.place in _NEAR and chosen:
                fates[sighting.index] = Role.PUBLISHED, "published: states the date of publication"
            elif sighting.place is Place.CHANGED:
                fates.setdefault(
                    sighting.index, (Role.UPDATED, "published/updated: states the date of a change")
                )
            elif sighting.place in (Place.HEADER, Place.ABOVE):
                fates.setdefault(
                    sighting.index,
                    (Role.PAGE_DATE, "page-date: a date above the headline, not the article's"),
                )
        return fates
