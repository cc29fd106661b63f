"""What a killed rebuild learned of sites is kept if the index was made with it, and else forgotten."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from search.index import Status
from search.ingest.repeats import Repeats
from search.learned import learned
from tests.articles import make_article


def learn(repeats: Repeats, id: str) -> None:
    repeats.learn(make_article(id))
    repeats.keep()


class Of:
    """As much of an index as tells its generation."""

    def __init__(self, generation: str) -> None:
        self._generation = generation

    def status(self) -> Status:
        return Status(True, "", "", self._generation, 0)


def run(ledger: Path, generation: str, *, afresh: bool = False) -> AbstractContextManager[Repeats]:
    return learned(ledger, Of(generation), afresh=afresh)  # type: ignore[arg-type]


def pages(ledger: Path, generation: str) -> int:
    with run(ledger, generation) as repeats:
        return int(repeats._db.execute("SELECT count(*) FROM pages").fetchone()[0])


@pytest.mark.parametrize(("generation", "found"), [("1-a", 1), ("2-b", 2)])
def test_after_a_kill(tmp_path: Path, generation: str, found: int) -> None:
    ledger = tmp_path / "archive/ledger.sqlite"
    killed = tmp_path / "killed"
    ledger.parent.mkdir()
    with run(ledger, "") as repeats:
        learn(repeats, "a")
    with run(ledger, "1-a", afresh=True) as repeats:
        learn(repeats, "b")
        learn(repeats, "c")
        shutil.copytree(ledger.parent, killed)
    (killed / "repeats.0.new-journal").touch()
    assert len(list(killed.iterdir())) > 2
    assert pages(killed / ledger.name, generation) == found
    assert [path.name for path in killed.iterdir()] == ["repeats.sqlite"]
    assert pages(ledger, "2-b") == 2
