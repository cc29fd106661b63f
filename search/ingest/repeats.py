"""Lines that pages of one site share: what a single page can't tell and an archive can.

A line that stands on two different pages of a site is hardly ever of either's body. So each line is remembered with the
page on which it was first seen; the second page makes it a repeat, and the first is due to be cleaned again, if the line
stands in its body. Two pages of one story share their body too (copies.py tells them); what they share is no repeat until so
many pages have it that it can't be the story. Nor is the opening of a body that other pages print with its headline, to
lead there. A record that states its own body is the publisher's word, and neither teaches nor learns.

It lies in SQLite, so memory is flat; lines seen on one page only are forgotten after a window of pages, so its size is
bounded as well. What repeats, repeats within any window.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from search.article import Article, Role
from search.database import speaking_for, writable
from search.ingest.copies import Kinship, Story, content, is_of_both, kinship
from search.ingest.fates import finish
from search.ingest.insets import is_cell, paragraphs
from search.ingest.page import STATED

FILE = "repeats.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (
    page INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, name TEXT NOT NULL,
    headline TEXT NOT NULL, first INT, last INT, body INT NOT NULL
);
CREATE TABLE IF NOT EXISTS lines (
    line INTEGER PRIMARY KEY, page INT NOT NULL, kept INT NOT NULL, other INT, doubt INT
);
CREATE TABLE IF NOT EXISTS due (page INTEGER PRIMARY KEY);
"""
"""Of a line: the page that had it first, whether in its body, the page that made it a repeat, and one that had it too and
didn't, as both may be one story; the next one does."""
_COLUMNS = "line, page, kept, other, doubt"
_WINDOW, _FORGETS_EVERY = 50_000, 5_000
"""Pages after which a line that was seen on one page only is forgotten, and how often that is looked to: it takes a walk
through all lines."""
_OPENING = 3
"""Paragraphs of a body that other pages may print to lead there."""
_SAYS = re.compile(r"(?:[^\W_][\W_]*){3}")
"""So many letters and digits; a line with fewer says nothing: rules and asterisks part the sections of any story."""
_TOGETHER = 500
"""Pages in one transaction: they have lines in common, and SQLite writes all that a transaction touched."""
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
    """A line that was seen: by which page first, whether in its body, and by which others, if by any."""

    line: int
    page: int
    kept: bool
    other: int | None
    doubt: int | None


class _Page(NamedTuple):
    """What of a page is compared with others: all its lines, and those of its body with their text."""

    page: int
    story: Story
    lines: frozenset[int | None]
    kept: Mapping[int, str]
    language: str | None


class Repeats:
    """What one archive has learned of its sites. One process writes it."""

    def __init__(self, file: Path) -> None:
        """Raises IndexDamaged when the file is not ours, IndexProblem when its disk fails."""
        with speaking_for(file):
            self._db = writable(file)
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(_TABLES)
                self._db.execute(f"SELECT {_COLUMNS} FROM lines LIMIT 0")  # noqa: S608
            except sqlite3.Error:
                self._db.close()
                raise

    def close(self) -> None:
        self._db.close()

    def learn(self, article: Article) -> Article:
        """Take in an article as it was cleaned by itself, and return it without the lines that are repeats by now.

        Other articles that have such a line in their body become due. See `keep`.
        """
        if _states_its_body(article):
            return article
        keys = _keys(article)
        kept = {
            key: block.clean
            for key, block in zip(keys, article.blocks, strict=True)
            if key is not None and block.kept
        }
        story = _story(article, kept)
        self._begin()
        page = self._page(article, story)
        seen = self._rows(keys)
        rows = [row for row in seen if row.other is None and row.page != page]
        kin = self._kin(_Page(page, story, frozenset(keys), kept, article.language), seen)
        for row in rows:
            if row.kept and row.line in kept:
                other, likely = kin[row.page]
                if likely is Kinship.SURE:
                    continue
                of_both = is_of_both(kept[row.line], story, other, article.language)
                if row.doubt in (None, page) and (of_both or likely is Kinship.LIKELY):
                    self._db.execute("UPDATE lines SET doubt = ? WHERE line = ?", (page, row.line))
                    continue
            self._db.execute("UPDATE lines SET other = ? WHERE line = ?", (page, row.line))
            if row.kept:
                self._db.execute("INSERT OR IGNORE INTO due VALUES (?)", (row.page,))
        own = set(keys) - {None} - {row.line for row in seen if row.page != page}
        self._db.executemany(
            "INSERT INTO lines (line, page, kept) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET kept = excluded.kept",
            ((key, page, key in kept) for key in own),
        )
        if page % _FORGETS_EVERY == 0:
            self._db.execute("DELETE FROM lines WHERE other IS NULL AND page <= ?", (page - _WINDOW,))
        if page % _TOGETHER == 0:
            self.keep()
        return self._without(article, keys)

    def keep(self) -> None:
        """Make sure of what was learned. Until then it is lost if the process dies, and the pages have to be read again."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def settle(self) -> None:
        """Bring all that was kept from SQLite's log into the file, which closing does too, but silently if it fails."""
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def clean(self, article: Article) -> Article:
        """The article without the lines that are repeats by now."""
        return article if _states_its_body(article) else self._without(article, _keys(article))

    def due(self) -> Iterator[str]:
        """The ids of the articles that are to be cleaned again, as more is known than when they were read."""
        for (id,) in self._db.execute("SELECT id FROM due JOIN pages USING (page) ORDER BY page"):
            yield id

    def done(self) -> None:
        """All that was due has been cleaned."""
        if self._db.execute("SELECT 1 FROM due").fetchone():  # else nothing is written
            self._begin()
            self._db.execute("DELETE FROM due")
            self.keep()

    def _without(self, article: Article, keys: list[int | None]) -> Article:
        headline = _key(site_of(article.url, article.locator), article.headline)
        repeats: dict[int | None, _Line] = {
            row.line: row for row in self._rows([*keys, headline]) if row.other is not None
        }
        opening = [key for key, block in zip(keys, article.blocks, strict=True) if block.kept][:_OPENING]
        if title := repeats.get(headline):
            for key in opening:
                if (row := repeats.get(key)) and (row.page, row.other) == (title.page, title.other):
                    del repeats[key]
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

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")

    def _rows(self, keys: Iterable[int | None]) -> list[_Line]:
        """Those that have been seen."""
        known = sorted({key for key in keys if key is not None})
        rows: list[_Line] = []
        for at in range(0, len(known), _AT_ONCE):
            some = known[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT {_COLUMNS} FROM lines WHERE line IN ({marks})"  # noqa: S608
            rows += map(_Line._make, self._db.execute(query, some))
        return rows

    def _page(self, article: Article, story: Story) -> int:
        row = self._db.execute(
            "INSERT INTO pages (id, name, headline, first, last, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET headline = excluded.headline, first = excluded.first,"
            " last = excluded.last, body = excluded.body RETURNING page",
            (
                article.id,
                article.url or article.locator,
                " ".join(sorted(story.headline)),
                story.first,
                story.last,
                story.body,
            ),
        ).fetchone()
        return int(row[0])

    def _kin(self, own: _Page, seen: Iterable[_Line]) -> dict[int, tuple[Story, Kinship]]:
        """Of each page whose body shares lines with this one's: whether it is the same story. `seen` is what is known of
        this one's lines."""
        known = {row.line: row for row in seen}
        shared: dict[int, list[str]] = defaultdict(list)
        for row in known.values():
            if row.kept and row.line in own.kept and row.other is None and row.page != own.page:
                shared[row.page].append(own.kept[row.line])
        last = known.get(own.story.last or 0)
        found = {}
        for page, lines in shared.items():
            headline, *rest = self._db.execute(
                "SELECT headline, first, last, body FROM pages WHERE page = ?", (page,)
            ).fetchone()
            other = Story(frozenset(headline.split()), *rest)
            is_there = last is not None and (last.other is not None or page in (last.page, last.doubt))
            end_alike = is_there and other.last in own.lines
            found[page] = other, kinship(own.story, other, lines, own.language, end_alike=end_alike)
        return found


def _states_its_body(article: Article) -> bool:
    return any(
        evidence.field == "headline" and evidence.rule.startswith(STATED) for evidence in article.evidence
    )


def _story(article: Article, kept: Mapping[int, str]) -> Story:
    """What is remembered of it; what its site is called says nothing of a story."""
    site = site_of(article.url, article.locator)
    body = list(kept)
    return Story(
        headline=frozenset(w for w in content(article.headline, article.language) if w not in site),
        first=body[0] if body else None,
        last=body[-1] if body else None,
        body=len(article.body),
    )


def _keys(article: Article) -> list[int | None]:
    """A number for each block's line; None for a cell of the body too, which says nothing without its row."""
    site = site_of(article.url, article.locator)
    return [None if block.kept and is_cell(block) else _key(site, block.text) for block in article.blocks]


def _key(site: str, text: str) -> int | None:
    """A number for a line on its site, None for one that says nothing.

    63 bits, as SQLite's integers have a sign. Numbers in a line count: tables of one shape are not one table.
    """
    line = " ".join(text.split()).casefold()
    if not _SAYS.search(line):
        return None
    digest = hashlib.blake2b(f"{site}\0{line}".encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
