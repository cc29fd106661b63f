"""Where the text of an article comes from: the fate of every line of its file, and the lines as they were received."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from markupsafe import Markup

from search.article import Article, Block, Role
from search.clauses import (
    TEXT,
    All,
    Any,
    AtLeast,
    Clause,
    Everything,
    Fuzzy,
    Near,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)
from search.index import Index
from web import wording
from web.article.hits import marked, number
from web.languages import N_, ngettext
from web.languages import gettext as _
from web.marks import pieces

MOST_LEFT_OUT = 1000
"""Lines that are listed under an article as left out of it; all are among the lines as received."""

MOST_LINES = 2000
"""Lines as received that stand on one page."""

_EXTRACT = 1600
"""Characters shown of a left-out line under an article."""

_LEFT_OUT = "removed"
"""The field of a search that holds what was left out."""

_FIELDS = frozenset({Role.HEADLINE, Role.STANDFIRST, Role.KICKER, Role.BYLINE, Role.PUBLISHED})
_FATES = {"kept": N_("in the text"), "field": N_("became a field"), "left-out": N_("left out")}


@dataclass(frozen=True, slots=True)
class Line:
    """`fate` is kept, field or left-out; `number` counts from 1 in the file."""

    number: int
    fate: str
    fate_words: str
    role: str
    reason: str
    text: Markup | str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`lines` are those that were left out, `unshown` how many of them are not listed."""

    summary: str
    roles: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    unshown: int


@dataclass(frozen=True, slots=True)
class Received:
    """One page of the lines as received, of `total`; `before` and `after` are the pages around it, 0 where there is none."""

    lines: tuple[Line, ...]
    hits: int
    first: int
    total: int
    before: int
    after: int


def cleaned(article: Article) -> Cleaned:
    blocks = article.blocks
    if not blocks:
        return Cleaned(_("The lines of this article's file were not kept."), (), (), 0)
    dropped = [b for b in blocks if _fate(b) == "left-out"]
    words = (
        ngettext(
            "%(out)s of %(all)s lines in the file is left out of the text.",
            "%(out)s of %(all)s lines in the file are left out of the text.",
            len(dropped),
        )
        if dropped
        else ngettext(
            "The one line of the file is in the text or in a field.",
            "All %(all)s lines of the file are in the text or in a field.",
            len(blocks),
        )
    )
    listed = dropped[:MOST_LEFT_OUT]
    return Cleaned(
        words % {"out": wording.count(len(dropped)), "all": wording.count(len(blocks))},
        tuple(Counter(b.role.value for b in dropped).most_common()),
        tuple(_line(b, wording.shortened(b.text.strip(), _EXTRACT)) for b in listed),
        len(dropped) - len(listed),
    )


def received(article: Article, index: Index, clause: Clause, page: int) -> Received:
    """The lines that stand on a page (from 1; beyond the last, that), in the order of the file, each whole and with its
    fate, with what was searched for marked also in what was left out."""
    blocks = article.blocks
    last = max(1, -(-len(blocks) // MOST_LINES))
    page = min(page, last)
    first = (page - 1) * MOST_LINES
    shown = blocks[first : first + MOST_LINES]
    text = marked(index, _anywhere(clause), "\n".join(b.text for b in shown), article.language)
    texts, hits = number(tuple(pieces(text, (len(b.text) for b in shown))))
    lines = tuple(_line(block, drawn) for block, drawn in zip(shown, texts, strict=True))
    return Received(lines, hits, first + 1, len(blocks), page - 1, page + 1 if page < last else 0)


def hits_left_out(article: Article, index: Index, clause: Clause) -> int:
    """How often what was searched for stands in what was left out of the text."""
    if isinstance(clause, Everything) or not article.removed:
        return 0
    return len(marked(index, _anywhere(clause), article.removed, article.language).marks)


def _anywhere(clause: Clause) -> Clause:
    """The same, where what was left out of the texts is looked for in any text: an index marks no other."""
    match clause:
        case All(parts) | Any(parts):
            return replace(clause, parts=tuple(map(_anywhere, parts)))
        case Near() | Within():
            return replace(clause, left=_anywhere(clause.left), right=_anywhere(clause.right))
        case AtLeast():
            return replace(clause, part=_anywhere(clause.part))
        case Word() | Phrase() | Prefix() | Wildcard() | Fuzzy() if clause.field == _LEFT_OUT:
            return replace(clause, field=TEXT)
    return clause


def _fate(block: Block) -> str:
    if block.kept:
        return "kept"
    return "field" if block.role in _FIELDS else "left-out"


def _line(block: Block, text: Markup | str) -> Line:
    fate = _fate(block)
    reason = block.reason.removeprefix(f"{block.role.value}: ")
    return Line(block.line, fate, _(_FATES[fate]), block.role.value, reason, text)
