"""The words of a line without case and punctuation, by which lines are compared."""

from __future__ import annotations

import re

WORD = re.compile(r"\w+")


def form(text: str) -> str:
    """`“Yes”, he SAID` as `yes he said`."""
    return " ".join(WORD.findall(text.casefold()))
