"""What a search finds in the texts of one page: marked, numbered in the order of reading, with the way from each to the next."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate

from markupsafe import Markup, escape

from search.clauses import Clause, Everything
from search.errors import SearchError
from search.index import Index, Snippet
from web import wording
from web.languages import current, direction
from web.languages import gettext as _
from web.marks import numbered, spans

MOST_STEPS = 1000
"""Hits of one article that have the way to their neighbours behind them; all are marked and have their address."""


def marked(index: Index, clause: Clause, text: str, language: str | None) -> Snippet:
    """The text with the search's words marked; without marks where finding them would cost too much."""
    if not isinstance(clause, Everything):
        with suppress(SearchError):
            return Snippet(text, index.marks(clause, text, language))
    return Snippet(text)


def number(texts: Sequence[Snippet]) -> tuple[tuple[Markup, ...], int]:
    """The texts of a page, in its order, with their marks numbered; and how many marks there are."""
    firsts = tuple(accumulate((sum(1 for span in spans(text)) for text in texts), initial=1))
    hits = firsts[-1] - 1
    steps = _Steps(hits)
    return tuple(
        numbered(text, first, steps.behind) for text, first in zip(texts, firsts, strict=False)
    ), hits


class _Steps:
    """What stands behind each mark: how many hits there are, which this is, and the way to the one before and the next.

    The sheet shows it only while its mark is where the address leads, so that one can go from hit to hit without
    script. It holds no text, which would read as the article's own where there is no sheet; its labels say it all.
    """

    def __init__(self, hits: int) -> None:
        self._last = min(hits, MOST_STEPS)
        self._total = wording.count(hits)
        self._place = _("Hit %(number)s of %(hits)s")
        self._opening = f'<span class="step" lang="{current()}" dir="{direction()}">'
        self._links = {
            kind: f'aria-label="{escape(name)}" class="{kind}"></a>'
            for kind, name in (
                ("before", _("Previous hit")),
                ("next", _("Next hit")),
                ("first", _("First hit")),
            )
        }

    def behind(self, number: int) -> Markup:
        if number > self._last:
            return Markup()
        place = escape(self._place % {"number": wording.count(number), "hits": self._total})
        before = self._link(number - 1, "before") if number > 1 else ""
        here = f'<a href="#hits" aria-label="{place}" data-place="{place}"></a>'
        after = self._link(number + 1, "next") if number < self._last else self._link(1, "first")
        way = f"{before}{here}{after if self._last > 1 else ''}"
        return Markup(f"{self._opening}{way}</span>")  # noqa: S704 (numbers, and labels that are escaped)

    def _link(self, number: int, kind: str) -> str:
        return f'<a href="#hit-{number}" {self._links[kind]}'
