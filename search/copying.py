"""An archive copied from one index to another, of whatever engines, with the ledger and what was learned of sites.

A copy that was cut short is taken up again: its ledger says until the end what it is to be a copy of, and what it has
already is compared, not written. As long as it says so, a reindex there would read every file anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from search.article import Article
from search.batches import ARTICLES, CHARACTERS
from search.database import read_only, speaking_for
from search.errors import IndexDamaged, NotWritten, SettingsError, SourceError
from search.index import Batch, Index, Search, Sort
from search.ingest.repeats import FILE as REPEATS
from search.ledger import Ledger, Refusal, place, sole_writer
from search.seal import unsealed

_SUM = 1 << 128
_CLEAR = ("DELETE FROM files", "DELETE FROM articles", "DELETE FROM refusals")
_TABLES = (
    ("SELECT * FROM files", "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", 0),
    ("SELECT * FROM articles", "INSERT INTO articles VALUES (?, ?, ?)", 1),
    ("SELECT * FROM refusals", "INSERT INTO refusals VALUES (?, ?, ?, ?)", 0),
)
"""Of a ledger, and which column is a file's name."""


@dataclass(slots=True)
class Copied:
    """`articles` are in both; `written` of them by this run. `checksum` is the sum of the SHA-256 of every article (its
    first 128 bits, of its JSON), the same for both. `failed` names what the other engine can't keep."""

    articles: int = 0
    written: int = 0
    checksum: str = ""
    failed: list[Refusal] = field(default_factory=list)


def copy(
    source: Index, target: Index, progress: Callable[[int, int], None] = lambda done, of: None
) -> Copied:
    """All articles of the source, which is not written to meanwhile, into a target that has none, or the beginning of
    this very copy. `progress` is told how many articles are done, and of how many.

    Raises SettingsError where the target is the source or holds another archive, IndexDamaged when in the end the two
    differ, and what the engines and the ledger raise.
    """
    here, there = source.status(), target.status()
    if place(here.location) == place(there.location):
        raise SettingsError(f"{there.location} is the archive itself. Name another place to copy it to.")
    with ExitStack() as stack:
        for file in (place(here.location), place(there.location)):
            stack.enter_context(speaking_for(file))
            stack.enter_context(sole_writer(file))
        stack.enter_context(unsealed(place(there.location), target))
        ledger = stack.enter_context(closing(Ledger.open(place(there.location))))
        _begin(ledger, f"unfinished copy of {here.location}", there.articles, there.location)
        copied = _articles(source, target, progress)
        _compare(copied, target)
        _learned(place(here.location), place(there.location))
        _known(place(here.location), source.status().generation, ledger, target.status().generation)
    return copied


def _begin(ledger: Ledger, mark: str, articles: int, location: str) -> None:
    recipe = ledger.db.execute("SELECT recipe FROM as_of").fetchone()[0]
    if recipe == mark:
        return
    if articles or recipe or any(ledger.counts()):
        raise SettingsError(f"There is an archive at {location} already. Name a place where there is none.")
    ledger.db.execute("UPDATE as_of SET recipe = ?", (mark,))


def _articles(source: Index, target: Index, progress: Callable[[int, int], None]) -> Copied:
    copied, total = Copied(), 0
    stream = source.stream(Search(sort=Sort.OLDEST))
    with closing(sqlite3.connect("", isolation_level=None)) as seen, _Batches(target) as batches:
        seen.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        seen.execute("BEGIN")
        begun = target.status().articles > 0
        for done, article in enumerate(stream.articles, 1):
            if not begun or target.get(article.id) != article:
                try:
                    batches.put(article)
                except SourceError as e:
                    copied.failed.append(Refusal(article.id, e.kind, str(e)))
                    continue
                copied.written += 1
            seen.execute("INSERT OR IGNORE INTO seen VALUES (?)", (article.id,))
            copied.articles += 1
            total = (total + _digest(article)) % _SUM
            progress(done, stream.total)
        for id in [*target.ids()] if begun else ():
            if not seen.execute("SELECT 1 FROM seen WHERE id = ?", (id,)).fetchone():
                batches.delete(id)
    copied.checksum = f"{total:032x}"
    return copied


class _Batches:
    """The target, written in batches of bounded size."""

    def __init__(self, target: Index) -> None:
        self._target = target
        self._open = ExitStack()
        self._batch: Batch | None = None
        self._articles = self._characters = 0
        self._kept: int | None = None

    def __enter__(self) -> _Batches:
        if not self._target.status().generation:
            self._begun()  # an archive in which nothing is yet is copied too
        return self

    def __exit__(self, *failure: object) -> None:
        """Raises NotWritten anew where it is to say what is kept."""
        self._open.__exit__(*failure)  # type: ignore[arg-type]
        if self._kept is not None and isinstance(e := failure[1], NotWritten):
            raise NotWritten(e.why, self._kept) from e

    def put(self, article: Article) -> None:
        if self._articles >= ARTICLES or self._characters >= CHARACTERS:
            self._open.close()
            self._kept = (self._kept or 0) + self._articles
            self._batch, self._articles, self._characters = None, 0, 0
        self._begun().put(article)
        self._articles += 1
        self._characters += len(article.body)

    def delete(self, id: str) -> None:
        self._begun().delete(id)

    def _begun(self) -> Batch:
        if not self._batch:
            self._batch = self._open.enter_context(self._target.write())
        return self._batch


def _compare(copied: Copied, target: Index) -> None:
    stream = target.stream(Search(sort=Sort.OLDEST))
    total = 0
    for article in stream.articles:
        total = (total + _digest(article)) % _SUM
    if (stream.total, f"{total:032x}") != (copied.articles, copied.checksum):
        raise IndexDamaged(
            f"{target.status().location} has {stream.total:,} articles with the checksum {total:032x}, where "
            f"{copied.articles:,} with {copied.checksum} were to be copied. Run this again."
        )


def _digest(article: Article) -> int:
    return int.from_bytes(
        hashlib.sha256(article.to_json().encode("utf-8", "surrogatepass")).digest()[:16], "big"
    )


def _learned(here: Path, there: Path) -> None:
    """What was learned of sites (`search.ingest.repeats`)."""
    if (file := here.with_name(REPEATS)).exists():
        with closing(read_only(file)) as old, closing(sqlite3.connect(there.with_name(REPEATS))) as new:
            old.backup(new)


def _known(here: Path, generation: str, ledger: Ledger, copied: str) -> None:
    """What is known of files, under their places as seen from the copy. Where it is not as of the source's generation
    it is compared with the copy by the next run, as it would have been with the source."""
    with closing(Ledger.copy(here)) as known, ledger.transaction():
        for clear in _CLEAR:
            ledger.db.execute(clear)
        for select, insert, at in _TABLES:
            ledger.db.executemany(insert, _moved(known, ledger, select, at))
        recipe = known.db.execute("SELECT recipe FROM as_of").fetchone()[0]
        as_of = copied if known.generation == generation else ""
        ledger.db.execute("UPDATE as_of SET generation = ?, recipe = ?", (as_of, recipe))
        ledger.history.begin(as_of)


def _moved(known: Ledger, ledger: Ledger, select: str, at: int) -> Iterator[tuple[object, ...]]:
    for row in known.db.execute(select):
        name = row[at] and ledger.name(known.path(row[at]))
        yield (*row[:at], name, *row[at + 1 :])
