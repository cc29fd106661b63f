from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.database import speaking_for
from search.engines import open_index
from search.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOutdated, IndexProblem
from search.index import Index
from search.ledger import Ledger, place, sole_writer
from search.prints import Print
from search.settings import Settings
from search.staging import Change, Fate, Stage
from tests.articles import make_article

SEEN = Print(3, 10**9, 10**9, b"content")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    made = open_index(str(tmp_path / "archive"), Settings(), create=True)
    with made.rebuild():
        pass
    yield made
    made.close()


@pytest.fixture
def file(index: Index) -> Path:
    return place(index.status().location)


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every ledger that a test opens is closed after it."""
    opened: list[Ledger] = []
    make = Ledger.__init__

    def noted(ledger: Ledger, file: Path, db: sqlite3.Connection) -> None:
        opened.append(ledger)
        make(ledger, file, db)

    monkeypatch.setattr(Ledger, "__init__", noted)
    yield
    for ledger in opened:
        ledger.close()


def run(file: Path, index: Index, name: bytes, *ids: str, commit: bool = True) -> Ledger:
    """A run that reads one file with these articles; without `commit` it is killed before its last step."""
    ledger = Ledger.open(file)
    take_in(ledger, index, name, *ids, commit=commit)
    ledger.close()
    return Ledger.open(file)


def take_in(ledger: Ledger, index: Index, name: bytes, *ids: str, commit: bool = True) -> None:
    """What a run does with one file of these articles; without `commit` it is killed before the last step."""
    stage = Stage(ledger)
    stage.plan(name, name.decode(), Fate.READ)
    with index.write() as batch:
        for id in ids:
            claimed = stage.claim(id, f"{name.decode()}#{id}")
            batch.put(make_article(claimed, locator=f"{name.decode()}#{id}"))
            stage.article(claimed, name, b"digest")
        for id in stage.finish(name, SEEN):
            batch.delete(id)
        stage.doubt()
    if commit:
        stage.commit(index.status().generation, "recipe")


def test_what_was_committed_is_known_to_the_next_run(index: Index, file: Path) -> None:
    again = run(file, index, b"a.txt", "one", "two")
    again.reconcile(index, index.status().generation, "recipe")
    assert again.known(b"a.txt") == ("a.txt", SEEN)
    assert again.counts() == (1, 2)
    assert again.differences(index) == ([], [])


def test_a_run_killed_before_its_last_step_leaves_its_files_in_doubt(index: Index, file: Path) -> None:
    run(file, index, b"a.txt", "one").close()
    again = run(file, index, b"a.txt", "one", "two", commit=False)
    assert again.generation != index.status().generation
    again.reconcile(index, index.status().generation, "recipe")
    known = again.known(b"a.txt")
    assert known is not None and known[1].sha256 is None
    assert again.differences(index) == ([], [])


def test_an_article_that_the_index_lost_puts_its_file_in_doubt(index: Index, file: Path) -> None:
    run(file, index, b"a.txt", "one").close()
    ledger = run(file, index, b"b.txt", "two")
    with index.write() as batch:
        batch.delete("one")
    ledger.reconcile(index, index.status().generation, "recipe")
    first, second = ledger.known(b"a.txt"), ledger.known(b"b.txt")
    assert first and first[1].sha256 is None
    assert second and second[1] == SEEN
    assert ledger.counts() == (2, 1)


def test_any_file_may_claim_what_is_in_the_index_and_nobody_knows_why(index: Index, file: Path) -> None:
    with index.write() as batch:
        batch.put(make_article("one"))
    ledger = Ledger.open(file)
    ledger.reconcile(index, index.status().generation, "recipe")
    take_in(ledger, index, b"a.txt", "one")
    assert list(index.ids()) == ["one"]
    assert ledger.differences(index) == ([], [])


def test_another_way_of_cleaning_puts_every_file_in_doubt(index: Index, file: Path) -> None:
    ledger = run(file, index, b"a.txt", "one")
    ledger.reconcile(index, index.status().generation, "another recipe")
    known = ledger.known(b"a.txt")
    assert known and known[1].sha256 is None


def test_a_missing_index_has_nothing(tmp_path: Path) -> None:
    index = open_index(str(tmp_path / "archive"), Settings(), create=True)
    (tmp_path / "archive").mkdir(0o700)
    ledger = Ledger.open(tmp_path / "archive" / "ledger.sqlite")
    assert ledger.differences(index) == ([], [])


def test_a_copy_leaves_no_trace(index: Index, file: Path) -> None:
    run(file, index, b"a.txt", "one").close()
    before = {path: path.read_bytes() for path in file.parent.glob("ledger*")}
    copied = Ledger.copy(file)
    take_in(copied, index, b"b.txt", "two")
    assert copied.counts() == (2, 2)
    copied.close()
    assert {path: path.read_bytes() for path in file.parent.glob("ledger*")} == before


def test_a_copy_of_nothing_is_empty(tmp_path: Path) -> None:
    assert Ledger.copy(tmp_path / "nowhere" / "ledger.sqlite").counts() == (0, 0)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("damage", [b"not a database at all", b"SQLite format 3\0" + b"\xff" * 500])
def test_a_damaged_ledger_is_said_and_can_be_renewed(index: Index, file: Path, damage: bytes) -> None:
    Ledger.open(file).close()
    file.write_bytes(damage)
    with pytest.raises(IndexDamaged, match="reindex --full"):
        Ledger.open(file)
    with pytest.raises(IndexDamaged, match="reindex --full"):
        Ledger.copy(file)
    assert Ledger.open(file, renew=True).counts() == (0, 0)


def test_a_ledger_of_another_version_is_said(index: Index, file: Path) -> None:
    ledger = Ledger.open(file)
    ledger.db.execute("PRAGMA user_version = 99")
    ledger.close()
    with pytest.raises(IndexOutdated, match="reindex --full"):
        Ledger.open(file)


def test_a_ledger_of_before_is_read_as_it_is(index: Index, file: Path) -> None:
    ledger = run(file, index, b"a.txt", "one")
    ledger.db.executescript("DROP TABLE changes; PRAGMA user_version = 1")
    ledger.close()
    before = file.read_bytes()
    assert Ledger.reading(file).counts() == (1, 1)
    assert file.read_bytes() == before


def test_an_empty_file_is_no_ledger_to_read(file: Path) -> None:
    file.touch()
    with pytest.raises(IndexMissing):
        Ledger.reading(file)


def test_a_file_below_the_archive_s_own_folder_moves_with_it(tmp_path: Path) -> None:
    ledger = Ledger.copy(place(str(tmp_path / "archive")))
    assert ledger.name(str(tmp_path / "news" / "a.txt")) == b"news/a.txt"
    assert ledger.path(b"news/a.txt") == str(tmp_path / "news" / "a.txt")
    assert ledger.name("/elsewhere/a.txt") == b"/elsewhere/a.txt"
    assert ledger.path(b"/elsewhere/a.txt") == "/elsewhere/a.txt"


def test_a_path_need_not_be_text(index: Index, file: Path) -> None:
    ledger = Ledger.open(file)
    name = ledger.name(os.fsdecode(b"/news/\xff.txt"))
    assert name == b"/news/\xff.txt"
    assert ledger.path(name) == os.fsdecode(b"/news/\xff.txt")


def test_a_server_s_ledger_lies_in_the_user_s_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first, second = place("opensearch+http://host:9200/a"), place("opensearch+http://host:9200/b")
    assert first.is_relative_to(tmp_path) and first != second
    assert place(f"tantivy:{tmp_path}/x") == tmp_path / "x" / "ledger.sqlite"


def test_a_second_writer_is_told_who_holds_the_ledger(file: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from search.ledger import sole_writer
with sole_writer(Path({str(file)!r})):
    print("held", flush=True)
    sys.stdin.read()
"""
    holder = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout and holder.stdin
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(IndexBusy, match=str(holder.pid)), sole_writer(file):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    holder.stdin.close()
    with sole_writer(file):
        pass


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("database is locked", IndexBusy),
        ("locking protocol", IndexBusy),
        ("database or disk is full", IndexProblem),
        ("disk I/O error", IndexDamaged),
    ],
)
def test_what_sqlite_says_is_said_in_our_words(tmp_path: Path, said: str, meant: type[IndexProblem]) -> None:
    with pytest.raises(meant) as caught, speaking_for(tmp_path):
        raise sqlite3.OperationalError(said)
    assert type(caught.value) is meant


class TestClaims:
    @pytest.fixture
    def ledger(self, index: Index, file: Path) -> Ledger:
        return run(file, index, b"a.txt", "shared")

    def test_who_holds_an_id_keeps_it(self, ledger: Ledger) -> None:
        stage = Stage(ledger)
        stage.plan(b"b.txt", "b.txt", Fate.READ)
        other = stage.claim("shared", "b.txt")
        assert other != "shared" and other.startswith("shared-")

    def test_the_other_id_is_the_same_every_time(self, ledger: Ledger, file: Path) -> None:
        names = {
            Stage(known).claim("shared", "b.txt") for known in (ledger, Ledger.open(file), Ledger.copy(file))
        }
        assert len(names) == 1

    def test_a_file_that_is_read_again_claims_its_own(self, ledger: Ledger) -> None:
        stage = Stage(ledger)
        stage.plan(b"a.txt", "a.txt", Fate.READ)
        assert stage.claim("shared", "a.txt") == "shared"
        assert stage.finish(b"a.txt", SEEN) == []

    def test_a_file_that_moved_takes_its_ids_along(self, ledger: Ledger) -> None:
        stage = Stage(ledger)
        stage.plan(b"a.txt", "a.txt", Fate.FORGET)
        stage.plan(b"b.txt", "b.txt", Fate.READ)
        assert stage.finish(b"a.txt", None) == ["shared"]
        assert stage.claim("shared", "b.txt") == "shared"

    def test_no_two_records_of_a_run_get_one_id(self, ledger: Ledger) -> None:
        stage = Stage(ledger, afresh=True)
        claimed = [stage.claim("shared", f"b.jsonl#{n}") for n in range(50)]
        assert len(set(claimed)) == 50 and claimed[0] == "shared"

    def test_what_a_file_no_longer_has_is_given_up(self, ledger: Ledger, index: Index) -> None:
        stage = Stage(ledger)
        stage.plan(b"a.txt", "a.txt", Fate.READ)
        id = stage.claim("new", "a.txt")
        assert stage.change(id, b"digest") is Change.ADDED
        stage.article(id, b"a.txt", b"digest")
        assert stage.finish(b"a.txt", SEEN) == ["shared"]
        stage.commit(index.status().generation, "recipe")
        assert stage.change("new", b"digest") is Change.UNCHANGED
        assert stage.change("new", b"other") is Change.CHANGED
        assert stage.change("shared", b"digest") is Change.ADDED
