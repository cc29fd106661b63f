"""How often each fault is tried: in short with the other tests, at length by `./test faults`; and how often it was."""

from __future__ import annotations

import os
from collections import Counter

LONG = os.environ.get("FAULTS") == "long"

TRIED: Counter[str] = Counter()
"""What was tried, in words, for the summary."""


def times(short: int, long: int) -> int:
    return long if LONG else short
