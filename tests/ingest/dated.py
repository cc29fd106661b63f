"""Pages drawn as lines, and the date that is chosen on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from search.article import Block, Role
from search.ingest.dates import DateChoice, choose_date
from search.ingest.page import Claim, Facts

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROLES = {
    "h": Role.HEADLINE,
    "b": Role.BODY,
    "r": Role.RELATED_POSTS,
    "-": Role.OTHER,
    "y": Role.BYLINE,
    "n": Role.CAPTION,
}
TEXT = """
b The ceasefire held for a third day across the north of the country, observers and residents of three towns said.
b Officials from both sides are expected to meet again next week to discuss an exchange of prisoners, the ministry said.
"""


def page(lines: str, text: str = TEXT) -> list[Block]:
    """One block a line, each with a letter for its role before it: h headline, b text, r related, - any other."""
    blocks = []
    for number, line in enumerate(filter(None, f"{lines}\n{text}".split("\n")), 1):
        role = ROLES[line[0]]
        blocks.append(Block(number, line[2:], line[2:], role, kept=role is Role.BODY))
    return blocks


def choose(lines: str, text: str = TEXT, **more: Any) -> DateChoice:
    blocks = page(lines, text)
    headline = next((block.line for block in blocks if block.role is Role.HEADLINE), None)
    facts = Facts(**{k: tuple(Claim(*c) for c in v) for k, v in more.pop("claims", {}).items()})
    return choose_date(
        blocks,
        facts,
        more.pop("language", "en"),
        headline,
        more.pop("dateline", None),
        now=more.pop("now", NOW),
        **more,
    )


def jsonld(value: str, **more: str) -> dict[str, list[tuple[str, str]]]:
    claims = {"published": [(value, "JSON-LD datePublished")]}
    return claims | {field: [(text, f"JSON-LD {field}")] for field, text in more.items()}
