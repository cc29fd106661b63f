"""What a search finds in the texts of one page: marked, numbered in the order of reading, with the way from each to the next."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import accumulate

from markupsafe import Markup

from search.clauses import Clause, Everything
from search.errors import SearchError
from search.index import Index, Snippet
from web import wording
from web.languages import current, direction
from web.languages import gettext as _
from web.marks import numbered, spans

MOST_STEPS = 1000
"""Hits of one article that have the way to their neighbours behind them; all are marked and have their address."""

_STEP = Markup('<span class="step" lang="{language}" dir="{direction}">{links}</span>')
_LINK = Markup('<a href="#hit-{to}" aria-label="{name}" class="{kind}"></a>')
_PLACE = Markup('<a href="#hits" aria-label="{place}" data-place="{place}"></a>')


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
        self.hits = hits
        self._frame = {"language": current(), "direction": direction()}
        self._place = _("Hit %(number)s of %(hits)s")
        self._before, self._next, self._first = _("Previous hit"), _("Next hit"), _("First hit")
        self._total = wording.count(hits)

    def behind(self, number: int) -> Markup:
        if number > MOST_STEPS:
            return Markup()
        place = self._place % {"number": wording.count(number), "hits": self._total}
        links = [_PLACE.format(place=place)]
        if number > 1:
            links.insert(0, _LINK.format(to=number - 1, name=self._before, kind="before"))
        if number < self.hits:
            links.append(_LINK.format(to=number + 1, name=self._next, kind="next"))
        elif number > 1:
            links.append(_LINK.format(to=1, name=self._first, kind="first"))
        return _STEP.format(links=Markup().join(links), **self._frame)
