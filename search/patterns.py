"""A word, phrase or other leaf of a clause → what to look for: terms, and how they stand to each other.

Words are analysed here, for each language that the archive has: an article is searched by the rules of its own language,
and by no other's. The same pattern finds articles in an index and marks what was found in their texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol, TypeAlias

from search.analysis import Token, keys_asked, tokens
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
from search.errors import SearchError
from search.schema import parts_of

Key: TypeAlias = tuple[str, str]
"""A key and its language."""


class Form(NamedTuple):
    """A word as it is written, and the language in which it is."""

    text: str
    tongue: str


@dataclass(frozen=True)
class Terms:
    """Any of the forms that have one of the keys, or that are named."""

    field: str
    keys: tuple[Key, ...] = ()
    forms: tuple[Form, ...] = ()

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        # A prefix can stand for thousands of forms, and patterns are looked up often
        return hash((self.field, self.keys, self.forms))


@dataclass(frozen=True)
class Chain:
    """One right after the other."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Pattern, ...]


@dataclass(frozen=True)
class Close:
    """Of the left ones, those that have a right one at most `distance` words off, from word to nearest word; neither
    overlaps the other. Ordered: the right one comes after."""

    left: Pattern
    right: Pattern
    distance: int
    ordered: bool


@dataclass(frozen=True)
class Sharing:
    """Of the left ones, those in whose unit a right one begins that does not begin with it."""

    left: Pattern
    right: Pattern
    unit: Unit


@dataclass(frozen=True)
class Often:
    """Where there are so many in an article's field."""

    part: Pattern
    times: int


Pattern: TypeAlias = Terms | Chain | Either | Close | Sharing | Often

Leaf: TypeAlias = Word | Phrase | Near | Within | AtLeast | Prefix | Wildcard | Fuzzy


class Vocabulary(Protocol):
    """What the words of an archive are."""

    @property
    def tongues(self) -> Sequence[str]: ...

    def expanded(self, clause: Prefix | Wildcard | Fuzzy) -> tuple[Form, ...]: ...

    def written(self, keys: Iterable[Key]) -> Iterable[Form]:
        """The forms that have one of these keys, of those that stand in the text of articles."""

    def spelled_apart(self, keys: Iterable[Key]) -> tuple[Form, ...]:
        """The hyphenated forms that have one of these keys."""


def pattern_of(clause: Clause, words: Vocabulary) -> Pattern | None:
    """None for a text in which there is no word. Raises SearchError for what can't stand in a Near or AtLeast."""
    match clause:
        case Word(text, field, exact) | Phrase(text, field, exact):
            parts_of(field)
            if not tokens(text):
                return None
            read = [_sequence(text, field, exact, tongue, words) for tongue in words.tongues]
            return _joined(Either, read) or Terms(field)
        case Prefix(text, field) | Wildcard(text, field) | Fuzzy(text, field):
            parts_of(field)
            return Terms(field, forms=words.expanded(clause)) if any(map(str.isalnum, text)) else None
        case Near(left, right, distance, ordered):
            one, other = pattern_of(left, words), pattern_of(right, words)
            return Close(one, other, distance, ordered) if one and other else one or other
        case Within(left, right, unit):
            one, other = pattern_of(left, words), pattern_of(right, words)
            return Sharing(one, other, unit) if one and other else one or other
        case AtLeast(part, times):
            found = pattern_of(part, words)
            return Often(found, times) if found else None
        case Any(parts):
            return _joined(Either, [pattern_of(part, words) for part in parts])
    raise SearchError(
        f"{type(clause).__name__} can't stand in a search for words near each other or for many."
    )


def field_of(pattern: Pattern) -> str:
    """The field that it is looked for in: that of its first word."""
    match pattern:
        case Terms(field):
            return field
        case Chain(parts) | Either(parts):
            return field_of(parts[0])
        case Close(left) | Sharing(left):
            return field_of(left)
        case Often(part):
            return field_of(part)


def terms_of(pattern: Pattern) -> Iterator[Terms]:
    """All that it is made of, from left to right."""
    match pattern:
        case Terms():
            yield pattern
        case Chain(parts) | Either(parts):
            for part in parts:
                yield from terms_of(part)
        case Close(left, right) | Sharing(left, right):
            yield from terms_of(left)
            yield from terms_of(right)
        case Often(part):
            yield from terms_of(part)


def names(pattern: Pattern) -> int:
    """How many keys and forms it names: a prefix thousands."""
    return sum(len(terms.keys) + len(terms.forms) for terms in terms_of(pattern))


def _joined(kind: type[Chain] | type[Either], parts: Iterable[Pattern | None]) -> Pattern | None:
    """One pattern of several; terms that stand alone become one."""
    found = [part for part in dict.fromkeys(parts) if part is not None] if kind is Either else list(parts)
    if kind is Either:
        alone = [part for part in found if isinstance(part, Terms)]
        if len(alone) > 1 and len({part.field for part in alone}) == 1:
            keys = tuple(dict.fromkeys(key for part in alone for key in part.keys))
            forms = tuple(dict.fromkeys(form for part in alone for form in part.forms))
            one = Terms(alone[0].field, keys, forms)
            found = [one if part is alone[0] else part for part in found if part not in alone[1:]]
    if len(found) < 2:
        return found[0] if found else None
    return kind(tuple(found))  # type: ignore[arg-type]


def _sequence(text: str, field: str, exact: bool, tongue: str, words: Vocabulary) -> Pattern | None:
    """The words of a text by the rules of one language."""
    found = tokens(text, tongue)
    compounds = {token.position: token for token in found if token.width > 1}
    plain = [token for token in found if not token.extra]
    parts: list[Pattern | None] = []
    skip = 0
    for token in plain:
        if token.position < skip:
            continue
        whole = compounds.get(token.position)
        if whole is None:
            parts.append(_word(token, field, exact, tongue, words))
            continue
        skip = token.position + whole.width
        if exact:
            parts.append(Terms(field, forms=(Form(whole.form, tongue),)))
        else:
            inner = [
                _word(t, field, exact, tongue, words) for t in plain if token.position <= t.position < skip
            ]
            parts.append(_joined(Either, [_joined(Chain, inner), _word(whole, field, exact, tongue, words)]))
    return _joined(Chain, parts)


def _word(token: Token, field: str, exact: bool, tongue: str, words: Vocabulary) -> Pattern | None:
    if exact:
        return Terms(field, forms=(Form(token.form, tongue),))
    keys = tuple((key, tongue) for key in keys_asked(token.form, tongue))
    apart = []
    for form in () if token.width > 1 else words.spelled_apart(keys):
        inner = [
            Terms(field, tuple((k, tongue) for k in keys_asked(p, tongue))) for p in form.text.split("-")
        ]
        apart.append(_joined(Chain, inner))
    return _joined(Either, [Terms(field, keys), *apart])
