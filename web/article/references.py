"""Citations for people, and in which formats they can be taken into a reference manager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.article import Article
from search.citations import Citation
from web import languages, wording
from web.archive import Archive
from web.languages import gettext as _
from web.results.listing import Option
from web.takeaway.attachments import NAMES

MANAGED = ("ris", "bib", "csl.json")
"""The formats of reference managers."""

FORMATS = (*MANAGED, "text")
"""All in which citations can be had."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation for people. `parts` are said in this order; `archive` and `generation` name the state that was read."""

    id: str
    parts: tuple[str, ...]
    address: str
    archive: str
    generation: str

    @property
    def text(self) -> str:
        state = _("%(archive)s, index generation %(generation)s")
        said = state % {"archive": self.archive, "generation": self.generation}
        return f"{_(', ').join(self.parts)}. {self.address} ({said})"


def reference(article: Article, address: str, generation: str) -> Reference:
    """Who wrote what, where and when, the date at its precision; `address` is where it stays."""
    title = Archive.current().settings.title
    cited = Citation.of(article, address, title, generation)
    when = wording.day(article.published) or _("undated")
    parts = (
        wording.names(cited.bylines) if cited.bylines else "",
        _("“%(headline)s”") % {"headline": cited.headline},
        cited.source,
        f"{when} ({_('year inferred')})" if article.published.inferred else when,
    )
    return Reference(article.id, tuple(filter(None, parts)), cited.address, title, generation)


def downloads(ids: Iterable[str]) -> tuple[Option, ...]:
    """The addresses of the citations of these articles, by format."""
    chosen = list(ids)
    return tuple(
        Option(_(NAMES[form]), languages.address("citing.cite", id=chosen, **{"as": form}))
        for form in FORMATS
    )
