"""A record of named fields to a Source: what its names mean, and whether its text is marked up."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bs4 import BeautifulSoup

from search.article import Media, Source
from search.errors import NotAnArticle, SettingsError
from search.ingest.decoding import mend

# Our field, and the names under which archives, feeds, extractors and news interfaces give it; the surer names first.
# Compared without case and punctuation; an object within is named `headline.main`.
_NAMES = {
    "id": "id _id guid uuid docid articleid documentid identifier uid",
    "headline": "headline title headlinemain headlinedefault hl hl1 webtitle head titlerendered pagetitle",
    "standfirst": "standfirst subtitle subheadline subhead deck dek trailtext description summary abstract excerpt "
    "snippet leadparagraph",
    "body": "body text content maintext articlebody bodytext fulltext fieldsbodytext articletext contenttext "
    "contenthtml bodyhtml contentencoded contentrendered fieldsbody story article plaintext html paragraphs",
    "byline": "byline bylines author authors authorname creator dccreator writer writers bylineoriginal fieldsbyline "
    "by reporter journalist",
    "date": "date published pubdate datepublished publishedat publicationdate publishdate datepublish publishedon "
    "webpublicationdate firstpublished firstpublicationdate displaydate issued dcdate datetime timestamp "
    "createdat created datecreated",
    "updated": "updated modified datemodified updatedat lastmodified modifiedat lastupdated datemodify dateupdated",
    "source": "source publisher publication newspaper outlet sourcename publishername sitename paper journal site "
    "media sourcedomain domain",
    "section": "section sectionname category desk rubric column categories articlesection",
    "language": "language lang languagecode inlanguage",
    "dateline": "dateline place",
    "credit": "credit agency newsagency wire creditline",
    "url": "url link weburl permalink canonicalurl canonical href uri sourceurl",
}
_OURS = {name: field for field, names in _NAMES.items() for name in names.split()}
_RANK = {name: rank for names in _NAMES.values() for rank, name in enumerate(names.split())}
_PUNCTUATION = re.compile(r"[\W_]+")
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|img|blockquote|table|figure|section|article|font|hr)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|li|img|blockquote)\b", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.I)
_DEEP = 4
_STATED_LENGTH = 2000


def known(name: str) -> bool:
    """Whether a column of this name would be understood."""
    return _plain(name) in _OURS


def check(names: Mapping[str, str]) -> None:
    """Raises SettingsError where a mapping leads to a field that we don't have."""
    for theirs, ours in names.items():
        if ours not in _NAMES:
            raise SettingsError(f"{theirs!r} can't become {ours!r}; the fields are: {', '.join(_NAMES)}")


def source_of(record: Mapping[str, object], locator: str, names: Mapping[str, str]) -> Source:
    """Body as data, the rest as stated fields. A headline whose body is empty is a flash, as wires send them.

    Raises NotAnArticle where there is no text and no such headline.
    """
    best: dict[str, tuple[int, str]] = {}
    has_body = False
    mapped = {_plain(theirs): ours for theirs, ours in names.items()}
    for name, value in _fields(record):
        key = _plain(name)
        ours = mapped.get(key) or _OURS.get(key)
        rank = -1 if key in mapped else _RANK.get(key, 0)
        has_body = has_body or ours == "body"
        if ours and value.strip() and (ours not in best or rank < best[ours][0]):
            best[ours] = (rank, value)
    found = {ours: value for ours, (_, value) in best.items()}
    body = found.pop("body", "")
    if not body and not ("headline" in found and has_body):
        raise NotAnArticle(
            f"the record has no text; its fields are: {', '.join(map(str, record))[:200] or 'none'}"
        )
    stated = {ours: text for ours, value in found.items() if (text := line(value))}
    return replace(written(body, locator, stated), record=lambda: _as_json(record))


def _as_json(record: Mapping[str, object]) -> bytes:
    """All its fields, also those that mean nothing here."""
    return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def written(body: str, locator: str, stated: Mapping[str, str]) -> Source:
    """A Source of text that a record or a feed carries, plain or marked up, escaped or not."""
    body = mend(body)
    if _ESCAPED_TAG.search(body) and not _TAG.search(body):
        body = html.unescape(body)
    media = Media.HTML if _TAG.search(body) else Media.TEXT
    if media is Media.TEXT and _ENTITY.search(body):
        body = html.unescape(body)
    url = stated.get("url")
    web = url if url and url.startswith(("http://", "https://")) else None
    return Source(locator, body.encode("utf-8"), media, url=web, charset="utf-8", stated=stated)


def unwrapped(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """The records in a JSON value: an object, those of a list, or those that an answer of a news interface wraps."""
    if isinstance(value, list):
        for item in value:
            yield from unwrapped(item, depth + 1) if depth < _DEEP else ()
    elif isinstance(value, dict):
        inner = [v for v in value.values() if isinstance(v, dict) or _is_list_of_objects(v)]
        if (
            depth < _DEEP
            and len(inner) == 1
            and not any(_OURS.get(_plain(name)) == "body" for name, _ in _fields(value))
        ):
            yield from unwrapped(inner[0], depth + 1)
        else:
            yield value


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _fields(record: Mapping[str, object], prefix: str = "", depth: int = 0) -> Iterable[tuple[str, str]]:
    """Names and texts, those of objects within by their path. Lists are people, or paragraphs of the body."""
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            if isinstance(value.get("name"), str):
                yield name, value["name"]
            if depth < _DEEP:
                yield from _fields(value, f"{name}.", depth + 1)
        elif isinstance(value, list):
            texts = [t for item in value if (t := item.get("name") if isinstance(item, Mapping) else item)]
            between = "\n\n" if _OURS.get(_plain(name)) == "body" else "; "
            yield name, between.join(str(t) for t in texts if isinstance(t, str | int))
        elif isinstance(value, str):
            yield name, value
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf:
            yield name, str(value)


def line(value: str) -> str:
    """A stated value on one line, without markup."""
    value = mend(value[: 10 * _STATED_LENGTH])
    if _TAG.search(value):
        value = BeautifulSoup(value, "lxml").get_text(" ")
    if _ENTITY.search(value):
        value = html.unescape(value)
    return " ".join(value.split())[:_STATED_LENGTH]


def _plain(name: str) -> str:
    return _PUNCTUATION.sub("", name).lower()
