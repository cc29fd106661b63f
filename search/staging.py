"""What one run of reindex has planned and learned, until the index holds it and the ledger may say so.

All of it lies in SQLite's temporary tables: memory stays flat however large the archive, and a killed run leaves nothing
behind.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from enum import StrEnum

from search.ledger import NO_FILE, Ledger, Refusal
from search.prints import Print

_TABLES = """
CREATE TEMP TABLE plan (path BLOB PRIMARY KEY, locator TEXT, fate TEXT NOT NULL) WITHOUT ROWID;
CREATE TEMP TABLE claimed (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE new_files (path BLOB PRIMARY KEY, locator TEXT, size INT, mtime INT, ctime INT, sha256 BLOB) WITHOUT ROWID;
CREATE TEMP TABLE new_articles (id TEXT PRIMARY KEY, path BLOB, digest BLOB) WITHOUT ROWID;
CREATE TEMP TABLE new_refusals (path BLOB, locator TEXT, kind TEXT, reason TEXT);
CREATE TEMP TABLE gone_files (path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE gone_articles (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_HOLDER = """
SELECT 1 FROM claimed WHERE id = ?1 UNION ALL
SELECT 1 FROM articles LEFT JOIN plan USING (path)
WHERE id = ?1 AND path <> ?2 AND (fate IS NULL OR fate = 'leave') AND NOT ?3
"""
_BELOW = "SELECT path, locator FROM files WHERE path = ?1 OR (path >= ?2 AND path < ?3)"
"""Of the names of files, which are looked up and not walked through; 0 follows the slash."""
_RELATIVE = " OR path < X'2F' OR path >= X'30'"
"""Those that lie beside the archive; they have no slash before them."""
_CLEAR = "DELETE FROM files; DELETE FROM articles; DELETE FROM refusals"
_STAGED = """
SELECT EXISTS (SELECT 1 FROM new_files) OR EXISTS (SELECT 1 FROM new_articles) OR EXISTS (SELECT 1 FROM new_refusals)
    OR EXISTS (SELECT 1 FROM gone_files) OR EXISTS (SELECT 1 FROM gone_articles)
"""
_COMMIT = """
DELETE FROM articles WHERE id IN (SELECT id FROM gone_articles);
DELETE FROM refusals WHERE path IN (SELECT path FROM new_files UNION SELECT path FROM gone_files);
DELETE FROM files WHERE path IN (SELECT path FROM gone_files);
INSERT OR REPLACE INTO files SELECT * FROM new_files;
INSERT OR IGNORE INTO files SELECT DISTINCT path, locator, 0, 0, 0, NULL FROM new_articles JOIN plan USING (path);
INSERT OR REPLACE INTO articles SELECT * FROM new_articles;
INSERT INTO refusals SELECT * FROM new_refusals WHERE path IN (SELECT path FROM new_files);
DELETE FROM new_refusals WHERE path IN (SELECT path FROM new_files);
DELETE FROM new_articles;
DELETE FROM intended;
DELETE FROM new_files;
DELETE FROM gone_articles;
DELETE FROM gone_files
"""


class Fate(StrEnum):
    LEAVE = "leave"
    """It is as it was."""
    READ = "read"
    FORGET = "forget"
    """It is no more."""


class Change(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class Stage:
    """`afresh`: everything that the ledger says is void, as in a rebuild. `history` is told of each article of a batch."""

    def __init__(self, ledger: Ledger, *, afresh: bool = False) -> None:
        self._db = ledger.db
        self._ledger = ledger
        self._afresh = afresh
        self._db.executescript(_TABLES)
        self.history = ledger.history
        self.history.begin_run()

    # The plan: what becomes of each file

    def plan(self, name: bytes, locator: str, fate: Fate) -> None:
        """The first word on a file stands."""
        self._db.execute("INSERT OR IGNORE INTO plan VALUES (?, ?, ?)", (name, locator, fate))

    def plan_below(self, path: str, fate: Fate) -> None:
        """The same for every file that the ledger knows at this path or below it."""
        name, below = self._ledger.name(path.rstrip("/")), _BELOW
        if f"{os.fsdecode(self._ledger.base)}/".startswith(path.rstrip("/") + "/"):
            below += _RELATIVE
        for known, locator in self._db.execute(below, (name, name + b"/", name + b"0")):
            self.plan(known, locator, fate)

    def planned(self, fate: Fate) -> Iterator[tuple[bytes, str]]:
        """Name and locator, in the order of the names."""
        return self._db.execute("SELECT path, locator FROM plan WHERE fate = ? ORDER BY path", (fate,))

    def articles(self, fate: Fate) -> int:
        """How many the ledger has of files with this fate."""
        query = "SELECT count(*) FROM articles JOIN plan USING (path) WHERE fate = ?"
        return int(self._db.execute(query, (fate,)).fetchone()[0])

    def unclaimed(self) -> int:
        """How many articles the ledger has that no record of this run claims."""
        query = "SELECT count(*) FROM articles WHERE id NOT IN (SELECT id FROM claimed)"
        return int(self._db.execute(query).fetchone()[0])

    # What comes of each file

    def claim(self, id: str, locator: str) -> str:
        """The id under which this record goes into the archive: its own, unless another record holds it.

        Who holds it already keeps it, unless its file is gone or being read again; within a run the first to come does.
        The other gets the id with a hash of its locator, so that neither is lost.
        """
        name, tries = id, 0
        while self._taken(name):
            short = hashlib.sha256(f"{tries}{locator}".encode()).hexdigest()[:8]
            name = f"{id}-{short}"
            tries += 1
        self._db.execute("INSERT INTO claimed VALUES (?)", (name,))
        return name

    def _taken(self, id: str) -> bool:
        return self._db.execute(_HOLDER, (id, NO_FILE, self._afresh)).fetchone() is not None

    def change(self, id: str, digest: bytes) -> Change:
        """What it means for the archive to take in the article of this id in this state."""
        was = self._db.execute("SELECT digest FROM articles WHERE id = ?", (id,)).fetchone()
        if was is None:
            return Change.ADDED
        return Change.UNCHANGED if was[0] == digest else Change.CHANGED

    def article(self, id: str, name: bytes, digest: bytes) -> None:
        """It was taken in under the id that it claimed."""
        self._db.execute("INSERT OR REPLACE INTO new_articles VALUES (?, ?, ?)", (id, name, digest))

    def refusal(self, name: bytes, refusal: Refusal) -> None:
        self._db.execute(
            "INSERT INTO new_refusals VALUES (?, ?, ?, ?)",
            (name, refusal.locator, refusal.kind, refusal.reason),
        )

    def finish(self, name: bytes, seen: Print | None) -> list[str]:
        """All of the file was read, in the state `seen`; None: it is gone. Returns the ids that it no longer has."""
        if seen:
            row = (name, seen.size, seen.mtime, seen.ctime, seen.sha256)
            self._db.execute(
                "INSERT OR REPLACE INTO new_files SELECT ?1, locator, ?2, ?3, ?4, ?5 FROM plan WHERE path = ?1",
                row,
            )
        else:
            self._db.execute("INSERT INTO gone_files VALUES (?)", (name,))
        old = self._db.execute(
            "SELECT id FROM articles WHERE path = ? AND id NOT IN (SELECT id FROM claimed)", (name,)
        ).fetchall()
        self._db.executemany("INSERT OR IGNORE INTO gone_articles VALUES (?)", old)
        return [id for (id,) in old]

    # Into the ledger

    def doubt(self) -> None:
        """Before the index commits a batch: if this run gets no further, its files are to be read again."""
        with self._ledger.transaction():
            self.history.intend()
            self._db.execute("INSERT OR REPLACE INTO intended SELECT id, path FROM new_articles")
            self._db.execute(
                """UPDATE files SET sha256 = NULL
                   WHERE path IN (SELECT path FROM new_files UNION SELECT path FROM new_articles)"""
            )

    def commit(self, generation: str, recipe: str) -> None:
        """After the index has: what is staged is so. A file of which only a part was read yet stays in doubt.

        Where there is nothing to say, nothing is written.
        """
        as_of = self._db.execute("SELECT generation, recipe FROM as_of").fetchone()
        if not self._afresh and as_of == (generation, recipe) and not self._db.execute(_STAGED).fetchone()[0]:
            return
        with self._ledger.transaction():
            if self._afresh:
                self._run(_CLEAR)
            self._run(_COMMIT)
            self.history.keep(generation)
            self._db.execute("UPDATE as_of SET generation = ?, recipe = ?", (generation, recipe))
        self._afresh = False  # what is committed after a rebuild adds to it

    def _run(self, statements: str) -> None:
        """One by one: `executescript` would end the transaction."""
        for statement in statements.split(";"):
            self._db.execute(statement)
