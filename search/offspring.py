"""A process that does not outlive the one that started it, however that ends."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress

_PDEATHSIG = 1
"""PR_SET_PDEATHSIG, prctl(2)."""


def end_with(parent: int, signal: int) -> None:
    """This process is to get the signal when its parent, the process of this number, ends; at once if it has. Linux alone
    can do that."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal)
