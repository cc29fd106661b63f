"""Lines that pages of one site share: what a single page can't tell and an archive can.

A line that stands on two different pages of a site is hardly ever of either's body. So each line is remembered with the
page on which it was first seen; the second page makes it a repeat, and the first is due to be cleaned again, if the line
stands in its body. Two pages of one story (copies, updates, a print version) share their body too; they are told by how much of it they share, and
what they share is no repeat until so many pages have it that it can't be the story. A record that states its own body
is the publisher's word, and neither teaches nor learns.

It lies in SQLite, so memory is flat; lines seen on one page only are forgotten after a window of pages, so its size is
bounded as well. What repeats, repeats within any window.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from search.article import Article, Role
from search.errors import IndexDamaged
from search.ingest.fates import finish
from search.ingest.insets import is_cell, paragraphs
from search.ingest.page import STATED

FILE = "repeats.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (
    page INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, name TEXT NOT NULL, body INT NOT NULL
);
CREATE TABLE IF NOT EXISTS lines (
    line INTEGER PRIMARY KEY, page INT NOT NULL, kept INT NOT NULL, other INT, doubts INT NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS due (page INTEGER PRIMARY KEY);
"""
"""Of a line: the page that had it first, whether in its body, and the page that made it a repeat."""
_WINDOW, _FORGETS_EVERY = 50_000, 5_000
"""Pages after which a line that was seen on one page only is forgotten, and how often that is looked to: it takes a walk
through all lines."""
_COPY, _SURELY = 0.3, 0.7
"""Shares of the shorter body that two pages have in common if they may be, or surely are, one story."""
_DOUBTS = 3
"""So many pages that may be copies make a line a repeat all the same, unless they are surely copies."""
_SHORTEST = 3
"""Letters and digits; a line with fewer says nothing: rules and asterisks part the sections of any story."""
_AT_ONCE = 500
"""Lines in one query; SQLite allows 999."""


def site_of(url: str | None, locator: str) -> str:
    """The site that a page is of: its host; for a file without an address the folder it lies in."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        host = None
    return host.removeprefix("www.") if host else locator.partition("!")[0].rpartition("/")[0]


class _Line(NamedTuple):
    """A line that was seen: by which page first, whether in its body, and by which other, if by any."""

    line: int
    page: int
    kept: bool
    other: int | None
    doubts: int


class Repeats:
    """What one archive has learned of its sites. One process writes it."""

    def __init__(self, file: Path) -> None:
        """Raises IndexDamaged when the file is not ours."""
        try:
            self._db = sqlite3.connect(file, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.executescript(_TABLES)
            self._db.execute("SELECT line, page, kept, other, doubts FROM lines LIMIT 0")
        except sqlite3.Error as e:
            self._db.close()
            raise IndexDamaged(f"{file} can't be used ({e}). Run: backfile reindex --full PATH…") from e

    def close(self) -> None:
        self._db.close()

    def learn(self, article: Article) -> Article:
        """Take in an article as it was cleaned by itself, and return it without the lines that are repeats by now.

        Other articles that have such a line in their body become due.
        """
        if _states_its_body(article):
            return article
        keys = _keys(article)
        kept: dict[int, int] = defaultdict(int)
        for key, block in zip(keys, article.blocks, strict=True):
            if key is not None and block.kept:
                kept[key] += len(block.clean)
        with self._transaction():
            page = self._page(article, sum(kept.values()))
            rows = [row for row in self._rows(keys) if row.other is None and row.page != page]
            copies = self._copies(rows, kept)
            for row in rows:
                share = copies.get(row.page, 0.0) if row.line in kept else 0.0
                if share >= _SURELY:
                    continue
                if share >= _COPY and row.doubts + 1 < _DOUBTS:
                    self._db.execute("UPDATE lines SET doubts = doubts + 1 WHERE line = ?", (row.line,))
                    continue
                self._db.execute("UPDATE lines SET other = ? WHERE line = ?", (page, row.line))
                if row.kept:
                    self._db.execute("INSERT OR IGNORE INTO due VALUES (?)", (row.page,))
            self._db.executemany(
                "INSERT INTO lines (line, page, kept) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET kept = excluded.kept WHERE page = excluded.page",
                ((key, page, key in kept) for key in set(keys) if key is not None),
            )
            if page % _FORGETS_EVERY == 0:
                self._db.execute("DELETE FROM lines WHERE other IS NULL AND page <= ?", (page - _WINDOW,))
        return self._without(article, keys)

    def clean(self, article: Article) -> Article:
        """The article without the lines that are repeats by now."""
        return article if _states_its_body(article) else self._without(article, _keys(article))

    def due(self) -> Iterator[str]:
        """The ids of the articles that are to be cleaned again, as more is known than when they were read."""
        for (id,) in self._db.execute("SELECT id FROM due JOIN pages USING (page) ORDER BY page"):
            yield id

    def done(self) -> None:
        """All that was due has been cleaned."""
        self._db.execute("DELETE FROM due")

    def _without(self, article: Article, keys: list[int | None]) -> Article:
        repeats = {row.line: row for row in self._rows(keys) if row.other is not None}
        blocks = [
            block.drop(Role.REPEAT, self._reason(article, repeats[key]))
            if block.kept and key in repeats
            else block
            for key, block in zip(keys, article.blocks, strict=True)
        ]
        if blocks == list(article.blocks) or not any(block.kept for block in blocks):
            return article
        finished = finish(blocks)
        body = paragraphs(block for block in finished if block.kept)
        return dataclasses.replace(article, blocks=finished, body=body)

    def _reason(self, article: Article, repeat: _Line) -> str:
        names = self._db.execute(
            "SELECT name FROM pages WHERE page IN (?, ?) AND id <> ?", (repeat.page, repeat.other, article.id)
        ).fetchone()
        return f"repeat: {names[0] if names else 'another page'} has this line too"

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _rows(self, keys: Iterable[int | None]) -> list[_Line]:
        """Those that have been seen."""
        known = sorted({key for key in keys if key is not None})
        rows: list[_Line] = []
        for at in range(0, len(known), _AT_ONCE):
            some = known[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT line, page, kept, other, doubts FROM lines WHERE line IN ({marks})"  # noqa: S608
            rows += map(_Line._make, self._db.execute(query, some))
        return rows

    def _page(self, article: Article, body: int) -> int:
        row = self._db.execute(
            "INSERT INTO pages (id, name, body) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body RETURNING page",
            (article.id, article.url or article.locator, body),
        ).fetchone()
        return int(row[0])

    def _copies(self, rows: Iterable[_Line], kept: dict[int, int]) -> dict[int, float]:
        """For each page that shares body lines with this one: their share of the shorter body."""
        shared: dict[int, int] = defaultdict(int)
        for row in rows:
            if row.line in kept:
                shared[row.page] += kept[row.line]
        whole = sum(kept.values())
        shares = {}
        for owner, characters in shared.items():
            (body,) = self._db.execute("SELECT body FROM pages WHERE page = ?", (owner,)).fetchone()
            shares[owner] = characters / max(1, min(whole, body))
        return shares


def _states_its_body(article: Article) -> bool:
    return any(
        evidence.field == "headline" and evidence.rule.startswith(STATED) for evidence in article.evidence
    )


def _keys(article: Article) -> list[int | None]:
    """A number for each block's line on this site, None for a line that says nothing, as a cell does without its row.

    63 bits, as SQLite's integers have a sign. Numbers in a line count: tables of one shape are not one table.
    """
    site = site_of(article.url, article.locator)
    keys: list[int | None] = []
    for block in article.blocks:
        line = " ".join(block.text.split()).casefold()
        if sum(map(str.isalnum, line)) < _SHORTEST or (block.kept and is_cell(block)):
            keys.append(None)
            continue
        digest = hashlib.blake2b(f"{site}\0{line}".encode(errors="replace"), digest_size=8).digest()
        keys.append(int.from_bytes(digest) >> 1)
    return keys
