"""The text of an article as it is read: headline, standfirst and paragraphs, with what was searched for marked."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from search.article import Article, Role
from search.clauses import Clause
from search.index import Index
from web.article.hits import marked, number
from web.marks import paragraphs


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of the body; `kind` is empty, `cross-head` or `correction`."""

    text: Markup
    kind: str


@dataclass(frozen=True, slots=True)
class Story:
    """`hits` is how many marks there are. The standfirst is empty where the body has it too."""

    headline: Markup
    standfirst: Markup
    body: tuple[Part, ...]
    hits: int


def story(article: Article, index: Index, clause: Clause) -> Story:
    apart = (article.headline, article.standfirst_apart or "")
    above = [marked(index, clause, text, article.language) for text in apart]
    text = list(paragraphs(marked(index, clause, article.body, article.language)))
    kinds = {
        block.clean: block.role.value
        for block in article.blocks
        if block.kept and block.role in {Role.CROSS_HEAD, Role.CORRECTION}
    }
    (headline, standfirst, *body), hits = number([*above, *text])
    parts = (Part(drawn, kinds.get(paragraph.text, "")) for drawn, paragraph in zip(body, text, strict=True))
    return Story(headline, standfirst, tuple(parts), hits)
