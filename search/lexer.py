"""What a reader types → tokens, in one pass from left to right. Nothing is analysed: the text of a token is as typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from search.clauses import Length, Unit
from search.notes import Note
from search.tokens import DATES, FIELDS, Kind, Token

MOST_APART, MOST_TIMES = 255, 10_000
QUOTES = '"“”„‟«»「」『』＂'
"""All open and all close: „…“, »…« and a quote mended by half by a word processor come out alike."""

_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *b"\xad"], "") | dict.fromkeys(
    [0x61C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF], ""
)
_BLANK = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)], " ") | dict.fromkeys(
    map(ord, "、。，；！｡､"), " "
)
_GERSHAYIM = re.compile('(?<=[א-ת])["”](?=[א-ת])')


_END = rf"(?=[\s()（）{QUOTES}]|$)"
_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"(-(?![\s()（）-]|$)|-(?=[(（]))?([=+]*)")
_OPERATOR = re.compile(rf"(AND|OR|NOT){_END}")
_NEAR = re.compile(
    rf"(?:(?:w|n|near|within)?/(?P<n>\d{{1,9}}|s(?:ent)?|p(?:ara)?)|near(?P<m>\d{{1,9}})|"
    rf"(?:(?:pre|p)/|adj/?)(?P<o>\d{{1,9}})){_END}",
    re.I,
)
_LENGTH = re.compile(
    r"(?:length|wc)(?:\s?:\s?|\s?(?=[<>≤≥=]))(?P<op>[<>]=?|[≤≥=]|)\s?"
    r"(?P<n>\d{1,9})(?:(?:\.\.|-)(?P<m>\d{1,9}))?(?![\w.])",
    re.I,
)
_DATE = re.compile(rf"(?P<name>{'|'.join(DATES)})(?:(?P<op>[:=：]|[<>]=?)\s?|(?=[(（]))", re.I)
_DATE_VALUE = re.compile(
    rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}]?|[(（]([^()（）]*)[)）]?|([^\s()（）{QUOTES}]+)"
)
_FIELD = re.compile(rf"({'|'.join(sorted(FIELDS, key=len, reverse=True))})(?:[:=：]|(?=[(（]))", re.I)
_ATLEAST = re.compile(r"atleast(\d{1,9})(?:\s+|(?=[()（）])|$)", re.I)
_CASE = re.compile(r"(allcaps|nocaps|caps|singular|plural)(?=[(（])", re.I)
_ADDRESS = re.compile(rf"(?:\w+://|[^\W_][^\s()（）{QUOTES}@:~]*@(?=[^\W_]))[^\s()（）{QUOTES}]+")
_CHUNK = re.compile(rf"[^\s()（）~{QUOTES}]+")
_STARS = re.compile(r"\*{2,}")
_TILDE = re.compile(r"~+(\d{0,9})")
_UNKNOWN = re.compile(r"([^\W\d_]{2,20})[:：=](?=\w)")
_KNOWN = ", ".join(
    f"{name}:" for name in (*sorted({*FIELDS.values()} - {"language"} | {"lang"}), *DATES, "length")
)
_FOREIGN = re.compile(r"\|\|?(?!\S)|&&(?!\S)")
_TRUNCATED = re.compile(r"([^\W\d_]{3,})!")


def clean(text: str) -> str:
    """Without marks that cannot be seen; East Asian stops and control characters are white space; a quotation mark
    between two Hebrew letters is the gershayim that it stands for."""
    return _GERSHAYIM.sub("״", text.translate(_UNSEEN).translate(_BLANK)).rstrip()


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text that went through `clean`. Every character is passed once."""
    at, fresh, value, exact, words = 0, True, False, False, 0
    while at < len(text):
        c = text[at]
        if found := _SPACE.match(text, at):
            at, fresh, value, exact = found.end(), True, False, False
            continue
        if fresh and (signs := _SIGNS.match(text, at)) and signs[0]:
            at, exact = signs.end(), "=" in signs[2]
            fresh, value = False, value or exact
            if signs[1]:
                yield Token(Kind.NOT, "-")
            continue
        special = None if value else _special(text, at)
        if c in QUOTES:
            made, at = _phrase(text, at, exact)
        elif c in "(（)）":
            made, at = [Token(Kind.OPEN if c in "(（" else Kind.CLOSE)], at + 1
        elif special:
            made, at = special
        elif not _belongs(c, "#@*?~"):
            at, fresh = at + 1, fresh and c != "-"
            continue
        else:
            made, at = _chunk(text, at, exact, value, words)
            words += 1
        yield from made
        value, exact = made[-1].kind == Kind.FIELD, False
        fresh = made[-1].kind in (Kind.OPEN, Kind.FIELD)


def _special(text: str, at: int) -> tuple[list[Token], int] | None:
    """An operator, a field, or one of the conditions that stand at the start of a word."""
    if found := _OPERATOR.match(text, at):
        return [Token(Kind[found[1]], found[1])], found.end()
    if found := _NEAR.match(text, at):
        return _nearness(
            found[0], found["n"] or found["m"] or found["o"], found["o"] is not None
        ), found.end()
    if found := _LENGTH.match(text, at):
        return [
            Token(Kind.LENGTH, found[0], length=_length(found["op"], int(found["n"]), found["m"]))
        ], found.end()
    if found := _DATE.match(text, at):
        value = _DATE_VALUE.match(text, found.end())
        stated = (value[1] or value[2] or value[3] or "").strip(" ,;") if value else ""
        name = found["name"].lower() + (found["op"] if found["op"] and found["op"][0] in "<>" else ":")
        return [Token(Kind.DATE, name, value=stated)], value.end() if value else found.end()
    if found := _FIELD.match(text, at):
        return [Token(Kind.FIELD, FIELDS[found[1].lower()])], found.end()
    if found := _ATLEAST.match(text, at):
        return [Token(Kind.ATLEAST, found[0].strip(), count=min(int(found[1]), MOST_TIMES))], found.end()
    if found := _FOREIGN.match(text, at):
        if found[0] == "&&":
            note = Note("“{sign}” was ignored: all words are required anyway", sign=found[0])
        else:
            note = Note("“{sign}” was ignored: for either of two write OR", sign=found[0])
        return [Token(Kind.NOTE, note)], found.end()
    if found := _CASE.match(text, at):
        return [
            Token(
                Kind.NOTE,
                Note("{name}(…) makes no difference here: the words in it are searched", name=found[0]),
            )
        ], found.end()
    return None


def _nearness(typed: str, number: str, ordered: bool) -> list[Token]:
    unit = {"s": Unit.SENTENCE, "p": Unit.PARAGRAPH}.get(number[0].lower())
    apart = 0 if unit else min(max(int(number), 1), MOST_APART)
    token = Token(Kind.NEAR, typed, count=apart, ordered=ordered, unit=unit)
    if unit or int(number) == apart:
        return [token]
    return [
        Token(
            Kind.NOTE,
            Note(
                "“{typed}” was read as {apart}: words can be 1 to {most} apart",
                typed=typed,
                apart=apart,
                most=MOST_APART,
            ),
        ),
        token,
    ]


def _length(operator: str, number: int, last: str | None) -> Length:
    if last:
        return Length(min(number, int(last)), max(number, int(last)))
    if operator in ("<", "<=", "≤"):
        return Length(None, max(number - (operator == "<"), 0))
    if operator in (">", ">=", "≥"):
        return Length(number + (operator == ">"), None)
    return Length(number, number)


def _phrase(text: str, at: int, exact: bool) -> tuple[list[Token], int]:
    """From one quotation mark to the next, or to the end."""
    end = at + 1
    while end < len(text) and text[end] not in QUOTES:
        end += 1
    made = (
        []
        if end < len(text)
        else [Token(Kind.NOTE, Note("a quotation mark was missing and was added at the end"))]
    )
    words = " ".join(text[at + 1 : end].split())
    tilde = _TILDE.match(text, end + 1)
    if tilde:
        made.append(
            Token(
                Kind.NOTE, Note("“~” after a quotation mark was ignored; words near each other are a w/5 b")
            )
        )
    if "*" in words:
        made.append(Token(Kind.NOTE, Note("inside quotation marks * stands for nothing")))
    if _has_substance(words):
        made.append(Token(Kind.PHRASE, words, exact))
    else:
        made.append(Token(Kind.NOTE, Note("quotation marks with no word in them were ignored")))
    return made, tilde.end() if tilde else end + 1


def _chunk(text: str, at: int, exact: bool, value: bool, words: int) -> tuple[list[Token], int]:
    """One word without the punctuation around it. `value`: it stands right after a field or an equals sign."""
    if found := _ADDRESS.match(text, at):
        return [Token(Kind.WORD, _trimmed(found[0], "", "=&"), exact)], found.end()
    found = _CHUNK.match(text, at)
    end = found.end() if found else at
    tilde = _TILDE.match(text, end)
    raw = _STARS.sub("*", found[0]) if found else ""
    made = []
    if tilde is None and not value and end == len(text) and words > 1 and raw.rstrip("!.").endswith("?"):
        raw = raw.rstrip("!.?")
        made.append(
            Token(
                Kind.NOTE,
                Note("the question mark at the end is punctuation; a ? inside a word is any letter"),
            )
        )
    if not value and (unknown := _UNKNOWN.match(raw)):
        made.append(
            Token(
                Kind.NOTE,
                Note("there is no field “{name}”; the fields are {known}", name=unknown[1], known=_KNOWN),
            )
        )
    if not value and len(raw) > 1 and raw.isalpha() and raw.islower() and text.startswith(("(", "（"), end):
        made.append(
            Token(
                Kind.NOTE,
                Note("there is no field “{name}”; the fields are {known}", name=raw[:20], known=_KNOWN),
            )
        )
    if cut := _TRUNCATED.fullmatch(raw):
        made.append(
            Token(
                Kind.NOTE,
                Note("the ! is punctuation; words that begin with “{word}” are {word}*", word=cut[1][:20]),
            )
        )
    word = _trimmed(raw, "*?", "*?")
    special = None if value or tilde else _special(word, 0)
    if special and special[1] == len(word):
        made.extend(special[0])
    elif not _has_substance(word):
        made.append(_nothing(f"{raw}{tilde[0] if tilde else ''}"))
    elif not exact and ("*" in word or "?" in word):
        if "*" not in word[:-1] and "?" not in word and word.endswith("*"):
            made.append(Token(Kind.PREFIX, word[:-1]))
        else:
            made.append(Token(Kind.WILDCARD, word))
    elif tilde and not exact and int(tilde[1] or 1):
        made.append(Token(Kind.FUZZY, word, count=min(int(tilde[1] or 1), 2)))
    else:
        made.append(Token(Kind.WORD, word, exact))
    return made, tilde.end() if tilde else end


def _nothing(raw: str) -> Token:
    return Token(Kind.NOTE, Note("“{text}” was ignored: it has no letter or digit", text=raw[:20]))


def _trimmed(raw: str, leading: str, trailing: str) -> str:
    """Without punctuation at its ends; but `U.S.` keeps its last stop, `C++` its signs, `#` and currencies their place."""
    start, end = 0, len(raw)
    while start < end and not _belongs(raw[start], leading + "#@"):
        start += 1
    while end > start and not _belongs(raw[end - 1], trailing + "#+%"):
        end -= 1
    return raw[start : end + 1] if raw[end : end + 1] == "." and "." in raw[start:end] else raw[start:end]


def _belongs(c: str, also: str) -> bool:
    return c in also or unicodedata.category(c)[0] in "LNM" or unicodedata.category(c) == "Sc"


def _has_substance(text: str) -> bool:
    return any(unicodedata.category(c)[0] in "LN" for c in text)
