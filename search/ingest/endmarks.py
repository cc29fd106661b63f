"""The signs with which a wire ends its story, `(end)` before all: cut from the text, and kept in the reason."""

from __future__ import annotations

import re

_WORDS = "end|ends|the end|fin|fim|fine|ende|einde|slut|koniec|konec|son|конец|кінець|انتهى|انتهت|النهاية|نهاية|پایان|完|終わり|끝"
_INITIALS = r"(?:\s+[a-z]{1,3}(?:[./][a-z]{1,4}){0,3}\.?)?"
_MARK = re.compile(
    rf"\s*(?:[(\[/<*]\s*(?:{_WORDS})\s*[)\]/>*]{_INITIALS}|(?<=[.!?”\"’'»)])\s*(?:-+\s*)?(?:ENDS|END)\.?|[-–—]\s*(?:ends?|ENDS?)\s*[-–—]"
    rf"|#\s?#\s?#|-\s?30\s?-|(?<=[.!?”\"’'»)])\s*[■◼∎▪□◆]|\*\s?\*\s?\*)\s*$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[(\[/<*#■◼∎▪□◆]")
"""In every mark but `ENDS` and `-30-`, and quick to look for."""
_TAIL = 60
_ALONE = re.compile(
    rf"^\W*(?:{_WORDS})\W*{_INITIALS}$|^(?:#\s?){{3}}$|^-\s?30\s?-$|^[■◼∎]$|^(?=.*/)[a-z]{{2,4}}(?:[-/ ]+[a-z]{{2,4}}){{0,4}}/?$",
    re.IGNORECASE,
)


def cut_end_mark(clean: str) -> tuple[str, str | None]:
    """The text without its end mark, and the mark; None where there is none."""
    begun, tail = clean[:-_TAIL], clean[-_TAIL:]
    likely = _SIGN.search(tail) or "30" in tail or "end" in tail.lower()
    match = _MARK.search(tail) if likely else None
    mark = match[0].strip() if match else ""
    if (
        not match
        or (mark[0].isalpha() and not mark.rstrip(".").isupper())
        or not begun + tail[: match.start()]
    ):
        return clean, None
    return begun + tail[: match.start()].rstrip(), mark


def is_end_mark(clean: str) -> bool:
    """Whether the whole line is an end mark."""
    return len(clean) <= 24 and _ALONE.match(clean) is not None
