"""What goes in and what comes out: Source (raw), Block (a piece of it with its fate), Article (clean and dated)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

_T = TypeVar("_T")


class Role(StrEnum):
    """What a block is in its article. The first group becomes fields, the second the body, the third is dropped."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    KICKER = "kicker"
    BYLINE = "byline"
    PUBLISHED = "published"

    LEAD = "lead"
    BODY = "body"
    CROSS_HEAD = "cross-head"
    CORRECTION = "correction"

    UPDATED = "published/updated"
    CAPTION = "caption"
    SITE_SLOGAN = "site-slogan"
    PAGE_DATE = "page-date"
    DUPLICATE_TITLE = "duplicate-title"
    RELATED_POSTS = "related-posts"
    READ_COUNTER = "read-counter"
    COMMENT_FORM = "comment-form"
    COMMENT_POLICY = "comment-policy"
    COMMENT = "comment"
    PAGER = "pager"
    SOURCE_CREDIT = "source-credit"
    LOCATION_FOOTER = "location-footer"
    AGENCY_END_MARKER = "agency-end-marker"
    CONSENT = "consent-notice"
    NAVIGATION = "navigation"
    SHARE = "share"
    SUBSCRIBE = "subscribe"
    ADVERT = "advert"
    COPYRIGHT = "copyright"
    TAGS = "tags"
    AUTHOR_NOTE = "author-note"
    REPEAT = "repeat"
    OTHER = "boilerplate"


FIRST_SENTENCE = "there is none; the first sentence"
"""The rule of a headline that there is none of."""


class Media(StrEnum):
    """How a source's bytes are to be read."""

    TEXT = "text"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Source:
    """One raw document, as one page or one record of a file.

    `locator` says where it stands: a path, then `!member` for each archive it lies in, then `#n` for the n-th record.
    `stated` holds what a record says of itself (id, headline, byline, date, source, section, language, dateline);
    `charset` and `url` come from the carrier (an HTTP header, a WARC record). `record` makes the bytes of a record of
    which `data` is only the text.
    """

    locator: str
    data: bytes
    media: Media
    url: str | None = None
    charset: str | None = None
    stated: Mapping[str, str] = field(default_factory=dict)
    record: Callable[[], bytes] | None = field(default=None, compare=False, repr=False)


@dataclass_transform(frozen_default=True)
def record(kind: type[_T]) -> type[_T]:
    """A frozen dataclass to the type checker alone: of what cleaning a page makes by the dozen, each takes a third of the time."""
    return dataclass(slots=True, unsafe_hash=True)(kind)


@record
class Markup:
    """What the page's markup says of a block; absent for plain text.

    `tag` is the element that makes the paragraph; `path` the tags down to it. `names` are the words of class, id,
    role, itemprop, rel and data-testid of it and the elements around it, lower case, the nearest first.
    `link_density` and `bold` are shares of the characters that stand in links and in bold. `container` numbers the
    element that holds the paragraph, so that blocks with one number are siblings; `article` numbers the innermost element
    `article` around it, 0 where there is none.
    """

    tag: str
    path: str = ""
    names: str = ""
    link_density: float = 0.0
    bold: float = 0.0
    container: int = 0
    article: int = 0

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by place: a page has hundreds, and dataclasses look their fields up for each."""
        return Markup, _values(self)


@record
class Block:
    """A line or paragraph with its place in the raw file, and its fate.

    `line` counts from 1. `text` is as received. `clean` is what stands in the body (white space folded, end markers
    cut). `kept` means exactly: it stands in the body; a headline or byline is not kept but used, as its role says.
    """

    line: int
    text: str
    clean: str
    role: Role = Role.BODY
    kept: bool = True
    reason: str = ""
    markup: Markup | None = None

    def keep(self, role: Role, reason: str) -> Block:
        return Block(self.line, self.text, self.clean, role, True, reason, self.markup)

    def drop(self, role: Role, reason: str) -> Block:
        return Block(self.line, self.text, self.clean, role, False, reason, self.markup)

    def __reduce__(self) -> tuple[Any, ...]:
        return Block, _values(self)


@record
class Evidence:
    """Why a field has its value: which rule, on which text, in which line (0: not a line, as in a record's field)."""

    field: str
    rule: str
    text: str
    line: int = 0

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.rule}: {self.text!r}" if self.text else f"{where}{self.rule}"


@dataclass(frozen=True, slots=True)
class Published:
    """When it was published: ISO 8601 cut at the precision that is known, or None. Never a filler.

    `precision` is one of second, minute, hour, day, month, year, none. `inferred` is true when a part (the year) was
    not stated but follows from the evidence.
    """

    value: str | None = None
    precision: str = "none"
    inferred: bool = False
    evidence: tuple[str, ...] = ()

    @property
    def day(self) -> str | None:
        """The day on the article's own clock as YYYY-MM-DD, or the part of it that is known."""
        return self.value[:10] if self.value else None

    @property
    def month(self) -> str | None:
        return self.value[:7] if self.value and len(self.value) >= 7 else None

    @property
    def year(self) -> str | None:
        return self.value[:4] if self.value else None


@dataclass(frozen=True, slots=True)
class Dateline:
    """`WASHINGTON, May 23 (KUNA) —`: where and when it was filed, and by whom. `date` is as it is written."""

    place: str | None
    date: str | None = None
    credit: str | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place that the page states for the story itself (a location footer), apart from the dateline."""

    raw: str
    city: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A clean, dated article with everything that was decided on the way to it."""

    id: str
    locator: str
    headline: str
    body: str
    standfirst: str | None = None
    bylines: tuple[str, ...] = ()
    dateline: Dateline | None = None
    location: Location | None = None
    credit: str | None = None
    published: Published = Published()
    updated: str | None = None
    language: str | None = None
    source: str | None = None
    section: str | None = None
    url: str | None = None
    evidence: tuple[Evidence, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def place(self) -> str | None:
        """Where it was filed from."""
        return self.dateline.place if self.dateline else None

    @property
    def own_headline(self) -> str:
        """The headline; empty where the first sentence stands in for one, which is in the body already."""
        stands_in = any(one.field == "headline" and one.rule == FIRST_SENTENCE for one in self.evidence)
        return "" if stands_in else self.headline

    @property
    def standfirst_apart(self) -> str | None:
        """The standfirst, unless the body has it too, where readers need not see it twice."""
        return None if self.standfirst and self.standfirst in self.body else self.standfirst

    @property
    def removed(self) -> str:
        """The text of the blocks that neither stand in the body nor became a field."""
        used = {Role.HEADLINE, Role.STANDFIRST, Role.BYLINE, Role.PUBLISHED}
        return "\n".join(b.clean for b in self.blocks if not b.kept and b.role not in used)

    def to_json(self) -> str:
        return written(fields_of(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Article:
        """The inverse of `to_json`. Raises ValueError, KeyError or TypeError on anything else."""
        return cls.from_fields(json.loads(text))

    @classmethod
    def from_fields(cls, d: dict[str, Any]) -> Article:
        """Of the plain values that JSON holds, which become the article's own."""
        d["bylines"] = tuple(d["bylines"])
        d["dateline"] = d["dateline"] and Dateline(**d["dateline"])
        d["location"] = d["location"] and Location(**d["location"])
        d["published"] = Published(**{**d["published"], "evidence": tuple(d["published"]["evidence"])})
        d["evidence"] = tuple(Evidence(**e) for e in d["evidence"])
        d["blocks"] = tuple(
            Block(**{**b, "role": Role(b["role"]), "markup": b["markup"] and Markup(**b["markup"])})
            for b in d["blocks"]
        )
        return cls(**d)


@cache
def _layout(kind: Any) -> tuple[tuple[str, ...], Any]:
    """The names of its fields, and what gets all their values at once."""
    names = tuple(field.name for field in dataclasses.fields(kind))
    return names, attrgetter(*names)


def _values(value: Any) -> tuple[Any, ...]:
    kind: Any = type(value)
    values: tuple[Any, ...] = _layout(kind)[1](value)
    return values


def fields_of(value: Any) -> dict[str, Any]:
    """Of one of these, one level deep: `dataclasses.asdict` copies every string of every block. TypeError for others."""
    kind: Any = type(value)
    return dict(zip(_layout(kind)[0], _values(value), strict=True))


def written(fields: Mapping[str, Any]) -> str:
    """As JSON, as short as can be."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=fields_of)
