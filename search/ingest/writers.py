"""Who wrote it, of all that a page claims and prints: people, and for the credit the agencies that stand in their place."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from search.article import Block, Evidence, Role
from search.ingest.agencies import Agency, agencies_named, agency
from search.ingest.boilerplate import Known
from search.ingest.byline import capitalised, is_person, is_unspaced, people, read_byline
from search.ingest.headline import is_date_line
from search.ingest.page import Claim, Facts
from search.ingest.sentences import ends_sentence
from search.ingest.wording import form

_LONGEST, _MOST_OTHERS = 90, 4
_MARKED = 12
"""Blocks from the headline and from the beginning of the text within which markup is believed to mean this article."""
_SIGNATURE_WORDS, _SIGNED_BLOCKS = 3, 60
_NAMES = re.compile(r"(?<![a-z])(?:by-?line|author|writer|journalist)|contributor-name")
_SIGNS = ("author", "byline", "by-line", "writer", "journalist", "contributor-name")
"""One of these, quick to look for, is in all names of writers."""
_MENU = re.compile(r"/(?:nav|footer|aside|ul|ol)/")
_LONE_INTRO = re.compile(r"\W*(?:by|von|par|por|di|door|av|af)\W*", re.IGNORECASE)
_ORGANISATION = re.compile(r"\((?:News)?(?:Media)?Organi[sz]ation\)|\(Corporation\)", re.IGNORECASE)
_PARTS = re.compile(r"(?=[\s|,/•·–—])(?:\s*[|,/•·–—]\s*|\s-\s)")  # what no letter begins is asked first
_DATED = re.compile(r"\d(?:(?:(?<=\b1)9|(?<=\b2)0)\d\d\b|\d?:\d\d|(?<=\b\d)\d?[./]\d{1,2}[./])")
"""A year, a time or a day. That it begins with a figure makes it quick to look for."""
_DATED_BY = re.compile(
    r"\D*\d.*?\b(?:by|von|par|por|di|door|av|af|oleh)\b:?\s+(?P<names>\D+)$", re.IGNORECASE
)
"""`Posted on May 23, 2016 by Jane Doe`."""
_LABELLED = re.compile(
    r"(?<!\w)(?:author|reporter|autor(?:in|a|ka)?|auteur|autore|yazan|muhabir|автор|текст|بقلم|الكاتب|نویسنده|penulis|"
    r"记者|作者|記者|文)(?:\s*[:：]|(?<=[记作記][者])(?=\s))\s*(?P<names>[^\d:：|/·•]+?)(?=\s+[^\s:：]+\s*[:：]|\s*[\d|/·•]|$)",
    re.IGNORECASE,
)
"""`20 августа 2015, 13:05 Автор: Ольга Стрельцова Просмотров: 3 481`, a row of such facts."""
_COUNTED = re.compile(
    r"^(?P<names>[^\d|•·,:،]+?)\s*[|•·,،–-]?\s*\d.*?(?:مشاهد|قراء|زيار|بازدید|צפיות|просмотр|görüntülen|views|reads)",
    re.IGNORECASE,
)
"""A row of a name, the date and how often it was read."""
_SIGNED_JA = re.compile(r"(?:^|[。」])[（(【［\[](?P<names>[一-鿿々ヶ・、 　]{3,24})(?:記者)?[)）】］\]]$")
_JA_NAMES, _JA_NAME = re.compile(r"[、・]"), range(3, 7)
_NOTES_JA = re.compile(r"[略掲載連写真資料提供抜粋訳完終全以編集社局信聞班撮続]")
"""Characters of what else stands in brackets under a Japanese text: `（敬称略）`, `（共同通信）`, `（随時掲載）`."""
_TOLD = re.compile(r"(?P<name>(?:[^\W\d_a-z]\S* ){1,3}[^\W\d_a-z]\S*?)(?:[’']s)?,? (?=[^\W\d_A-Z])")
_NEAR_END = range(-3, 3)
"""How a paragraph begins that tells of a writer, and where it stands, from the end of the text."""
_JOINED = re.compile(r"[|,/()]|\s[-–—]\s|\b(?:with|and|avec|et|mit|und|con|y|com|e)\b")
_FIRST_WORD = re.compile(r"^\W*\w+:?\s+")


@dataclass(frozen=True, slots=True)
class Writers:
    """`lines` are the bylines by index of block, with the people each names; `agencies` those that name an agency.

    `evidence` is for the names first, then for what else is claimed.
    """

    names: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    lines: dict[int, tuple[str, ...]] = field(default_factory=dict)
    agencies: dict[int, Agency] = field(default_factory=dict)


def find_writers(
    blocks: Sequence[Block],
    known: Sequence[Known | None],
    facts: Facts,
    language: str | None,
    *,
    used: Container[int],
    header: range,
    text_begins: int,
    text_ends: int,
) -> Writers:
    """`used` blocks are no bylines; `header` are those below the headline; `text_ends` is behind the text's last."""
    site = _Site(tuple(claim.value for claim in facts.sources))
    reader = _Reader(blocks, known, language, used, header, text_begins, text_ends, site)
    lines = reader.lines()
    agencies = {i: named for i in lines if (named := _agency_in(blocks[i].clean))}
    claims = _claims_of_people(facts.authors, language, site)
    names = site.without(people([claim.value for claim in claims], language))
    why = Evidence("bylines", "no line and no field names a person as the writer", "")
    if names:
        why = Evidence("bylines", claims[0].rule, claims[0].value, claims[0].line)
    elif names := site.without(name for found in lines.values() for name in found):
        block = blocks[next(i for i, found in lines.items() if site.without(found))]
        why = Evidence("bylines", "the byline", block.clean, block.line)
    others = _not_taken([claim for claim in facts.authors if claim not in claims], names, language, site)
    return Writers(names, (why, *others), lines, agencies)


def _not_taken(
    claims: Sequence[Claim], names: Sequence[str], language: str | None, site: _Site
) -> tuple[Evidence, ...]:
    """What else is claimed of the writers, each value once, and why it is no byline."""
    found: dict[str, Evidence] = {}
    for claim in claims:
        if agencies_named(claim.value):
            why = "an agency is the credit"
        elif site.owns(claim.value):
            why = "it is the publication"
        elif not (claimed := people([claim.value], language)):
            why = "it names no person"
        elif set(claimed) <= set(names):
            continue
        else:
            why = "another claim is trusted more"
        found.setdefault(
            form(claim.value), Evidence("bylines", f"not taken, {why}: {claim.rule}", claim.value, claim.line)
        )
    return tuple(found.values())[:_MOST_OTHERS]


def _agency_in(byline: str) -> Agency | None:
    """`By AFP`, `By Jane Doe, Reuters`, `Par Jean Dupont avec AFP`."""
    parts = [byline, _FIRST_WORD.sub("", byline), *_JOINED.split(byline)]
    return next((named[0] for part in parts if (named := agencies_named(part))), None)


def _claims_of_people(claims: Sequence[Claim], language: str | None, site: _Site) -> list[Claim]:
    """Of the claims that name a person, those of the most trusted kind: cards of other articles claim too."""
    named = [
        c for c in claims if not _ORGANISATION.search(c.rule) and site.without(people([c.value], language))
    ]
    return [claim for claim in named if _kind_of(claim) == _kind_of(named[0])]


def _kind_of(claim: Claim) -> str:
    """`JSON-LD author (Person)` and `JSON-LD creator` are of one kind, `meta author` is of another."""
    return claim.rule.split(maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class _Site:
    """The publication, whose names are nobody's."""

    names: tuple[str, ...]

    def owns(self, name: str) -> bool:
        """Whether it is the publication, a part of it (`MDR Thüringen`) or its account (`Courier D`)."""
        key = form(name)
        long = [word for word in key.split() if len(word) > 1]
        forms = [form(one) for one in self.names]
        return (
            key in forms
            or any(one and key.startswith(f"{one} ") for one in forms)
            or (len(long) == 1 and any(long[0] in one.split() for one in forms))
        )

    def without(self, names: Iterable[str]) -> tuple[str, ...]:
        """Each once, and none that is the publication's."""
        return tuple(dict.fromkeys(name for name in names if not self.owns(name)))

    def cut(self, line: str) -> str:
        """`Jane Doe The Daily Courier` without the publication behind it."""
        folded = line.casefold()
        for name in self.names:
            if name and folded.endswith(name.casefold()):
                return line[: -len(name)].rstrip(" ,|/–—-") or line
        return line


@dataclass(frozen=True, slots=True)
class _Reader:
    blocks: Sequence[Block]
    known: Sequence[Known | None]
    language: str | None
    used: Container[int]
    header: range
    text_begins: int
    text_ends: int
    site: _Site

    def lines(self) -> dict[int, tuple[str, ...]]:
        """Bylines below the headline, right above it, and right below the text; where markup tells of one, further off."""
        top = self.header.start
        span = range(max(top - _MARKED, 0), min(self.text_begins + _MARKED, len(self.blocks)))
        near = (
            *self.header,
            *range(max(top - 3, 0), max(top - 1, 0)),
            *range(max(self.text_ends - 1, top), min(self.text_ends + 2, len(self.blocks))),
            *(i for i in span if self._marked(i)),
        )
        found: dict[int, tuple[str, ...]] = {}
        for i in dict.fromkeys(near):
            words, text = self.known[i], self.site.cut(self.blocks[i].clean)
            if i in self.used or (words and words.role not in (Role.AUTHOR_NOTE, Role.SOURCE_CREDIT)):
                continue
            names = read_byline(text, self.language)
            if names is None and (
                i < self.text_begins or self._marked(i) or (i in self.header and _row(text))
            ):
                names = self._bare(i)
            elif names is None and i == self.text_ends and not any(found.values()):
                names = self._signature(i)
            if names is None and not any(found.values()) and i >= self.text_ends - 1:
                names = self._bracketed(i)
            if names is not None and not ends_sentence(text.rstrip(".")):
                found[i] = names
        return found if any(found.values()) else found | self._told_of()

    def _bare(self, i: int) -> tuple[str, ...] | None:
        """A name without `By` before it: beside a date, after a lone `By`, marked up as one, or before an agency.

        Without such a sign a line of Chinese or Japanese characters is as likely a section or a button.
        """
        text, marked = self.site.cut(self.blocks[i].clean), self._marked(i)
        if len(text) > _LONGEST or (i < self.header.start and not marked):
            return None
        if agency(text):
            return ()
        parts = _PARTS.split(text)
        if len(parts) > 1 and agency(parts[-1]) and (names := people(parts[:-1], self.language)):
            return names
        stated = _DATED_BY.match(text) or _row(text)
        if stated and (names := people([stated["names"]], self.language)):
            return names
        if not marked and self._in_menu(i):
            return None
        if marked or (len(parts) > 1 and _DATED.search(text)):
            return people(parts, self.language) or None
        if is_unspaced(text):
            return None
        lone = i > 0 and _LONE_INTRO.fullmatch(self.blocks[i - 1].clean)
        beside = [j for j in (i - 1, i + 1) if self.header.start <= j < self.text_begins]
        dated = any(is_date_line(self.blocks[j].clean, self.language) for j in beside)
        return (people([text], self.language) or None) if lone or dated else None

    def _signature(self, i: int) -> tuple[str, ...] | None:
        """A name alone under a plain text, as wires sign their stories."""
        text = self.blocks[i].clean
        short = len(text.split()) <= _SIGNATURE_WORDS and len(self.blocks) <= _SIGNED_BLOCKS
        return (text,) if short and not self.blocks[i].markup and is_person(text, self.language) else None

    def _told_of(self) -> dict[int, tuple[str, ...]]:
        """A line above a plain text that begins with a name, of which a paragraph tells below it."""
        for i in (self.text_ends + place for place in _NEAR_END):
            told = _TOLD.match(self.blocks[i].clean) if self.text_begins < i < len(self.blocks) else None
            if told and not self.blocks[i].markup and is_person(told["name"], self.language):
                name = told["name"]
                for k in self.header:
                    text = self.blocks[k].clean
                    beside = f"{text} ".partition(f"{name} ")
                    if not beside[0] and k not in self.used and all(map(capitalised, beside[2].split())):
                        return {k: (name,)}
        return {}

    def _bracketed(self, i: int) -> tuple[str, ...] | None:
        """The writers in brackets behind or under a Japanese text."""
        signed = _SIGNED_JA.search(self.blocks[i].clean) if self.language == "ja" else None
        if signed is None or _NOTES_JA.search(signed["names"]):
            return None
        names = [name.strip() for name in _JA_NAMES.split(signed["names"])]
        fitting = all(len(name.replace(" ", "").replace("　", "")) in _JA_NAME for name in names)
        return (people(names, self.language) or None) if fitting else None

    def _in_menu(self, i: int) -> bool:
        markup = self.blocks[i].markup
        return markup is not None and _MENU.search(f"/{markup.path}/") is not None and markup.link_density > 0

    def _marked(self, i: int) -> bool:
        markup = self.blocks[i].markup
        return markup is not None and _name_writers(markup.names)


def _row(text: str) -> re.Match[str] | None:
    """A row of facts that has a date and names who wrote it."""
    return (_LABELLED.search(text) or _COUNTED.search(text)) if _DATED.search(text) else None


@lru_cache(maxsize=4096)
def _name_writers(names: str) -> bool:
    return any(map(names.__contains__, _SIGNS)) and _NAMES.search(names) is not None
