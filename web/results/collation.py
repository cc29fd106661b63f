"""In which order a reader looks names up, under which letter, and which names a few typed letters are in.

No library of the standard collates, and ICU would be a heavy one to add for lists of names; so case and diacritics are
left out of account, and the letters that Turkish and Persian count as letters of their own follow the one before them.
"""

from __future__ import annotations

from functools import lru_cache

from search.alphabets import folded, is_unspaced, lower

DIGITS = "0–9"
OTHER = "…"
"""Signs, and the scripts whose characters are too many to be headings."""

_LAST = "\U0010ffff"
_FOLLOWS = {"پ": "ب", "چ": "ج", "ژ": "ز", "گ": "ك"}
_TURKISH = {"ç": "c", "ğ": "g", "ı": "h", "ö": "o", "ş": "s", "ü": "u"}
"""Each letter, and the one that it comes after."""


@lru_cache(maxsize=1 << 16)
def key(name: str, language: str) -> tuple[bool, str]:
    """Sorts names as a reader of the language does: those in its own script before those in others."""
    letters = _letters(name, language)
    after = _after(language)
    foreign = language == "ar" and letters[:1].isalpha() and not _is_arabic(letters[:1])
    return foreign, "".join(f"{after[c]}{_LAST}" if c in after else c for c in letters)


@lru_cache(maxsize=1 << 16)
def letter(name: str, language: str) -> str:
    """The heading that a name stands under: its first letter as a capital, DIGITS or OTHER."""
    first = _letters(name, language)[:1]
    if first.isdigit():
        return DIGITS
    if not first.isalpha() or is_unspaced(first):
        return OTHER
    return {"i": "İ", "ı": "I"}.get(first, first.upper()) if language == "tr" else first.upper()


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Without case, diacritics and points; a Turkish ı, I, i and İ are one letter, and so are the forms of alef."""
    return folded(lower(text, ""))


def _letters(name: str, language: str) -> str:
    """From the first letter or digit on, folded but for the letters that the language has of its own."""
    text = lower(name, language)
    start = next((at for at, c in enumerate(text) if c.isalnum()), 0)
    own = _after(language)
    return "".join(c if c in own else folded(c) for c in text[start:])


def _after(language: str) -> dict[str, str]:
    return _FOLLOWS | _TURKISH if language == "tr" else _FOLLOWS


def _is_arabic(c: str) -> bool:
    return "\u0600" <= c < "\u0780" or "\ufb50" <= c < "\ufeff"
