"""A call on the disk fails, or the process is killed at it, at one call after another: an archive is as it was or as it
was to be, what to do is said, the next run completes it, and space returns."""

from __future__ import annotations

import gc
import os
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from search.engines.arrays import ArrayFile, save
from search.errors import IndexDamaged, IndexProblem
from tests.faults.counts import LONG, TRIED, times
from tests.faults.rerun import Rerun, ids
from tests.faults.strace import Call, needs_strace

pytestmark = [needs_strace, pytest.mark.timeout(1200 if LONG else 120)]
_ERRORS = {
    "openat": ("EMFILE", "ENOSPC", "EACCES"),
    "read": ("EIO",),
    "pread64": ("EIO",),
    "write": ("ENOSPC", "EDQUOT", "EIO"),
    "pwrite64": ("ENOSPC", "EDQUOT", "EIO"),
    "fsync": ("EIO", "ENOSPC"),
    "fdatasync": ("EIO",),
    "ftruncate": ("EIO",),
    "link": ("ENOSPC", "EMLINK", "EPERM"),
    "rename": ("EIO", "ENOSPC"),
    "unlink": ("EROFS", "EIO"),
    "unlinkat": ("EROFS", "EIO"),
    "mkdir": ("ENOSPC", "EROFS"),
    "rmdir": ("EIO",),
    "getdents64": ("EIO",),
    "newfstatat": ("EIO",),
    "flock": ("ENOLCK",),
    "fcntl": ("EIO",),
}
_READS = ("read", "pread64", "getdents64", "newfstatat", "flock", "fcntl")
"""At which a kill is a kill a moment later."""
_ADVICE = ("Mend", "Make room", "Nothing was changed", "reindex --full")
"""The last where SQLite takes what it can't read for damage, as it may be."""
_EVERY = ",".join(f"?{name}" for name in _ERRORS)
"""Kernels lack some."""


def on(root: Path, call: Call) -> bool:
    """Whether it is about a file of the archive."""
    return any(call.path(at).startswith(f"{root}/") for at in range(min(2, len(call.arguments))))


def spread(
    possible: list[tuple[str, str, int]], chance: random.Random, number: int
) -> list[tuple[str, str, int]]:
    """So many, of each call and what befalls it as many as of any other, as far as there are."""
    chance.shuffle(possible)
    seen: Counter[tuple[str, str]] = Counter()
    ranked = []
    for name, what, ordinal in possible:
        seen[name, what] += 1
        ranked.append((seen[name, what], (name, what, ordinal)))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])[:number]]


def wrong(run: Rerun, name: str, what: str, ordinal: int) -> str:
    """What is wrong after this befell that call, in words; empty when all is well."""
    run.restore()
    done, calls = run.traced("-e", f"inject={name}:{what}:when={ordinal}", which=name)
    killed = what == "signal=KILL"
    if not killed and not any("INJECTED" in call.told for call in calls):
        return "the call did not come"
    TRIED["kills at one system call" if killed else "errors injected into one system call"] += 1
    try:
        found = ids(run.root)
        assert found in (run.before, run.after), "the archive is half"
        if killed:
            assert done.returncode in (0, -9), done
        elif done.returncode:
            assert done.returncode == 3 and done.stderr.count("\n") == 1, done
            assert any(advice in done.stderr for advice in _ADVICE), done
            assert found == run.before or "Nothing was changed" not in done.stderr, done
        else:
            assert found == run.after, "what the command said was done is there"
        run.is_completed()
    except Exception as e:  # AssertionErrors too: all that is wrong is told at the end
        return f"{type(e).__name__} {e}"
    return ""


def test_errors_and_kills(rerun: Rerun) -> None:
    rerun.restore()
    _, calls = rerun.traced(which=_EVERY)
    ours = [call for call in calls if on(rerun.root, call)]
    chance = random.Random(4711)
    errors = [(call.name, f"error={error}", call.ordinal) for call in ours for error in _ERRORS[call.name]]
    kills = [(call.name, "signal=KILL", call.ordinal) for call in ours if call.name not in _READS]
    chosen = spread(errors, chance, times(5, 100)) + spread(kills, chance, times(3, 60))
    found = [f"{one}: {said}" for one in chosen if (said := wrong(rerun, *one))]
    assert not found, "\n".join(found)


def test_an_array_that_the_disk_refuses_is_said_to_be_unreadable(tmp_path: Path) -> None:
    """It need not be damaged: the next try may succeed, and to build the index anew would not help."""
    path = tmp_path / "arrays.npz"
    save(path, {"numbers": np.arange(100_000)})
    arrays = ArrayFile(path)
    folder = os.open(tmp_path, os.O_RDONLY)
    opened = next(link.name for link in Path("/proc/self/fd").iterdir() if link.resolve() == path.resolve())
    os.dup2(folder, int(opened))  # of which nothing can be read
    os.close(folder)
    with pytest.raises(IndexProblem, match=r"arrays\.npz can't be read: .*Mend") as told:
        arrays["numbers"]
    assert not isinstance(told.value, IndexDamaged)


def test_a_disk_that_fails_when_what_was_read_is_closed_is_no_matter(tmp_path: Path) -> None:
    """Nobody could be told."""
    path = tmp_path / "arrays.npz"
    save(path, {"numbers": np.arange(9)})
    arrays = ArrayFile(path)
    os.close(
        next(int(link.name) for link in Path("/proc/self/fd").iterdir() if link.resolve() == path.resolve())
    )
    del arrays
    gc.collect()  # what it raised would be a warning, and so fail
