"""The seam: what an engine is to everything above it. Plain values in, plain values out; no engine's syntax, no HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from search.article import Article, Published
from search.clauses import Clause, Everything

FACETS = ("source", "place", "year", "month", "language", "credit", "byline", "section")
"""The fields that can be counted and chosen. The empty value "" stands for articles that have none."""


class Sort(StrEnum):
    """Closed. Ties go by newest, then by id; undated articles are last both ways."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Search:
    """A search as an engine takes it.

    `chosen`: OR within a facet, AND between facets. `excluded`: none of these. `since`, `until`: inclusive, YYYY,
    YYYY-MM or YYYY-MM-DD; an undated article is in no span. `facets`: which to count, each ignoring its own choice.
    `facet_limit`: at most so many values of each, the chosen ones always among them; None for all.
    `offset` past the end gives no hits and the true total.
    """

    clause: Clause = field(default_factory=Everything)
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    excluded: Mapping[str, frozenset[str]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    facets: tuple[str, ...] = ()
    facet_limit: int | None = 50
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Snippet:
    """Plain text and the CHARACTER spans in it to mark, in order, not overlapping, each (start, end)."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One article among the results: what a list shows of it."""

    id: str
    score: float
    headline: Snippet
    snippets: tuple[Snippet, ...]
    published: Published
    source: str | None
    place: str | None
    credit: str | None
    bylines: tuple[str, ...]
    language: str | None
    section: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a facet with its exact number of articles; "" is Unknown."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """Plain values that outlive the engine. `total` is exact. `took` is in seconds. `generation` names the index state.

    `facets` holds, for each facet asked for, its counts from most to fewest, ties by value.
    `facet_sizes` holds how many different values each has. `notes` are words for the reader (a cap that was met).
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Count, ...]]
    facet_sizes: Mapping[str, int]
    took: float
    generation: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """All that a search finds, as of one generation, whatever is written meanwhile. `total` is exact.

    `articles` are in the search's order, read as they are asked for, and can be gone through once.
    """

    total: int
    articles: Iterator[Article]
    generation: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A whole word or value that begins as the reader typed. `kind`: word, headline, byline, place or source."""

    text: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of an index in plain values. `message` is for a person; empty when all is well."""

    ok: bool
    engine: str
    location: str
    generation: str
    articles: int
    message: str = ""


class Batch(Protocol):
    def put(self, article: Article) -> None:
        """Add it, or replace the one with its id; the last put of an id wins."""

    def delete(self, id: str) -> None:
        """Remove it; an absent id is fine."""


class Index(Protocol):
    """One archive in one engine. Safe to share between threads for reading. All that is read within `search.budget.shared`
    is of one generation."""

    def write(self) -> AbstractContextManager[Batch]:
        """All or nothing; durable and visible at exit. Raises IndexBusy when another writer is at work."""

    def rebuild(self) -> AbstractContextManager[Batch]:
        """A new generation from nothing, swapped in at exit; readers see the old one until then. Raises IndexBusy."""

    def sweep(self) -> None:
        """Give back the space of what killed writers left. Raises IndexBusy."""

    def search(self, search: Search) -> Results:
        """Raises OverBudget for a search that would cost more than one may."""

    def stream(self, search: Search) -> Stream:
        """Every article that it finds, in the order in which pages of it would show them; `offset` and `limit` are not
        looked at. Raises OverBudget for a search that would cost more than one may; what is read later is not timed."""

    def get(self, id: str) -> Article | None: ...

    def ids(self) -> Iterator[str]:
        """Every id, in no particular order, as of one generation."""

    def marks(self, clause: Clause, text: str, language: str | None) -> tuple[tuple[int, int], ...]:
        """Where the clause's words stand in a text, as `Snippet.marks`; for the article page."""

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]: ...

    def spellings(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Words of the archive that the reader may have meant, likeliest first."""

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]: ...

    def status(self) -> Status:
        """Never raises."""

    def verify(self) -> tuple[str, ...]:
        """Every doubt about the index's files or shards, in words; empty when it is sound."""

    def close(self) -> None: ...
