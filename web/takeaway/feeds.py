"""Any search as an Atom feed, and the archive as a search engine of browsers and feed readers.

Atom: https://www.rfc-editor.org/rfc/rfc4287. OpenSearch 1.1: https://github.com/dewitt/opensearch. A feed holds the NEWEST
articles of a search by their date, whatever order its page has, as feed readers ask what is new.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from flask import Blueprint, Response, make_response, render_template, request, url_for

from search.article import Published
from search.errors import SearchError
from search.index import Hit, Sort
from web import wording
from web.addresses import absolute, permalinks
from web.archive import Archive
from web.article.reading import web_address
from web.languages import address, spoken
from web.languages import gettext as _
from web.marks import plain
from web.params import View
from web.results import listing
from web.takeaway import exports
from web.takeaway.attachments import labelled
from web.transfer import asset

blueprint = Blueprint("feeds", __name__)

NEWEST = 50
_SUGGESTED = 8
_LONGEST_PREFIX = 200

UNDATED = "1970-01-01T00:00:00Z"
"""Of an article whose date is not known: a feed must state a moment, and any later one would make it look new."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MOMENT = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d))?)?"
    r"(T(?P<hour>\d\d)(:(?P<minute>\d\d)(:(?P<second>\d\d))?)?([.,]\d+)?(?P<zone>Z|[+-]\d\d(:?\d\d)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`updated` is a moment, as Atom wants one; `issued` is the date as far as it is known, and `published` a moment only
    where one is known."""

    id: str
    title: str
    updated: str
    published: str
    issued: str
    authors: tuple[str, ...]
    publisher: str
    section: str
    summary: str
    language: str
    via: str


@blueprint.get("/search.atom")
def atom() -> Response:
    archive = Archive.current()
    view = exports.asked().whole()
    found = archive.index.search(replace(view.search, facets=(), sort=Sort.NEWEST, offset=0, limit=NEWEST))
    entries = [_entry(hit, permalinks()) for hit in found.hits]
    words = _("%(count)s as of index generation %(generation)s; the newest of them are here.")
    text = render_template(
        "feed.xml",
        id=absolute(replace(view, interface=None).address(url_for("feeds.atom"))),
        itself=absolute(view.address(url_for("feeds.atom"))),
        page=absolute(view.sorted_by(Sort.NEWEST).address()),
        description=absolute(address("feeds.opensearch")),
        title=_clean(": ".join(filter(None, (archive.settings.title, _asked(view))))),
        subtitle=words % {"count": wording.articles(found.total), "generation": found.generation},
        typed=_clean(view.typed),
        total=found.total,
        # The newest article's, not this moment: a feed that is the same is then the same, byte for byte
        updated=entries[0].updated if entries else UNDATED,
        entries=entries,
    )
    response = labelled(make_response(text), "atom")
    response.headers.extend(exports.headers(view, found.generation, found.total))
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """What a browser needs to add the archive to its search engines."""
    kept = "".join(f"&{name}={value}" for name, value in spoken())

    def template(endpoint: str) -> str:
        return f"{absolute(url_for(endpoint))}?q={{searchTerms}}{kept}"

    title = _clean(Archive.current().settings.title)
    text = render_template(
        "opensearch.xml",
        short=title[:16].strip(),
        long=title[:48].strip(),
        about=_("Search the archive “%(title)s”.") % {"title": title[:500]},
        icon=absolute(asset("icon.svg")),
        page=template("pages.search"),
        feed=template("feeds.atom"),
        suggestions=template("feeds.suggestions"),
        itself=absolute(address("feeds.opensearch")),
    )
    return labelled(make_response(text), "opensearch")


@blueprint.get("/suggestions.json")
def suggestions() -> Response:
    """As browsers take them: https://github.com/dewitt/opensearch/blob/master/mediawiki/Specifications/OpenSearch/Extensions/Suggestions"""
    typed = request.args.get("q", "")[:_LONGEST_PREFIX]
    texts: list[str] = []
    with suppress(SearchError):
        texts = [one.text for one in Archive.current().index.suggest(typed, _SUGGESTED)]
    body = json.dumps([typed, list(dict.fromkeys(texts))], ensure_ascii=False)
    return labelled(make_response(body.encode("utf-8", "replace")), "suggestions")


def moment(published: Published) -> str:
    """The first second of the time that is known, as RFC 3339. Where no zone is stated it is taken as UTC, so the moment
    may be half a day off; `issued` says what is known. UNDATED where nothing is."""
    match = _MOMENT.fullmatch(published.value or "")
    if not match:
        return UNDATED
    year, month, day = match["year"], match["month"] or "01", match["day"] or "01"
    clock = ":".join(match[part] or "00" for part in ("hour", "minute", "second"))
    zone = (match["zone"] or "Z").replace(":", "")
    if zone != "Z":
        zone = f"{zone[:3]}:{zone[3:] or '00'}"
    return f"{year}-{month}-{day}T{clock}{zone}"


def _entry(hit: Hit, permalink: Callable[[str], str]) -> Entry:
    published, language = hit.published, hit.language or ""
    known = published.precision in {"minute", "second"} and bool(
        re.search(r"(Z|[+-]\d\d:?\d\d)$", published.value or "")
    )
    return Entry(
        id=permalink(hit.id),
        title=_clean(hit.headline.text),
        updated=moment(published),
        published=moment(published) if known else "",
        issued=published.day or "",
        authors=tuple(filter(None, map(_clean, hit.bylines))),
        publisher=_clean(hit.source or ""),
        section=_clean(hit.section or ""),
        summary=_clean(" … ".join(snippet.text for snippet in hit.snippets)),
        language=language if _LANGUAGE.fullmatch(language) else "und",
        via=_address(hit.url),
    )


def _asked(view: View) -> str:
    """What a feed is of, so that its reader tells it from others of the archive."""
    chosen = (f"{chip.name}: {chip.value}" for chip in listing.chips(view))
    return _(", ").join(filter(None, (view.query.understood, *chosen)))


def _address(url: str | None) -> str:
    """The article's own on the web, if it has one that is an address also to the letter."""
    known = web_address(url)
    return known if re.fullmatch(r"[!-~]+", known) and not re.search(r'[<>"{}|\\^`]', known) else ""


def _clean(text: str) -> str:
    """Without what XML has no place for."""
    return _NO_XML.sub("", plain(text))
