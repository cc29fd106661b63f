"""One generation, open for reading: Tantivy's index and the pieces of the forward index. Nothing here changes once it is
made, but for what is remembered."""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from search.article import Article
from search.clauses import TEXT
from search.engines.arrays import Numbers
from search.engines.closeness import K1, B
from search.engines.generations import Generation
from search.engines.lexicon import Lexicon
from search.engines.tantivy.fields import asked, schema
from search.engines.tantivy.forward import Piece, bases, by_piece
from search.engines.tantivy.native import Address, Kind, Native, Query
from search.engines.vocabulary import shelf
from search.engines.words import BASES, ArticleWords, stream_of
from search.index import FACETS
from search.patterns import Form, Terms
from search.schema import PARTS

_WINDOW = 100_000
"""Articles whose numbers are held at once."""

_FIRST = {part.stream: BASES[part.name] for part in reversed(PARTS)}


class Asked(NamedTuple):
    """What the archive has of terms: Tantivy's fields and terms, in how many articles each stands, and in about how many
    one of them; those deleted count."""

    terms: tuple[tuple[str, str], ...]
    counts: tuple[int, ...]
    about: int


class Snapshot:
    def __init__(self, generation: Generation) -> None:
        """Raises IndexDamaged, or IndexProblem where the disk refuses it."""
        self.generation = generation
        self.native = Native(generation.folder)
        self.pieces = [Piece(generation.folder, base) for base in bases(generation.folder)]
        self._bases = [piece.base for piece in self.pieces]
        self.patterns = shelf()

    @property
    def count(self) -> int:
        return self.native.articles

    @cached_property
    def tongues(self) -> list[str]:
        return sorted({t for p in self.pieces for lexicon in p.lexicons.values() for t in lexicon.tongues})

    def lexicons(self, stream: str) -> list[Lexicon]:
        return [piece.lexicons[stream] for piece in self.pieces]

    def stands(self, form: Form, check: Callable[[], None]) -> bool:
        check()
        return self.native.count(Query.term_query(schema(), *asked(TEXT, form), "basic")) > 0

    def asked(self, terms: Terms) -> Asked:
        known = tuple(asked(terms.field, form) for form in sorted(self.forms(terms)))
        counts = tuple(self.native.articles_with(*term) for term in known)
        return Asked(known, counts, self._about(counts))

    def _about(self, counts: Sequence[int]) -> int:
        """In how many articles one of several words stands that are in so many each, were they strangers to each other. Their
        sum ranks articles worse: words of many forms seem frequent."""
        everything = self.count
        return (
            round(everything * (1 - math.prod(1 - min(n / everything, 1) for n in counts)))
            if everything
            else 0
        )

    def forms(self, terms: Terms) -> set[Form]:
        """The forms that the archive has of them."""
        return {
            lexicon.form(number)
            for lexicon in self.lexicons(stream_of(terms.field))
            for number in (*lexicon.with_keys(terms.keys), *lexicon.numbers(terms.forms))
        }

    def by_piece(self, numbers: Numbers) -> Iterator[tuple[Piece, Numbers]]:
        return by_piece(self.pieces, numbers)

    def names(self, numbers: Iterable[int]) -> list[str]:
        """The ids of articles."""
        found = []
        for number in numbers:
            piece = self.pieces[bisect_right(self._bases, number) - 1]
            found += piece.ids([number - piece.base])
        return found

    def ids(self) -> Iterator[str]:
        for piece in self.pieces:
            for first in range(piece.base, piece.base + len(piece), _WINDOW):
                last = min(first + _WINDOW, piece.base + len(piece)) - 1
                yield from piece.ids(self.native.numbers(_numbered(first, last)) - piece.base)

    def address(self, id: str) -> Address | None:
        _, found = self.native.best(Query.term_query(schema(), "id", id, "basic"), 1)
        return found[0][1] if found else None

    def card(self, address: Address) -> dict[str, Any]:
        card: dict[str, Any] = json.loads(self.native.stored(address, "card"))
        return card

    def article(self, address: Address) -> Article:
        card = self.card(address)
        del card["place"]
        return Article.from_fields(card | json.loads(self.native.stored(address, "rest")))

    def sentences(self, number: int) -> Numbers:
        """Where those of an article begin: places, rising."""
        _, found = self.native.best(_numbered(number, number), 1)
        words = ArticleWords(self.article(found[0][1]))
        places = {_FIRST[part.stream] + sentence[1][0] for part, read in words.texts for sentence in read}
        return np.array(sorted(places), np.int64)

    def burden(self, addresses: Sequence[Address]) -> NDArray[np.float32]:
        """BM25's k1 · (1 − b + b · length / average length) of the text of these articles."""
        lengths = self.native.values("length", addresses)
        return (K1 * (1 - B + B * lengths / self._average)).astype(np.float32)

    @cached_property
    def _average(self) -> float:
        filled = Query.range_query(schema(), "length", Kind.Unsigned, 1, 1 << 62)
        return self.native.average(filled, "length") or 1.0

    def facet(self, name: str) -> dict[str, int]:
        """The values of a facet and how many live articles have each."""
        if name not in self._facets:
            self._facets[name] = self.native.counts(Query.all_query(), [name], self.most_values)[name]
        return self._facets[name]

    @cached_property
    def _facets(self) -> dict[str, dict[str, int]]:
        return {}

    @property
    def most_values(self) -> int:
        """That a facet can have."""
        return max(1, self.count * len(FACETS))


def _numbered(first: int, last: int) -> Query:
    return Query.range_query(schema(), "number", Kind.Unsigned, first, last)
