"""Bytes to text: what the carrier or the document says of its character set is believed as far as the bytes bear it out."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass, field

from bs4.dammit import EncodingDetector

from search.errors import Unreadable
from search.ingest.charsets import guess

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What the Encoding Standard reads under a label (https://encoding.spec.whatwg.org/#names-and-labels), where it is
# another set than Python's of that name.
_READ_AS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
# Sets whose bytes are all ASCII: what they hold passes for UTF-8.
_SEVEN_BIT = ("iso2022_jp", "iso2022_kr", "hz")
# Python's own, and UTF-7, in which markup can hide from every check of bytes.
_NO_CHARSETS = ("utf-7", "idna", "punycode", "unicode", "raw", "undefined", "mbcs", "oem")
_WIDE = ("utf-16-le", "utf-16-be")
# Of text in ideographs nearly all lies here; with its bytes swapped, a third of it.
_EVERYDAY = re.compile("[\t\n\r -~\u2010-\u203a\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]")
_CLEARLY = 0.9
_LETTERS = frozenset(b" abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"SQLite format 3\0", "a database"),
    (b"OggS", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"\0\0\0\x18ftyp", "a video file"),
    (b"\0\0\0 ftyp", "a video file"),
)
_VALID = "valid UTF-8"
_CONTROL = bytes(b for b in range(0x01, 0x20) if b not in b"\t\n\v\f\r\x1b")
_MOST_CONTROL = 0.02
_MOST_REPLACED = 0.1
_STRAY = 4
_FOREIGN_SHARE = 0.3
_SAMPLE = 4096
_RECORD = 32


@dataclass(frozen=True, slots=True)
class Decoded:
    """`replaced` counts the characters that could not be read; they stand in `text` as U+FFFD.

    `utf8` is `text` in UTF-8, where it came so.
    """

    text: str
    charset: str
    rule: str
    replaced: int = 0
    utf8: bytes | None = field(default=None, repr=False)


def decode(data: bytes, declared: str | None = None, html: bool = False) -> Decoded:
    """Text without NUL bytes and lone surrogates.

    `declared` is the carrier's word (an HTTP header); `html` lets the document's own meta element speak. Raises
    Unreadable when the bytes are no text at all.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise Unreadable(f"this is {name}, not text")
    text, charset, rule = _choose(data, declared, html)
    utf8 = data if rule == _VALID else None
    if b"\0" in data:
        text, utf8 = text.replace("\0", ""), None
    replaced = 0 if rule == _VALID else text.count("\ufffd")
    if replaced and charset == "utf-8":
        replaced -= data.count(b"\xef\xbf\xbd")
    if _is_binary(text, utf8):
        raise Unreadable("this is binary data, not text")
    if replaced > _MOST_REPLACED * len(text) + _STRAY:
        raise Unreadable(f"{replaced} of {len(text)} characters can't be read as {charset} ({rule})")
    return Decoded(text, charset, rule, max(0, replaced), utf8)


def decode_head(head: bytes, html: bool = False) -> Decoded:
    """The first bytes of a stream of records; by its first line alone where damage in the others hides what it is."""
    try:
        return decode(head, html=html)
    except Unreadable:
        line = head.partition(b"\n")[0]
        if len(line) < _RECORD:
            raise
        return decode(line, html=html)


def mend(text: str) -> str:
    """Without NULs; halves of surrogate pairs joined where both are there, else replaced."""
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _choose(data: bytes, declared: str | None, html: bool) -> tuple[str, str, str]:
    """The text as its codec reads it, the codec, and why."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], charset), charset, "byte-order mark"
    if wide := _wide(data):
        return _read(data, wide), wide, "NUL bytes in every other place"
    inner = EncodingDetector.find_declared_encoding(data, is_html=html)
    stated = [
        (codec, rule)
        for label, rule in ((declared, "carrier's header"), (inner, "declaration in it"))
        if (codec := _codec(label))
    ]
    if b"\x1b" in data and b"\x1b$" in data:
        stated.append(("iso2022_jp", "escape sequences"))
    seven_bit = [choice for choice in stated if choice[0] in _SEVEN_BIT]
    for charset, rule in [*seven_bit, ("utf-8", _VALID), *stated]:
        default_label = charset == "cp1252" and _mostly_foreign(data)
        if not default_label and (text := _strictly(data, charset)) is not None:
            return text, charset, rule
    if (text := _strictly(data, "utf-8", "surrogatepass")) is not None:
        return mend(text), "utf-8", "UTF-8 but for halves of surrogate pairs"
    if _nearly_utf8(data):
        return _read(data, "utf-8"), "utf-8", "UTF-8 but for a few bytes"
    if guessed := _codec(guess(data)):
        return _read(data, guessed), guessed, "its letters"
    charset, rule = (stated or [("cp1252", "nothing else fits")])[0]
    return _read(data, charset), charset, rule


def _is_binary(text: str, utf8: bytes | None) -> bool:
    """Whether there are too many control characters in its beginning."""
    sample = text[: 16 * _SAMPLE]
    most = _MOST_CONTROL * len(sample) + _STRAY
    if utf8:
        # the sample's are among these bytes, and hardly more than it where most characters are of one
        reach = min(4 * len(sample), len(sample) + len(utf8) - len(text))
        if _controls(utf8[:reach]) <= most:
            return False
    return _controls(sample.encode()) > most


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, _CONTROL))


def _codec(label: str | None) -> str | None:
    """Python's codec for a label, one that makes text of bytes; None where there is none."""
    try:
        info = codecs.lookup((label or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name.startswith(_NO_CHARSETS):
        return None
    return _READ_AS.get(info.name, info.name)


def _strictly(data: bytes, charset: str, errors: str = "strict") -> str | None:
    try:
        return data.decode(charset, errors)
    except UnicodeError:
        return None


def _read(data: bytes, charset: str) -> str:
    """Surrogates, which some programs write into UTF-8, are joined where all else of it is sound."""
    if charset == "utf-8" and (text := _strictly(data, charset, "surrogatepass")) is not None:
        return mend(text)
    return data.decode(charset, "replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark: the NULs of its ASCII characters stand all in even or all in odd places."""
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if not most:
        return None
    ascii_letters = sum(b in _LETTERS for b in sample)
    enough = most > 0.4 * len(sample) or (most > 0.005 * len(sample) and ascii_letters < 0.5 * len(sample))
    if not enough:
        return None
    texts = {name: sample[: len(sample) // 2 * 2].decode(name, "replace") for name in _WIDE}
    if least > 0.1 * most:  # some ideographs have a NUL of their own
        shares = {name: len(_EVERYDAY.findall(text)) / len(text) for name, text in texts.items()}
        return next((name for name in _WIDE if shares[name] >= _CLEARLY > min(shares.values())), None)
    charset = _WIDE[even > odd]
    unassigned = sum(unicodedata.category(c) in ("Cn", "Co", "Cs") or c == "\ufffd" for c in texts[charset])
    return charset if unassigned <= 0.02 * len(texts[charset]) + 1 else None


def _nearly_utf8(data: bytes) -> bool:
    """A page cut within a character or with a foreign byte or two; in any other set nearly no sequence would be valid."""
    text = data[: 64 * _SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(c > "\x7f" for c in text) - bad >= 10 * bad


def _mostly_foreign(data: bytes) -> bool:
    """Whether high bytes are too many for a Latin alphabet, so that the label is only a server's default."""
    letters = sum(b in _LETTERS for b in data[: 16 * _SAMPLE])
    high = sum(b > 0x7F for b in data[: 16 * _SAMPLE])
    return high > _FOREIGN_SHARE * (letters + high)
