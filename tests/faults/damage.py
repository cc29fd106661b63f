"""Bytes as a bad disk gives them back."""

from __future__ import annotations

import random

PAGE = 4096


def damaged(held: bytes, how: str, chance: random.Random) -> bytes:
    """Other bytes than these."""
    at = chance.randrange(len(held))
    if how == "cut":
        return held[:at]
    if how == "zero":
        at -= at % PAGE
        zeroed = held[:at] + bytes(len(held[at : at + PAGE])) + held[at + PAGE :]
        return zeroed if zeroed != held else held[:-1]
    return held[:at] + bytes([held[at] ^ 1 << chance.randrange(8)]) + held[at + 1 :]
