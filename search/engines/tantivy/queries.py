"""A clause → Tantivy's query, exact: where Tantivy can find only more than what is asked for, what it finds is looked
into by positions (see positions.py), and what is right joins the tree as a set of articles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.budget import Budget
from search.clauses import TEXT, All, Any, Clause, Dates, Everything, Ids, Length, Not
from search.engines.arrays import Numbers
from search.engines.cache import Cache
from search.engines.tantivy.fields import WORDS, schema
from search.engines.tantivy.native import Kind, Occur, Query
from search.engines.tantivy.positions import Block
from search.engines.tantivy.sequences import Sequencer
from search.engines.tantivy.snapshot import Asked, Snapshot
from search.engines.vocabulary import Words
from search.engines.words import ARTICLE_BITS, stream_of
from search.patterns import Chain, Close, Either, Leaf, Often, Pattern, Sharing, Terms, field_of, names
from search.schema import first_day, last_day

_BLOCK = 2048
"""Articles that are looked into between two looks at the clock: some 10 ms."""

_POSTINGS = 30_000_000
"""That the library reads in a second, at the least."""

_SCORED = 8
"""Forms of a word, or that a prefix stands for, whose number in an article counts."""

_TERM = 100
"""Bytes that one word or number takes in a query."""


class Exact(NamedTuple):
    """A query that finds what was asked for, and how many articles it names."""

    query: Query
    named: int


class Loose(NamedTuple):
    """A query that finds what was asked for; when not exact, others too."""

    query: Query
    exact: bool


class Queries:
    def __init__(self, snapshot: Snapshot, words: Words, cache: Cache, budget: Budget) -> None:
        self.snapshot = snapshot
        self.words = words
        self._cache = cache
        self._budget = budget
        self._planned = 0.0
        self._sequencer = Sequencer(snapshot.forms)

    def check(self) -> None:
        """Raises OutOfTime."""
        self._budget.check()

    def _plan(self, postings: int) -> None:
        """The library, which can't be interrupted, will be asked to read so many. Raises OutOfTime when there is no time
        for them."""
        self._planned += postings / _POSTINGS
        if self._planned > self._budget.left:
            self._budget.refuse()

    def of(self, clause: Clause) -> Query | None:
        """None when there is no word in it to look for; such a part counts as not typed. Raises SearchError."""
        self.check()
        match clause:
            case All(parts):
                return self._all(parts)
            case Any(parts):
                several = [found for part in parts if (found := self.of(part)) is not None]
                return either(several) if several else None
            case Not():
                return self._all((clause,))
            case Everything():
                return unscored(Query.all_query())
            case Dates(since, until):
                return self.between(since, until)
            case Length(least, most):
                return unscored(
                    Query.range_query(schema(), "words", Kind.Unsigned, max(least or 0, 0), _bounded(most))
                )
            case Ids(ids):
                return among("id", sorted(ids))
        return self._leaf(clause)

    def between(self, since: str | None, until: str | None) -> Query:
        """Dated in the span. Raises SearchError for what is no date."""
        first, last = max(first_day(since), 1), last_day(until)
        return unscored(Query.range_query(schema(), "day", Kind.Unsigned, first, last))

    def _leaf(self, leaf: Leaf) -> Query | None:
        pattern = self.words.pattern(leaf)
        return self.exactly(pattern) if pattern else None

    def _all(self, parts: Sequence[Clause]) -> Query | None:
        wanted = [q for part in parts if not isinstance(part, Not) and (q := self.of(part)) is not None]
        unwanted = [q for part in parts if isinstance(part, Not) and (q := self.of(part.part)) is not None]
        if not wanted and not unwanted:
            return None
        return both(wanted or [unscored(Query.all_query())], unwanted)

    def exactly(self, pattern: Pattern) -> Query:
        """Kept as long as there is room: a phrase's can name half of all articles."""
        at = self.snapshot.generation.name, "query", pattern
        return self._cache.get(
            at, lambda: self._exactly(pattern), lambda made: _TERM * (made.named + names(pattern))
        ).query

    def _exactly(self, pattern: Pattern) -> Exact:
        query, exact = self.loosely(pattern)
        if exact:
            return Exact(query, 0)
        found, left = self._looked_into(pattern, query)
        if len(found) <= len(left):
            return Exact(both([query, _numbered(found)]), len(found))
        return Exact(both([query], [_numbered(left)]), len(left))

    def loosely(self, pattern: Pattern) -> Loose:
        self.check()
        match pattern:
            case Terms():
                return self._terms(pattern)
            case Either(parts):
                several = [self.loosely(part) for part in parts]
                return Loose(either([s.query for s in several]), all(s.exact for s in several))
            case Chain():
                return self._chain(pattern)
            case Close(left, right) | Sharing(left, right):
                return Loose(both([self.loosely(left).query, self.loosely(right).query]), False)
            case Often(part):
                return Loose(self.loosely(part).query, False)

    def asked(self, terms: Terms) -> Asked:
        at = self.snapshot.generation.name, "asked", terms
        return self._cache.get(at, lambda: self.snapshot.asked(terms), lambda made: _TERM * len(made.terms))

    def _terms(self, terms: Terms) -> Loose:
        """The most frequent forms are scored as forms of one word, by how often they stand in an article; others as if they
        stood there once."""
        field = terms.field
        asked = self.asked(terms)
        self._plan(sum(asked.counts) + 100 * len(asked.terms))
        there = sorted(
            (-count, *term) for term, count in zip(asked.terms, asked.counts, strict=True) if count
        )
        weight = self._idf(asked.about)
        several = [
            Query.boost_query(_term(name, term), weight / self._idf(-count))
            for count, name, term in there[:_SCORED]
        ]
        rest = there[_SCORED:]
        sets = [
            Query.term_set_query(schema(), name, [term for _, of, term in rest if of == name])
            for name in sorted({of for _, of, _ in rest})
        ]
        several += [Query.const_score_query(one, weight) for one in sets]
        return Loose(one_of(several), field == TEXT or stream_of(field) != TEXT)

    def _idf(self, articles: int) -> float:
        """BM25's, of what stands in so many articles; Tantivy's own with those that were deleted since the last merge."""
        everything = self.snapshot.count
        n = min(articles, everything)
        return math.log(1 + (everything - n + 0.5) / (n + 0.5))

    def _chain(self, chain: Chain) -> Loose:
        found = self._sequencer.of(chain)
        if found is None:
            parts = [Chain(two) for two in pairwise(chain.parts)] if len(chain.parts) > 2 else chain.parts
            return Loose(both([self.loosely(part).query for part in parts]), False)
        field = WORDS[stream_of(field_of(chain))]
        return Loose(
            either([_phrase(field, words) for words in sorted(found.exact | found.loose)]), not found.loose
        )

    def _looked_into(self, pattern: Pattern, query: Query) -> tuple[Numbers, Numbers]:
        """The articles that the query finds: those in which the pattern stands, and the others."""

        def look() -> tuple[Numbers, Numbers]:
            possible = self.snapshot.native.numbers(query)
            kept = []
            for piece, numbers in self.snapshot.by_piece(possible):
                for first in range(0, len(numbers), _BLOCK):
                    self.check()
                    block = Block(piece, numbers[first : first + _BLOCK], [pattern], self.sentences)
                    kept.append(np.unique(block.spans(pattern).starts >> ARTICLE_BITS))
            found = np.concatenate([np.zeros(0, np.int64), *kept])
            return found, np.setdiff1d(possible, found, assume_unique=True)

        return self._cache.get((self.snapshot.generation.name, "found", pattern), look)

    def sentences(self, number: int) -> Numbers:
        def read() -> tuple[Numbers]:
            self.check()
            return (self.snapshot.sentences(number),)

        return self._cache.get((self.snapshot.generation.name, "sentences", number), read)[0]

    def idf(self, pattern: Pattern) -> float:
        if isinstance(pattern, Terms) and not pattern.forms:
            return self._idf(self.asked(pattern).about)
        return self._idf(self.snapshot.native.count(self.exactly(pattern)))


def _bounded(most: int | None) -> int:
    return (1 << 62) if most is None else max(most, 0)


def _term(field: str, term: str) -> Query:
    return Query.term_query(schema(), field, term, "freq" if field in ("text", "side") else "basic")


def _phrase(field: str, words: tuple[str, ...]) -> Query:
    return _term(field, words[0]) if len(words) == 1 else Query.phrase_query(schema(), field, [*words])


def unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def among(field: str, values: Sequence[str]) -> Query:
    return unscored(Query.term_set_query(schema(), field, [*values])) if values else Query.empty_query()


def _numbered(numbers: Numbers) -> Query:
    if not len(numbers):
        return Query.empty_query()
    return unscored(Query.term_set_query(schema(), "number", numbers.tolist()))


def one_of(several: Sequence[Query]) -> Query:
    """Several ways to write one word: an article has the score of the best of them. With a quarter of the others' added TIME's
    topics rank at .749, with all at .737, so at .759."""
    return either(several) if len(several) < 2 else Query.disjunction_max_query([*several])


def either(several: Sequence[Query]) -> Query:
    if len(several) == 1:
        return several[0]
    return Query.boolean_query([(Occur.Should, q) for q in several]) if several else Query.empty_query()


def both(wanted: Sequence[Query], unwanted: Sequence[Query] = ()) -> Query:
    if len(wanted) == 1 and not unwanted:
        return wanted[0]
    parts = [(Occur.Must, q) for q in wanted] + [(Occur.MustNot, q) for q in unwanted]
    return Query.boolean_query(parts)
