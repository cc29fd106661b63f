"""How verbs print: JSON as it is, and text that comes from articles without anything that a terminal would obey."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import click

from search.index import Snippet

_OBEYED = ("Cc", "Cf", "Cs", "Co", "Cn")
_JOINERS = "\u200c\u200d"
"""Part of how Persian and the scripts of India are spelled."""


def as_line(text: str) -> str:
    """One line that does nothing to a terminal."""
    return "".join(
        " " if c in "\n\t\r\v\f" else c if c in _JOINERS or unicodedata.category(c) not in _OBEYED else ""
        for c in text
    )


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def counted(number: int, one: str, many: str = "") -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def marked(snippet: Snippet, bold: bool = False) -> str:
    """On a terminal the marks are underlined; elsewhere click leaves the styles out."""
    parts, end = [], 0
    for first, last in (*snippet.marks, (len(snippet.text), len(snippet.text))):
        parts.append(click.style(as_line(snippet.text[end:first]), bold=bold))
        parts.append(click.style(as_line(snippet.text[first:last]), bold=True, underline=True))
        end = last
    return "".join(parts)
