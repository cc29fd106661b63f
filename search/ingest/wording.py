"""The words of a line without case and punctuation, by which lines are compared."""

from __future__ import annotations

import re
from functools import lru_cache

WORD = re.compile(r"\w+")
_OFTEN = 200
"""Characters of a line that may be asked for again: by several fields, and on a site's next page."""


def form(text: str) -> str:
    """`“Yes”, he SAID` as `yes he said`."""
    return _recalled(text) if len(text) <= _OFTEN else _form(text)


def _form(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


_recalled = lru_cache(maxsize=4096)(_form)


def has_words(text: str, key: str) -> bool:
    """Whether `form` makes the key of it. Most texts are told by their length not to; folding may triple that."""
    return len(key) <= 3 * len(text) <= 6 * len(key) + 60 and form(text) == key
