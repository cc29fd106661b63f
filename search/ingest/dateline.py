"""The dateline with which a wire story begins: `WASHINGTON, May 23 (KUNA) —`, `BEIRUT (Reuters) -`, `دمشق-سانا`.

It is read piece by piece: a place, then a region, a date and a credit in any order, then a dash, colon or full stop.
What was read is only a dateline if something besides its shape vouches for it: a credit, a date, a place in capitals
before a text that is not, or a place that CLDR knows.
"""

from __future__ import annotations

import re
from functools import cache

from search.article import Dateline
from search.ingest.agencies import Agency, agency
from search.ingest.cldr import date_words
from search.ingest.places import PARTICLES, fold_place, is_place, place_case

_LONGEST = 160
"""Characters within which a dateline ends."""
_MOST_WORDS = 5
_ACRONYM = 4
"""Letters: capitals no longer than this, before a colon, are as likely an acronym or a speaker."""
_DASHES = "–—―‒−-"
_DASH = rf"\-{_DASHES[:-1]}"
"""The same for the inside of square brackets."""

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’‘-](?!\d))*(?!\d)")
_UNCASED_WORD = re.compile(r"[^\W\d_][\w'’]*")
_JOIN = re.compile(r"(?:\s*/\s*|\s+(?:&\s+)?)(?=[^\W\d_])")
_CREDIT = re.compile(r"\s*[,.]?\s*(?:\(([^()\n]{2,60})\)|\[([^\[\]\n]{2,40})\]|/([^/\n]{2,40})/)")
_IN_BRACKETS = re.compile(r"\s*\(([^()\n]{2,30})\)(?=\s*[(\[/])")
_BETWEEN_NAMES = re.compile(r"[/,;|]|\s[-–—]\s|\band\b|\bund\b|\bvia\b")
_END = re.compile(rf"\s*\.?(?:\s[{_DASH}]{{1,2}}|[{_DASH}]{{1,2}}\s|[–—―]|--)\s*|\s?:\s+|\s?=\s+|\.\s+|\s*$")
_TIGHT = re.compile(rf"\s*[{_DASH}/.,،:]\s*|\s+")
_BARE = re.compile(rf"(?P<name>[^\W\d_][^\n,،.:/()\[\]{_DASH}]{{1,28}}?)(?P<end>\s*[{_DASH}/.،:]+\s*|\s*$)")
_SEPARATOR = re.compile(r"\s*[,،、.]\s*|\s+")
_REGION = re.compile(r"[A-ZÀ-ÞĀ-ž][\w.'’-]*(?: (?:(?:and|of|the|de|del|do|da|&) )?[A-ZÀ-ÞĀ-ž][\w.'’-]*){0,3}")
_DATE = re.compile(
    r"(?:(?P<weekday>[^\W\d_]{2,12})\.?,?\s+)?(?:"
    r"(?P<before>[^\W\d_]{3,12})\.?\s+\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s+\d{4}\b)?"
    r"|\d{1,2}\.?(?:er|st|nd|rd|th|º)?\s+(?:de\s+)?(?P<after>[^\W\d_]{3,14})\.?(?:,?\s+(?:de\s+)?\d{4}\b)?"
    r"|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\.?|\d{4}-\d{2}-\d{2})"
)
_EAST_ASIAN = (
    re.compile(
        r"^[(（【]?\s*(?P<credit>[一-鿿]{2,4}[社网網讯訊])\s*(?P<place>[一-鿿]{2,7}?)(?P<date>(?:\d{1,2}月)?\d{1,2}日)?"
        r"[电電讯訊](?:\s*[(（].{2,20}?[)）])?\s*[)）】]?\s*"
    ),
    re.compile(
        r"^[\[(【（](?P<place>[一-鿿ぁ-んァ-ヶー가-힣]{2,10})\s?[=＝]\s?(?P<credit>[^\])】）]{2,12})[\])】）]"
    ),
)
_ABBREVIATED = frozenset(("st", "ste", "ft", "mt", "pt", "dr", "u.s", "u.n", "u.k", "d.c", "n.y", "l.a"))
_LABELS = frozenset(
    (
        "advertisement", "analysis", "answer", "breaking", "breaking news", "by", "caption", "comment", "commentary",
        "correction", "developing", "editor's note", "editorial", "eilmeldung", "exclusive", "explained", "explainer",
        "fact check", "factbox", "feature", "file", "flash", "gallery", "image", "in pictures", "interview", "just in",
        "kommentar", "leader", "letter", "live", "live updates", "new", "news", "note", "opinion", "photo", "photos",
        "pictures", "podcast", "poll", "preview", "profile", "q", "q&a", "question", "recap", "related", "report",
        "review", "son dakika", "source", "special", "the", "timeline", "top news", "update", "updated", "urgent",
        "urgente", "video", "watch", "what", "who", "why", "молния", "срочно", "خبر عاجل", "عاجل",
        "covid", "fifa", "isil", "isis", "nasa", "nato", "opec", "uefa", "unicef",
    )
)  # fmt: skip
"""What stands where a dateline would, and is none."""
_LEVANTINE = frozenset("كانون شباط آذار اذار نيسان أيار ايار حزيران تموز آب اب أيلول ايلول تشرين".split())
_MISSING = frozenset(("sept", "mag", "gen", "ago", "ene", "abr", "dic", "mei", "okt", "dez", "mrt"))
"""Months as wires shorten them, beside CLDR's forms."""


def read_dateline(text: str, language: str | None = None) -> Dateline | None:
    """The dateline at the beginning of the text, or None. `raw` reaches to where it ends, dash or colon included."""
    head = text[:_LONGEST]
    for pattern in _EAST_ASIAN:
        if match := pattern.match(head):
            parts = match.groupdict()
            one = _named(parts["credit"])
            credit = one.code if one else parts["credit"]
            return Dateline(parts["place"], parts.get("date"), credit, match[0].strip())
    return _Reader(head, language).read()


class _Reader:
    """One reading of the head of a text, `at` being how far it got."""

    def __init__(self, head: str, language: str | None) -> None:
        self.head, self.language, self.at = head, language, 0
        self.place: str | None = None
        self.date: str | None = None
        self.credit: str | None = None
        self.known = False
        self.end: str | None = None

    def read(self) -> Dateline | None:
        if self._take_credit() and not (self.known and self._take_end() and self.end):
            return None
        alone, self.end = self.at, None
        whole = self._take_place()
        while whole and self.end is None and (self._take_credit() or self._take_more() or self._take_end()):
            pass
        if not whole or not self._vouched(stated_before=bool(alone)):
            if not alone:
                return None
            self.at, self.place, self.date = alone, None, None
        place = place_case(self.place, self.language) if self.place else None
        return Dateline(place, self.date, self.credit, self.head[: self.at].strip())

    def _take_credit(self) -> bool:
        """A credit in brackets or slashes. One that is no agency known to us counts if it is written like one."""
        match = None if self.credit else _CREDIT.match(self.head, self.at)
        if not match:
            return False
        inside = next(filter(None, match.groups()))
        one = _named(inside)
        if not (one or re.fullmatch(r"[A-Z]{2,8}(?: [A-Z]\w+)?", inside)):
            return False
        self.credit, self.known, self.at = one.code if one else inside, one is not None, match.end()
        return True

    def _take_end(self) -> bool:
        match = _END.match(self.head, self.at)
        if match:
            self.end, self.at = match[0].strip(), match.end()
        return match is not None

    def _take_place(self) -> bool:
        """Words of one kind: all in capitals, or all capitalised, or any few where the script knows no capitals."""
        words: list[str] = []
        kind = ""
        while len(words) < _MOST_WORDS:
            join = _JOIN.match(self.head, self.at) if words else None
            start = join.end() if join else self.at
            word = (_WORD if self.head[start : start + 1].isascii() or kind else _UNCASED_WORD).match(
                self.head, start
            )
            if not word or (words and not join) or not (kind := _kind(word[0], kind)):
                break
            if join and "/" in join[0] and _named(word[0]):
                break
            words.append((join[0] if join else "") + word[0])
            self.at = word.end()
            if word[0].endswith(".") and word[0].rstrip(".").lower() not in _ABBREVIATED:
                self.at -= 1
                break
        place = "".join(words)
        self.place = place[:-1] if place.endswith(".") and self.head[self.at : self.at + 1] == "." else place
        months, weekdays = calendar_words(self.language)
        folded = fold_place(self.place)
        return (
            sum(map(str.isalpha, folded)) > 2
            and folded not in _LABELS
            and self.place.casefold() not in months
            and self.place.casefold() not in weekdays
        )

    def _take_more(self) -> bool:
        """A date, an agency without brackets, or the region of the place."""
        region = _IN_BRACKETS.match(self.head, self.at)
        if region and is_place(region[1], self.language):
            self.at = region.end()
            return True
        separator = _SEPARATOR.match(self.head, self.at)
        if separator and not self.date and (match := _date(self.head, separator.end(), self.language)):
            self.date, self.at = match[0].strip(" ,."), match.end()
            return True
        if not self.credit and self._take_agency():
            return True
        region = _REGION.match(self.head, separator.end()) if separator and "," in separator[0] else None
        if region and not self.date:
            self.at = region.end()
        return region is not None and not self.date

    def _take_agency(self) -> bool:
        """`Damascus, SANA –`, `دمشق-سانا`: an agency's name without brackets, up to a sign or the end of the line.

        Where the script has no capitals, its words may also be followed by the text itself. Before a colon a word of
        small letters is a label (`Source: AFP`) unless the script has no capitals.
        """
        lead = _TIGHT.match(self.head, self.at)
        if not lead:
            return False
        bare = _BARE.match(self.head, lead.end())
        label = ":" in lead[0] and self.place is not None and self.place != self.place.upper()
        if bare and not label and (one := _only(bare["name"])) and _written_out(bare["name"], one):
            self.credit, self.known, self.at = one.code, True, bare.end()
            self.end = bare["end"].strip() or None
            return True
        words = (
            []
            if self.place is None or self.place != self.place.upper().lower()
            else _words(self.head, lead.end())
        )
        for end in reversed(words):
            if one := _named(self.head[lead.end() : end]):
                self.credit, self.known, self.at, self.end = one.code, True, end, ""
                return True
        return False

    def _vouched(self, stated_before: bool) -> bool:
        """`stated_before`: the credit stood before the place, so it says nothing of what followed."""
        if self.place is None or self.end is None:
            return False
        if self.known and not stated_before:
            return True
        capitals = self.place.isupper() and not self.head[self.at :].isupper()
        if self.date or (self.credit and not stated_before):
            return self.end != ""
        dashed = self.end[-1:] in _DASHES and self.end != ""
        if capitals and (dashed or (self.end == ":" and len(self.place) > _ACRONYM)):
            return True
        return dashed and is_place(self.place, self.language)


def _words(head: str, at: int) -> list[int]:
    """Where each of the next three words ends."""
    ends: list[int] = []
    while len(ends) < 3 and (match := re.compile(r"\s?[^\W\d_]+").match(head, at)):
        at = match.end()
        ends.append(at)
    return ends


def _kind(word: str, before: str) -> str:
    """`caps`, `title` or `uncased`, as the words before allow; empty where the word belongs to no place name."""
    if not any(c.isupper() or c.islower() for c in word):
        return "uncased" if before in ("", "uncased") else ""
    if before and word.lower() in PARTICLES:
        return before
    if before != "title" and word.isupper() and (before or len(word) > 1):
        return "caps"
    return "title" if before not in {"caps", "uncased"} and word[:1].isupper() and not word.isupper() else ""


def _written_out(name: str, one: Agency) -> bool:
    """Whether it is the agency and not a word of its letters: `PA` is, `Pa` is a state."""
    return len(name) > _ACRONYM or not name.istitle() or name == one.code


def _named(text: str) -> Agency | None:
    """The first agency among the names in a credit: `Reuters`, `John Smith/AFP`, `Корр. ТАСС Дмитрий Зеленин`."""
    parts = [
        text,
        *_BETWEEN_NAMES.split(text),
        *(word for word in re.findall(r"\w{3,}", text) if word.isupper()),
    ]
    return next((one for part in parts if (one := agency(part))), None) if text else None


def _only(text: str) -> Agency | None:
    """The first agency of names of which nothing else is left: `AFP/Reuters`, not `author RSS feed`."""
    parts = [text, *_BETWEEN_NAMES.split(text)]
    return next((one for part in parts if (one := agency(part))), None)


def _date(head: str, at: int, language: str | None) -> re.Match[str] | None:
    """A day and month at this place, whose words are months and weekdays of the language or of English."""
    match = _DATE.match(head, at)
    if not match:
        return None
    months, weekdays = calendar_words(language)
    month = match["before"] or match["after"]
    if month and month.casefold() not in months:
        return None
    return match if not match["weekday"] or match["weekday"].casefold() in weekdays else None


@cache
def calendar_words(language: str | None) -> tuple[frozenset[str], frozenset[str]]:
    """The months and the weekdays of the language and of English, long and short, in lower case without full stops."""
    months, weekdays = set(_LEVANTINE | _MISSING), set()
    for code in {language or "en", "en"}:
        words = date_words(code)
        months |= {name.casefold().rstrip(".") for name, _ in words.months}
        weekdays |= {name.casefold().rstrip(".") for name, _ in words.weekdays}
    return frozenset(months), frozenset(weekdays)
