"""What is stored of an article → a hit: what a list shows of it, with marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from search.article import Published
from search.index import Hit, Snippet
from search.marking import Marker, joined
from search.snippets import snippets

CARD = (
    *("id", "headline", "standfirst", "body", "published", "source", "credit", "bylines", "language"),
    *("section", "url"),
)
"""Fields of an article (`search.article.fields_of`) that a hit is made of; `place` is the other."""

_LONGEST_READ = 100_000
"""Characters of a body in which marks are looked for; a longer one is shown from its beginning otherwise."""


class Hits:
    """Makes hits for one search. When `late` answers true, those that follow have no marks or snippets."""

    def __init__(self, marker: Marker, late: Callable[[], bool]) -> None:
        self._marker = marker
        self._late = late

    def hit(self, card: Mapping[str, Any], score: float) -> Hit:
        """`card` has the fields of CARD and `place`, as JSON keeps them."""
        headline, body, language = card["headline"], card["body"], card["language"]
        title, shown = self._texts(headline, body, language)
        published = card["published"]
        return Hit(
            id=card["id"],
            score=score,
            headline=title,
            snippets=shown,
            published=Published(**{**published, "evidence": tuple(published["evidence"])}),
            source=card["source"],
            place=card["place"],
            credit=card["credit"],
            bylines=tuple(card["bylines"]),
            language=language,
            section=card["section"],
            url=card["url"],
        )

    def _texts(self, headline: str, body: str, language: str | None) -> tuple[Snippet, tuple[Snippet, ...]]:
        if self._late():
            return Snippet(headline), ()
        marks = self._marker.marks_of_indexed
        title = Snippet(headline, joined(marks(headline, language, "headline")))
        return title, snippets(body, marks(body[:_LONGEST_READ], language, "body"))
