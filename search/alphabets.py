"""Letters: which are written without spaces, which marks belong to a word, and which letters a reader takes for one."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "'’‘ʼʻ＇`´"
HYPHENS = r"\-‐‑"
IGNORED = "\u00ad\u200c\u200d\u2060\ufeff"
"""Characters inside a word that are no part of it: soft hyphen, joiners."""

_MARKED = (
    (0x300, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0x2CEF, 0x3100),
    (0xA66F, 0xAC00),
    (0xFB1E, 0xFE30),
)


def _ranges() -> str:
    """The combining marks of the scripts in use, as ranges of a regular expression; `\\w` lacks them."""
    marks = [c for a, b in _MARKED for c in range(a, b) if unicodedata.category(chr(c))[0] == "M"]
    starts = [c for c, before in zip(marks, [-1, *marks], strict=False) if c != before + 1]
    ends = [c for c, after in zip(marks, [*marks[1:], -1], strict=True) if c != after - 1]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))


MARKS = _ranges()

_UNSPACED = re.compile(
    r"[\u0E00-\u0E4E\u0E80-\u0ECD\u1000-\u104F\u1780-\u17D3\u1100-\u11FF\u3005\u3040-\u30FF\u3100-\u318F"
    r"\u31A0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uAC00-\uD7AF\uF900-\uFAFF\uFF66-\uFFDC\U00020000-\U0003FFFF]"
)


def is_unspaced(c: str) -> bool:
    """Whether words of its script are found as pairs of characters: Chinese, Japanese, Korean, Thai, Lao, Burmese,
    Khmer."""
    return c > "\u0dff" and _UNSPACED.match(c) is not None


_SEEN = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(IGNORED) | dict.fromkeys("‐‑", "-"))
_TURKISH = str.maketrans({"I": "ı", "İ": "i"})


def lower(text: str, tongue: str) -> str:
    """In one case, by the language's rules: a Turkish I is ı. One apostrophe, one hyphen, nothing invisible."""
    if tongue in ("tr", "az"):
        text = text.translate(_TURKISH)
    return text.translate(_SEEN).casefold().replace("i̇", "i")


_KEPT = "йїў"
_APART = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
} | {
    **{
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ۃ": "ه",
        "ە": "ه",
    },
    **{"ـ": "", "'": "", "ς": "σ"},
    **{"\u093c": "", "\u0901": "\u0902"},
}
"""Besides diacritics; in Devanagari the nukta, and chandrabindu for anusvara."""

_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
"""A nasal before a consonant of its own place, for which anusvara is written as well: नरेन्द्र and नरेंद्र."""


class _Fold(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = plain = self._plain(chr(code))
        return plain

    @staticmethod
    def _plain(c: str) -> str:
        if c in _APART:
            return _APART[c]
        if c.isdecimal():
            return str(unicodedata.decimal(c))
        if c in _KEPT or not (c < "\u0700" or "\u1e00" <= c < "\u2000" or "\ufb1e" <= c < "\ufe00"):
            return c
        parts = unicodedata.normalize("NFD", c)
        return "".join(_APART.get(p, p) for p in parts if unicodedata.category(p) != "Mn")


_FOLD = _Fold()


def folded(form: str) -> str:
    """Without diacritics, points, elongation and apostrophes; letters that keyboards exchange as one; digits as 0–9.

    Marks of scripts in which they are vowels (Devanagari, Thai …) stay, but for what Hindi writes in two ways.
    """
    if form.isascii() and "'" not in form:
        return form
    plain = form.translate(_FOLD)
    return _NASAL.sub("ं", plain) if "\u094d" in plain else plain


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def spelled_out(form: str) -> str:
    """Umlauts as two letters: names are written both ways in any language (Müller, Mueller)."""
    return form.translate(_UMLAUTS)
