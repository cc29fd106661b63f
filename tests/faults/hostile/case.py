"""One file that could do harm, and what has to come of it; with the honest stories that lie in and beside such files."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`make` gives the file's bytes when they are needed, as some are large.

    `reason` are words that one refusal of the file has to have; None where nothing may be refused. `kept` are texts
    that have to be found in the bodies or headlines of its articles.
    """

    name: str
    make: Callable[[], bytes]
    reason: str | None = None
    kept: tuple[str, ...] = ()


_PARAGRAPHS = (
    "The council of the harbour town met on Monday evening and agreed on the budget for the coming year, its speaker "
    "told reporters after the meeting.",
    "Two parties had asked for a longer debate about the new bridge, which is to cost nine million and to be opened "
    "before the summer of next year.",
    "The mayor said that the work would begin in spring, and that the ferry would go on until the last car has "
    "crossed the river on the new road.",
)


def paragraphs(word: str) -> tuple[str, ...]:
    return (f"The {word} was read out first. {_PARAGRAPHS[0]}", *_PARAGRAPHS[1:])


def headline(word: str) -> str:
    return f"Council agrees on {word}"


def story(word: str) -> str:
    """As plain text. The word stands in the headline and in the first paragraph."""
    return "\n\n".join((headline(word), *paragraphs(word))) + "\n"


def page(word: str, *, head: str = "", before: str = "", after: str = "") -> str:
    """As HTML, with what is given in its head, before its text and after it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(word))
    return (
        f"<!DOCTYPE html><html><head><title>{headline(word)}</title>{head}</head><body>{before}"
        f"<article><h1>{headline(word)}</h1>{body}</article>{after}</body></html>"
    )


def record(word: str, **more: object) -> dict[str, object]:
    return {"id": word, "title": headline(word), "body": "\n\n".join(paragraphs(word)), **more}


def record_lines(word: str, count: int) -> bytes:
    """JSONL of so many honest records; the n-th holds the word with n behind it."""
    return "".join(json.dumps(record(f"{word}{n}")) + "\n" for n in range(count)).encode()
