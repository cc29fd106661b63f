"""Kills and interrupts in the middle of a run, on real processes."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.history import changes
from search.ledger import Ledger, place
from search.settings import Settings
from tests.cli.archive import SEEDS, Archive
from tests.command import COMMAND, ENVIRONMENT


class TestKills:
    @pytest.mark.parametrize("engine", ["", "tantivy:"], ids=["whoosh", "tantivy"])
    def test_a_killed_run_leaves_a_whole_archive_and_the_next_completes_it(
        self, archive: Archive, engine: str
    ) -> None:
        location = f"{engine}{archive.folder / 'backfile-index'}"
        records = (
            {
                "id": f"r{number}",
                "title": f"Report {number} of the council",
                "body": f"The council met for the {number}th time on Monday. It agreed on the budget. " * 5,
                "date": "2016-05-23",
            }
            for number in range(400)
        )
        lines = "".join(json.dumps(record) + "\n" for record in records)
        archive.reindex("news", BACKFILE_INDEX=location)
        (archive.news / "many.jsonl").write_text(lines, encoding="utf-8")
        index = open_index(location, Settings())
        first = index.status()
        for delay in (0.5, 1.0, 2.0):
            killed = subprocess.Popen(
                [*COMMAND, "reindex", "news"],
                cwd=archive.folder,
                env=ENVIRONMENT | {"BACKFILE_INDEX": location},
                stdout=subprocess.DEVNULL,
            )
            time.sleep(delay)
            killed.kill()
            killed.wait()
            assert doubts_of(index) == ()
            assert index.status().articles in (SEEDS, SEEDS + 400)
        tally = archive.reindex("news", BACKFILE_INDEX=location)
        assert tally["unchanged"] + tally["added"] + tally["changed"] == SEEDS + 400
        assert index.status().articles == SEEDS + 400
        assert doubts_of(index) == ()
        with closing(Ledger.copy(place(first.location))) as ledger:
            found = changes(ledger.db, first.generation, index.status().generation)
        assert found and (len(found.came), found.changed, found.went) == (400, frozenset(), ())

    def test_readers_die_with_their_parent(self, archive: Archive) -> None:
        killed = subprocess.Popen(
            [*COMMAND, "reindex", "news"], cwd=archive.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL
        )
        readers: list[str] = []
        for _ in range(200):
            readers = children(killed.pid)
            if readers:
                break
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        assert readers
        for _ in range(1000):
            if not any(alive(reader) for reader in readers):
                break
            time.sleep(0.02)
        assert not any(alive(reader) for reader in readers)

    def test_an_interrupt_ends_it_cleanly(self, archive: Archive) -> None:
        stopped = subprocess.Popen(
            [*COMMAND, "reindex", "news"],
            cwd=archive.folder,
            env=ENVIRONMENT,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert stopped.stderr
        while not (archive.folder / "backfile-index" / "ledger.sqlite").exists() and stopped.poll() is None:
            time.sleep(0.02)
        stopped.send_signal(signal.SIGINT)
        said = stopped.stderr.read()
        stopped.stderr.close()
        assert stopped.wait() in (0, 130) and "Traceback" not in said
        assert archive.reindex("news")["failed"] == []


def children(parent: int) -> list[str]:
    try:
        return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return []


def alive(process: str) -> bool:
    """Not ended, whether or not anyone has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
