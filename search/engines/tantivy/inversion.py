"""Articles → what Tantivy is fed of their words, and the forward index: the chunks of each article in their order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.analysis import APART, tongue
from search.article import Article
from search.clauses import TEXT
from search.engines.tantivy.chunks import LINE_END, Chunks, picked
from search.engines.tantivy.fields import SIDE_MARKS, TONGUE_END
from search.engines.words import BASES, PART
from search.schema import HEADLINE_WEIGHT, LEAD, PARTS, Part

CODES = {name: n for n, name in enumerate((*(part.name for part in PARTS), LEAD))}
"""The parts of an article by number; the lead stands before the rest of the body."""

_MOST_CHUNKS, _MOST_READINGS = 64_000_000, 2_000_000
"""Of the articles that become one piece of the forward index: 256 MB, and some 500 MB."""

_SHORT, _SHORTS = 100, 20_000
"""Characters of a text beside the article's own that is remembered as it was read, and how many are."""


class Fed(NamedTuple):
    """The fields of Tantivy that hold an article's words, how many its body has, and how many its
    text, as they weigh."""

    text: list[str]
    more: str
    side: list[str]
    side_more: str
    words: int
    length: int


class Aside(NamedTuple):
    chunks: Sequence[int]
    side: str
    more: str
    words: int


class Inversion:
    def __init__(self) -> None:
        self.table = Chunks()
        self.chunks = array("I")
        self.parts = array("B")
        self.places = array("I")
        self.text_ends = array("Q")
        self.row_ends = array("Q")
        self.names = bytearray()
        self.name_ends = array("Q")
        self._asides: dict[tuple[str, str, str], Aside] = {}

    def __len__(self) -> int:
        return len(self.row_ends)

    @property
    def full(self) -> bool:
        return len(self.chunks) > _MOST_CHUNKS or self.table.held > _MOST_READINGS

    def add(self, article: Article) -> Fed:
        """Raises ValueError, TypeError or AttributeError, with nothing added, for an article that can't be kept."""
        spoken = tongue(article.language)
        texts = [(part, text) for part in PARTS for text in part.texts(article)]
        read = [(part, text, self._read(part, text, spoken)) for part, text in texts]
        fed = Fed([], "", [], "", 0, 0)
        more: list[str] = []
        side_more: list[str] = []
        length = words = 0
        at, before = 0, ""
        for part, text, aside in read:
            at = at + APART if part.name == before else BASES[part.name]
            before = part.name
            if part.name == "body":
                words = aside.words
                lead = _lead(text, aside.chunks)
                self._text(CODES[LEAD], at, aside.chunks[:lead])
                size = sum(picked(self.table.sizes, aside.chunks[:lead]))
                self._text(CODES["body"], at + size, aside.chunks[lead:])
            else:
                self._text(CODES[part.name], at, aside.chunks)
            at += aside.words
            if part.stream == TEXT:
                times = HEADLINE_WEIGHT if part.name == "headline" else 1
                fed.text.extend([aside.side] * times)
                more.append(aside.more)
                length += aside.words * times
            else:
                fed.side.append(aside.side)
                side_more.append(aside.more)
        self.row_ends.append(len(self.parts))
        self.names += article.id.encode()
        self.name_ends.append(len(self.names))
        return fed._replace(more=" ".join(more), side_more=" ".join(side_more), words=words, length=length)

    def _further(self, chunks: Iterable[int]) -> str:
        return " ".join(map(self.table.further.__getitem__, self.table.with_further.intersection(chunks)))

    def _text(self, part: int, at: int, chunks: Sequence[int]) -> None:
        self.chunks.fromlist([*chunks])
        self.parts.append(part)
        self.places.append(at)
        self.text_ends.append(len(self.chunks))

    def _read(self, part: Part, text: str, spoken: str) -> Aside:
        if part.stream == TEXT:
            return self._read_anew(part, text, spoken)
        at = part.name, spoken, text
        if at not in self._asides:
            aside = self._read_anew(part, text, spoken)
            if len(text) > _SHORT:
                return aside
            if len(self._asides) >= _SHORTS:
                self._asides.clear()
            self._asides[at] = aside
        return self._asides[at]

    def _read_anew(self, part: Part, text: str, spoken: str) -> Aside:
        chunks = self.table.numbered(spoken, text.isupper()).of(text)
        first = " ".join(picked(self.table.placed, chunks))
        size = first.count(TONGUE_END)
        if size > PART:
            raise ValueError(f"its {part.name} has more than {PART} words")
        if part.stream == TEXT:
            return Aside(chunks, first, self._further(chunks), size)
        words = first.split()
        mark = SIDE_MARKS[part.name]
        more = self._further(chunks).split()
        return Aside(
            chunks,
            " ".join(mark + word for word in words),
            " ".join(mark + word for word in more),
            len(words),
        )


def _lead(text: str, chunks: Sequence[int]) -> int:
    """How many of the chunks are the lead's (`search.schema.lead_end`), with the end of its line."""
    at = -1
    for _ in range(1 + text.count("\n", 0, len(text) - len(text.lstrip()))):
        try:
            at = chunks.index(LINE_END, at + 1)
        except ValueError:
            return len(chunks)
    return at + 1
