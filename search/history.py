"""What came, changed and went with each generation of an archive, so that a search can be repeated and compared.

Tables of the ledger, written in its transactions. While a batch is put together, the state of each article before and
after is noted; what differs is written down as pending before the index commits, and under the new generation's name
after. A kill between the two leaves a generation without a name here: what is pending is then held against the index,
article by article, and taken up only if it is all there. Where the index was changed in any other way the record
begins anew, as nothing is known for certain any more.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from search.article import Article
from search.index import Index

MOST_CHANGES = 500_000
"""Changes that are remembered, about 40 MB; the oldest generations are forgotten first."""

TABLES = """
CREATE TABLE generations (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, size INT NOT NULL);
CREATE TABLE changes (number INT, id TEXT, kind TEXT NOT NULL, headline TEXT NOT NULL, PRIMARY KEY (number, id)) WITHOUT ROWID;
CREATE TABLE pending (id TEXT PRIMARY KEY, kind TEXT NOT NULL, headline TEXT NOT NULL, print BLOB) WITHOUT ROWID;
ALTER TABLE as_of ADD COLUMN writing INT NOT NULL DEFAULT 0;
"""
"""`writing` is set from before the index commits a batch until the ledger has."""

_NOTED = """
CREATE TEMP TABLE noted (id TEXT PRIMARY KEY, was BLOB, headline TEXT NOT NULL, is_now BLOB, stays INT NOT NULL) WITHOUT ROWID
"""
_SAME = """
INSERT INTO noted VALUES (?, x'', ?, x'', TRUE) ON CONFLICT (id) DO UPDATE SET is_now = was, stays = TRUE
"""
_INTEND = """
INSERT INTO pending
SELECT id, CASE WHEN was IS NULL THEN 'came' WHEN stays THEN 'changed' ELSE 'went' END, headline, is_now
FROM noted WHERE (was IS NOT NULL OR stays) AND NOT (was IS NOT NULL AND stays AND was IS is_now)
"""


class Kind(StrEnum):
    CAME = "came"
    CHANGED = "changed"
    WENT = "went"


class History:
    """The record in a ledger's database, for the one writer. What is said of `ledger` has to be in a transaction of it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._lost = False

    # While a batch is put together

    def begin_run(self) -> None:
        self._db.execute(_NOTED)

    def put(self, article: Article, before: Article | None) -> None:
        """The batch has it now; `before` is what the index has of this id."""
        if before == article:
            self._db.execute(_SAME, (article.id, before.headline))
        else:
            print = _print(article) if before or self.noted(article.id) else None
            self._note(article.id, before, print, True)

    def delete(self, id: str, before: Article | None) -> None:
        self._note(id, before, None, False)

    def lose(self) -> None:
        """The state before can't be read: the record begins anew with what the batch makes."""
        self._lost = True

    def noted(self, id: str) -> bool:
        return self._db.execute("SELECT 1 FROM noted WHERE id = ?", (id,)).fetchone() is not None

    def _note(self, id: str, before: Article | None, print: bytes | None, stays: bool) -> None:
        """What was before the batch's first word on an article stands."""
        row = (id, before and _print(before), before.headline if before else "", print, stays)
        self._db.execute(
            """INSERT INTO noted VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET is_now = excluded.is_now, stays = excluded.stays""",
            row,
        )

    # With the ledger

    def intend(self) -> None:
        """In `ledger`, before the index commits the batch."""
        if self._lost:
            self.begin("")
        self._db.execute("DELETE FROM pending")
        self._db.execute(_INTEND)
        self._db.execute("DELETE FROM noted")
        self._db.execute("UPDATE as_of SET writing = 1")

    def keep(self, generation: str) -> None:
        """In `ledger`, before it is brought from the generation that it is of to this one: what is pending leads there."""
        if self.known and not self._lost:
            if generation == self._last()[1]:
                return
            number = self._last()[0] + 1
            size = self._db.execute("SELECT count(*) FROM pending").fetchone()[0]
            self._db.execute("INSERT INTO generations VALUES (?, ?, ?)", (number, generation, size))
            self._db.execute("INSERT INTO changes SELECT ?, id, kind, headline FROM pending", (number,))
            self._prune()
        else:
            self.begin(generation)
        self.drop_pending()

    def begin(self, generation: str) -> None:
        """In `ledger`: nothing is known of what was before."""
        self._db.execute("DELETE FROM generations")
        self._db.execute("DELETE FROM changes")
        if generation:
            self._db.execute("INSERT INTO generations VALUES (1, ?, 0)", (generation,))
        self._lost = False
        self.drop_pending()

    @property
    def known(self) -> bool:
        """Whether what happens to the ledger's generation can be remembered."""
        generation = self._db.execute("SELECT generation FROM as_of").fetchone()[0]
        return bool(generation) and self._last()[1] == generation

    def _last(self) -> tuple[int, str]:
        row = self._db.execute("SELECT number, name FROM generations ORDER BY number DESC").fetchone()
        return row or (0, "")

    def drop_pending(self) -> None:
        """In `ledger`."""
        self._db.execute("DELETE FROM pending")
        self._db.execute("UPDATE as_of SET writing = 0")

    def _prune(self) -> None:
        """The newest generations stay from which all that followed can be remembered."""
        total = 0
        for number, size in self._db.execute("SELECT number, size FROM generations ORDER BY number DESC"):
            total += size
            if total > MOST_CHANGES:
                self._db.execute("DELETE FROM generations WHERE number < ?", (number,))
                self._db.execute("DELETE FROM changes WHERE number <= ?", (number,))
                self._db.execute("UPDATE generations SET size = 0 WHERE number = ?", (number,))
                return

    # After a run that was cut short

    @property
    def writing(self) -> bool:
        """Whether a run was cut short while the index committed, or after."""
        return bool(self._db.execute("SELECT writing FROM as_of").fetchone()[0])

    def explains(self, index: Index, lacking: Sequence[str], unclaimed: Sequence[str]) -> bool:
        """Whether what is pending is all that led to the index as it is: the ids that it lacks and those that are new in
        it are the ones that were to go and to come, and what was to change has."""
        if not self.writing:
            return False
        went = self._pending(Kind.WENT)
        came = self._pending(Kind.CAME)
        if sorted(lacking) != went or sorted(unclaimed) != came:
            return False
        changed = self._db.execute("SELECT id, print FROM pending WHERE kind = ?", (Kind.CHANGED,))
        return all((article := index.get(id)) and _print(article) == print for id, print in changed)

    def _pending(self, kind: Kind) -> list[str]:
        rows = self._db.execute("SELECT id FROM pending WHERE kind = ?", (kind,))
        return sorted(id for (id,) in rows)


def _print(article: Article) -> bytes:
    """Tells one state of an article from another."""
    return hashlib.sha256(article.to_json().encode()).digest()[:16]


@dataclass(frozen=True, slots=True)
class Gone:
    """An article that is no longer in the archive; its headline as it last was."""

    id: str
    headline: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two generations. An article that came and went is in none; one that went and came back, or was
    written anew and then as it had been, is among those that changed."""

    came: frozenset[str]
    changed: frozenset[str]
    went: tuple[Gone, ...]


def changes(db: sqlite3.Connection, since: str, until: str) -> Changes | None:
    """From one generation to another, in a ledger; None where the record does not know both, or not in this order."""
    numbers = dict(
        db.execute("SELECT name, number FROM generations WHERE name IN (?, ?)", (since, until)).fetchall()
    )
    if since not in numbers or until not in numbers or numbers[since] > numbers[until]:
        return None
    began: dict[str, str] = {}
    ended: dict[str, tuple[str, str]] = {}
    rows = db.execute(
        "SELECT id, kind, headline FROM changes WHERE number > ? AND number <= ? ORDER BY number",
        (numbers[since], numbers[until]),
    )
    for id, kind, headline in rows:
        began.setdefault(id, kind)
        ended[id] = kind, headline
    stays = [id for id, (kind, _) in ended.items() if kind != Kind.WENT]
    return Changes(
        frozenset(id for id in stays if began[id] == Kind.CAME),
        frozenset(id for id in stays if began[id] != Kind.CAME),
        tuple(
            Gone(id, headline)
            for id, (kind, headline) in sorted(ended.items())
            if kind == Kind.WENT and began[id] != Kind.CAME
        ),
    )
