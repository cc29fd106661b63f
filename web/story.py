"""The text of an article as it is read: headline, standfirst and paragraphs, with what was searched for marked and numbered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate

from markupsafe import Markup

from search.article import Article, Role
from search.clauses import Clause, Everything
from search.errors import SearchError
from search.index import Index, Snippet
from web import wording
from web.languages import current, direction
from web.languages import gettext as _
from web.marks import numbered, paragraphs, spans

MOST_STEPS = 1000
"""Hits of one article that have the way to their neighbours behind them; all are marked and have their address."""

_STEP = Markup('<span class="step" lang="{language}" dir="{direction}">{links}</span>')
_LINK = Markup('<a href="#hit-{to}" aria-label="{name}" class="{kind}"></a>')
_PLACE = Markup('<a href="#hits" aria-label="{place}" data-place="{place}"></a>')


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the body; `kind` is empty, `cross-head` or `correction`."""

    text: Markup
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """`hits` is how many marks there are, numbered in the order of reading."""

    headline: Markup
    standfirst: Markup
    body: tuple[Part, ...]
    hits: int


def story(article: Article, index: Index, clause: Clause) -> Story:
    """The standfirst is empty where the body has it too."""

    def found(text: str) -> Snippet:
        return marked(index, clause, text, article.language)

    parts = tuple(_parts(article, found(article.body)))
    texts = (found(article.headline), found(article.standfirst_apart or ""), *(text for text, kind in parts))
    firsts = tuple(accumulate((sum(1 for span in spans(text)) for text in texts), initial=1))
    steps = _Steps(firsts[-1] - 1)
    headline, standfirst, *body = map(numbered, texts, firsts, (steps.behind for text in texts))
    kinds = (kind for text, kind in parts)
    return Story(headline, standfirst, tuple(map(Part, body, kinds)), steps.hits)


def marked(index: Index, clause: Clause, text: str, language: str | None) -> Snippet:
    """The text with the search's words marked; without marks where finding them would cost too much."""
    if not isinstance(clause, Everything):
        with suppress(SearchError):
            return Snippet(text, index.marks(clause, text, language))
    return Snippet(text)


def _parts(article: Article, text: Snippet) -> Iterator[tuple[Snippet, str]]:
    kinds = {
        block.clean: block.role.value
        for block in article.blocks
        if block.kept and block.role in {Role.CROSS_HEAD, Role.CORRECTION}
    }
    for paragraph in paragraphs(text):
        yield paragraph, kinds.get(paragraph.text, "")


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
