"""What lies in a folder is durable when the folder is synced too: a file's own sync does not keep its name."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Make sure of the names in it. Raises OSError."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def sync_above(folder: Path) -> None:
    """The folder's own name, and those of the folders in which it lies, as any of them may have just been made.

    One that may not be read, or lies on another disk, was there before. Raises OSError.
    """
    device = folder.stat().st_dev
    for above in folder.resolve().parents:
        if above.stat().st_dev != device:
            break
        with contextlib.suppress(PermissionError):
            sync(above)
