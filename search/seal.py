"""What lay beside the generations when the last run ended: sums of the ledger, the pointer and what was learned of sites.

Those files are written again and again, so no manifest holds them. The seal is broken, durably, before a run writes, and
set when all of it is closed. Where there is none a run was cut short, and SQLite alone can say whether its files are whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from search.durable import sync
from search.errors import IndexProblem
from search.index import Index

_FILE = "ledger.seal"
_NOT_SEALED = (_FILE, "lock", "ledger.lock")
"""Nothing is read from the locks but who holds them."""


@contextmanager
def unsealed(ledger: Path, index: Index) -> Iterator[None]:
    """For one run, which closes what it opens before it leaves this; after an exception no seal is set.

    Raises IndexProblem where the folder can't be written.
    """
    seal = ledger.with_name(_FILE)
    with _writing(seal, "Nothing was changed. Mend its disk and run this again."):
        seal.unlink(missing_ok=True)
        sync(seal.parent)
    yield
    with _writing(seal, "What was read is kept. Make room or mend its disk, and run this again."):
        sync(seal.parent)  # the logs that SQLite removed do not come back
        draft = seal.with_suffix(".draft")
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump(_sums(seal, index), file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(seal)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        sync(seal.parent)


def doubts(ledger: Path, index: Index) -> tuple[str, ...]:
    """Each file that is not as the last run left it, in words; none while a run is at work, or after it was cut short."""
    seal = ledger.with_name(_FILE)
    try:
        held = seal.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as e:
        return (f"{seal} can't be read: {e.strerror}.",)
    try:
        was: dict[str, Any] = dict(json.loads(held))
        now = _sums(seal, index)
    except (ValueError, TypeError):
        return (f"{seal} is damaged.",)
    except OSError as e:
        return (f"{e.filename} can't be read: {e.strerror}.",)
    differ = sorted(name for name in was.keys() | now.keys() if was.get(name) != now.get(name))
    if not differ or not seal.exists() or seal.read_bytes() != held:
        return ()
    return tuple(f"{seal.with_name(name)} is not as the last run left it." for name in differ)


def _sums(seal: Path, index: Index) -> dict[str, str]:
    """Of each file that is sealed, and under the name of the folder the generation, which stands for its manifest."""
    found = {".": index.status().generation}
    for path in sorted(seal.parent.iterdir()):
        temporary = path.name.endswith("-shm") or path.suffix in (".draft", ".new")
        if path.is_file() and path.name not in _NOT_SEALED and not temporary:
            with path.open("rb") as file:
                found[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


@contextmanager
def _writing(seal: Path, advice: str) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise IndexProblem(f"{seal.parent} can't be written ({e.strerror or e}). {advice}") from e
