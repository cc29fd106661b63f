"""What lies in a folder is durable when the folder is synced too: a file's own sync does not keep its name."""

from __future__ import annotations

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """Make sure of the names in it. Raises OSError."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
