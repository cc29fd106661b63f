"""What was read, and what came of it: the memory that makes a second run cheap and says what was refused and why.

One SQLite file (WAL, synchronous=FULL) beside the index, so that it outlives the index's generations. It never claims
what the index lacks: what a run learns is staged (`search.staging`), and goes into the ledger in one transaction after
the index has made the same batch durable. A kill between the two leaves a ledger as of an older generation, which
`reconcile` compares with the index, id by id; what the batch was about to add is noted as intended beforehand. A file
whose sha256 is NULL is in doubt: it is read again.

A file is known by its path as bytes, as the file system has it: below the folder that the index lies in from there, so
that the folder can be moved as a whole; elsewhere absolute.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from search import history
from search.database import read_only, speaking_for, writable
from search.durable import sync_above
from search.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexProblem
from search.index import Index
from search.lock import sole_holder
from search.prints import Print

FILE = "ledger.sqlite"
LOCK = "ledger.lock"
FORMAT = 2
"""The tables' user_version; counts up when they change their meaning."""

NO_FILE = b""
"""In place of the file of an article that is in the index, and nobody knows why. Any file may claim it."""

_FIRST = """
BEGIN IMMEDIATE;
CREATE TABLE files (path BLOB PRIMARY KEY, locator TEXT NOT NULL, size INT, mtime INT, ctime INT, sha256 BLOB) WITHOUT ROWID;
CREATE TABLE articles (id TEXT PRIMARY KEY, path BLOB NOT NULL, digest BLOB) WITHOUT ROWID;
CREATE INDEX articles_of ON articles (path);
CREATE TABLE refusals (path BLOB NOT NULL, locator TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX refusals_of ON refusals (path);
CREATE TABLE intended (id TEXT PRIMARY KEY, path BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE as_of (generation TEXT NOT NULL, recipe TEXT NOT NULL);
INSERT INTO as_of VALUES ('', '');
PRAGMA user_version = 1;
COMMIT;
"""
_SECOND = f"""
BEGIN IMMEDIATE;
{history.TABLES}
PRAGMA user_version = 2;
COMMIT;
"""
"""A new ledger goes through every format that there was, as an old one does from its own."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file or a record that gave no article, the kind it is counted under (`search.errors`), and why."""

    locator: str
    kind: str
    reason: str


def place(location: str) -> Path:
    """Where the ledger of an index lies: inside a local index; for a server's, in the user's state folder."""
    if "://" in location:
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state")
        return state / "backfile" / hashlib.sha256(location.encode()).hexdigest()[:16] / FILE
    return Path(location.removeprefix("tantivy:")).resolve() / FILE


@contextmanager
def sole_writer(file: Path) -> Iterator[None]:
    """Hold the ledger for one run. Raises IndexBusy, IndexProblem."""
    with ExitStack() as stack:
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            stack.enter_context(sole_holder(file.parent / LOCK))
            if not file.exists():
                sync_above(file.parent)
        except OSError as e:
            raise IndexProblem(
                f"{file.parent} can't be written to ({e.strerror}). Make room, or mend its rights or its disk."
            ) from e
        yield


class Ledger:
    """`db` is for `search.staging`. Not safe to share between threads."""

    def __init__(self, file: Path, db: sqlite3.Connection) -> None:
        self.base = os.fsencode(file.parent.parent).rstrip(b"/")
        self.db = db
        self.history = history.History(db)

    @classmethod
    def open(cls, file: Path, *, renew: bool = False) -> Ledger:
        """The ledger at `file`, made when missing; with `renew` also when it can't be used.

        Raises IndexDamaged, IndexOutdated.
        """
        db = writable(file)
        try:
            with speaking_for(file):
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
                _prepare(db, file)
        except IndexProblem as e:
            db.close()
            if not (renew and isinstance(e, IndexDamaged | IndexOutdated)):
                raise
            for suffix in ("", "-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
            return cls.open(file)
        return cls(file, db)

    @classmethod
    def copy(cls, file: Path) -> Ledger:
        """A private copy that leaves no trace; an empty one when there is no such file. Raises as `open` does."""
        db = sqlite3.connect("", isolation_level=None)
        try:
            with speaking_for(file):
                if os.path.lexists(file):
                    with closing(read_only(file)) as source:
                        source.backup(db)
                _prepare(db, file)
        except IndexProblem:
            db.close()
            raise
        return cls(file, db)

    @classmethod
    def reading(cls, file: Path) -> Ledger:
        """It as it stands, to be read alone: nothing is made or written. Raises IndexMissing, and as `open` does."""
        if not file.is_file():
            raise _nothing(file)
        with speaking_for(file):
            db = read_only(file)
            try:
                if not _format(db, file):
                    raise _nothing(file)
            except BaseException:
                db.close()
                raise
        return cls(file, db)

    @classmethod
    def unwritten(cls, file: Path) -> Ledger:
        """It as it is at this moment, in place where that can be: what it takes to compare it lies in memory, so that it can
        be done on disks with no room. Raises as `open` does."""
        try:
            ledger = cls.reading(file)
        except IndexMissing:
            return cls.copy(file)
        if _format(ledger.db, file) < FORMAT:
            ledger.close()
            return cls.copy(file)
        ledger.db.execute("PRAGMA temp_store = MEMORY")
        ledger.db.execute("BEGIN")
        return ledger

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    # Files and what came of them

    def name(self, path: str) -> bytes:
        """What the file at this absolute path, in which no part is a link, is known by."""
        return os.fsencode(path).removeprefix(self.base + b"/")

    def path(self, name: bytes) -> str:
        return os.fsdecode(name if name.startswith(b"/") else self.base + b"/" + name)

    def known(self, name: bytes) -> tuple[str, Print] | None:
        """The locator under which the file is in the archive, and the state in which it was read."""
        row = self.db.execute("SELECT * FROM files WHERE path = ?", (name,)).fetchone()
        return (row[1], Print(*row[2:])) if row else None

    def file_of(self, id: str) -> tuple[str, str, Print] | None:
        """The file that an article came of: its path, its locator, and the state in which it was read."""
        row = self.db.execute(
            "SELECT files.* FROM articles JOIN files USING (path) WHERE id = ?", (id,)
        ).fetchone()
        return (self.path(row[0]), row[1], Print(*row[2:])) if row else None

    def located(self, locator: str) -> str | None:
        """The path of the file that has this locator."""
        row = self.db.execute("SELECT path FROM files WHERE locator = ?", (locator,)).fetchone()
        return self.path(row[0]) if row else None

    def refusals(self, name: bytes | None = None) -> Iterator[Refusal]:
        """What gave no article, in one file or in all."""
        rows = self.db.execute(
            "SELECT locator, kind, reason FROM refusals WHERE ?1 IS NULL OR path = ?1 ORDER BY path, rowid",
            (name,),
        )
        return (Refusal(*row) for row in rows)

    def counts(self) -> tuple[int, int]:
        """Files, and articles in them."""
        row = self.db.execute(
            "SELECT (SELECT count(*) FROM files), (SELECT count(*) FROM articles)"
        ).fetchone()
        return int(row[0]), int(row[1])

    def refresh(self, name: bytes, seen: Print) -> None:
        """The same content was seen with other times."""
        row = (seen.size, seen.mtime, seen.ctime, name)
        self.db.execute("UPDATE files SET size = ?, mtime = ?, ctime = ? WHERE path = ?", row)

    # Its agreement with the index

    @property
    def generation(self) -> str:
        return str(self.db.execute("SELECT generation FROM as_of").fetchone()[0])

    def differences(self, index: Index) -> tuple[list[str], list[str]]:
        """The ids that are claimed here and the index lacks; and those that the index has and nothing here claims."""
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS present (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM present")
        with suppress(IndexMissing):
            self.db.executemany("INSERT OR IGNORE INTO present VALUES (?)", ((id,) for id in index.ids()))
        lacking = self.db.execute("SELECT id FROM articles WHERE id NOT IN (SELECT id FROM present)")
        unclaimed = self.db.execute("SELECT id FROM present WHERE id NOT IN (SELECT id FROM articles)")
        return [id for (id,) in lacking], [id for (id,) in unclaimed]

    def reconcile(self, index: Index, generation: str, recipe: str) -> None:
        """Bring a ledger that is as of another generation, or of another way of cleaning, to this one.

        An article that the index lacks is forgotten, and its file in doubt; one that only the index has is put down to
        the file from which it was about to be written. Another `recipe` puts every file in doubt.
        """
        if generation == self.generation:
            self.resume(generation)
            if self.db.execute("SELECT recipe FROM as_of").fetchone()[0] == recipe:
                return
        lacking, unclaimed = self.differences(index) if generation != self.generation else ([], [])
        explained = self.history.explains(index, lacking, unclaimed)
        with self.transaction():
            if generation != self.generation:
                (self.history.keep if explained else self.history.begin)(generation)
            for id in lacking:
                self.db.execute(
                    "UPDATE files SET sha256 = NULL WHERE path = (SELECT path FROM articles WHERE id = ?)",
                    (id,),
                )
                self.db.execute("DELETE FROM articles WHERE id = ?", (id,))
            for id in unclaimed:
                self.db.execute(
                    """INSERT INTO articles VALUES (?1, coalesce((SELECT path FROM intended WHERE id = ?1), ?2), NULL)""",
                    (id, NO_FILE),
                )
            self.db.execute("UPDATE files SET sha256 = NULL WHERE ? <> (SELECT recipe FROM as_of)", (recipe,))
            self.db.execute("UPDATE as_of SET generation = ?, recipe = ?", (generation, recipe))

    def resume(self, generation: str) -> None:
        """Before a run on an index of this generation: what was pending when the last one was cut short has not come
        true, and what changed is known only from a generation that the ledger is of."""
        sound = generation == self.generation and self.history.known
        if self.history.writing or not sound:
            with self.transaction():
                self.history.drop_pending()
                if not sound:
                    self.history.begin(generation if generation == self.generation else "")


def _nothing(file: Path) -> IndexMissing:
    return IndexMissing(f"{file} is not there. Run: backfile reindex PATH…")


def _format(db: sqlite3.Connection, file: Path) -> int:
    """0 where there are no tables yet. Every format has the tables of those before it. Raises IndexOutdated."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > FORMAT:
        raise IndexOutdated(f"{file} is of another version of Backfile. Run: backfile reindex --full PATH…")
    return version


def _prepare(db: sqlite3.Connection, file: Path) -> None:
    version = _format(db, file)
    if version < 1:
        db.executescript(_FIRST)
    if version < FORMAT:
        db.executescript(_SECOND)
