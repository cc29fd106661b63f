"""What a search has to answer, worked out the slow way: plain lists, every article read for every leaf.

It shares with the engines what a word is (search/analysis.py) and where the parts of an article are (search/schema.py),
and nothing else.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from fnmatch import translate
from re import fullmatch

from search.alphabets import folded
from search.analysis import Token, keys_asked, keys_of, sentences, tokens, tongue
from search.article import Article
from search.clauses import (
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Everything,
    Fuzzy,
    Length,
    Near,
    Not,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Within,
    Word,
)
from search.index import Count, Search, Sort
from search.schema import FIELDS, LEAD, PARTS, facet_values, first_day, last_day, lead_end, moment

Span = tuple[int, int, int]
"""The text's number in the article, its first word, the word after its last."""

HEADLINE_WEIGHT = 3


@dataclass
class Text:
    part: str
    text: str
    tokens: list[Token]


class Oracle:
    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self._texts: dict[str, list[Text]] = {}

    def put(self, article: Article) -> None:
        self.articles[article.id] = article
        self._texts[article.id] = [
            Text(part.name, text, tokens(text, article.language))
            for part in PARTS
            for text in part.texts(article)
        ]

    def delete(self, id: str) -> None:
        self.articles.pop(id, None)
        self._texts.pop(id, None)

    def answer(self, search: Search) -> tuple[list[tuple[str, float]], dict[str, dict[str, int]]]:
        """Every hit in order with its score, and every facet's counts."""
        scored = self.scores(search.clause) or {}

        def passes(id: str, but: str = "") -> bool:
            article = self.articles[id]
            values = facet_values(article)
            when = moment(article.published)
            if (search.since or search.until) and not (
                when and first_day(search.since) <= when[0] <= last_day(search.until)
            ):
                return False
            if any({*values[f]} & wanted for f, wanted in search.excluded.items()):
                return False
            return all({*values[f]} & wanted for f, wanted in search.chosen.items() if wanted and f != but)

        def place(id: str) -> tuple[object, ...]:
            when = moment(self.articles[id].published)
            instant = when[1] if when else 0
            date = (when is None, instant if search.sort is Sort.OLDEST else -instant, id)
            return (-scored[id], *date) if search.sort is Sort.RELEVANCE else date

        hits = [(id, scored[id]) for id in sorted(filter(passes, scored), key=place)]
        facets = {
            facet: dict(
                Counter(
                    value
                    for id in scored
                    if passes(id, facet)
                    for value in facet_values(self.articles[id])[facet]
                )
            )
            for facet in search.facets
        }
        return hits, facets

    def scores(self, clause: Clause) -> dict[str, float] | None:
        match clause:
            case Everything():
                return dict.fromkeys(self.articles, 0.0)
            case Dates(since, until):
                return {
                    id: 0.0
                    for id, article in self.articles.items()
                    if (when := moment(article.published)) and first_day(since) <= when[0] <= last_day(until)
                }
            case Length(least, most):
                return {
                    id: 0.0
                    for id in self.articles
                    if (least or 0) <= self._length(id, ("body",)) <= (math.inf if most is None else most)
                }
            case All(parts):
                return self._all(parts)
            case Not():
                return self._all((clause,))
            case Any(parts):
                several = [found for part in parts if (found := self.scores(part)) is not None]
                return (
                    {
                        id: sum(found.get(id, 0.0) for found in several)
                        for id in self.articles
                        if any(id in found for found in several)
                    }
                    if several
                    else None
                )
        return self._leaf(clause)

    def _all(self, parts: tuple[Clause, ...]) -> dict[str, float] | None:
        wanted = [s for p in parts if not isinstance(p, Not) and (s := self.scores(p)) is not None]
        unwanted = [s for p in parts if isinstance(p, Not) and (s := self.scores(p.part)) is not None]
        if not wanted and not unwanted:
            return None
        return {
            id: sum(found[id] for found in wanted)
            for id in self.articles
            if all(id in found for found in wanted) and not any(id in found for found in unwanted)
        }

    def _leaf(self, leaf: Clause) -> dict[str, float] | None:
        if self._wordless(leaf):
            return None
        field = _field(leaf)
        found = {id: spans for id in self.articles if (spans := self.spans(id, leaf))}
        parts = FIELDS[field]
        lengths = {
            id: self._length(id, parts, HEADLINE_WEIGHT if field == "text" else 1) for id in self.articles
        }
        filled = [n for n in lengths.values() if n]
        average = sum(filled) / len(filled) if filled else 1.0
        n, total = len(found), len(self.articles)
        idf = math.log(1 + (total - n + 0.5) / (n + 0.5))
        scores = {}
        for id, spans in found.items():
            starts = {(text, first) for text, first, _ in spans}
            headline = [field == "text" and self._texts[id][text].part == "headline" for text, _ in starts]
            f = sum(HEADLINE_WEIGHT if h else 1 for h in headline)
            scores[id] = idf * f / (f + 1.2 * (0.25 + 0.75 * lengths[id] / average))
        return scores

    def _length(self, id: str, parts: tuple[str, ...], headline: int = 1) -> int:
        total = 0
        for text in self._texts[id]:
            words = sum(not token.extra or _tail(token) for token in text.tokens)
            if text.part in parts:
                total += words * (headline if text.part == "headline" else 1)
            elif text.part == "body" and LEAD in parts:
                total += sum((not t.extra or _tail(t)) and t.start < lead_end(text.text) for t in text.tokens)
        return total

    def _wordless(self, leaf: Clause) -> bool:
        """Whether there is nothing in it to look for."""
        match leaf:
            case Word(text) | Phrase(text):
                return not tokens(text)
            case Prefix(text) | Wildcard(text) | Fuzzy(text):
                return not any(map(str.isalnum, text))
            case Near(left, right) | Within(left, right):
                return self._wordless(left) and self._wordless(right)
            case AtLeast(part):
                return self._wordless(part)
            case Any(parts):
                return all(map(self._wordless, parts))
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
                return {span for part in parts for span in self.spans(id, part)}
            case AtLeast(part, times):
                spans = self.spans(id, part)
                return spans if len({(text, first) for text, first, _ in spans}) >= times else set()
            case Near(left, right, distance, ordered):
                if self._wordless(left) or self._wordless(right):
                    return self.spans(id, right if self._wordless(left) else left)
                others = self.spans(id, right)
                return {
                    a for a in self.spans(id, left) if any(_near(a, b, distance, ordered) for b in others)
                }
            case Within(left, right, unit):
                if self._wordless(left) or self._wordless(right):
                    return self.spans(id, right if self._wordless(left) else left)
                others = self.spans(id, right)
                return {
                    a
                    for a in self.spans(id, left)
                    if any(
                        a[:2] != b[:2] and self._unit(id, a, unit) == self._unit(id, b, unit) for b in others
                    )
                }
        raise TypeError(leaf)

    def _unit(self, id: str, span: Span, unit: Unit) -> tuple[int, int]:
        number, first, _ = span
        text = self._texts[id][number]
        at = next(token.start for token in text.tokens if token.position == first)
        edges = [start for start, _, opens in sentences(text.text) if opens or unit is Unit.SENTENCE]
        return number, sum(edge <= at for edge in edges)

    def _read(self, id: str, field: str) -> list[tuple[int, Token]]:
        found = []
        for number, text in enumerate(self._texts[id]):
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
        return _chained(several)

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
            for id, texts in self._texts.items()
            if tongue(self.articles[id].language) == spoken
            for text in texts
            if text.part in FIELDS["text"]
            for token in text.tokens
            if token.width > 1 and min(map(len, token.form.split("-"))) >= 3
        }


def counts_of(found: dict[str, int], limit: int | None, chosen: frozenset[str]) -> list[Count]:
    """A facet's counts as they are shown."""
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    shown = {value: found.get(value, 0) for value in chosen}
    for value, count in ranked:
        if limit is None or len(shown) < limit:
            shown.setdefault(value, count)
    return [Count(value, count) for value, count in sorted(shown.items(), key=lambda i: (-i[1], i[0]))]


def _tail(token: Token) -> bool:
    """Whether it is the last character of a run without spaces: extra, but a place of its own."""
    return token.extra and token.width == 1 and not token.form.isupper()


def _field(leaf: Clause) -> str:
    match leaf:
        case Near(left) | Within(left):
            return _field(left)
        case AtLeast(part):
            return _field(part)
        case Any(parts):
            return _field(parts[0])
    field: str = leaf.field  # type: ignore[union-attr]
    return field


def _near(a: Span, b: Span, distance: int, ordered: bool) -> bool:
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


__all__ = ["Oracle", "counts_of"]
