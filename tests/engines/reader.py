"""Where a leaf stands in an article, found the slow way: plain lists, every word read for every leaf.

It shares with the engines what a word is (search/analysis.py) and where the parts of an article are (search/schema.py),
and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import translate
from re import fullmatch

from search.alphabets import folded
from search.analysis import Token, keys_asked, keys_of, tokens, tongue
from search.article import Article
from search.clauses import (
    Any,
    AtLeast,
    Clause,
    Fuzzy,
    Near,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Within,
    Word,
)
from search.schema import FIELDS, LEAD, PARTS, lead_end
from search.sentences import sentences

Span = tuple[int, int, int]
"""The text's number in the article, its first word, the word after its last."""


@dataclass
class Text:
    part: str
    text: str
    tokens: list[Token]


class Reader:
    """Articles by their ids, and their words."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.texts: dict[str, list[Text]] = {}

    def put(self, article: Article) -> None:
        self.articles[article.id] = article
        self.texts[article.id] = [
            Text(part.name, text, tokens(text, article.language))
            for part in PARTS
            for text in part.texts(article)
        ]

    def delete(self, id: str) -> None:
        self.articles.pop(id, None)
        self.texts.pop(id, None)

    def length(self, id: str, parts: tuple[str, ...], headline: int = 1) -> int:
        total = 0
        for text in self.texts[id]:
            words = sum(not token.extra or _tail(token) for token in text.tokens)
            if text.part in parts:
                total += words * (headline if text.part == "headline" else 1)
            elif text.part == "body" and LEAD in parts:
                total += sum((not t.extra or _tail(t)) and t.start < lead_end(text.text) for t in text.tokens)
        return total

    def wordless(self, leaf: Clause) -> bool:
        """Whether there is nothing in it to look for."""
        match leaf:
            case Word(text) | Phrase(text):
                return not tokens(text)
            case Prefix(text) | Wildcard(text) | Fuzzy(text):
                return not any(map(str.isalnum, text))
            case Near(left, right) | Within(left, right):
                return self.wordless(left) and self.wordless(right)
            case AtLeast(part):
                return self.wordless(part)
            case Any(parts):
                return all(map(self.wordless, parts))
        raise TypeError(leaf)

    def spans(self, id: str, leaf: Clause) -> set[Span]:
        match leaf:
            case Word(text, field, exact) | Phrase(text, field, exact):
                return self._sequence(id, text, field, exact)
            case Prefix(text, field):
                return self._forms(id, field, text, lambda form, wanted: form.startswith(wanted))
            case Wildcard(text, field):
                return self._forms(
                    id,
                    field,
                    text,
                    lambda form, wanted: bool(fullmatch(translate(wanted.replace("[", "[[]")), form)),
                )
            case Fuzzy(text, field, edits):
                return self._forms(id, field, text, lambda form, wanted: edits_between(form, wanted) <= edits)
            case Any(parts):
                return {s for part in parts if not self.wordless(part) for s in self.spans(id, part)}
            case AtLeast(part, times):
                spans = self.spans(id, part)
                return spans if len({(text, first) for text, first, _ in spans}) >= times else set()
            case Near(left, right, distance, ordered):
                if self.wordless(left) or self.wordless(right):
                    return self.spans(id, right if self.wordless(left) else left)
                others = self.spans(id, right)
                return {a for a in self.spans(id, left) if any(near(a, b, distance, ordered) for b in others)}
            case Within(left, right, unit):
                if self.wordless(left) or self.wordless(right):
                    return self.spans(id, right if self.wordless(left) else left)
                others = self.begun(id, right)
                return {
                    a
                    for a in self.begun(id, left)
                    if any(
                        a[:2] != b[:2] and self._unit(id, a, unit) == self._unit(id, b, unit) for b in others
                    )
                }
        raise TypeError(leaf)

    def begun(self, id: str, leaf: Clause) -> set[Span]:
        """Where a side of Within begins."""
        return self.spans(id, leaf)

    def again(self, id: str, leaf: Clause) -> set[Span]:
        """Where within it its first word stands again."""
        match leaf:
            case Any(parts):
                return {span for part in parts for span in self.again(id, part)}
            case Word(text, field, exact) | Phrase(text, field, exact):
                parts = self._parts(id, text, field, exact)
                return {
                    (t, first, end)
                    for t, first, end in (parts or [set()])[0]
                    if any(t == u and begin < first < last for u, begin, last in _chained(parts))
                }
        return set()

    def _unit(self, id: str, span: Span, unit: Unit) -> tuple[int, int]:
        number, first, _ = span
        text = self.texts[id][number]
        at = next(token.start for token in text.tokens if token.position == first)
        edges = [start for start, _, opens in sentences(text.text) if opens or unit is Unit.SENTENCE]
        return number, sum(edge <= at for edge in edges)

    def _read(self, id: str, field: str) -> list[tuple[int, Token]]:
        found = []
        for number, text in enumerate(self.texts[id]):
            lead = text.part == "body" and LEAD in FIELDS[field]
            if text.part in FIELDS[field] or lead:
                end = lead_end(text.text) if lead else len(text.text)
                found += [(number, token) for token in text.tokens if token.start < end]
        return found

    def _forms(self, id: str, field: str, text: str, matches: object) -> set[Span]:
        wanted = "".join(folded(text.casefold()).split())
        return {
            (number, token.position, token.position + token.width)
            for number, token in self._read(id, field)
            if matches(folded(token.form), wanted)  # type: ignore[operator]
            and ("-" in token.form) == ("-" in wanted)
            and not token.form.isupper()
        }

    def _keyed(self, id: str, field: str, keys: set[str]) -> set[Span]:
        spoken = tongue(self.articles[id].language)
        return {
            (number, token.position, token.position + token.width)
            for number, token in self._read(id, field)
            if keys & {*keys_of(token.form, spoken)}
        }

    def _exactly(self, id: str, field: str, form: str) -> set[Span]:
        return {
            (number, token.position, token.position + token.width)
            for number, token in self._read(id, field)
            if token.form == form
        }

    def _sequence(self, id: str, text: str, field: str, exact: bool) -> set[Span]:
        return _chained(self._parts(id, text, field, exact))

    def _parts(self, id: str, text: str, field: str, exact: bool) -> list[set[Span]]:
        """Where each word of it stands."""
        spoken = tongue(self.articles[id].language)
        asked = tokens(text, self.articles[id].language)
        wholes = {t.position: t for t in asked if t.width > 1}
        several: list[set[Span]] = []
        plain = [t for t in asked if not t.extra]
        until = 0
        for token in plain:
            if token.position < until:
                continue
            whole = wholes.get(token.position)
            if whole is None:
                several.append(self._word(id, token.form, field, exact, spoken))
            elif exact:
                several.append(self._exactly(id, field, whole.form))
            else:
                inner = [t for t in plain if token.position <= t.position < token.position + whole.width]
                apart = _chained([self._word(id, t.form, field, exact, spoken) for t in inner])
                several.append(apart | self._keyed(id, field, {*keys_asked(whole.form, spoken)}))
            until = token.position + (whole.width if whole else 1)
        return several

    def _word(self, id: str, form: str, field: str, exact: bool, spoken: str) -> set[Span]:
        if exact:
            return self._exactly(id, field, form)
        keys = {*keys_asked(form, spoken)}
        found = self._keyed(id, field, keys)
        for compound in self._compounds(spoken):
            if keys & {*keys_of(compound, spoken)}:
                halves = [self._keyed(id, field, {*keys_asked(half, spoken)}) for half in compound.split("-")]
                found |= _chained(halves)
        return found

    def _compounds(self, spoken: str) -> set[str]:
        """What is written with hyphens somewhere in the archive, in that language, in halves of three letters or more."""
        return {
            token.form
            for id, texts in self.texts.items()
            if tongue(self.articles[id].language) == spoken
            for text in texts
            if text.part in FIELDS["text"]
            for token in text.tokens
            if token.width > 1 and min(map(len, token.form.split("-"))) >= 3
        }


def _tail(token: Token) -> bool:
    """Whether it is the last character of a run without spaces: extra, but a place of its own."""
    return token.extra and token.width == 1 and not token.form.isupper()


def near(a: Span, b: Span, distance: int, ordered: bool) -> bool:
    if a[0] != b[0]:
        return False
    after, before = b[1] - a[2] + 1, a[1] - b[2] + 1
    return 1 <= after <= distance or (not ordered and 1 <= before <= distance)


def _chained(several: list[set[Span]]) -> set[Span]:
    found = several[0] if several else set()
    for after in several[1:]:
        found = {
            (t, first, end) for t, first, mid in found for u, start, end in after if t == u and start == mid
        }
    return found


def edits_between(one: str, other: str) -> int:
    table = [[i + j if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]
