"""What it takes to repeat a search: the generation that it was asked of, what it found, and where the difference is told."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import url_for

from search.index import Results
from web.view import View


@dataclass(frozen=True, slots=True)
class Repeat:
    count: int
    generation: str
    address: str

    @classmethod
    def of(cls, view: View, results: Results) -> Repeat:
        return cls(results.total, results.generation, address(view.at(1), results.generation))


def address(view: View, generation: str) -> str:
    """The page of what differs for this search since this generation."""
    base = view.address(url_for("changes.page"))
    return f"{base}{'&' if '?' in base else '?'}since={quote(generation)}"
