"""What a reader types → a clause, how it was understood, and what was ignored. Nothing that is typed raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from search.canonical import DEEPEST, spell
from search.clauses import All, Any, AtLeast, Clause, Everything, Fuzzy, Near, Not, Phrase, Within, Word
from search.lexer import clean, tokens
from search.notes import Note
from search.parser import Parser
from search.settings import Settings
from search.tokens import OPERANDS, Kind, Token

MOST_NOTES = 8
CAPITALS_RUN = 4
"""So many words side by side, all in capitals, are a sentence: its AND, OR and NOT are words."""
LONGEST_TERSE = 6
"""With more words a query is likely to be a sentence."""

_FOREIGN = ("NEAR", "ADJ", "SAME", "WITHIN", "ANDNOT", "XOR")
"""Operators of other services, in the capitals in which they are typed there."""
_JOINING = frozenset((Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR))


@dataclass(frozen=True, slots=True)
class Query:
    """`understood` reads back as the same clause, unless the settings find it too long. `words` are the free words
    that are wanted, as typed. `notes` say in plain words what was ignored, cut or repaired."""

    clause: Clause
    understood: str
    notes: tuple[str, ...]
    words: tuple[str, ...]


def parse(text: str, settings: Settings, today: date | None = None) -> Query:
    """Linear in the text's length. `today` is what `last week` counts from."""
    notes: list[str] = []
    if len(text) > settings.max_query_chars:
        notes.append(Note("only the first {most} characters were read", most=settings.max_query_chars))
    seen = clean(text[: settings.max_query_chars])
    lexed = _limited(seen, settings.max_clauses, notes)
    _note_small(lexed, notes)
    parser = Parser(_lowered(_balanced(lexed, notes), notes), notes, today or date.today())
    clause = _finished(parser.expression(), not seen.isspace() and seen != "", notes)
    shown = tuple(dict.fromkeys(notes))[:MOST_NOTES]
    return Query(clause, spell(clause), shown, tuple(_words(clause)))


def _limited(text: str, most: int, notes: list[str]) -> list[Token]:
    """The tokens with at most so many words and operators; the lexer's notes go to the others."""
    kept: list[Token] = []
    for token in tokens(text):
        if token.kind == Kind.NOTE:
            notes.append(token.text)
            continue
        most -= token.kind in OPERANDS or token.kind in _JOINING
        if most < 0:
            notes.append(
                Note("there are more words and operators than one search takes; the last ones were ignored")
            )
            break
        kept.append(token)
    return kept


def _balanced(lexed: list[Token], notes: list[str]) -> list[Token]:
    """With every bracket closed, no closing one alone, and none deeper than DEEPEST."""
    kept: list[Token] = []
    depth = 0
    for token in lexed:
        if token.kind == Kind.CLOSE and depth == 0:
            notes.append(Note("a closing bracket without its opening one was ignored"))
            continue
        deepest = max(depth, depth := depth + (token.kind == Kind.OPEN) - (token.kind == Kind.CLOSE))
        if token.kind not in (Kind.OPEN, Kind.CLOSE) or deepest <= DEEPEST:
            kept.append(token)
        else:
            notes.append(Note("brackets more than {most} deep were ignored", most=DEEPEST))
    if depth:
        notes.append(Note("a bracket was not closed; it was closed at the end"))
    return kept + [Token(Kind.CLOSE)] * min(depth, DEEPEST)


def _lowered(lexed: list[Token], notes: list[str]) -> list[Token]:
    """In a sentence all in capitals AND, OR and NOT are words; they are made lower-case, so that they stay words."""
    worded = {token for token in lexed if token.kind in _JOINING and token.text in ("AND", "OR", "NOT")}
    typed = [token.text for token in lexed if token.kind in OPERANDS]
    run = longest = 0
    for token in lexed:
        run = run + 1 if token.kind == Kind.WORD and token.text.isupper() else 0
        longest = max(run, longest)
    if not worded or longest < CAPITALS_RUN or any(text != text.upper() for text in typed):
        return lexed
    notes.append(Note("the text is a sentence in capitals, so its AND, OR and NOT were read as words"))
    return [Token(Kind.WORD, t.text.lower()) if t in worded else t for t in lexed]


def _note_small(lexed: list[Token], notes: list[str]) -> None:
    """Other services take `or` for OR. In a sentence it is a word to everyone."""
    if sum(token.kind == Kind.WORD for token in lexed) > LONGEST_TERSE:
        return
    for before, token, after in zip(lexed, lexed[1:], lexed[2:], strict=False):
        if token.kind != Kind.WORD or token.exact or {before.kind, after.kind} & _JOINING:
            continue
        if token.text in ("or", "not") or (
            token.text == "and" and {before.kind, after.kind} != {Kind.WORD} and before.kind != Kind.FIELD
        ):
            notes.append(
                Note(
                    "“{word}” in small letters is a word; the operator is {operator}",
                    word=token.text,
                    operator=token.text.upper(),
                )
            )
        elif token.text in _FOREIGN:
            notes.append(
                Note(
                    "“{word}” is a word; the operators are AND, OR, NOT, w/5, pre/5, w/s and w/p",
                    word=token.text,
                )
            )


def _finished(clause: Clause | None, given: bool, notes: list[str]) -> Clause:
    """Nothing, or nothing but exclusions, is asked of every article."""
    if clause is None:
        if given:
            notes.append(Note("nothing was left to search for; these are all articles"))
        return Everything()
    parts = clause.parts if isinstance(clause, All) else (clause,)
    if all(isinstance(part, Not) for part in parts):
        notes.append(Note("only words to leave out were given; these are all other articles"))
        return All((Everything(), *parts))
    return clause


def _words(clause: Clause) -> Iterator[str]:
    """The words of free text that are wanted, with those of phrases, in order."""
    match clause:
        case Word(text, "text") | Fuzzy(text, "text"):
            yield text
        case Phrase(text, "text"):
            yield from text.split()
        case All(parts) | Any(parts):
            for part in parts:
                yield from _words(part)
        case Near(left, right) | Within(left, right):
            yield from _words(left)
            yield from _words(right)
        case AtLeast(part):
            yield from _words(part)
