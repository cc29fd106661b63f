"""A working folder with the seeds in it, and the command run there as a real process."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.command import run

SEEDS = 5


class Archive:
    """A working folder with files in `news/`, and the command run in it."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder = folder
        self.news = folder / "news"
        self.news.mkdir()
        for file in project.glob("seeds/00?_*.txt"):
            shutil.copy(file, self.news)

    def run(self, *words: str, status: int = 0, **environment: str) -> str:
        """What the command prints on stdout, ending as it should."""
        done = self.done(*words, **environment)
        assert done.returncode == status, done.stderr + done.stdout
        return done.stdout

    def refused(self, *words: str, status: int, **environment: str) -> str:
        """What it says on stderr when it can't."""
        done = self.done(*words, **environment)
        assert (done.returncode, done.stdout) == (status, ""), done
        assert "Traceback" not in done.stderr
        return done.stderr

    def done(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(words, self.folder, **environment)

    def reindex(self, *words: str, status: int = 0, **environment: str) -> dict[str, Any]:
        tally: dict[str, Any] = json.loads(
            self.run("reindex", *words, "--json", status=status, **environment)
        )
        return tally

    def generation(self) -> str:
        return str(json.loads(self.run("stats", "--json"))["generation"])

    def headlines(self, *words: str) -> set[str]:
        found = json.loads(self.run("search", *words, "--json", "--limit", "100"))
        return {hit["headline"] for hit in found["hits"]}
