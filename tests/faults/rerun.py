"""A run of reindex that is done again and again from one state, so that each time something else goes wrong in it."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from pathlib import Path
from resource import RLIM_INFINITY
from typing import Any

from search.check import doubts_of
from search.engines import open_index
from search.errors import IndexMissing
from search.settings import Settings
from tests.cli.archive import Archive
from tests.faults.strace import CHANGES, Call, traced
from tests.faults.told import told
from tests.faults.warm import Warm

INDEX = "archives/of/news"
"""The folders above it are made with it."""

CASES = ("first", "more", "full")
"""The first run of an archive; one that has a file more and a file less to do; the same as a rebuild."""


def story(number: int) -> str:
    return f"Council agrees on plan {number}\n\nMay {number}, 2016\n\nThe council met on Monday. It agreed on the budget.\n"


def ids(root: Path) -> frozenset[str]:
    """The articles of a whole archive; none where there is none yet."""
    try:
        with closing(open_index(str(root), Settings())) as index:
            assert doubts_of(index) == ()
            return frozenset(index.ids())
    except IndexMissing:
        return frozenset()


def size(root: Path) -> int:
    return sum(path.stat().st_size for path in root.rglob("*") if path.is_file())


class Prepared:
    """A folder of news, the archive `held` as a run before left it, and what the readers make of each file."""

    def __init__(self, command: Warm, folder: Path, project: Path) -> None:
        self.command, self.folder, self.held = command, folder, folder / "held"
        archive = Archive(folder, project)
        first = told(folder, "first")
        for words in ([], ["--full"]):
            command.done(folder, ["reindex", "news", "--index", INDEX, *words], told=first)
        (folder / INDEX).rename(self.held)
        (archive.news / "new.txt").write_text(story(1), encoding="utf-8")
        next(archive.news.glob("001_*")).unlink()
        self.told = told(folder, "told")

    def done(self, *words: str, **how: Any) -> subprocess.CompletedProcess[str]:
        return self.command.completed(self.folder, words, told=self.told, **how)


class Rerun:
    """`before` and `after`: the articles that it finds and leaves when nothing goes wrong; `most`: the bytes that an
    archive may take after it and one run more."""

    def __init__(self, prepared: Prepared, case: str) -> None:
        self._prepared, self.folder = prepared, prepared.folder
        self.top, self.root = self.folder / INDEX.partition("/")[0], self.folder / INDEX
        self._more = ["reindex", "news", "--index", INDEX]
        self.words = [*self._more, *(["--full"] if case == "full" else [])]
        self._held = None if case == "first" else prepared.held
        self.restore()
        self.before = ids(self.root)
        assert self.done().returncode == 0
        self.after = ids(self.root)
        assert self.before != self.after
        self.most = 2 * size(self.root)
        self._files = self._kinds_of_files()

    def restore(self) -> None:
        shutil.rmtree(self.top, ignore_errors=True)
        if self._held:
            shutil.copytree(self._held, self.root)

    def done(self, largest: int = RLIM_INFINITY) -> subprocess.CompletedProcess[str]:
        """With no file that grows over so many bytes."""
        return self._prepared.done(*self.words, largest=largest)

    def traced(
        self, *options: str, which: str = CHANGES
    ) -> tuple[subprocess.CompletedProcess[str], list[Call]]:
        return traced(
            self._prepared.command, self.words, self.folder, self._prepared.told, *options, which=which
        )

    def is_completed(self) -> None:
        """By the next run, which has nothing in its way, and space returns."""
        done = self._prepared.done(*self._more)
        assert done.returncode == 0, done
        assert ids(self.root) == self.after
        assert self._kinds_of_files() == self._files, self._kinds_of_files() ^ self._files
        assert len([path for path in self.root.iterdir() if path.is_dir()]) <= 2
        assert size(self.root) <= self.most

    def _kinds_of_files(self) -> set[str]:
        """Beside the generations, without what differs from run to run."""
        return {path.name.split(".", 1)[-1] for path in self.root.iterdir() if path.is_file()}
