"""The n-th call on the disk fails, for one n after another: the archive is as it was, what to do is said, and space returns."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.cli.archive import Archive
from tests.faults.counts import LONG, TRIED, times
from tests.faults.strace import Call, needs_strace, traced
from tests.faults.test_power_cuts import ids, story

pytestmark = [needs_strace, pytest.mark.timeout(3000 if LONG else 120)]
_KINDS = {
    "write": "ENOSPC",
    "pwrite64": "EIO",
    "fsync": "EIO",
    "fdatasync": "EIO",
    "link": "ENOSPC",
    "rename": "EIO",
    "mkdir": "ENOSPC",
    "ftruncate": "EIO",
    "unlink": "EROFS",
}
_ADVICE = ("Mend", "Make room", "Nothing was changed")


def on(root: Path, call: Call) -> bool:
    """Whether it is about a file of the archive."""
    return any(call.path(at).startswith(f"{root}/") for at in range(min(2, len(call.arguments))))


def files(root: Path) -> set[str]:
    """Their kinds, without what differs from run to run."""
    return {path.name.split(".", 1)[-1] for path in root.iterdir() if path.is_file()}


def test_errors(tmp_path: Path, project: Path) -> None:
    archive = Archive(tmp_path, project)
    root = tmp_path / "backfile-index"
    archive.reindex("news")
    archive.reindex("news")
    whole = files(root)
    gone = next(archive.news.glob("001_*"))
    held = gone.read_bytes()

    def change(number: int) -> None:
        """What the next run has to do: one file more, and one less or again."""
        (archive.news / f"new{number}.txt").write_text(story(number), encoding="utf-8")
        gone.unlink() if gone.exists() else gone.write_bytes(held)

    change(0)
    _, calls = traced(["reindex", "news"], tmp_path)
    before = ids(root)
    possible = [(call.name, call.ordinal) for call in calls if call.name in _KINDS and on(root, call)]
    change(1)
    wrong: list[str] = []
    for number, (name, ordinal) in enumerate(
        random.Random(4711).sample(possible, times(5, len(possible))), 2
    ):
        inject = f"inject={name}:error={_KINDS[name]}:when={ordinal}"
        done, calls = traced(["reindex", "news"], tmp_path, "-e", inject)
        found = ids(root)
        archive.reindex("news")
        after = ids(root)
        assert before != after
        hit = next((call for call in calls if "INJECTED" in call.told), None)
        if hit and on(root, hit):
            TRIED[f"errors injected into {name}"] += 1
            if not all(
                (
                    done.returncode in (0, 3),
                    found == after if done.returncode == 0 else found in (before, after),
                    done.returncode == 0 or any(advice in done.stderr for advice in _ADVICE),
                    done.stderr.count("\n") <= 1,
                )
            ):
                wrong.append(f"{inject} {hit.path(0)}: {done.returncode} {done.stderr} {len(found)}")
        assert files(root) == whole, inject
        assert len([path for path in root.iterdir() if path.is_dir()]) <= 2, inject
        before = after
        change(number)
    assert sum(count for what, count in TRIED.items() if "injected" in what), "no call was hit"
    assert not wrong, "\n".join(wrong)
