"""The files of an archive's folders, in one order whatever the file system, with the locator of each."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from search.errors import Unreadable
from search.ingest.decoding import mend
from search.ingest.sources.opened import Refused

_COMPANION = ".expected.json"
"""What must come of the file beside it: no source itself."""
_LITTER = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))


class Found(NamedTuple):
    path: Path
    locator: str


def walk(paths: Iterable[Path]) -> Iterator[Found | Refused]:
    """Files of the given files and folders, each once, by name. A locator is its root's name and the way from there.

    Hidden files and companions are passed over. A link in a folder is not followed; a path that
    is given may be one. A folder or path that can't be read comes as Refused, with its path.
    """
    for root, locator in _roots(paths):
        waiting = [Found(root, locator)]
        while waiting:
            found = waiting.pop()
            try:
                if found.path.is_symlink():
                    raise Unreadable("it is a symbolic link, which is not followed")
                if not stat.S_ISDIR(found.path.stat().st_mode):
                    yield found
                    continue
                names = sorted((entry.name for entry in os.scandir(found.path)), reverse=True)
            except OSError as e:
                error = Unreadable(f"the file system refused: {e.strerror or e}")
                yield Refused(found.locator, error, found.path)
            except Unreadable as e:
                yield Refused(found.locator, e, found.path)
            else:
                waiting += [
                    Found(found.path / name, f"{found.locator}/{mend(name)}")
                    for name in names
                    if not (name.startswith(".") or name in _LITTER or name.endswith(_COMPANION))
                ]


def _roots(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Each path that lies in no other, with its name, and as many folders above it as set it apart from the others."""
    given = {}
    for path in paths:
        real = path.resolve()
        given[real] = real if path.name in ("", "..") else real.parent / path.name
    outer = {
        real: path for real, path in given.items() if not any(parent in given for parent in real.parents)
    }
    for real, path in outer.items():
        count = 1
        while count < len(path.parts) and any(
            other.parts[-count:] == path.parts[-count:] for other in outer.values() if other != path
        ):
            count += 1
        yield real, mend("/".join(path.parts[-count:])).strip("/")
