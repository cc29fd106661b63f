"""Plain text to blocks: a line is a block, unless the whole file was wrapped to a width."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from search.article import Block
from search.ingest.page import Page

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_INDENT = re.compile(r"^(?: {2,}|\t)\S")

_WIDTHS = range(40, 101)
_LEAST_LINES = 6
_WRAPPED_SHARE = 0.9


def fold(text: str) -> str:
    """White space of every kind as one space, none at the ends; characters without width or meaning removed.

    The zero-width joiner and non-joiner stay: Persian and the Indic scripts spell with them.
    """
    return " ".join((text if text.isprintable() else _INVISIBLE.sub("", text)).split())


def read_text(text: str) -> Page:
    """A block for each line that is not blank; `line` counts from 1 over the text split at newlines.

    Where the whole file was wrapped to a width, as old wire copy is, a paragraph is one block, at its first line.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    groups = _paragraphs(lines) if _wrapped(lines) else [(i, i + 1) for i in range(len(lines))]
    blocks = []
    for first, end in groups:
        clean = fold(_join(lines[first:end]))
        if clean:
            blocks.append(Block(first + 1, "\n".join(lines[first:end]), clean))
    return Page(tuple(blocks))


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted into this one: why it was broken here."""
    word = following.split(maxsplit=1)[0]
    return len(line.rstrip()) + 1 + len(word) > width


def _wrapped(lines: list[str]) -> bool:
    """Whether the file was filled to a width: lines that go on below are full, in nearly every case.

    Only lines that do not end a sentence are asked, because those that do may end their paragraph. Paragraphs must be
    set apart somewhere, by a blank line or an indent; without that a list of full lines looks the same.
    """
    filled = [line for line in lines if line.strip()]
    width = max((len(line.rstrip()) for line in filled), default=0)
    apart = any(_INDENT.match(line) for line in filled) or len(filled) < len(
        "\n".join(lines).strip().split("\n")
    )
    if len(filled) < _LEAST_LINES or width not in _WIDTHS or not apart:
        return False
    going_on = [
        _full(line, following, width)
        for line, following in pairwise(lines)
        if line.strip() and following.strip() and not _INDENT.match(following) and not _ends_sentence(line)
    ]
    return len(going_on) >= len(filled) / 3 and sum(going_on) >= _WRAPPED_SHARE * len(going_on)


def _paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    """Spans of lines. A paragraph ends at a blank line, before an indent, and after a short line that ends a sentence."""
    width = max(len(line.rstrip()) for line in lines)
    spans: list[tuple[int, int]] = []
    first = 0
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        goes_on = (
            line.strip()
            and following.strip()
            and not _INDENT.match(following)
            and (_full(line, following, width) or not _ends_sentence(line))
        )
        if not goes_on:
            spans.append((first, i + 1))
            first = i + 1
    return spans


def _ends_sentence(line: str) -> bool:
    return line.rstrip(" \t\"'”’»)]").endswith((".", "!", "?", ":", "؟", "。", "।"))


def _join(lines: list[str]) -> str:
    """One running text. A word broken at its hyphen closes up; scripts without spaces between words get none."""
    text = lines[0]
    for line in lines[1:]:
        tight = text.rstrip().endswith("-") and line.lstrip()[:1].islower()
        wide = unicodedata.east_asian_width(text.rstrip()[-1:] or " ") in "WF"
        text = text.rstrip() + ("" if tight or wide else " ") + line.lstrip()
    return text
