"""The words of an article as every engine takes them: forms with their positions, sentence by sentence.

A position is the number of a part times PART, plus the number of the word in the part: no two parts share one, also where they
are of different streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from search.analysis import APART, forms, rules, tongue
from search.article import Article
from search.clauses import TEXT
from search.schema import LEAD, PARTS, Part, lead_end, parts_of
from search.sentences import sentences

PART_BITS = 24
PART = 1 << PART_BITS

BASES = {part.name: n * PART for n, part in enumerate(PARTS)}

ARTICLE_BITS = 28
ARTICLE = 1 << ARTICLE_BITS
"""A key is the number of an article times ARTICLE, plus a position: keys sort by article, then by place."""

STREAM_OF = {part.name: part.stream for part in PARTS} | {LEAD: TEXT}

_SHORT_LINE, _SHORT_LINES = 100, 20_000
"""Characters of a line that is remembered as it was read, and how many are: some 30 MB."""

Sentence: TypeAlias = tuple[list[str], Sequence[int], bool]


def stream_of(field: str) -> str:
    return STREAM_OF[parts_of(field)[0]]


class ArticleWords:
    """The words of an article: for each text its part, and of each sentence the forms, their positions, and whether a
    paragraph begins with it. `lengths` are the words of each part, and of the lead."""

    def __init__(self, article: Article) -> None:
        self.tongue = tongue(article.language)
        self.texts: list[tuple[Part, list[Sentence]]] = []
        self.lengths = dict.fromkeys((LEAD, *BASES), 0)
        for part in PARTS:
            at = base = BASES[part.name]
            for text in part.texts(article):
                lead = lead_end(text) if part.name == "body" else 0
                shouted = text.isupper()
                read: list[Sentence] = []
                start = 0
                for line in text.split("\n"):
                    before = at
                    one = _short_line if len(line) <= _SHORT_LINE else _line
                    opens = True
                    for found, places, size in one(line, self.tongue, shouted):
                        if found:
                            read.append((found, [at + place for place in places], opens))
                            opens = False
                        at += size
                    if start < lead:
                        self.lengths[LEAD] += at - before
                    self.lengths[part.name] += at - before
                    start += len(line) + 1
                self.texts.append((part, read))
                at += APART
            if at - base > PART:
                raise ValueError(f"its {part.name} has more than {PART} words")


def _line(line: str, tongue: str, shouted: bool) -> list[tuple[list[str], Sequence[int], int]]:
    """Its sentences, with positions from 0 and how many they take."""
    read = rules(tongue, shouted)
    made = []
    for start, end, _ in sentences(line):
        made.append(forms(read, line, start, end, 0))
    return made


_short_line = lru_cache(_SHORT_LINES)(_line)
"""What frames a page stands on others too."""
