"""Where the story appeared and where it is set: publication, section, and the place that a footer states."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from search.article import Location
from search.ingest.agencies import agency
from search.ingest.page import STATED, Claim, Facts
from search.ingest.places import country
from search.ingest.wording import WORD, form

_LABELLED = re.compile(r"^[^:：]{2,30}[:：]\s*(?P<places>.+)$")
_BETWEEN = re.compile(r"\s*[,،/|]\s*|\s[-–—]\s")
_NAME_LENGTH, _SECTION_LENGTH, _LONG_LIST = 80, 40, 25
_ADDRESS = re.compile(r"^(?:https?:)?//")
_EDGE = " -–—|:@·"
_APART = re.compile(r"\s+[|\-–—·•»:]+\s+|:\s+|\s*\|\s*")
"""What parts a name from a slogan or from the company that owns it."""
_COMPANY = re.compile(
    r"\b(?:GmbH|AG|KG|SE|Ltd|LLC|Inc|PLC|S\.?p\.?A|S\.?A|S\.?r\.?l|B\.?V|N\.?V|A/S|AS|AB|Oy|Pty)\b"
)
_LEAST_LETTERS, _MOST_WORDS = 4, 6


def choose_source(facts: Facts) -> Claim | None:
    """A record's own field, else the name of the site, else a publisher, else what ends the title and names the host, else
    the host. An agency is taken only if nobody else is named.
    """
    hosts = tuple(dict.fromkeys(host_names(claim.value for claim in facts.addresses)))
    named = [_without_slogan(c, hosts) for c in facts.sources if not _ADDRESS.match(c.value)]
    named = [claim for claim in named if 0 < len(claim.value) <= _NAME_LENGTH]
    if not named:
        by_host = (Claim(host, "host of the address") for host in hosts)
        return next(_title_ends(facts.headlines, hosts), next(by_host, None))
    return min(
        named,
        key=lambda c: (not c.rule.startswith(STATED), agency(c.value) is not None, "site_name" not in c.rule),
    )


def host_names(addresses: Iterable[str]) -> Iterator[str]:
    """What the hosts of addresses call their site: `example.org` and `example` of `https://www.example.org/`."""
    for address in addresses:
        yield from _names_of_host(address)


@lru_cache(maxsize=64)  # several fields ask about a page's addresses
def _names_of_host(address: str) -> tuple[str, ...]:
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ()
    labels = (label for label in host.split(".")[:-1] if len(label) >= _LEAST_LETTERS - 1)
    return (host, *labels) if host else ()


def _without_slogan(claim: Claim, hosts: Collection[str]) -> Claim:
    """`The Courier` of `The Courier - News that you need`, told by the host, and of `The Courier - Courier Media Ltd`."""
    if claim.rule.startswith(STATED):
        return claim
    value = claim.value.strip(_EDGE)
    for cut in _APART.finditer(value):
        head, rest = value[: cut.start()], value[cut.end() :]
        if _is_host(head, hosts) or _COMPANY.search(rest):
            value = head
            break
    return claim if value == claim.value else replace(claim, value=value)


def _is_host(name: str, hosts: Collection[str]) -> bool:
    squeezed = form(name).replace(" ", "")
    return any(squeezed == form(host).replace(" ", "") for host in hosts)


def _title_ends(headlines: Sequence[Claim], hosts: Collection[str]) -> Iterator[Claim]:
    """What stands behind the last separator of a title and has a word that the host is named by."""
    for claim in headlines:
        end = _APART.split(claim.value)[1:][-1:] if claim.rule != "<h1>" else []
        words = (
            [word for word in WORD.findall(end[0].casefold()) if len(word) >= _LEAST_LETTERS] if end else []
        )
        if len(WORD.findall(end[0] if end else "")) <= _MOST_WORDS and any(
            word in host for word in words for host in hosts
        ):
            yield Claim(end[0], f"end of the title, {claim.rule}", claim.line)


def choose_section(facts: Facts) -> Claim | None:
    """The first that reads like one and is not the site. Of a long list of categories it is the first."""
    sites = {
        form(name)
        for name in (*(c.value for c in facts.sources), *host_names(c.value for c in facts.addresses))
    }
    for claim in facts.sections:
        if claim.rule.startswith(STATED):
            return claim
        value = claim.value.split(",")[0].strip() if len(claim.value) > _LONG_LIST else claim.value
        if len(value) <= _SECTION_LENGTH and form(value) not in sites and any(map(str.isalpha, value)):
            return claim if value == claim.value else replace(claim, value=value)
    return None


def read_location(raw: str, language: str | None) -> Location:
    """City and country of `Location: Lebanon, Beirut`, in either order: the country is what CLDR knows as one."""
    match = _LABELLED.match(raw)
    parts = [part for part in _BETWEEN.split(match["places"]) if part] if match else []
    countries = [part for part in parts if country(part, language)]
    cities = [part for part in parts if part not in countries]
    return Location(raw, cities[0] if cities else None, countries[0] if countries else None)
