"""The only writer of `<mark>`: text is escaped first, then marked, so nothing from an article becomes markup."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import count

from markupsafe import Markup

from search.index import Snippet

_OVERRIDES = dict.fromkeys((0x202D, 0x202E))
_OPEN, _CLOSE = "<mark>", "</mark>"
_INVISIBLE = _OVERRIDES | dict.fromkeys((*range(0x20), 0x7F, *range(0x202A, 0x202D), *range(0x2066, 0x206A)))


def plain(text: str) -> str:
    """For places where no markup can isolate it (a title, an attribute): no control character, no direction override."""
    return " ".join(text.replace("\t", " ").replace("\n", " ").translate(_INVISIBLE).split())


def shown(text: str) -> Markup:
    """Escaped; without the two characters that would show its letters in another order than they are read."""
    return Markup(_escaped(text))  # noqa: S704 (escaped just now)


def _escaped(text: str) -> str:
    """Of the library's escaping the greater part of the time goes into asking what it was given."""
    return escape(text.translate(_OVERRIDES) if "\u202d" in text or "\u202e" in text else text)


def spans(snippet: Snippet) -> Iterator[tuple[int, int]]:
    """The marks that can be drawn: none that is out of order, overlaps the one before or leaves the text."""
    at = 0
    for start, end in snippet.marks:
        if at <= start < end <= len(snippet.text):
            yield start, end
            at = end


def marked(snippet: Snippet) -> Markup:
    """The text with its spans in `<mark>`."""
    return _drawn(snippet, lambda text: (_OPEN, text, _CLOSE))


def numbered(snippet: Snippet, first: int, after: Callable[[int], Markup]) -> Markup:
    """The text with its spans in `<mark id="hit-N">`, N counting up from `first`, and behind each what `after` makes of N."""
    numbers = count(first)

    def draw(text: str) -> tuple[str, ...]:
        number = next(numbers)
        return f'<mark id="hit-{number}">', text, _CLOSE, after(number)

    return _drawn(snippet, draw)


def _drawn(snippet: Snippet, draw: Callable[[str], tuple[str, ...]]) -> Markup:
    """All parts are markup, joined as texts: to ask of each whether it is takes longer than all else."""
    parts: list[str] = []
    at = 0
    for start, end in spans(snippet):
        parts.append(_escaped(snippet.text[at:start]))
        parts += draw(_escaped(snippet.text[start:end]))
        at = end
    parts.append(_escaped(snippet.text[at:]))
    return Markup("".join(parts))  # noqa: S704 (escaped, or our own, all of them)


def pieces(text: Snippet, lengths: Iterable[int]) -> Iterator[Snippet]:
    """The text cut into pieces of these lengths, a character apart, each with the spans that fall on it, cut at its edges."""
    start = first = 0
    for length in lengths:
        end = start + length
        while first < len(text.marks) and text.marks[first][1] <= start:
            first += 1
        cut: list[tuple[int, int]] = []
        at = first
        while at < len(text.marks) and text.marks[at][0] < end:
            cut.append((max(text.marks[at][0], start) - start, min(text.marks[at][1], end) - start))
            at += 1
        yield Snippet(text.text[start:end], tuple(cut))
        start = end + 1


def paragraphs(text: Snippet) -> Iterator[Snippet]:
    """The lines of a text that are not blank, each with its spans."""
    lines = pieces(text, map(len, text.text.split("\n")))
    return (line for line in lines if line.text.strip())
