"""Notes on who wrote it, at the edges of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.article import Block, Role
from search.ingest.sentences import ends_sentence

_AFTER_NAME = (" ", ",", ":", "’s ", "'s ")
"""What stands behind the name where a note begins with it."""
_BESIDE_NAME = 45
"""Characters beside the name in a line of its own."""
_WORD = re.compile(r"\w{3,}")


def note_on(writers: Sequence[str], text: str, above: Block | None) -> str | None:
    """Why a paragraph tells of one of the writers, given by their full names; None if it doesn't. `above` is the block over it."""
    if any(f"{text} ".startswith(f"{name}{after}") for name in writers for after in _AFTER_NAME):
        return "begins with the name of its writer"
    if _names(writers, text):
        return "names its writer, and says little else"
    parts = {part for name in writers for part in _WORD.findall(name)}
    headed = above and (above.role is Role.AUTHOR_NOTE or _names(writers, above.clean))
    return (
        "tells of its writer, under the name"
        if headed and not parts.isdisjoint(_WORD.findall(text))
        else None
    )


def _names(writers: Sequence[str], text: str) -> bool:
    """Whether a line has the name of one and little else."""
    named = [name for name in writers if name in text and len(text) <= len(name) + _BESIDE_NAME]
    return any(re.search(rf"\b{re.escape(name)}\b", text) for name in named) and not ends_sentence(text)
