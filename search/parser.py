"""Tokens → a clause, by recursive descent. Every list of tokens has a meaning; what has none is left out with a note.

    expression := all (OR all)*           all := one (AND? one)*         one := NOT* near
    near       := part (w/5 part)*        part := field* (word | "phrase" | (expression) | atleast3(expression) | …)

Side by side means AND. Nearness binds tighter than NOT, NOT than AND, AND than OR.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from search.clauses import (
    TEXT,
    All,
    Any,
    AtLeast,
    Clause,
    Dates,
    Fuzzy,
    Near,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)
from search.languages import code_of
from search.notes import Note
from search.spans import following, preceding, read_span
from search.tokens import OPERANDS, Kind, Token

MOST_DATES = 5
"""Dates in words in one query: each may cost some milliseconds to read."""

_SIDES = (Word, Phrase, Prefix, Wildcard)
_COUNTED = (*_SIDES, Fuzzy)


class Parser:
    """Over tokens with balanced brackets. Each method gives None where nothing is left of its part."""

    def __init__(self, lexed: list[Token], notes: list[str], today: date) -> None:
        self.lexed = lexed
        self.notes = notes
        self.today = today
        self.at = 0
        self.dates = 0

    def kind(self, ahead: int = 0) -> Kind | None:
        return self.lexed[self.at + ahead].kind if self.at + ahead < len(self.lexed) else None

    def take(self) -> Token:
        self.at += 1
        return self.lexed[self.at - 1]

    def starts(self, ahead: int = 0) -> bool:
        """Whether a part stands here."""
        kind = self.kind(ahead)
        return kind in OPERANDS or kind in (Kind.OPEN, Kind.FIELD, Kind.ATLEAST)

    def alone(self, text: str) -> None:
        self.notes.append(Note("“{word}” has nothing to join and was ignored", word=text))

    def expression(self, field: str = TEXT) -> Clause | None:
        parts = [self.all(field)]
        while self.kind() == Kind.OR:
            operator = self.take()
            parts.append(self.all(field))
            if None in parts[-2:]:
                self.alone(operator.text)
        return joined(Any, parts)

    def all(self, field: str) -> Clause | None:
        parts: list[Clause | None] = []
        while self.kind() not in (None, Kind.OR, Kind.CLOSE):
            if self.kind() == Kind.AND:
                operator = self.take()
                if not parts or not (self.starts() or self.kind() == Kind.NOT):
                    self.alone(operator.text)
            elif self.kind() == Kind.NEAR:
                self.alone(self.take().text)
            else:
                parts.append(self.one(field))
        return joined(All, parts)

    def one(self, field: str) -> Clause | None:
        negations = []
        while self.kind() == Kind.NOT:
            negations.append(self.take().text)
        part = self.near(field) if self.starts() else None
        if negations and part is None:
            self.alone(negations[-1])
        return negated(part) if part and len(negations) % 2 else part

    def near(self, field: str) -> Clause | None:
        """A chain `a w/5 b w/5 c` asks for both pairs; `a not w/5 b` for an article with a and no b near it."""
        left = self.part(field)
        wanted, bare = [left], True
        while operator := self.nearness():
            right = self.part(field)
            pair = self.pair(left, right, operator)
            if operator.kind == Kind.NOT_NEAR:
                self.notes.append(
                    Note(
                        "not {operator} leaves out an article that has the two so near each other even once",
                        operator=operator.text,
                    )
                )
                wanted.append(negated(pair) if pair and left else None)
            elif bare:
                wanted[-1] = pair
            else:
                wanted.append(pair)
            left, bare = right, False
        return joined(All, wanted)

    def nearness(self) -> Token | None:
        """The operator of nearness that stands here with a part after it."""
        word = self.lexed[self.at] if self.kind() in (Kind.WORD, Kind.NOT) else None
        if (
            word
            and word.text.lower() == "not"
            and not word.exact
            and self.kind(1) == Kind.NEAR
            and self.starts(2)
        ):
            self.take()
            return replace(self.take(), kind=Kind.NOT_NEAR)
        return self.take() if self.kind() == Kind.NEAR and self.starts(1) else None

    def pair(self, left: Clause | None, right: Clause | None, operator: Token) -> Clause | None:
        if left is None or right is None:
            self.alone(operator.text)
            return left or right
        sides = (left, right)
        if (
            not all(_one_of(side, _SIDES) for side in sides)
            or len({f for side in sides for f in _fields(side)}) > 1
        ):
            self.notes.append(
                Note(
                    "{operator} joins words, phrases and their alternatives; it was read as AND",
                    operator=operator.text,
                )
            )
            return joined(All, sides)
        if operator.unit:
            return Within(left, right, operator.unit)
        return Near(left, right, operator.count, operator.ordered)

    def part(self, field: str) -> Clause | None:
        """A word, phrase, condition or bracket, with the fields, the count and the sign that stand before it."""
        times, negative, last = 0, False, ""
        while self.kind() in (Kind.FIELD, Kind.ATLEAST) or (last and self.kind() == Kind.NOT):
            token = self.take()
            last = f"{token.text}:" if token.kind == Kind.FIELD else token.text
            field = token.text if token.kind == Kind.FIELD else field
            times = token.count or times
            negative ^= token.kind == Kind.NOT
        found: Clause | None = None
        if self.kind() == Kind.OPEN:
            self.take()
            found = self.expression(field)
            self.take()
            if found is None:
                self.notes.append(Note("brackets with nothing in them were ignored"))
        elif self.starts():
            found = self.leaf(self.take(), field)
        elif len(self.lexed) == 1 and times:
            found = Word(last)  # all that was typed is a count: it can be nothing but the word
            times = 0
        else:
            self.alone(last)
        if found and times > 1:
            found = self.counted(found, times)
        return negated(found) if found and negative else found

    def leaf(self, token: Token, field: str) -> Clause | None:
        text = code_of(token.text) if field == "language" and token.text else token.text
        match token.kind:
            case Kind.WORD:
                return Word(text, field, token.exact)
            case Kind.PHRASE:
                return (Word if field == "language" and text.isalpha() else Phrase)(text, field, token.exact)
            case Kind.PREFIX:
                return Prefix(text, field)
            case Kind.WILDCARD:
                return Wildcard(text, field)
            case Kind.FUZZY:
                return Fuzzy(text, field, token.count)
            case Kind.LENGTH:
                return token.length
        return self.published(token)

    def published(self, token: Token) -> Dates | None:
        """`date:`, `since:` and `until:` with what they name; `after:` and `before:` without it."""
        self.dates += not token.value.isascii() or any(c.isalpha() for c in token.value)
        span = read_span(token.value, self.today) if self.dates <= MOST_DATES else None
        since, until = (span.since, span.until) if span else (None, None)
        match token.text:
            case "since:" | "date>=":
                until = None
            case "until:" | "date<=":
                since = None
            case "after:" | "date>":
                since, until = until and following(until), None
            case "before:" | "date<":
                since, until = None, since and preceding(since)
        if since is None and until is None:
            self.notes.append(
                Note(
                    "“{text}” was ignored: write a date like 2016, 2016-05 or 2016-05-23, and one of several words in "
                    "quotation marks",
                    text=f"{token.text}{token.value[:20]}",
                )
            )
            return None
        return Dates(since, until)

    def counted(self, part: Clause, times: int) -> Clause:
        """At least so many times: each word of a list that are all required, alternatives together."""
        if _one_of(part, _COUNTED) and len(_fields(part)) == 1:
            return AtLeast(part, times)
        if isinstance(part, All | Any):
            return type(part)(tuple(self.counted(one, times) for one in part.parts))
        self.notes.append(
            Note(
                "atleast{times} counts words, phrases and their alternatives; it was ignored elsewhere",
                times=times,
            )
        )
        return part


def joined(kind: type[All] | type[Any], parts: Iterable[Clause | None]) -> Clause | None:
    """One clause of what is there, flat; the part itself where there is only one."""
    flat: list[Clause] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.parts)
        elif part is not None:
            flat.append(part)
    return kind(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def negated(part: Clause) -> Clause:
    return part.part if isinstance(part, Not) else Not(part)


def _one_of(side: Clause, kinds: tuple[type, ...]) -> bool:
    return isinstance(side, kinds) or (
        isinstance(side, Any) and all(isinstance(p, kinds) for p in side.parts)
    )


def _fields(side: Clause) -> set[str]:
    """The fields of a word, or of a list of alternatives."""
    if isinstance(side, Any):
        return {field for part in side.parts for field in _fields(part)}
    return {side.field} if isinstance(side, _COUNTED) else set()
