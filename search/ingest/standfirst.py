"""The standfirst: the line or two below the headline that sum the story up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from search.article import Block, Markup
from search.ingest.captions import is_caption
from search.ingest.credit import line_credit
from search.ingest.dateline import read_dateline
from search.ingest.page import Claim
from search.ingest.sentences import ends_sentence
from search.ingest.wording import form

_NAMES = re.compile(
    r"stand-?first|\bdek\b|strap-?line|sub-?tit|sub-?head|alternative-?headline|vorspann|chapo|entradilla|bajada|ingress|"
    r"excerpt|epigraph|\blead-?text"
)
_NAME_SIGNS = (
    "standfirst", "stand-first", "dek", "strap", "subtit", "sub-tit", "subhead", "sub-head", "alternative", "vorspann",
    "chapo", "entradilla", "bajada", "ingress", "excerpt", "epigraph", "lead",
)  # fmt: skip
"""One of these, quick to look for, is in all such names."""
_OF_PICTURE = re.compile(r"caption|credit|rights|player|gallery|image|photo|\bthumb")
_OF_FRAME = re.compile(
    r"crumb|byline|author|attribution|share|button|\bmeta|-meta\b|date|\bcount|trending|tags?\b|offers"
)
_OTHER_TAGS = frozenset(("figure", "figcaption", "button", "h1"))
_NEAREST = 5
"""Names in the markup, from the element outwards, that are of the line itself."""
_PICTURED = re.compile(
    r"^\[\d+/\d+\]|\((?:l|r|li|re|left|right|links|rechts)\.?\)|, (?:left|right)[,.]|\b[A-Z]{2,}/[A-Z]|\d:\d\d\)?$|^[^:]{3,25}: \d+ |"
    r"\b(?:images?|photos?|photographs?|pictures?|illustrations?)\s(?:by|via|from)\b|^\(.*\)$|撮影|"
    r"\((?:أرشيف\w*|archivo|archives?|archiv|arşiv|файл|архив)\)$|(?:来源|來源|记者|編輯|编辑|作者)\s*[:：]",
    re.IGNORECASE,
)
"""What captions have: who is where, who took it, how long it plays; and rows that name the writer and where it is from."""
_PICTURE_SIGNS = ("[", "(", "/", ":", "：", ", left", ", right", "撮影", "by", "via", "from")
"""Likewise."""
_HEADINGS = ("h2", "h3", "h4")
_LEAST_WORDS, _LONGEST = 4, 350
_POINTS = "*•▪◦‣-"
"""A list of points is of the text."""


def find_standfirst(
    blocks: Sequence[Block],
    header: Sequence[int],
    claims: Sequence[Claim],
    *,
    is_meta: Callable[[int], bool],
    text_begins: int,
    language: str | None,
) -> int | None:
    """The index of its block among those of `header`, which are below the headline and not yet used.

    It is what the page states as such, or what the markup names so, or a line between the headline and a byline or
    date (`is_meta`), or the first line below the headline if that is no sentence.
    """
    forms = {i: form(blocks[i].clean) for i in header if blocks[i].clean[0] not in _POINTS}
    lines = [i for i, line in forms.items() if len(line.split()) >= _LEAST_WORDS]

    def free(among: Iterable[int]) -> Iterator[int]:
        return (i for i in among if not (is_meta(i) or _is_other(blocks[i])))

    claimed = {form(claim.value) for claim in claims}
    stated = (i for i in lines if forms[i] in claimed or is_named_standfirst(_names(blocks[i])))
    if (found := next(free(stated), None)) is not None:
        return found
    first = next(free(lines), None)
    if first is None:
        return None
    text, markup = blocks[first].clean, blocks[first].markup
    if len(text) > _LONGEST or text.endswith((":", "…")) or read_dateline(text, language):
        return None
    if not markup:
        last_meta = max((i for i in header if is_meta(i)), default=0)
        if len({forms[i] for i in free(lines) if i < last_meta}) == 1:
            return first
    above = first < text_begins or (first == text_begins and markup is not None and markup.tag in _HEADINGS)
    if not above or ends_sentence(text):
        return None
    return first if all(is_meta(i) for i in header if i < first) else None


def _names(block: Block) -> str:
    return block.markup.names if block.markup else ""


def is_named_standfirst(names: str) -> bool:
    return any(map(names.__contains__, _NAME_SIGNS)) and _NAMES.search(names) is not None


def _is_other(block: Block) -> bool:
    """A caption, a credit, a row of crumbs, dates or buttons."""
    text = block.clean
    return (
        (block.markup is not None and _is_of_frame(block.markup))
        or " > " in text
        or is_caption(text)
        or bool(line_credit(text))
        or _is_pictured(text)
    )


def _is_pictured(text: str) -> bool:
    return any(map(text.casefold().__contains__, _PICTURE_SIGNS)) and _PICTURED.search(text) is not None


def _is_of_frame(markup: Markup) -> bool:
    nearest = " ".join(markup.names.split(maxsplit=_NEAREST)[:_NEAREST])
    if _OF_PICTURE.search(nearest) or not _OTHER_TAGS.isdisjoint(markup.path.split("/")):
        return True
    return not is_named_standfirst(nearest) and bool(_OF_FRAME.search(nearest))
