"""The words of a line without case and punctuation, by which lines are compared."""

from __future__ import annotations

import re

WORD = re.compile(r"\w+")


def form(text: str) -> str:
    """`“Yes”, he SAID` as `yes he said`."""
    return " ".join(WORD.findall(text.casefold()))


def has_words(text: str, key: str) -> bool:
    """Whether `form` makes the key of it. Most texts are told by their length not to; folding may triple that."""
    return len(key) <= 3 * len(text) <= 6 * len(key) + 60 and form(text) == key
