"""How far a cleaned article is right: the definitions that the benches and the floors share.

Bodies are compared by their 4-word shingles, as scrapinghub/article-extraction-benchmark does: precision and recall are
averaged over the pages, and F1 is that of the averages. Shares are in per cent. None means that there was nothing to
judge.
"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

Pair = tuple[float | None, float | None]
"""Precision and recall of one page, from 0 to 1; precision is None where nothing was given, recall where nothing is right."""

_WORD = re.compile(r"\w+")
_SIZE = 4
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;|/&\n]|\s(?:and|und|et|y)\s)\s*", re.IGNORECASE)
_BEFORE_A_NAME = re.compile(
    r"(?:by|von|par|por|di|od|af|av|written by|text|yazan|oleh)\s*:?\s+", re.IGNORECASE
)
_AGENCIES = frozenset(
    "ap|associated press|the associated press|reuters|afp|agence france presse|dpa|deutsche presse agentur|sid|apa|ansa|efe"
    "|europa press|epd|kna|pa|pa media|press association|upi|tass|xinhua|kyodo|kuna|ians|pti|ani|bloomberg|bloomberg news"
    "|afprelaxnews|cna|aap|canadian press|the canadian press|jiji press|yonhap|anadolu|dha|aa|iha".split("|")
)
_DESK = re.compile(
    r"\b(?:staff|desk|newsroom|editors?|editorial|team|redaktion|redaction|redaccion|redazione|redactie|redaksjonen|servis)\b"
)
_TELLING = 4
"""Letters that two names must begin with to be one."""


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + _SIZE]) for i in range(max(1, len(words) - _SIZE + 1)) if words)


def precision_recall(gold: str, given: str) -> Pair:
    """Of the shingles of a text against those of the right one."""
    right, found = shingles(gold), shingles(given)
    both = (right & found).total()
    return (
        both / found.total() if found else None,
        both / right.total() if right else None,
    )


def mean_f1(pairs: Iterable[Pair]) -> float | None:
    """The F1 of the mean precision and the mean recall."""
    every = list(pairs)
    precision, recall = (share(pair[side] for pair in every) for side in (0, 1))
    if precision is None or recall is None:
        return recall
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def share(values: Iterable[float | None]) -> float | None:
    """The mean of those that are not None, in per cent."""
    judged = [value for value in values if value is not None]
    return 100 * statistics.fmean(judged) if judged else None


def plain(text: str) -> str:
    """Its words and nothing else, case and compatibility forms folded."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def same_headline(gold: str | None, given: str | None) -> float | None:
    return float(plain(gold) == plain(given or "")) if gold else None


def names(authors: str | Iterable[str] | None) -> frozenset[str]:
    """The single names in what may be lists of names, without a word like "by" before them."""
    every = [authors] if isinstance(authors, str) else list(authors or ())
    single = (name for one in every for name in _BETWEEN_NAMES.split(one.strip()))
    return frozenset(filter(None, (plain(_BEFORE_A_NAME.sub("", name.strip(), count=1)) for name in single)))


def people(found: frozenset[str], publications: Sequence[str]) -> frozenset[str]:
    """Those of the names that are persons': no agency, no desk, and not the publication itself.

    `publications` are the names that a page's publication goes by, its host among them.
    """
    own = [_short(publication) for publication in publications]
    return frozenset(
        name
        for name in found
        if name not in _AGENCIES and not _DESK.search(_bare(name)) and not _is_one_of(name, own)
    )


def _short(publication: str) -> str:
    """`www.example.co.uk` to `example`, other names to their letters."""
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+", publication):
        parts = publication.removeprefix("www.").split(".")
        publication = max(parts[:-1], key=len)
    return _letters(publication)


def _is_one_of(name: str, publications: Sequence[str]) -> bool:
    letters, words = _letters(name), name.split()
    for own in filter(None, publications):
        if words[0] == own or (len(own) >= _TELLING and letters.startswith(own)):
            return True
        if len(letters) >= _TELLING and own.startswith(letters):
            return True
    return False


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _letters(text: str) -> str:
    return "".join(c for c in _bare(text).casefold() if c.isalnum())


def names_f1(gold: frozenset[str], given: frozenset[str]) -> float | None:
    """Of two sets of names, on a page that has an author."""
    return 2 * len(gold & given) / (len(gold) + len(given)) if gold else None


def invented(gold: frozenset[str], given: frozenset[str]) -> float | None:
    """Whether a page that has no author was given one."""
    return None if gold else float(bool(given))


def days(day: str | None, instant: str | None) -> frozenset[str]:
    """Which days are right: the one on the page's own clock, and that of the instant in UTC."""
    right = {day[:10]} if day else set()
    if instant and (when := datetime.fromisoformat(instant)).tzinfo:
        right.add(when.astimezone(UTC).date().isoformat())
    return frozenset(right)


def right_day(gold: frozenset[str], given: str | None) -> float | None:
    return float(_day(given) in gold) if gold else None


def wrong_day(gold: frozenset[str], given: str | None) -> float | None:
    """A day was given, and it is another; to give none is not wrong."""
    return float(_day(given) is not None and _day(given) not in gold) if gold else None


def _day(given: str | None) -> str | None:
    return given[:10] if given and len(given) >= len("2016-05-23") else None


def same_minute(gold: str | None, given: str | None) -> float | None:
    """Whether the instant is right to the minute, on a page whose gold states a time.

    Midnight without a zone is a day and no time. Where the gold has no zone, the clock is compared.
    """
    if not gold:
        return None
    right = datetime.fromisoformat(gold)
    if right.tzinfo is None and (right.hour, right.minute, right.second) == (0, 0, 0):
        return None
    if not given or "T" not in given:
        return 0.0
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return 0.0
    if right.tzinfo is None:
        found = found.replace(tzinfo=None)
    elif found.tzinfo is None:
        return 0.0
    return float(found.replace(second=0, microsecond=0) == right.replace(second=0, microsecond=0))
