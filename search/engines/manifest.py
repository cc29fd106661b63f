"""What lies in a generation: the size and the SHA-256 of each of its files, written last."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from pathlib import Path
from typing import Any

from search.durable import sync
from search.errors import IndexDamaged, IndexProblem

MANIFEST = "manifest.json"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
"""No umask is to leave a file that readers then refuse (`search.folder`)."""
REBUILD = "Run `backfile reindex --full` to build it anew."
Entry = tuple[int, str]
"""Size and SHA-256."""
MEND = "Mend its rights or its disk."


def read(folder: Path) -> tuple[dict[str, Any], str]:
    """It and its own SHA-256. Raises IndexDamaged, or IndexProblem where the disk refuses it."""
    try:
        data = (folder / MANIFEST).read_bytes()
        manifest = json.loads(data)
        if not isinstance(manifest["format"], str):
            raise ValueError("it lacks its format")
        for size, digest in manifest["files"].values():
            if not (isinstance(size, int) and isinstance(digest, str)):
                raise ValueError("it lacks sizes or sums")
    except (ValueError, LookupError, AttributeError, TypeError) as e:
        raise IndexDamaged(f"{folder / MANIFEST} is damaged. {REBUILD}") from e
    except OSError as e:
        raise unreadable(folder / MANIFEST, e) from e
    return manifest, hashlib.sha256(data).hexdigest()


def unreadable(path: Path, e: OSError) -> IndexProblem:
    """What is missing is damage; anything else is the disk's, and to build the index anew would not help."""
    if isinstance(e, FileNotFoundError):
        return IndexDamaged(f"{e.filename or path} is missing. {REBUILD}")
    return IndexProblem(f"{e.filename or path} can't be read: {e.strerror}. {MEND}")


def doubt_of(path: Path, size: int, digest: str) -> IndexProblem | None:
    """What is wrong with a file; without a digest only its size is looked at."""
    try:
        found = path.stat().st_size
        if found != size:
            return IndexDamaged(f"{path} has {found} bytes instead of {size}. {REBUILD}")
        if digest and digest_of(path) != digest:
            return IndexDamaged(f"{path} is not as it was written. {REBUILD}")
    except OSError as e:
        return unreadable(path, e)
    return None


def linked(before: Path, folder: Path) -> dict[int, Any]:
    """Links each file of the generation before; answers their part of its manifest, by their inodes."""
    files = {}
    for name, entry in read(before)[0]["files"].items():
        os.link(before / name, folder / name)
        files[(folder / name).stat().st_ino] = entry
    return files


def seal(folder: Path, format: str, known: dict[int, Any]) -> None:
    """Syncs what is new, and writes the manifest; linked files were synced and summed when they were new."""
    files = {}
    for path in sorted(folder.iterdir()):
        if path.stat().st_ino in known:
            files[path.name] = known[path.stat().st_ino]
        else:
            if (mode := path.stat().st_mode) & _OTHERS_WRITE:
                path.chmod(mode & ~_OTHERS_WRITE)
            with path.open("rb") as file:
                os.fsync(file.fileno())
            files[path.name] = [path.stat().st_size, digest_of(path)]
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        if (mode := os.fstat(file.fileno()).st_mode) & _OTHERS_WRITE:
            os.fchmod(file.fileno(), mode & ~_OTHERS_WRITE)
        json.dump({"format": format, "made": time.time(), "files": files}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    sync(folder)
    sync(folder.parent)


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
