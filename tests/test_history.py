"""What came, changed and went with each generation, whatever happens to the runs that write it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from search import history
from search.article import Article
from search.batches import Batches
from search.engines import open_index
from search.errors import IndexDamaged
from search.history import Changes, Gone, changes
from search.ingest.repeats import Repeats
from search.ledger import Ledger, place
from search.prints import Print
from search.settings import Settings
from search.staging import Fate, Stage
from tests.articles import make_article

SEEN = Print(3, 10**9, 10**9, b"content")


class Cut(Exception):
    """Where a run ends as if it had been killed."""


class Archive:
    """An index with its ledger, written as `reindex` writes it; `states` are the articles of each generation."""

    def __init__(self, folder: Path) -> None:
        self.index = open_index(str(folder / "archive"), Settings(), create=True)
        self.file = place(self.index.status().location)
        self.file.parent.mkdir(mode=0o700)
        self.states: dict[str, dict[str, Article]] = {}

    @property
    def generation(self) -> str:
        return self.index.status().generation

    def run(
        self, *put: Article, delete: tuple[str, ...] = (), full: bool = False, cut: str = "", size: int = 0
    ) -> str:
        """One run, in batches of `size` articles; `cut` names the step of its last batch after which it ends."""
        with closing(Ledger.open(self.file, renew=full)) as ledger, closing(Repeats(Path(":memory:"))) as r:
            if full:
                ledger.resume(self.generation)
            else:
                ledger.reconcile(self.index, self.generation, "recipe")
            stage = Stage(ledger, afresh=full)
            try:
                with Batches(self.index, stage, r, "recipe", afresh=full) as batches:
                    stage.plan(b"file", "file", Fate.READ)
                    batches.delete(delete)
                    for number, article in enumerate(put, 1):
                        batches.put(article)
                        stage.article(article.id, b"file", article.headline.encode())
                        if size and number % size == 0 and number < len(put):
                            batches.commit()
                            self._remember()
                    for id in delete:
                        ledger.db.execute("INSERT OR IGNORE INTO gone_articles VALUES (?)", (id,))
                    if cut:
                        self._cut(stage, cut)
                    batches.commit()
            except Cut:
                pass
        self._remember()
        return self.generation

    @staticmethod
    def _cut(stage: Stage, after: str) -> None:
        doubt = stage.doubt

        def ended(*_: Any) -> None:
            if after == "doubt":
                doubt()
            raise Cut

        setattr(stage, {"doubt": "doubt", "index": "commit"}[after], ended)

    def _remember(self) -> None:
        if not self.generation:
            return
        articles = ((id, self.index.get(id)) for id in self.index.ids())
        self.states[self.generation] = {id: article for id, article in articles if article}

    def changes(self, since: str, until: str | None = None) -> Changes | None:
        with closing(Ledger.open(self.file)) as ledger:
            return changes(ledger.db, since, until or self.generation)

    def expected(self, since: str) -> Changes:
        old, new = self.states[since], self.states[self.generation]
        went = (Gone(id, old[id].headline) for id in sorted(old.keys() - new.keys()))
        changed = {id for id in old.keys() & new.keys() if old[id] != new[id]}
        return Changes(frozenset(new.keys() - old.keys()), frozenset(changed), tuple(went))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive(tmp_path)
    yield made
    made.index.close()


def some(*ids: str, **fields: Any) -> list[Article]:
    return [make_article(id, **fields) for id in ids]


def test_the_record_begins_with_the_first_generation(archive: Archive) -> None:
    first = archive.run(*some("a", "b"))
    assert archive.changes(first) == Changes(frozenset(), frozenset(), ())
    assert archive.changes("") is None and archive.changes("7-nowhere") is None


def test_what_came_changed_and_went(archive: Archive) -> None:
    first = archive.run(*some("a", "b", "c"))
    second = archive.run(*some("d"), *some("b", body="Other."), *some("c"), delete=("a",))
    wanted = Changes(frozenset("d"), frozenset("b"), (Gone("a", "Headline of a"),))
    assert archive.changes(first) == wanted == archive.expected(first)
    assert archive.changes(second, first) is None
    third = archive.run(*some("e"), delete=("b", "d"))
    assert archive.changes(second) == archive.expected(second)
    assert archive.changes(first) == archive.expected(first)
    assert archive.changes(first, second) == wanted
    assert archive.changes(third) == Changes(frozenset(), frozenset(), ())


def test_a_file_that_moved_changes_nothing(archive: Archive) -> None:
    first = archive.run(*some("a", "b"))
    archive.run(*some("a"), delete=("a",))
    assert archive.changes(first) == Changes(frozenset(), frozenset(), ())


def test_what_went_and_came_back_has_changed_at_most(archive: Archive) -> None:
    first = archive.run(*some("a"))
    archive.run(delete=("a",))
    archive.run(*some("a"))
    assert archive.changes(first) == Changes(frozenset(), frozenset("a"), ())


def test_each_batch_of_a_run_is_a_generation(archive: Archive) -> None:
    archive.run(*some("a", "b", "c", "d", "e"), size=2)
    assert len(archive.states) == 3
    for since in archive.states:
        assert archive.changes(since) == archive.expected(since)


def test_a_rebuild_is_compared_with_what_was(archive: Archive) -> None:
    first = archive.run(*some("a", "b", "c"))
    archive.run(*some("a", "d"), *some("b", body="Other."), full=True)
    assert archive.changes(first) == archive.expected(first)
    assert archive.expected(first).went == (Gone("c", "Headline of c"),)


@pytest.mark.parametrize("cut", ["", "doubt", "index"])
def test_a_rebuild_over_what_can_t_be_read_begins_anew(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    first = archive.run(*some("a", "b"))
    get = archive.index.get

    def damaged(id: str) -> Article | None:
        raise IndexDamaged("a file is damaged")

    monkeypatch.setattr(archive.index, "get", damaged)
    with pytest.raises(IndexDamaged):
        archive.run(*some("a", body="Other."))
    monkeypatch.setattr(archive, "_remember", lambda: None)
    archive.run(*some("a", body="Other."), *some("b"), full=True, cut=cut)
    monkeypatch.setattr(archive.index, "get", get)
    archive.run()
    if cut == "doubt":
        assert archive.generation == first
    else:
        assert archive.changes(first) is None
    assert archive.changes(archive.generation) == Changes(frozenset(), frozenset(), ())


@pytest.mark.parametrize("full", [False, True])
def test_a_run_that_is_cut_before_the_index_commits_changed_nothing(archive: Archive, full: bool) -> None:
    first = archive.run(*some("a", "b"))
    assert archive.run(*some("c"), *some("a", body="Other."), cut="doubt", full=full) == first
    archive.run(*some("d"), delete=("b",))
    assert archive.changes(first) == archive.expected(first)


@pytest.mark.parametrize("full", [False, True])
def test_a_run_that_is_cut_after_the_index_committed_is_known(archive: Archive, full: bool) -> None:
    first = archive.run(*some("a", "b", "e"))
    lost = archive.run(
        *some("c"), *some("a", body="Other."), delete=() if full else ("b",), cut="index", full=full
    )
    assert lost != first and archive.changes(first) is None
    archive.run()
    assert archive.generation == lost
    assert archive.changes(first) == archive.expected(first)
    archive.run(*some("d"))
    assert archive.changes(first) == archive.expected(first)
    assert archive.changes(lost) == archive.expected(lost)


@pytest.mark.parametrize("cut", ["", "index"])
def test_an_index_that_others_wrote_to_begins_the_record_anew(archive: Archive, cut: str) -> None:
    first = archive.run(*some("a", "b"))
    if cut:
        archive.run(*some("a", body="Other."), cut=cut)
    with archive.index.write() as batch:
        batch.put(make_article("a", body="By another hand."))
    archive.run(*some("c"))
    assert archive.changes(first) is None


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_what_is_said_is_so(archive: Archive, seed: int) -> None:
    """Of any two generations the record says what differs between them, or that it does not know."""
    draw = random.Random(seed)
    known = 0
    for _ in range(10):
        ids = sorted(archive.states.get(archive.generation, {}))
        archive.run(
            *(
                make_article(draw.choice("abcdefgh"), body=draw.choice(["One.", "Two."]))
                for _ in range(draw.randint(0, 4))
            ),
            delete=tuple(draw.sample(ids, min(len(ids), draw.randint(0, 2)))),
            full=draw.random() < 0.15,
            cut=draw.choice(["", "", "", "doubt", "index"]),
            size=draw.choice([0, 0, 1]),
        )
        archive.run()
        for since in archive.states:
            said = archive.changes(since)
            if said is None:
                continue
            known += 1
            wanted = archive.expected(since)
            assert (said.came, said.went) == (wanted.came, wanted.went)
            assert wanted.changed <= said.changed
            assert said.changed <= archive.states[since].keys() & archive.states[archive.generation].keys()
    assert known > 10


def test_the_oldest_are_forgotten_first(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_CHANGES", 5)
    generations = [archive.run(*some("a"))]
    generations += [archive.run(*some(f"x{n}", f"y{n}")) for n in range(4)]
    assert [archive.changes(since) is None for since in generations] == [True, True, False, False, False]
    assert archive.changes(generations[2]) == archive.expected(generations[2])
    last = archive.run(*some(*"bcdefgh"))
    assert archive.changes(generations[-1]) is None
    assert archive.changes(last) == Changes(frozenset(), frozenset(), ())


def test_a_ledger_of_before_is_taken_up_where_it_is(archive: Archive) -> None:
    first = archive.run(*some("a", "b"))
    with closing(sqlite3.connect(archive.file, isolation_level=None)) as db:
        db.executescript(
            """DROP TABLE generations; DROP TABLE changes; DROP TABLE pending;
               ALTER TABLE as_of DROP COLUMN writing; PRAGMA user_version = 1;"""
        )
    with closing(Ledger.open(archive.file)) as ledger:
        assert ledger.counts()[1] == 2 and ledger.generation == first
    archive.run(*some("c"))
    assert archive.changes(first) == archive.expected(first)
