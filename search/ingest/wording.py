"""The words of a line without case and punctuation, by which lines are compared."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Container, Iterable
from encodings import cp1252
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

WORD = re.compile(r"\w+")
_SHORT = 60
"""Characters of a text that is gone through as quickly as it would be encoded."""


def recalled(longest: int, lines: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Remembers what a function says of so many lines, of `longest` characters at most.

    Such lines are asked for again, by several fields and on a site's next page.
    """

    def remembering(tell: Callable[[str], T]) -> Callable[[str], T]:
        told = lru_cache(maxsize=lines)(tell)

        @wraps(tell)
        def recall(text: str) -> T:
            return told(text) if len(text) <= longest else tell(text)

        return recall

    return remembering


def finder(word: re.Pattern[str]) -> Callable[[str], list[str]]:
    """What finds all the words in a text as the pattern of one does, in a third of the time where the text is ASCII, and in
    half of it where it is long and all of it in Windows-1252, as most is in the languages of Western Europe.

    The pattern is one or more characters of a class.
    """
    spaced = bytes(code if word.match(char) else ord(" ") for code, char in enumerate(cp1252.decoding_table))

    def words(text: str) -> list[str]:
        if text.isascii():
            return text.encode().translate(spaced).decode().split()
        if len(text) > _SHORT:
            encoded, read = codecs.charmap_encode(text, "ignore", cp1252.encoding_table)
            if len(encoded) == read:
                spread, _ = codecs.charmap_decode(encoded.translate(spaced), "strict", cp1252.decoding_table)
                return spread.split()
        return word.findall(text)

    return words


words = finder(WORD)


@recalled(longest=200, lines=4096)
def form(text: str) -> str:
    """`“Yes”, he SAID` as `yes he said`."""
    return " ".join(words(text.casefold()))


def places(texts: Iterable[str], key: str) -> list[int]:
    """Where among the texts those stand of which `form` makes the key.

    Most are told by their length not to, which folding may triple, or by their first letter.
    """
    least, most, firsts = len(key) / 3, 2 * len(key) + 20, key[:1]
    return [
        i
        for i, text in enumerate(texts)
        if least <= len(text) <= most and may_begin(text, firsts) and form(text) == key
    ]


def may_begin(text: str, firsts: Container[str]) -> bool:
    """Whether `form` may make of it what begins with one of these letters."""
    first = text[:1]
    return first.casefold()[:1] in firsts or not first.isalnum()
