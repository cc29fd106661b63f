"""Where the story appeared and where it is set: publication, section, and the place that a footer states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.article import Location
from search.ingest.agencies import agency
from search.ingest.page import STATED, Claim
from search.ingest.places import country

_LABELLED = re.compile(r"^[^:：]{2,30}[:：]\s*(?P<places>.+)$")
_BETWEEN = re.compile(r"\s*[,،/|]\s*|\s[-–—]\s")
_NAME_LENGTH, _SECTION_LENGTH = 80, 40


def choose_source(claims: Sequence[Claim]) -> Claim | None:
    """A record's own field, else the name of the site, else a publisher; an agency only if nobody else is named."""
    named = [claim for claim in claims if 0 < len(claim.value) <= _NAME_LENGTH]
    return min(
        named,
        key=lambda c: (not c.rule.startswith(STATED), agency(c.value) is not None, "site_name" not in c.rule),
        default=None,
    )


def choose_section(claims: Sequence[Claim]) -> Claim | None:
    return next((claim for claim in claims if 0 < len(claim.value) <= _SECTION_LENGTH), None)


def read_location(raw: str, language: str | None) -> Location:
    """City and country of `Location: Lebanon, Beirut`, in either order: the country is what CLDR knows as one."""
    match = _LABELLED.match(raw)
    parts = [part for part in _BETWEEN.split(match["places"]) if part] if match else []
    countries = [part for part in parts if country(part, language)]
    cities = [part for part in parts if part not in countries]
    return Location(raw, cities[0] if cities else None, countries[0] if countries else None)
