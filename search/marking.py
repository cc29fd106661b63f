"""Where a pattern stands in a text, as spans of characters: what an index finds in articles, found in one text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from search.analysis import Token, keys_of, tokens, tongue
from search.anchors import anchors, size
from search.clauses import TEXT, All, Any, Clause, Not, Unit
from search.patterns import (
    Chain,
    Close,
    Either,
    Form,
    Leaf,
    Often,
    Pattern,
    Sharing,
    Terms,
    Vocabulary,
)
from search.schema import LEAD, PARTS, lead_end, parts_of
from search.sentences import sentences
from search.stretches import MOST_WORDS, is_plain, pair, shortest, stretches, stretches_of

_TEXTS = (*(part.name for part in PARTS if part.stream == TEXT), LEAD)


class Mark(NamedTuple):
    """A span of characters, and which of the patterns it is of."""

    start: int
    end: int
    pattern: int


class _Span(NamedTuple):
    """From the first word to before the end one, and the characters that they take."""

    first: int
    end: int
    start_char: int
    end_char: int


def leaves(clause: Clause) -> list[Leaf]:
    """What a clause looks for; not what it leaves out, nor conditions."""
    match clause:
        case All(parts) | Any(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not():
            return []
    return [clause] if isinstance(clause, Leaf) else []


class Marker:
    """Marks texts with patterns, those of the leaves of a clause."""

    def __init__(self, patterns: Iterable[Pattern | None], words: Vocabulary) -> None:
        self.patterns = tuple(dict.fromkeys(pattern for pattern in patterns if pattern))
        self._words = words
        self._known: dict[tuple[int, str, str], int] = {}
        self._reached: dict[int, frozenset[Form]] = {}
        self._possible: dict[tuple[int, str], dict[str, int]] = {}
        self._forms: dict[int, frozenset[Form]] = {}

    def marks(self, text: str, language: str | None, part: str | None = None) -> list[Mark]:
        """In the order of their starts; those of several patterns may overlap. `part` is which part of an article the
        text is; without it, it is taken for any of those of its `text`."""
        return (
            self._marks(text, tokens(text, language), language, part, indexed=False) if self.patterns else []
        )

    def marks_of_indexed(self, text: str, language: str | None, part: str) -> list[Mark]:
        """The same, sooner, of a text that is in the archive, whose every form is known to the vocabulary."""
        if not self.patterns:
            return []
        spoken = tongue(language)
        near: Sequence[tuple[int, int]] = ()
        if self._look and spoken not in ("tr", "az") and is_plain(text):
            near = self._look(text)
            if not near:
                return []
        return self._marks(text, tokens(text, language, near), language, part, indexed=True)

    def _marks(
        self, text: str, found: list[Token], language: str | None, part: str | None, *, indexed: bool
    ) -> list[Mark]:
        read = _Text(text, found, tongue(language), part, self, indexed=indexed)
        return sorted(
            Mark(span.start_char, span.end_char, n)
            for n, pattern in enumerate(self.patterns)
            for span in read.marked(pattern)
        )

    @cached_property
    def _look(self) -> Callable[[str], list[tuple[int, int]]] | None:
        """What finds the stretches of a text that are worth reading; None when all of it has to be read."""
        sizes = [size(pattern) for pattern in self.patterns]
        if None in sizes:
            return None
        words = self._spelled(terms for pattern in self.patterns for terms in anchors(pattern))
        if len(words) > MOST_WORDS:
            return None
        match self.patterns:
            case (Chain(parts=(Terms() as first, Terms() as second)),):
                spelled = self._spelled([first]), self._spelled([second])
                if all(0 < len(few) <= MOST_WORDS for few in spelled):
                    return partial(stretches_of, words=pair(*spelled))
        return partial(stretches, words=words, around=max(filter(None, sizes), default=0))

    def _spelled(self, several: Iterable[Terms]) -> list[str]:
        return shortest(form.text for terms in several for form in self._written(terms))

    def reached(self, terms: Terms, tongue: str) -> Mapping[str, int]:
        """The forms that the archive has in a language and the terms may reach, each with its `reach`."""
        at = id(terms), tongue
        if at not in self._possible:
            written = (form.text for form in self._written(terms) if form.tongue == tongue)
            self._possible[at] = {form: self._reach(terms, form, tongue) for form in written}
        return self._possible[at]

    def _written(self, terms: Terms) -> frozenset[Form]:
        """The forms of the archive that the terms may reach, and those that they name."""
        if id(terms) not in self._reached:
            self._reached[id(terms)] = frozenset((*self._words.written(terms.keys), *terms.forms))
        return self._reached[id(terms)]

    def reach(self, terms: Terms, tongue: str, form: str) -> int:
        """How many characters of the form the terms take: 0, all, or the first of a pair."""
        at = id(terms), form, tongue
        if at not in self._known:
            self._known[at] = self._reach(terms, form, tongue)
        return self._known[at]

    def _reach(self, terms: Terms, form: str, tongue: str) -> int:
        if terms.forms and Form(form, tongue) in self._named(terms):
            return len(form)
        for key in keys_of(form, tongue) if terms.keys else ():
            if (key, tongue) in terms.keys:
                # A lone character is the key of every pair that it begins
                return len(key) if len(key) < len(form) == 2 and form.startswith(key) else len(form)
        return 0

    def _named(self, terms: Terms) -> frozenset[Form]:
        if id(terms) not in self._forms:
            self._forms[id(terms)] = frozenset(terms.forms)
        return self._forms[id(terms)]


class _Text:
    """A text, or stretches of it, with its tokens."""

    def __init__(
        self, text: str, found: list[Token], tongue: str, part: str | None, marker: Marker, *, indexed: bool
    ) -> None:
        self._text = text
        self._tongue = tongue
        self._tokens = found
        self._part = part
        self._marker = marker
        self._indexed = indexed

    def marked(self, pattern: Pattern) -> list[_Span]:
        """What is to be marked of it: of two sides that have to be near, both."""
        match pattern:
            case Close(left, right, distance, ordered):
                one, other = self._spans(left), self._spans(right)
                first = _near(one, other, distance, after=True, before=not ordered)
                return sorted({*first, *_near(other, one, distance, after=not ordered, before=True)})
            case Sharing(left, right, unit):
                one, other = self._spans(left), self._spans(right)
                shared = self._sharing(one, other, unit)
                return sorted({*shared, *self._sharing(other, one, unit)})
            case Either(parts):
                return sorted({span for part in parts for span in self.marked(part)})
        return self._spans(pattern)

    def _spans(self, pattern: Pattern) -> list[_Span]:
        match pattern:
            case Terms():
                return self._terms(pattern)
            case Chain(parts):
                return self._chain([self._spans(part) for part in parts])
            case Either(parts):
                return sorted({span for part in parts for span in self._spans(part)})
            case Close(left, right, distance, ordered):
                one, other = self._spans(left), self._spans(right)
                return _near(one, other, distance, after=True, before=not ordered)
            case Sharing(left, right, unit):
                return self._sharing(self._spans(left), self._spans(right), unit)
            case Often(part):
                return self._spans(part)

    def _terms(self, terms: Terms) -> list[_Span]:
        parts = parts_of(terms.field)
        end = len(self._text)
        if self._part is None:
            if not any(part in _TEXTS for part in parts):
                return []
        elif self._part not in parts:
            if self._part != "body" or LEAD not in parts:
                return []
            end = lead_end(self._text)
        reach: Callable[[str], int | None]
        if self._indexed:
            reach = self._marker.reached(terms, self._tongue).get
        else:
            reach = partial(self._marker.reach, terms, self._tongue)
        return [
            _span(token, taken)
            for token in self._tokens
            if (taken := reach(token.form)) and token.start < end
        ]

    @staticmethod
    def _chain(several: Sequence[list[_Span]]) -> list[_Span]:
        found = several[0]
        for after in several[1:]:
            begins: dict[int, list[_Span]] = {}
            for span in after:
                begins.setdefault(span.first, []).append(span)
            found = [
                _Span(left.first, right.end, left.start_char, right.end_char)
                for left in found
                for right in begins.get(left.end, ())
            ]
        return found

    def _sharing(self, left: list[_Span], right: list[_Span], unit: Unit) -> list[_Span]:
        edges = (
            [start for start, _, opens in sentences(self._text) if opens or unit is Unit.SENTENCE]
            if left and right
            else []
        )
        begun: dict[int, set[int]] = {}
        for span in right:
            begun.setdefault(bisect_right(edges, span.start_char), set()).add(span.first)
        return [s for s in left if begun.get(bisect_right(edges, s.start_char), set()) - {s.first}]


def _span(token: Token, taken: int) -> _Span:
    end = token.end if taken == len(token.form) else token.start + taken
    return _Span(token.position, token.position + token.width, token.start, end)


def _near(left: list[_Span], right: list[_Span], distance: int, after: bool, before: bool) -> list[_Span]:
    """Of the left ones, those with a right one so near after them, or before them."""
    firsts, ends = sorted(span.first for span in right), sorted(span.end for span in right)
    return [
        a
        for a in left
        if (after and bisect_left(firsts, a.end) < bisect_left(firsts, a.end + distance))
        or (before and bisect_right(ends, a.first - distance) < bisect_right(ends, a.first))
    ]


def joined(marks: Sequence[Mark]) -> tuple[tuple[int, int], ...]:
    """As the spans of a Snippet: those that overlap or touch become one."""
    found: list[tuple[int, int]] = []
    for start, end, _ in marks:
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)
