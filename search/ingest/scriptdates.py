"""The date of publication in the data that a page hands to its own scripts, where nothing else states one.

Pages that a script fills keep their article as JSON: as a whole script, in an assignment, in the arguments of a call, or
escaped within a string. Such data also describe other articles, so a date counts only where all of the same key are of
one day. Keys are taken by what they say: publication, and never change, expiry or the build of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

from search.ingest.page import Claim

RULE = "script "
"""How the rule of such a claim begins."""
_STATED = re.compile(
    r"[\"']((?:first|original|initial)?_?(?:date|time)?_?(?:publi(?:sh(?:ed)?|cation)|issued?|released?|deploy)_?"
    r"(?:date|time|datetime|date_?time|dt|at|on|timestamp)?)\\?[\"']\s*:\s*\\?[\"']?"
    r"((?:19|20)\d\d[-./]\d\d?[-./]\d\d?(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|1\d{9}(?:\d{3})?(?!\d))",
    re.IGNORECASE,
)
_HINTS = ("publi", "issue", "release", "deploy")
"""One of these is in every such key, and far quicker to find."""
_WITHOUT_DATE = frozenset(("publish", "issue", "release", "deploy", "publication", "issued", "released"))
"""Keys that say no date by themselves: `release` is as likely a version."""
_DAY, _DOTTED = 10, re.compile(r"^(\d{4})[./](\d\d?)[./](\d\d?)")
_LONGEST = 3_000_000
_MOST = 200


def script_dates(scripts: Iterable[etree._Element]) -> Iterator[Claim]:
    """One claim for each key of which all dates are of one day, in the order of the keys on the page."""
    found: dict[str, list[tuple[str, int]]] = {}
    left = _MOST
    for script in scripts:
        text = script.text or ""
        if "ld+json" in str(script.get("type")).lower() or len(text) > _LONGEST:
            continue
        lowered = text.lower()
        if not any(hint in lowered for hint in _HINTS):
            continue
        for match in _STATED.finditer(text):
            if left and match[1].lower() not in _WITHOUT_DATE:
                left -= 1
                found.setdefault(match[1], []).append(
                    (_hyphened(match[2]), cast(int, script.sourceline) or 0)
                )
    for key, values in found.items():
        if len({value[:_DAY] for value, _ in values}) == 1:
            value, line = max(values, key=lambda one: len(one[0]))
            yield Claim(value, f"{RULE}{key}", line)


def _hyphened(value: str) -> str:
    return _DOTTED.sub(lambda day: f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}", value)
