"""The dates that may be an article's date of publication, each with what speaks for it, and the day that most speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from search.article import Evidence, record
from search.ingest.calendars import to_gregorian
from search.ingest.claimed import Claimed
from search.ingest.instants import agree
from search.ingest.sightings import Place, Sighting
from search.ingest.stamps import Stamp

_WEIGHTS = {Place.LABELLED: 4.0, Place.BELOW: 3.0, Place.ABOVE: 2.0}
_MOST_SHOWN = 24
_FURTHER = 0.5
"""What a second date in the same kind of place weighs: it may be a teaser's."""
_CLOSE, _LESS_CLOSE = 5, 2.5
"""Blocks under the headline within which a date is close to it, and what it weighs further down."""
_MOST_CLAIMED = 3.5
"""Claims of a page copy each other, so together they weigh no more than this."""
_DATELINE, _DAY_OF_MONTH = 2.0, 1.0


@record
class Candidate:
    """`rule` says where the date stands, `weight` how much that says; `index` is that of its block."""

    stamp: Stamp
    weight: float
    rule: str
    text: str
    line: int = 0
    index: int | None = None
    claimed: bool = False
    labelled: bool = False

    @property
    def evidence(self) -> Evidence:
        return Evidence("published", self.rule, self.text, self.line)

    def refused(self, why: str) -> Evidence:
        return Evidence("published", f"not taken, {why}: {self.rule}", self.text, self.line)


def shown(sightings: Iterable[Sighting]) -> list[Candidate]:
    """Of what stands on the page; the nearest to the headline of each kind of place weighs most."""
    dated = [sighting for sighting in sightings if sighting.place in _WEIGHTS and sighting.stamp.date]
    ranked = sorted(dated, key=lambda sighting: abs(sighting.distance))[:_MOST_SHOWN]
    first: dict[Place, Stamp] = {}
    found = []
    for sighting in ranked:
        weight = _WEIGHTS[sighting.place]
        if first.setdefault(sighting.place, sighting.stamp).date != sighting.stamp.date:
            weight = _FURTHER
        elif sighting.place is Place.BELOW and sighting.distance > _CLOSE:
            weight = _LESS_CLOSE
        rule = f"date {sighting.place.value}"
        labelled = sighting.place is Place.LABELLED
        where = sighting.text, sighting.line, sighting.index
        found.append(Candidate(sighting.stamp, weight, rule, *where, labelled=labelled))
    return found


def claimed(claims: Iterable[Claimed]) -> list[Candidate]:
    return [
        Candidate(one.stamp, one.trust, one.claim.rule, one.claim.value, one.claim.line, claimed=True)
        for one in claims
        if one.stamp
    ]


def in_dateline(stamp: Stamp, text: str, line: int) -> Candidate:
    return Candidate(stamp, _DATELINE, "dateline", text, line)


def turned(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those whose day and month may change places with the reading that others bear out."""
    fixed = [one.stamp for one in candidates if not one.stamp.either_way]
    return [_turned(one, fixed) if one.stamp.either_way else one for one in candidates]


def _turned(candidate: Candidate, fixed: Sequence[Stamp]) -> Candidate:
    stamp = candidate.stamp
    if not (stamp.year and stamp.day) or any(agree(stamp, other) for other in fixed):
        return candidate
    day = to_gregorian(stamp.year, stamp.day, stamp.month, jalali=False)
    if day is None:
        return candidate
    other_way = replace(stamp, month=day.month, day=day.day)
    borne_out = any(agree(other_way, other) for other in fixed)
    return replace(candidate, stamp=other_way) if borne_out else candidate


def best(candidates: Sequence[Candidate], day_of_month: Stamp | None) -> list[Candidate]:
    """Those of the day that most speaks for, what stands on the page first, then the most trusted."""
    if not candidates:
        return []
    top = max(candidates, key=lambda one: (_support(one.stamp, candidates, day_of_month), one.weight))
    members = [one for one in candidates if agree(one.stamp, top.stamp)]
    return sorted(members, key=lambda one: (one.claimed, -one.weight))


def _support(stamp: Stamp, candidates: Sequence[Candidate], day_of_month: Stamp | None) -> float:
    members = [one for one in candidates if agree(one.stamp, stamp)]
    on_page: dict[str, float] = {}
    for one in members:
        if not one.claimed:
            on_page[one.rule] = max(one.weight, on_page.get(one.rule, 0.0))
    claims = {one.rule: one.weight for one in members if one.claimed}.values()
    in_claims = max(min(_MOST_CLAIMED, sum(claims)), max(claims, default=0.0))
    dated = day_of_month is not None and (day_of_month.month, day_of_month.day) == (stamp.month, stamp.day)
    return sum(on_page.values()) + in_claims + _DAY_OF_MONTH * dated
