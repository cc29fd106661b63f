"""The only writer of `<mark>`: text is escaped first, then marked, so nothing from an article becomes markup."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from markupsafe import Markup, escape

from search.index import Snippet

_OVERRIDES = dict.fromkeys((0x202D, 0x202E))
_OPEN, _CLOSE = Markup("<mark>"), Markup("</mark>")
_INVISIBLE = _OVERRIDES | dict.fromkeys((*range(0x20), 0x7F, *range(0x202A, 0x202D), *range(0x2066, 0x206A)))


def plain(text: str) -> str:
    """For places where no markup can isolate it (a title, an attribute): no control character, no direction override."""
    return " ".join(text.replace("\t", " ").replace("\n", " ").translate(_INVISIBLE).split())


def shown(text: str) -> Markup:
    """Escaped; without the two characters that would show its letters in another order than they are read."""
    return escape(text.translate(_OVERRIDES))


def marked(snippet: Snippet) -> Markup:
    """The text with its spans in `<mark>`. Spans that are out of order, overlap or leave the text are not drawn."""
    parts: list[Markup] = []
    at = 0
    for start, end in snippet.marks:
        if at <= start < end <= len(snippet.text):
            parts.append(shown(snippet.text[at:start]))
            parts.append(_OPEN + shown(snippet.text[start:end]) + _CLOSE)
            at = end
    parts.append(shown(snippet.text[at:]))
    return Markup().join(parts)


def paragraphs(text: Snippet) -> Iterator[Snippet]:
    """The lines of a text that are not blank, each with the spans that fall on it, cut at its edges."""
    start = first = 0
    for line in text.text.split("\n"):
        end = start + len(line)
        while first < len(text.marks) and text.marks[first][1] <= start:
            first += 1
        cut: list[tuple[int, int]] = []
        for mark in islice(text.marks, first, None):
            if mark[0] >= end:
                break
            cut.append((max(mark[0], start) - start, min(mark[1], end) - start))
        if line.strip():
            yield Snippet(line, tuple(cut))
        start = end + 1
