"""How values read to a person: dates at the precision that is known, languages and months by name, counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from search.article import Published
from web.languages import N_, current, isolated, ngettext
from web.languages import gettext as _
from web.marks import plain

FACET_NAMES = {
    "source": (N_("Publication"), N_("Publications")),
    "place": (N_("Filed from"), N_("Places")),
    "year": (N_("Year"), N_("Years")),
    "month": (N_("Month"), N_("Months")),
    "language": (N_("Language"), N_("Languages")),
    "credit": (N_("Credit"), N_("Credits")),
    "byline": (N_("Byline"), N_("Bylines")),
    "section": (N_("Section"), N_("Sections")),
}
"""For each facet its name over a list of values, and the plural for a page of all of them; to be translated."""

_ALL = {
    "source": N_("All %(count)s publications"),
    "place": N_("All %(count)s places"),
    "year": N_("All %(count)s years"),
    "month": N_("All %(count)s months"),
    "language": N_("All %(count)s languages"),
    "credit": N_("All %(count)s credits"),
    "byline": N_("All %(count)s bylines"),
    "section": N_("All %(count)s sections"),
}

_UNKNOWN = {
    "year": N_("Undated"),
    "month": N_("Month not known"),
    "byline": N_("No byline"),
    "credit": N_("No credit"),
}
_NAMELESS = N_("Unknown")
_LISTS = {"en": "en_GB"}
"""Whose lists have no comma before their last item, as the days have no month before them."""
_CLOCK = re.compile(r"T(?P<time>\d\d(?::\d\d){0,2})(?:[.,]\d+)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?$")


def facet_name(facet: str) -> str:
    return _(FACET_NAMES[facet][0])


def facet_names(facet: str) -> str:
    return _(FACET_NAMES[facet][1])


def all_values(facet: str, number: int) -> str:
    """What leads to all values of a facet, of which there are so many."""
    return _(_ALL[facet]) % {"count": count(number)}


def publications(number: int) -> str:
    return ngettext("%(count)s publication", "%(count)s publications", number) % {"count": count(number)}


def languages(number: int) -> str:
    return ngettext("%(count)s language", "%(count)s languages", number) % {"count": count(number)}


def count(number: int) -> str:
    return _count(number, current())


@lru_cache(maxsize=4096)
def _count(number: int, locale: str) -> str:
    return format_decimal(number, locale=locale)


def articles(number: int) -> str:
    return ngettext("%(count)s article", "%(count)s articles", number) % {"count": count(number)}


def in_the_archive(number: int) -> str:
    """What leads to all that a search finds."""
    words = ngettext("Show the article in the archive", "Show all %(count)s articles in the archive", number)
    return words % {"count": count(number)}


def share(part: int, whole: int) -> str:
    """How much of the whole it is, to a tenth of a percent."""
    thousandth = round(part / whole, 3) if whole else 0.0
    if part and not thousandth:
        return _("under %(share)s") % {"share": _percent(0.001, current())}
    return _percent(thousandth, current())


@lru_cache(maxsize=4096)
def _percent(share: float, locale: str) -> str:
    return format_percent(share, locale=locale, decimal_quantization=False)


def value(facet: str, raw: str) -> str:
    """One value of a facet by the name that a reader knows it by."""
    if not raw:
        return _(_UNKNOWN.get(facet, _NAMELESS))
    if facet == "language":
        return language(raw)
    if facet == "month":
        return span(raw)
    return raw


def language(code: str) -> str:
    """The language's name in the reader's; the code itself where CLDR has no name for it."""
    return _language(code, current())


@lru_cache(maxsize=512)
def _language(code: str, locale: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return code


@lru_cache(maxsize=512)
def direction(code: str) -> str:
    """`rtl` or `ltr` for a text in the language; `auto`, which is by its letters, where that is not known."""
    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "auto"


def leaving_out(name: str) -> str:
    """For an attribute."""
    return _("Leave out %(value)s") % {"value": plain(name)}


def span(text: str) -> str:
    """`2016`, `2016-05` or `2016-05-23` in words; any other text as it is."""
    return _span(text, current())


@lru_cache(maxsize=4096)
def _span(text: str, locale: str) -> str:
    parts = text.split("-")
    try:
        day = date(*(int(part) for part in (*parts, "1", "1")[:3]))
    except ValueError:
        return text
    return format_date(day, ("y", "MMMM y", "d MMMM y")[len(parts) - 1], locale=locale)


def day(published: Published) -> str:
    """The day, month or year, whichever is known; empty when nothing is."""
    return span(published.day) if published.day else ""


def clock(value: str | None) -> str:
    """The time of day of an ISO instant with its zone, as far as known: `15:41:59 +06:00`; empty for a day."""
    match = _CLOCK.search(value or "")
    if not match:
        return ""
    zone = "UTC" if match["zone"] == "Z" else match["zone"] or ""
    return f"{match['time']} {zone}".strip()


def moment(value: str) -> str:
    """An ISO date or instant in words."""
    time = clock(value)
    return f"{span(value[:10])} {isolated(time) if time else ''}".strip()


def stretch(since: str | None, until: str | None) -> str:
    """The days from one to the other, both included; either may be open."""
    if since and until:
        if since == until:
            return span(since)
        return _("%(since)s to %(until)s") % {"since": span(since), "until": span(until)}
    if since:
        return _("%(day)s or later") % {"day": span(since)}
    return _("%(day)s or earlier") % {"day": span(until or "")}


def short_month(month: str) -> str:
    """`2016-05` as `May`."""
    return _short_month(int(month[5:7]), current())


@lru_cache(maxsize=64)
def _short_month(month: int, locale: str) -> str:
    return format_date(date(2000, month, 1), "MMM", locale=locale)


def names(people: Sequence[str]) -> str:
    """As a list in a sentence: `Jane Doe, John Roe and Ali Kaya`."""
    return _names(tuple(people), current()) if len(people) > 1 else "".join(people)


@lru_cache(maxsize=4096)
def _names(people: tuple[str, ...], locale: str) -> str:
    return format_list(people, locale=_LISTS.get(locale, locale))


def shortened(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
