"""The archive's own folder: whose it is, what may lie in it, and how it is cleared.

Engines keep pickles, which run as code when they are read; so nothing is read that others could have written. Only plain
files and folders count as the archive's own: a pipe holds up whoever opens it, and a link leads out of the folder.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from search.errors import IndexDamaged, IndexMissing, IndexProblem

_FILES = re.compile(r"lock|(current|ledger|repeats)\..*|current")
_GENERATION = re.compile(r"\d{6,}")
_MEND = "Mend its rights or its disk."
_REBUILD = "Run `backfile reindex --full` to build it anew."


def is_generation(path: Path) -> bool:
    """By its name."""
    return bool(_GENERATION.fullmatch(path.name))


def is_ours(path: Path) -> bool:
    """By its name."""
    return is_generation(path) or bool(_FILES.fullmatch(path.name))


def is_plain(path: Path) -> bool:
    """A file that is there, and neither a link nor anything else."""
    with suppress(OSError):
        return stat.S_ISREG(path.lstat().st_mode)
    return False


def trust(root: Path) -> None:
    """Raises IndexMissing, and IndexProblem where others own the folder or can write to it."""
    try:
        found = root.stat()
    except FileNotFoundError:
        raise missing(root) from None
    except OSError as e:
        raise IndexProblem(f"The index in {root} can't be read: {e.strerror}. {_MEND}") from e
    if not stat.S_ISDIR(found.st_mode):
        raise IndexProblem(f"{root} is no folder; name a folder for the index.")
    if _is_of_others(found):
        raise IndexProblem(
            f"{_whose(root, found)}, and reading an index runs code in it. Make it yours alone: "
            f"`chown -R {os.geteuid()} {root}; chmod 700 {root}`; and build the index anew if they may have written to "
            "it: `backfile reindex --full PATH…`."
        )


def missing(root: Path) -> IndexMissing:
    return IndexMissing(f"There is no index in {root}. Run `backfile reindex PATH…` to make one.")


def trust_generation(folder: Path, files: tuple[str, ...]) -> None:
    """The folder and these files in it. Raises IndexDamaged, as all of it can be made anew, or IndexProblem when the disk fails."""
    for path, is_kind, kind in (
        (folder, stat.S_ISDIR, "folder"),
        *((folder / f, stat.S_ISREG, "file") for f in files),
    ):
        try:
            found = path.lstat()
        except FileNotFoundError:
            continue  # whoever opens it says so
        except OSError as e:
            raise IndexProblem(f"{path} can't be read: {e.strerror}. {_MEND}") from e
        if not is_kind(found.st_mode):
            raise IndexDamaged(f"{path} is no plain {kind}. {_REBUILD}")
        if _is_of_others(found):
            raise IndexDamaged(f"{_whose(path, found)}, and reading an index runs code in it. {_REBUILD}")


def trust_open(handle: int, path: Path) -> None:
    """The file that was opened, whatever lay under its name when that was looked at. Raises IndexDamaged."""
    found = os.fstat(handle)
    if _is_of_others(found):
        raise IndexDamaged(f"{_whose(path, found)}, and reading an index runs code in it. {_REBUILD}")


def _is_of_others(found: os.stat_result) -> bool:
    return found.st_uid not in (os.geteuid(), 0) or bool(found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _whose(path: Path, found: os.stat_result) -> str:
    rights = f"owner {found.st_uid}, mode {stat.S_IMODE(found.st_mode):o}; you are {os.geteuid()}"
    return f"Others can write to {path} ({rights})"


def clear(root: Path) -> None:
    """Before the archive is built anew: removes what can't be read and written under a name that a file of it has.

    Raises OSError.
    """
    for path in root.iterdir():
        usable = is_plain(path) and os.access(path, os.R_OK | os.W_OK)
        if is_ours(path) and not is_generation(path) and not usable:
            remove(path)


def remove(path: Path) -> None:
    """Whatever it is. Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        path.chmod(0o700)
        shutil.rmtree(path)
    else:
        path.unlink()
