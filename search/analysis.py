"""Words → terms, one definition for every embedded engine and for marking.

A text is cut into forms: what is written, in one case, with its place. A form has keys, which say what it is a form of:
its stem in the article's language and that without diacritics. An index holds forms; two forms are one word to a reader
when they share a key in the same language. So `=word` needs no second index, and a fold or a stem is found in the list
of words instead of in every text.

Stemmers are Snowball's (https://snowballstem.org). Languages written without spaces become pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias, cast

import Stemmer

from search.alphabets import APOSTROPHES, HYPHENS, IGNORED, MARKS, folded, is_unspaced, lower, spelled_out

VERSION = f"2.{Stemmer.version()}"
"""Of the forms and keys; an index made by another one has other keys."""

LONGEST_FORM = 64
"""Characters of a form; the rest of a longer one is left out."""

APART = 1000
"""Words between two texts that are not to be near each other."""

_REMEMBERED = 1 << 14
"""Chunks of a language whose pieces are kept for sure; twice as many are at most, some 6 MB."""

_SNOWBALL = {
    **{"ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek"},
    **{"en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque"},
    **{"fa": "persian"},
    **{"fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian"},
    **{"id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali"},
    **{"nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese"},
    **{"ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish"},
    **{"yi": "yiddish"},
}


class Token(NamedTuple):
    """A form with its span of characters in the text.

    `position` counts words from 0; `width` is how many it covers. An `extra` one is a second reading of words that
    have forms of their own: `cease-fire` over `cease` and `fire`, `US` in capitals over `us`, the last character of a
    run that has no spaces.
    """

    form: str
    start: int
    end: int
    position: int
    width: int = 1
    extra: bool = False


@cache
def tongue(language: str | None) -> str:
    """The language whose rules apply: a code with a stemmer or case rules of its own, or "" for none."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    return code if code == "az" or _SNOWBALL.get(code) in Stemmer.algorithms() else ""


_LETTERS = rf"[\w{MARKS}{IGNORED}]"
CHUNK = re.compile(rf"{_LETTERS}+(?:[{APOSTROPHES}{HYPHENS}.,&]{_LETTERS}+)*")
_WORD = rf"[^\W_{APOSTROPHES}](?:[^\W_]|[{MARKS}{IGNORED}])*"
_PART = re.compile(
    rf"\d+(?:[.,]\d+)+(?!{_LETTERS})|\w{{1,3}}&\w{{1,3}}(?!{_LETTERS})|{_WORD}(?:[{APOSTROPHES}]{_WORD})*"
)
_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")
_THOUSANDS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*")
_ELISION = re.compile(
    r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|sull|dall|all|quell|un|degl|negl|agl)'(?=.{2})"
)

Pieces: TypeAlias = str | tuple[tuple[Token, ...], int]
"""Of a chunk: the form of one that is a plain word; or its tokens, with spans in it, and how many positions it takes."""


def tokens(text: str, language: str | None = None, stretches: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """The forms of a text in order of their places, an extra one after the form at its position.

    Of the given stretches alone, where there are any; then positions are right within one, and far apart between two.
    """
    read = reading(text, language)
    found: list[Token] = []
    at = 0
    for low, high in stretches or ((0, len(text)),):
        for chunk in CHUNK.finditer(text, low, high):
            first = chunk.start()
            pieces = read[chunk.group()]
            if isinstance(pieces, str):
                found.append(Token(pieces, first, chunk.end(), at))
                at += 1
                continue
            for form, start, end, position, width, extra in pieces[0]:
                found.append(Token(form, first + start, first + end, at + position, width, extra))
            at += pieces[1]
            if ends_in_point(pieces) and text.startswith(".", chunk.end()):
                found[-1] = found[-1]._replace(end=chunk.end() + 1)
        at += APART
    return found


def forms(read: Reading, text: str, start: int, end: int, at: int) -> tuple[list[str], Sequence[int], int]:
    """The forms of a stretch of a text, their positions from `at` on, and the position after the last: what an index
    needs, in a fifth of the time of `tokens`."""
    made = [*map(read.__getitem__, CHUNK.findall(text, start, end))]
    if {*map(type, made)} == {str}:
        return cast(list[str], made), range(at, at + len(made)), at + len(made)
    found: list[str] = []
    places: list[int] = []
    for pieces in made:
        if isinstance(pieces, str):
            found.append(pieces)
            places.append(at)
            at += 1
        else:
            found += [token.form for token in pieces[0]]
            places += [at + token.position for token in pieces[0]]
            at += pieces[1]
    return found, places, at


def reading(text: str, language: str | None) -> Reading:
    """By the language's rules; in a text that is all in capitals, capitals mean nothing."""
    return rules(tongue(language), text.isupper())


def ends_in_point(pieces: Pieces) -> bool:
    """Whether a full stop after the chunk belongs to it, as in `U.S.`."""
    return not isinstance(pieces, str) and len(pieces[0]) == 1 and pieces[0][0].form.endswith(".")


class Reading(dict[str, Pieces]):
    """What chunks are made of, remembered: those that came last, and before those."""

    def __init__(self, tongue: str, shouted: bool) -> None:
        super().__init__()
        self._rules = tongue, shouted
        self._before: dict[str, Pieces] = {}

    def __missing__(self, raw: str) -> Pieces:
        pieces = self._before.get(raw) or self._made(raw)
        if len(raw) <= LONGEST_FORM:
            if len(self) >= _REMEMBERED:
                self._before = dict(self)
                self.clear()
            self[raw] = pieces
        return pieces

    def _made(self, raw: str) -> Pieces:
        made, words = _pieces(raw, *self._rules)
        plain = words == len(made) == 1 and made[0][1:3] == (0, len(raw)) and not made[0].form.endswith(".")
        return made[0].form if plain else (tuple(made), words)


@cache
def rules(tongue: str, shouted: bool) -> Reading:
    """Those of a tongue, or of texts in it that are all in capitals."""
    return Reading(tongue, shouted)


def _pieces(raw: str, tongue: str, shouted: bool) -> tuple[list[Token], int]:
    """The tokens of a chunk without spaces, with spans in it, and how many positions it takes."""
    if _INITIALS.fullmatch(raw):
        return [Token(_written(raw, tongue) + ".", 0, len(raw), 0)], 1
    found: list[Token] = []
    at = parts = last = 0
    compound = len(raw) <= LONGEST_FORM
    for part in _PART.finditer(raw):
        compound = compound and (not parts or raw[last : part.start()] in ("-", "‐", "‑"))
        parts, last = parts + 1, part.end()
        if any(map(is_unspaced, part.group())):
            compound = False
            made, words = _pairs(part.group(), part.start())
        else:
            made, words = _spaced(part.group(), part.start(), tongue, shouted)
        found.extend(t._replace(position=at + t.position) for t in made)
        at += words
    own = [t for t in found if not t.extra]
    if compound and 1 < parts == len(own) <= 4 and any(c.isalpha() for c in raw):
        found.insert(1, Token("-".join(t.form for t in own), own[0].start, own[-1].end, 0, at, True))
    return found, at


def _spaced(raw: str, start: int, tongue: str, shouted: bool) -> tuple[list[Token], int]:
    """One word or number, or two where the first is elided (`l'État`)."""
    form, end = _written(raw, tongue), start + len(raw)
    if tongue in ("fr", "it", "ca") and (elided := _ELISION.match(form)):
        cut = start + elided.end()
        head = Token(form[: elided.end() - 1], start, cut - 1, 0)
        return [head, Token(form[elided.end() :][:LONGEST_FORM], cut, end, 1)], 2
    if tongue in ("tr", "az"):
        form = form.partition("'")[0]
    form = form.removesuffix("'s")[:LONGEST_FORM]
    if not form:
        return [], 0
    token = Token(form, start, end, 0)
    if not shouted and 2 <= len(raw) <= 5 and raw.isupper() and raw.isalpha() and raw.isascii():
        return [token, token._replace(form=raw, extra=True)], 1
    return [token], 1


def _pairs(raw: str, start: int) -> tuple[list[Token], int]:
    """Each character with the one after it; the last one alone."""
    clusters: list[list[int]] = []
    for i, c in enumerate(raw):
        if clusters and (unicodedata.category(c)[0] == "M" or c in "ﾞﾟ" or c in IGNORED):
            clusters[-1][1] = i + 1
        elif c not in IGNORED:
            clusters.append([i, i + 1])
    found = []
    for n, (a, b) in enumerate(clusters):
        tail = n == len(clusters) - 1
        end = b if tail else clusters[n + 1][1]
        form = _written(raw[a:end], "")[:LONGEST_FORM]
        found.append(Token(form, start + a, start + end, n, 1, tail and n > 0))
    return found, len(clusters)


def _written(raw: str, tongue: str) -> str:
    return "".join(lower(unicodedata.normalize("NFKC", raw), tongue).split())


def keys_of(form: str, tongue: str) -> tuple[str, ...]:
    """Under which an index finds the form. One that is no plain word has the keys of each reading of it."""
    if form.endswith("."):
        return form, form.replace(".", "")
    if form.isupper():
        return (".".join(form.lower()) + ".",)
    if is_unspaced(form[0]) and len(form) > 1:
        return form, form[: _first_cluster(form)]
    return keys_asked(form, tongue)


def keys_asked(form: str, tongue: str) -> tuple[str, ...]:
    """What a reader's word asks for: the form's own keys, but not every reading of it (`U.S.` is not `us`).

    Russian surnames in -ов keep their ending, of which the stemmer takes off the name's own part (Лавров, Лаврова).
    """
    if form.endswith(".") or is_unspaced(form[0]):
        return (form,)
    plain = folded(form)
    if plain[:1].isdecimal():
        if _THOUSANDS.fullmatch(plain):
            return (plain.replace(".", "").replace(",", ""),)
        return (plain.replace("-", "").replace(",", "."),)
    word, plain = form.replace("-", ""), plain.replace("-", "")
    stem = _stemmer(tongue)
    keys = {folded(stem(plain)): None}
    if word != plain:
        keys[folded(stem(word))] = None
        if tongue != "de" and (apart := spelled_out(word)) != word:
            keys[folded(stem(apart))] = None
    if tongue == "ru" and plain.endswith(("ов", "ев")):
        keys[plain] = None
    return tuple(keys)


@cache
def _stemmer(tongue: str) -> Any:
    name = _SNOWBALL.get(tongue)
    return Stemmer.Stemmer(name, 0).stemWord if name else lambda word: word


def _first_cluster(form: str) -> int:
    end = 1
    while end < len(form) and unicodedata.category(form[end])[0] == "M":
        end += 1
    return end
