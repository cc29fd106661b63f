"""An article → its document: of each stream the terms, position by position.

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

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from search.alphabets import folded
from search.analysis import keys_of
from search.article import Article
from search.clauses import TEXT
from search.engines.opensearch.layout import (
    ARTICLE,
    CAPITALS,
    COMPOUND,
    LONGEST_VALUE,
    NAMED,
    PLAIN,
    SEPARATOR,
    WORD,
)
from search.engines.storing import storable
from search.engines.words import ArticleWords, Sentence
from search.patterns import Form
from search.schema import HEADLINE_WEIGHT, LEAD, PARTS, STREAMS, facet_values, moment

MARK = "‹"
REST, END = f"{MARK}rest", f"{MARK}end"

_REMEMBERED = 200_000
"""Forms of a tongue whose terms are kept, some 40 MB."""
_COMPRESSION = 3


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


def shape_of(form: str) -> str:
    return COMPOUND if "-" in form else CAPITALS if form.isupper() else PLAIN


@dataclass(frozen=True, slots=True)
class Fed:
    """`document` as it is sent, JSON in UTF-8; `forms` are those of each stream."""

    id: str
    document: bytes
    tongue: str
    forms: dict[str, set[str]]


def fed(article: Article) -> Fed:
    """Raises ValueError, TypeError or AttributeError for an article that can't be kept."""
    article, (card, rest) = storable(article)
    words = ArticleWords(article)
    streams, forms = _streams(words)
    when = moment(article.published)
    head = {
        "kind": ARTICLE,
        "id": article.id,
        **streams,
        **{facet: _cut(values) for facet, values in facet_values(article).items()},
        **({"day": when[0], "instant": when[1]} if when else {}),
        "length": words.lengths["body"],
        "named": dict(_named(article)),
        "rest": base64.b64encode(zlib.compress(rest.encode(), _COMPRESSION)).decode("ascii"),
    }
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return Fed(article.id, f'{written[:-1]},"card":{card}}}'.encode(), words.tongue, forms)


def word_document(stream: str, form: Form, articles: int) -> dict[str, Any]:
    """What is known of a form that stands in about so many articles."""
    return {
        "kind": WORD,
        "stream": stream,
        "form": form.text,
        "tongue": form.tongue,
        "folded": folded(form.text),
        "keys": [key_term(key, form.tongue) for key in keys_of(form.text, form.tongue)],
        "shape": shape_of(form.text),
        "n": articles,
    }


def article_of(source: dict[str, Any]) -> Article:
    """The inverse: from the `card` and the `rest` that are stored."""
    card: dict[str, Any] = dict(source["card"])
    card.pop("place")
    return Article.from_fields({**card, **json.loads(zlib.decompress(base64.b64decode(source["rest"])))})


def _cut(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value[:LONGEST_VALUE] for value in values))


def _named(article: Article) -> Iterator[tuple[str, list[str]]]:
    values = {**facet_values(article), "headline": (article.headline,)}
    for name in NAMED:
        cut = _cut(value for value in values[name] if value)
        yield name, [f"{folded(value.casefold())}{SEPARATOR}{value}"[:LONGEST_VALUE] for value in cut]


def _streams(words: ArticleWords) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    cells = _cells(words.tongue)
    streams: dict[str, list[str]] = {stream: [] for stream in STREAMS}
    forms: dict[str, set[str]] = {stream: set() for stream in STREAMS}
    texts: dict[str, list[str]] = {part.name: [] for part in PARTS}
    for part, read in words.texts:
        row = _row(read, cells)
        if part.name == "body":
            _mark_rest(row, words.lengths[LEAD])
        texts[part.name].append(" ".join(row))
        forms[part.stream].update(*[found for found, _, _ in read])
    for part in PARTS:
        rest = [REST] if part.name == "body" and not texts["body"] else []
        streams[part.stream] += (marker(part.name), *texts[part.name], *rest)
    for stream in STREAMS:
        streams[stream].append(END)
    streams[TEXT] += texts["headline"] * (HEADLINE_WEIGHT - 1)
    return streams, forms


def _mark_rest(row: list[str], lead: int) -> None:
    if lead < len(row):
        row[lead] += f"¦{REST}"
    else:
        row.append(REST)


def _row(read: Sequence[Sentence], cells: _Cells) -> list[str]:
    """What stands at each position of a text."""
    row: list[str] = []
    cell = cells.__getitem__
    last = len(read) - 1
    paragraph = 0
    for number, (found, places, opens) in enumerate(read):
        first = len(row)
        if len(places) == places[-1] - places[0] + 1:
            row += map(cell, found)
        else:
            row += _several(found, places, cells)
        if opens:
            paragraph = first
        _enclose(row, first, "¦S", "¦E")
        if number == last or read[number + 1][2]:
            _enclose(row, paragraph, "¦P", "¦Q")
    return row


def _enclose(row: list[str], first: int, start: str, end: str) -> None:
    """What stands from the first place on, where it is more than one word: nothing else can share a lone word's unit."""
    if len(row) - first > 1:
        row[first] += start
        row[-1] += end


def _several(found: Sequence[str], places: Sequence[int], cells: _Cells) -> list[str]:
    """The same of a sentence in which more than one form stands at a position."""
    row: list[list[str]] = [[] for _ in range(places[-1] - places[0] + 1)]
    for form, place in zip(found, places, strict=True):
        at = place - places[0]
        width = width_of(form)
        if width == 1:
            row[at].append(cells[form])
        else:
            for number in range(width):
                row[at + number].append(cells.pieces(form, number + 1, width))
    return list(map("¦".join, row))


class _Cells(dict[str, str]):
    """The terms of each form of a tongue, remembered."""

    def __init__(self, tongue: str) -> None:
        super().__init__()
        self._tongue = tongue

    def __missing__(self, form: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        cell = self[form] = "¦".join(self._terms(form))
        return cell

    def pieces(self, form: str, number: int, width: int) -> str:
        return "¦".join(piece(term, number, width) for term in self._terms(form))

    def _terms(self, form: str) -> list[str]:
        keys = dict.fromkeys(keys_of(form, self._tongue))
        return [form_term(Form(form, self._tongue)), *(key_term(key, self._tongue) for key in keys)]


@cache
def _cells(tongue: str) -> _Cells:
    return _Cells(tongue)
