"""Where to go on in a list that is read in parts, as a text that means nothing to who holds it.

A cursor names the generation that the part before was of: in another one the same place is another article's. It is
bound to its search by a hash, so that one that was changed, cut or taken elsewhere is told from one that is out of date.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from typing import NoReturn

from search.notes import Note
from web.api import problems
from web.languages import gettext as _
from web.view import Problem

_DIGEST = 9
"""Bytes; against mistakes, not against forgers, who could ask for the same place without a cursor."""

_LONGEST = 200
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Cursor:
    """`offset` is how many of the list were given already."""

    generation: str
    offset: int

    def written(self, listed: str) -> str:
        """For the list that `listed` states."""
        content = f"{self.offset}.{self.generation}".encode()
        return base64.urlsafe_b64encode(_digest(content, listed) + content).rstrip(b"=").decode()

    @classmethod
    def read(cls, text: str, listed: str) -> Cursor | None:
        """None for what was never given for this list."""
        if len(text) > _LONGEST:
            return None
        try:
            raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            return None
        offset, _, generation = raw[_DIGEST:].decode("utf-8", "replace").partition(".")
        if not (offset.isascii() and offset.isdecimal() and len(offset) <= _DIGITS):
            return None
        cursor = cls(generation, int(offset))
        return cursor if cursor.written(listed) == text else None


def position(text: str | None, listed: str, generation: str) -> int:
    """Where the cursor says to go on; 0 without one. A bad one is a 400, one of another generation a 410."""
    if text is None:
        return 0
    cursor = Cursor.read(text, listed)
    if cursor is None:
        problems.refuse_parameters(
            [Problem("cursor", Note("This cursor was not given for this search. Start without one."))]
        )
    if cursor.generation != generation:
        gone()
    return cursor.offset


def gone() -> NoReturn:
    problems.refuse(
        410,
        _(
            "The archive has changed since this cursor was given. Start again without one; results may have moved."
        ),
    )


def _digest(content: bytes, listed: str) -> bytes:
    return hashlib.blake2b(content + b"\0" + listed.encode("utf-8", "replace"), digest_size=_DIGEST).digest()
