"""Lines that pages of one site share: what a single page can't tell and an archive can.

A line that stands on two different pages of a site is hardly ever of either's body. So each line is remembered with the
page on which it was first seen; the second page makes it a repeat, and the first is to be cleaned again. Two pages of
one story (copies, updates, a print version) share their body too; they are told by how much of it they share, and what
they share is no repeat until so many pages have it that it can't be the story.

It lies in SQLite, so memory is flat; lines seen on one page only are forgotten after a window of pages, so its size is
bounded as well. What repeats, repeats within any window.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from search.article import Article, Block
from search.errors import IndexDamaged
from search.ingest.boilerplate import fold_phrase

FILE = "repeats.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (page INTEGER PRIMARY KEY, locator TEXT UNIQUE NOT NULL, body INT NOT NULL);
CREATE TABLE IF NOT EXISTS lines (line INTEGER PRIMARY KEY, page INT NOT NULL, doubts INT NOT NULL DEFAULT 0);
"""
_REPEAT = 0
"""In place of the page of a line: it stands on several."""
_WINDOW = 50_000
"""Pages after which a line that was seen on one page only is forgotten."""
_COPY, _SURELY = 0.3, 0.7
"""Shares of the shorter body that two pages have in common if they are, or are surely, one story: ranking.md's .3."""
_DOUBTS = 3
"""So many pages that may be copies make a line a repeat all the same, unless they are surely copies."""
_SHORTEST = 3
"""Characters; a shorter line says nothing."""


def site_of(article_url: str | None, locator: str) -> str:
    """The site that a page is of: its host; for a file without an address the folder it lies in."""
    host = urlsplit(article_url).hostname if article_url else None
    return host.removeprefix("www.") if host else locator.partition("!")[0].rpartition("/")[0]


def line_keys(site: str, blocks: Iterable[Block]) -> list[int | None]:
    """A number for each block's line on this site, None for a line that says nothing."""
    return [_key(site, folded) if len(folded := fold_phrase(b.clean)) >= _SHORTEST else None for b in blocks]


def _key(site: str, line: str) -> int:
    """63 bits, as SQLite's integers have a sign; two lines in a million sites meet by chance once in an age."""
    digest = hashlib.blake2b(f"{site}\0{line}".encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class Repeats:
    """One archive's lines. Many processes may ask while one learns."""

    def __init__(self, file: Path, *, learns: bool = False) -> None:
        """Raises IndexDamaged when the file is not ours."""
        try:
            self._db = sqlite3.connect(file, isolation_level=None)
            if learns:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(_TABLES)
            else:
                self._db.execute("PRAGMA query_only = ON")
        except sqlite3.Error as e:
            raise IndexDamaged(f"{file} can't be used ({e}). Run: backfile reindex --full PATH…") from e

    def close(self) -> None:
        self._db.close()

    def known(self, keys: Sequence[int | None]) -> frozenset[int]:
        """Those of the lines that are repeats."""
        return frozenset(key for key, page, _ in self._rows(keys) if page == _REPEAT)

    def learn(self, article: Article, site: str) -> tuple[str, ...]:
        """Take in a page as it was cleaned. Returns the locators of the pages that are to be cleaned again for it.

        They are those that were the only one to have a line which this page has too, and this page itself when it kept
        a line that is a repeat.
        """
        keys = line_keys(site, article.blocks)
        kept: dict[int, int] = {}
        for key, block in zip(keys, article.blocks, strict=True):
            if key is not None and block.kept:
                kept[key] = kept.get(key, 0) + len(block.clean)
        with self._transaction():
            page = self._page(article.locator, sum(kept.values()))
            rows = [row for row in self._rows(keys) if row[1] != page]
            copies = self._copies(rows, kept)
            again = set()
            for key, owner, doubts in rows:
                if owner != _REPEAT:
                    share = copies.get(owner, 0.0) if key in kept else 0.0
                    if share >= _SURELY:
                        continue
                    if share >= _COPY and doubts + 1 < _DOUBTS:
                        self._db.execute("UPDATE lines SET doubts = doubts + 1 WHERE line = ?", (key,))
                        continue
                    self._db.execute("UPDATE lines SET page = ? WHERE line = ?", (_REPEAT, key))
                    again.add(owner)
                if key in kept:
                    again.add(page)
            fresh = {key for key in keys if key is not None}
            self._db.executemany(
                "INSERT OR IGNORE INTO lines (line, page) VALUES (?, ?)", ((k, page) for k in fresh)
            )
            if page % 1000 == 0:
                self._db.execute("DELETE FROM lines WHERE page BETWEEN 1 AND ?", (page - _WINDOW,))
        return tuple(self._locators(again))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _rows(self, keys: Sequence[int | None]) -> list[tuple[int, int, int]]:
        """Line, page and doubts of those that have been seen."""
        known = sorted({key for key in keys if key is not None})
        rows: list[tuple[int, int, int]] = []
        for at in range(0, len(known), 500):
            some = known[at : at + 500]
            marks = ",".join("?" * len(some))
            rows += self._db.execute(f"SELECT line, page, doubts FROM lines WHERE line IN ({marks})", some)  # noqa: S608
        return rows

    def _page(self, locator: str, body: int) -> int:
        row = self._db.execute(
            "INSERT INTO pages (locator, body) VALUES (?, ?)"
            " ON CONFLICT (locator) DO UPDATE SET body = excluded.body RETURNING page",
            (locator, body),
        ).fetchone()
        return int(row[0])

    def _copies(self, rows: Iterable[tuple[int, int, int]], kept: dict[int, int]) -> dict[int, float]:
        """For each page that shares body lines with this one: their share of the shorter body."""
        shared: dict[int, int] = defaultdict(int)
        for key, owner, _ in rows:
            if owner != _REPEAT and key in kept:
                shared[owner] += kept[key]
        whole = sum(kept.values())
        shares = {}
        for owner, characters in shared.items():
            (body,) = self._db.execute("SELECT body FROM pages WHERE page = ?", (owner,)).fetchone()
            shares[owner] = characters / max(1, min(whole, body))
        return shares

    def _locators(self, pages: Iterable[int]) -> Iterable[str]:
        for page in sorted(pages):
            (locator,) = self._db.execute("SELECT locator FROM pages WHERE page = ?", (page,)).fetchone()
            yield locator
