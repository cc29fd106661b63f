"""Files that are only read are closed with who reads them; what the disk says on that is of no matter."""

from __future__ import annotations

import contextlib
import weakref
from typing import IO, Any


def close_with(owner: object, file: IO[Any]) -> None:
    """When nothing holds the owner any more, or the program ends."""
    weakref.finalize(owner, _close, file)


def _close(file: IO[Any]) -> None:
    with contextlib.suppress(OSError):
        file.close()
