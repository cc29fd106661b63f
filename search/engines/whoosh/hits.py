"""Articles → hits: what a list shows of them, with marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from search.article import Published
from search.engines.whoosh.snapshot import Snapshot
from search.index import Hit, Snippet
from search.marking import Marker, joined
from search.snippets import snippets

_LONGEST_READ = 100_000
"""Characters of a body in which marks are looked for; a longer one is shown from its beginning otherwise."""


class Hits:
    """Makes hits for one search. When `late` answers true, those that follow have no marks or snippets."""

    def __init__(self, snapshot: Snapshot, marker: Marker, late: Callable[[], bool]) -> None:
        self._snapshot = snapshot
        self._marker = marker
        self._late = late
        self.unmarked = False

    def of(self, found: Iterable[tuple[int, float]]) -> tuple[Hit, ...]:
        return tuple(self._hit(article, score) for article, score in found)

    def _hit(self, article: int, score: float) -> Hit:
        segment, number = self._snapshot.place(article)
        card = segment.card(number)
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
        self.unmarked = self.unmarked or self._late()
        if self.unmarked:
            return Snippet(headline), ()
        marks = self._marker.marks_of_indexed
        title = Snippet(headline, joined(marks(headline, language, "headline")))
        return title, snippets(body, marks(body[:_LONGEST_READ], language, "body"))
