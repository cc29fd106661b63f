"""Which character set unlabelled bytes are in, by the letters that come out of each.

A single-byte set fits when it turns the high bytes into letters of one alphabet that was written in it; a multi-byte
set when it makes everyday syllables or ideographs. Only where none fits does bs4's detector decide: it takes Spanish
and Icelandic for Central European, and ISO 8859-2 for Windows-1250, as these differ in a few letters.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from itertools import pairwise

from bs4.dammit import EncodingDetector

_SLAVIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_CENTRAL = (
    "ąćęłńóśźż",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "ăâîşţ",
    "čćđšž",
)
# Lower-case letters beyond ASCII by language, under the Python codec that its texts come in; the likelier sets first.
_ALPHABETS: dict[str, tuple[str, ...]] = {
    "cp1252": (
        "äöüßé",
        "éèêëàâçùûüôîïœæÿ",
        "áéíóúüñªº",
        "ãõáéíóúâêôçàüªº",
        "àéèìòùîº",
        "åäöéü",
        "æøåéèòóô",
        "áðéíóúýþæö",
        "ëéïèöüóá",
        "àçèéíïòóúü",
    ),
    "cp1254": ("çğıöşüâîû",),
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    "cp1255": ("אבגדהוזחטיךכלםמןנסעףפץצקרשת",),
    "cp1251": (_SLAVIC + "ёіїєґўђјљњћџѓќѕ",),
    "koi8_r": (_SLAVIC + "ё",),
    "koi8_u": (_SLAVIC + "іїєґ",),
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـپچژگکہھےں",),
    "iso8859_6": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْـ",),
    "cp874": ("".join(map(chr, range(0x0E01, 0x0E5C))),),
}
_LATIN = ("cp1252", "cp1254", "cp1250", "iso8859_2", "cp1257")
_MARKS = frozenset("‘’‚“”„–—…•«»‹›€£§©®°·´¿¡™،؛؟\u200c\u200d\xa0\xad")
_LEAST = 0.9
_SAMPLE = 8000
_SPARSE = 0.02  # fewer high bytes than this are the accents and quotation marks of a Latin script
_TAG = re.compile(rb"<[^<>]*>")


def guess(data: bytes) -> str | None:
    """The name of a Python codec, or None when there is nothing to tell it by."""
    lines = _TAG.sub(b" ", data[: 20 * _SAMPLE]).split(b"\n")
    sample = b"\n".join(line for line in lines if not line.isascii())[:_SAMPLE]
    high = sum(b > 0x7F for b in sample)
    if high < _SPARSE * len(sample):
        return max(_LATIN, key=lambda name: _fit_narrow(sample, name)) if high else None
    for fit, names in ((_fit_wide, _EVERYDAY), (_fit_narrow, _ALPHABETS)):
        fits = {name: fit(sample, name) for name in names}
        best = max(fits, key=lambda name: fits[name])
        if fits[best] >= _LEAST:
            return best
    return next(iter(EncodingDetector(sample).encodings))


def _read(sample: bytes, name: str) -> str:
    """The sample, which may end within a character; nothing where it isn't of this set."""
    try:
        return codecs.getincrementaldecoder(name)("strict").decode(sample, final=False)
    except UnicodeDecodeError:
        return ""


def _fit_narrow(sample: bytes, name: str) -> float:
    """The share of high characters that are one language's letters or quotation marks, less those that stand where that language has none.

    That is an upper-case letter after a lower-case one, and a letter of another script beside a Latin one. Where all
    else is equal lower case is likelier: KOI8 is Windows-1251 with the cases the other way round.
    """
    text = _read(sample, name)
    high = [c for c in text if c > "\x7f"]
    foreign = [c for c in high if c not in _MARKS]
    if not high:
        return 0.0
    lower = "".join(foreign).lower().replace("i\u0307", "ı")
    explained = max(sum(c in letters for c in lower) for letters in _ALPHABETS[name])
    latin = name in _LATIN
    odd = sum(
        (a.islower() and b.isupper())
        or (not latin and b.isalpha() and a.isalpha() and a.isascii() != b.isascii())
        for a, b in pairwise(text)
        if not (a.isascii() and b.isascii())
    )
    upper = sum(c.isupper() for c in foreign)
    return (len(high) - len(foreign) + explained - odd - 0.01 * upper) / len(high)


def _fit_wide(sample: bytes, name: str) -> float:
    foreign = "".join(c for c in _read(sample, name) if c > "\x7f" and c not in _MARKS)
    return _EVERYDAY[name](foreign) if len(foreign) > 1 else 0.0


def _chinese(text: str, charset: str, leads: range) -> float:
    """The share of ideographs in everyday use, which these sets put into their first rows."""
    encoded = (c.encode(charset, "ignore") for c in text)
    return sum(
        len(b) == 2 and (b[0] in leads or _punctuation(c)) for b, c in zip(encoded, text, strict=True)
    ) / len(text)


def _korean(text: str) -> float:
    return sum("가" <= c <= "힣" or _punctuation(c) for c in text) / len(text)


def _japanese(text: str) -> float:
    kana = sum("ぁ" <= c <= "ヿ" for c in text)
    fitting = sum("ぁ" <= c <= "ヿ" or "一" <= c <= "鿿" or _punctuation(c) for c in text)
    return fitting / len(text) if kana > 0.2 * len(text) else 0.0


def _punctuation(c: str) -> bool:
    return "\u3000" <= c <= "〟" or "！" <= c <= "～"


_EVERYDAY: dict[str, Callable[[str], float]] = {
    "cp949": _korean,
    "cp932": _japanese,
    "euc_jp": _japanese,
    "gb18030": lambda text: _chinese(text, "gb2312", range(0xB0, 0xD8)),
    "big5hkscs": lambda text: _chinese(text, "big5", range(0xA4, 0xC7)),
}
