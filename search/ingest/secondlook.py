"""A second look at a page that shows less than it carries.

Some pages come empty, or with the beginning of their story, and are filled by a script: the story stands in the page's
JSON. Others are so broken that a comment or a script without an end swallows them. What is found counts only where it
is much more than what the page shows, and has one of the paragraphs that the page shows, if it shows any.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

from bs4 import BeautifulSoup
from lxml import etree

from search.article import Block, Markup
from search.ingest.decoding import mend
from search.ingest.plaintext import fold

_ENOUGH = 1500
_LITTLE = 250
_LEAST_GAIN = 2
_PROSE = 60
_OPENING = 40
_MOSTLY = 0.7
_PARAGRAPH = 4000
_MOST_FAILURES = 40
_LONGEST_SCRIPT = 3_000_000
_DEEP = 60
# Under these keys editors and frameworks keep the running text of a rich text tree.
_TEXT_KEYS = frozenset(("text", "value", "content", "children", "html", "body", "nodes", "paragraph"))
_VALUE = re.compile(r"(?:\A|[=(,])\s*(?=[\[{]\s*[\[{\"\d])")
_MARKUP = re.compile(r"<(?:p|div|br|h\d|li)\b", re.I)
_PARAGRAPHS = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "figcaption", "td"]
_DECODER = json.JSONDecoder(strict=False)
_SWALLOWS = ("script", "style", "title", "textarea", "noscript", "template", "iframe")


def prose(blocks: Iterable[Block]) -> int:
    """Characters in paragraphs that may belong to a story."""
    return sum(
        len(block.clean)
        for block in blocks
        if len(block.clean) >= _PROSE and not (block.markup and block.markup.link_density > 0.5)
    )


def unswallowed(text: str) -> str | None:
    """The page without the beginnings of comments and elements that have no end; None where all have one."""
    ended, end, open_ = text.rpartition("-->")
    mended = ended + end + open_.replace("<!--", "")
    lower = mended.lower()
    for tag in _SWALLOWS:
        at = lower.rfind(f"<{tag}")
        if at >= 0 and f"</{tag}" not in lower[at:]:
            mended = f"{mended[:at]}<span{mended[at + 1 + len(tag) :]}"
            lower = mended.lower()
    return mended if mended != text else None


def carried(root: etree._Element, shown: list[Block], visible: int) -> list[Block]:
    """Paragraphs of the story that the page carries and doesn't show; none where it shows enough, or what it carries.

    `visible` is the prose of what it shows. They stand at the line of their script, in the order that they have there.
    """
    if visible >= _ENOUGH:
        return []
    known = {block.clean for block in shown}
    openings = {text[:_OPENING] for text in known if _is_prose(text)}
    needles = _needles(openings)
    best: list[str] = []
    best_score, best_line = _LEAST_GAIN * max(visible, _LITTLE), 0
    for script in root.iter("script"):
        text = script.text or ""
        belongs = not openings or any(needle in text for needle in needles)
        for value in _values(text) if belongs and best_score < len(text) < _LONGEST_SCRIPT else ():
            for paragraphs in _runs(value, best_score):
                if sum(map(len, paragraphs)) <= best_score:
                    continue
                score = _score(paragraphs)
                continues = not openings or any(p[:_OPENING] in openings for p in paragraphs)
                if score > best_score and continues:
                    best, best_score, best_line = paragraphs, score, cast(int, script.sourceline) or 0
    markup = Markup(tag="p", path="html/script/p")
    return [Block(best_line, p, p, markup=markup) for p in map(mend, best) if p not in known]


def _values(text: str) -> Iterator[Any]:
    """JSON in a script: the script as a whole, what it assigns, and what it calls functions with."""
    at = failures = 0
    while failures < _MOST_FAILURES and (begin := _VALUE.search(text, at)):
        try:
            value, at = _DECODER.raw_decode(text, begin.end())
        except (ValueError, RecursionError):
            at = begin.end() + 1
            failures += 1
        else:
            yield value


def _runs(value: Any, least: int, depth: int = 0) -> Iterator[list[str]]:
    """Every run of paragraphs in a JSON value that may be longer than the least: a text, marked up or not, or a list."""
    if isinstance(value, str):
        if len(value) > least:
            yield _paragraphs(value)
    elif isinstance(value, list | dict) and depth < _DEEP:
        items = value if isinstance(value, list) else list(value.values())
        if isinstance(value, list) and len(value) > 1:
            flat = [fold(_flat(item)) for item in value]
            if all(len(text) <= _PARAGRAPH and not _MARKUP.search(text) for text in flat):
                yield [text for text in flat if text]
        for item in items:
            yield from _runs(item, least, depth + 1)


def _flat(value: Any, depth: int = 0) -> str:
    """The running text of a node of a rich text tree."""
    if isinstance(value, str):
        return value
    if depth > _DEEP:
        return ""
    if isinstance(value, list):
        return "".join(_flat(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return "".join(_flat(item, depth + 1) for key, item in value.items() if key in _TEXT_KEYS)
    return ""


def _paragraphs(text: str) -> list[str]:
    if not _MARKUP.search(text):
        return [clean for line in text.splitlines() if (clean := fold(line))]
    soup = BeautifulSoup(text, "lxml")
    tags = soup.find_all(_PARAGRAPHS)
    outer = {id(parent) for tag in tags for parent in tag.parents}
    inner = [tag for tag in tags if id(tag) not in outer]
    texts = (tag.get_text() for tag in inner) if inner else soup.get_text("\n").splitlines()
    return [clean for text in texts if (clean := fold(text))]


def _score(paragraphs: list[str]) -> int:
    """Characters of prose in a run that is mostly prose: in lists of anything else single texts look like it."""
    of_prose = sum(len(p) for p in paragraphs if _is_prose(p))
    return of_prose if of_prose > _MOSTLY * sum(map(len, paragraphs)) else 0


def _is_prose(text: str) -> bool:
    if not _PROSE <= len(text) <= _PARAGRAPH:
        return False
    spaced = not text.isascii() or text.count(" ") > len(text) / 40
    return spaced and sum(map(str.isalpha, text)) + text.count(" ") > 0.8 * len(text)


def _needles(texts: Iterable[str]) -> set[str]:
    """As JSON has these texts within its quotes, with other letters than ASCII escaped or not."""
    return {json.dumps(text, ensure_ascii=quoted)[1:-1] for text in texts for quoted in (True, False)}
