"""What every reader of a raw document hands to the cleaning stages: blocks in reading order, and the page's claims."""

from __future__ import annotations

from dataclasses import dataclass

from search.article import Block

STATED = "stated "
"""How the rule of a claim begins that is a record's own field and not found on a page."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that the document states of itself in a labelled place, and where: `JSON-LD datePublished`, `<h1>`."""

    value: str
    rule: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """Claims by field, the most trusted first. All are still to be checked against the page."""

    headlines: tuple[Claim, ...] = ()
    standfirsts: tuple[Claim, ...] = ()
    authors: tuple[Claim, ...] = ()
    published: tuple[Claim, ...] = ()
    updated: tuple[Claim, ...] = ()
    sources: tuple[Claim, ...] = ()
    sections: tuple[Claim, ...] = ()
    languages: tuple[Claim, ...] = ()
    addresses: tuple[Claim, ...] = ()
    credits: tuple[Claim, ...] = ()
    datelines: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    blocks: tuple[Block, ...]
    facts: Facts = Facts()
