"""The streams of an article: of each the terms, position by position.

A position is written as its terms with ¦ between them:

    =FORM|TONGUE        the form as it is written
    KEY|TONGUE          each of its keys (`search.analysis.keys_of`)
    =FORM|TONGUE|1/2    a compound (`cease-fire`) that stands over 2 words, at the first of them; |2/2 at the second. Likewise
    KEY|TONGUE|1/2      for its keys. So a word of one key is any of KEY|TONGUE, KEY|TONGUE|1/2, |1/3 and |1/4 where it only
                        has to be there, and a compound of two words is |1/2 and |2/2 next to each other where its place counts
    S, P                a sentence begins with this word; a paragraph does
    E, Q                a sentence ends with this word; a paragraph does. A lone word has none of them: so what lies between an
                        S and the next E behind it is one sentence

What is a second reading of a word (`US` over `us`, the last character of a run without spaces) is at the word's position,
with keys of its own. TONGUE is what `search.analysis.tongue` makes of the article's language, empty for none.

A stream is a list of texts, GAP positions apart. Markers say which part is which, each at a position of its own before the
part, which is there even where the part is empty:

    text        ‹headline … ‹standfirst … ‹byline (each of the bylines a text) … ‹body … ‹end, and the headline twice more
    about       ‹place … ‹source … ‹credit … ‹section … ‹language … ‹end
    removed     ‹removed … ‹end

In the body, the first word after the lead has ‹rest at its own position, so that phrases run on; where there is none, ‹rest
stands behind the last word. What is behind ‹end only makes a headline's words count thrice in `text`, as HEADLINE_WEIGHT says:
it finds nothing that is not found before, and whoever counts places looks before ‹end.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from search.analysis import CHUNK, LONGEST_FORM, Pieces, keys_of, rules, tongue
from search.article import Article
from search.clauses import TEXT
from search.engines.words import PART
from search.patterns import Form
from search.schema import HEADLINE_WEIGHT, PARTS, STREAMS, lead_end
from search.sentences import sentences

MARK = "‹"
REST, END = f"{MARK}rest", f"{MARK}end"

_REMEMBERED = 200_000
"""Chunks of a tongue whose terms are kept, some 60 MB."""

_SHORT_LINE, _SHORT_LINES = 100, 20_000
"""Characters of a line that is remembered as it was read, and how many are: what frames a page stands on others too."""


def marker(part: str) -> str:
    """The term that stands before a part."""
    return MARK + part


def form_term(form: Form) -> str:
    return f"={form.text}|{form.tongue}"


def key_term(key: str, tongue: str) -> str:
    return f"{key}|{tongue}"


def piece(term: str, number: int, width: int) -> str:
    """Of a compound over so many words, at the one of this number, from 1."""
    return f"{term}|{number}/{width}"


def width_of(form: str) -> int:
    """Over how many words a form stands."""
    return form.count("-") + 1


class Streams:
    """`texts` are those of each stream, `forms` the forms in it; `words` is how many words the body has."""

    def __init__(self, article: Article) -> None:
        """Raises ValueError for an article of too many words."""
        self.tongue = tongue(article.language)
        self.texts: dict[str, list[str]] = {stream: [] for stream in STREAMS}
        self._chunks: dict[str, dict[bool, set[str]]] = {stream: {} for stream in STREAMS}
        headline: list[str] = []
        for part in PARTS:
            read = [self._read(text, part.stream, part.name == "body") for text in part.texts(article)]
            if sum(words for _, words in read) > PART:
                raise ValueError(f"its {part.name} has more than {PART} words")
            rows = [row for row, _ in read]
            if part.name == "headline":
                headline = rows
            elif part.name == "body":
                rows = rows or [REST]
                self.words = sum(words for _, words in read)
            self.texts[part.stream] += (marker(part.name), *rows)
        for texts in self.texts.values():
            texts.append(END)
        self.texts[TEXT] += headline * (HEADLINE_WEIGHT - 1)
        self.forms = {stream: self._forms(read) for stream, read in self._chunks.items()}

    def _read(self, text: str, stream: str, body: bool) -> tuple[str, int]:
        """What stands at its positions, and how many words it has. In a body the rest is marked."""
        shouted = text.isupper()
        chunks = self._chunks[stream].setdefault(shouted, set())
        rows: list[str] = []
        words = 0
        start, lead = 0, lead_end(text) if body else None
        for line in text.split("\n"):
            read = (_short_line if len(line) <= _SHORT_LINE else _line)(line, self.tongue, shouted)
            if read.words:
                row = read.row
                if lead is not None and start >= lead:
                    row, lead = _on_first(row, REST), None
                rows.append(row)
                words += read.words
                chunks |= read.chunks
            start += len(line) + 1
        return " ".join([*rows, *([REST] if lead is not None else [])]), words

    def _forms(self, read: dict[bool, set[str]]) -> set[str]:
        return set().union(
            *(_chunks(self.tongue, shouted).forms_of(chunks) for shouted, chunks in read.items())
        )


class _Line(NamedTuple):
    row: str
    words: int
    chunks: set[str]


def _line(line: str, tongue: str, shouted: bool) -> _Line:
    """A paragraph, as it stands in a row."""
    chunks = _chunks(tongue, shouted)
    rows: list[str] = []
    seen: set[str] = set()
    for start, end, _ in sentences(line):
        found = CHUNK.findall(line, start, end)
        cells = [*map(chunks.__getitem__, found)]
        if "" in cells:
            cells = [*filter(None, cells)]
        if cells:
            rows.append(_enclosed(" ".join(cells), "S", "E"))
            seen.update(found)
    row = _enclosed(" ".join(rows), "P", "Q")
    return _Line(row, row.count(" ") + 1 if rows else 0, seen)


_short_line = lru_cache(_SHORT_LINES)(_line)


def _enclosed(row: str, first: str, last: str) -> str:
    """With these terms where it begins and ends, if it is more than one word: nothing else can share a lone word's unit."""
    return f"{_on_first(row, first)}¦{last}" if " " in row else row


def _on_first(row: str, terms: str) -> str:
    """With further terms at its first position."""
    first, space, rest = row.partition(" ")
    return f"{first}¦{terms}{space}{rest}"


class _Chunks(dict[str, str]):
    """What stands at the positions of each chunk of a text in a tongue, remembered; nothing for one without a word."""

    def __init__(self, tongue: str, shouted: bool) -> None:
        super().__init__()
        self._tongue = tongue
        self._rules = rules(tongue, shouted)
        self._forms: dict[str, tuple[str, ...]] = {}

    def __missing__(self, raw: str) -> str:
        row, forms = self._made(self._rules[raw])
        if len(raw) <= LONGEST_FORM:
            if len(self) >= _REMEMBERED:
                self.clear()
                self._forms.clear()
            self[raw], self._forms[raw] = row, forms
        return row

    def forms_of(self, chunks: set[str]) -> set[str]:
        known = self._forms
        try:
            return set(chain.from_iterable(map(known.__getitem__, chunks)))
        except KeyError:  # of chunks that are too long to be remembered, or were forgotten meanwhile
            made = (known.get(raw) or self._made(self._rules[raw])[1] for raw in chunks)
            return set(chain.from_iterable(made))

    def _made(self, pieces: Pieces) -> tuple[str, tuple[str, ...]]:
        if isinstance(pieces, str):
            return "¦".join(self._terms(pieces)), (pieces,)
        tokens, words = pieces
        cells: list[list[str]] = [[] for _ in range(words)]
        for token in tokens:
            terms = self._terms(token.form)
            width = width_of(token.form)
            for number in range(width):
                at = cells[token.position + number]
                at += [piece(term, number + 1, width) for term in terms] if width > 1 else terms
        return " ".join(map("¦".join, cells)), tuple(token.form for token in tokens)

    def _terms(self, form: str) -> list[str]:
        keys = dict.fromkeys(keys_of(form, self._tongue))
        return [form_term(Form(form, self._tongue)), *(key_term(key, self._tongue) for key in keys)]


_chunks = cache(_Chunks)
