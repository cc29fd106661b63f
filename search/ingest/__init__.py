"""One raw document to one article.

The cascade, each step with its evidence:
 1. decoding    bytes to text
 2. html, plaintext   text to blocks, and the claims that the page makes; a record's own fields come before them
 3. language    of the whole
 4. boilerplate, body   which blocks are known by their words, and where the running text stands
 5. masthead    headline, standfirst, bylines, dateline, places, publication
 6. fates       every block's role and reason; what is kept is the body
 7. dates       when it was published and updated
 8. credit      the agency
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from urllib.parse import urlsplit

from search.article import FIRST_SENTENCE, Article, Block, Dateline, Evidence, Media, Source
from search.errors import NotAnArticle, OverLimit
from search.ingest.agencies import agencies_named
from search.ingest.body import Run, find_text
from search.ingest.boilerplate import Known, known
from search.ingest.credit import choose_credit
from search.ingest.dates import choose_date
from search.ingest.decoding import Decoded, decode
from search.ingest.fates import apply, finish, settle
from search.ingest.headline import Headline
from search.ingest.html import read_html
from search.ingest.insets import paragraphs
from search.ingest.language import choose_language, stopword_share
from search.ingest.masthead import read_masthead
from search.ingest.page import STATED, Claim, Facts, Page
from search.ingest.plaintext import read_text
from search.ingest.repeats import site_of
from search.ingest.sentences import ends_sentence, wide_length
from search.ingest.sites import rules_for
from search.settings import Settings

_STATED_AS = {
    "headlines": "headline",
    "standfirsts": "standfirst",
    "authors": "byline",
    "published": "date",
    "updated": "updated",
    "sources": "source",
    "sections": "section",
    "languages": "language",
    "addresses": "url",
    "credits": "credit",
    "datelines": "dateline",
}
_SENTENCE = re.compile(r".+?[.!?…。！？؟।۔](?=\s|$)", re.DOTALL)
_HEADLINE_LENGTH = 120
_LEAST_TEXT, _LEAST_SHARE = 40, 0.15
"""Of a text too short to stand out: the characters of one block, and its share of little words if it is no sentence."""
_LONGEST_ID = 120


DAMAGE = "text"
"""The field of the Evidence that some characters of a document could not be read."""


def ingest(source: Source, settings: Settings) -> Article:
    """Read and clean one raw document. Raises SourceError: Unreadable, OverLimit, or NotAnArticle with the reason."""
    decoded = decode(source.data, source.charset, html=source.media is Media.HTML)
    page = _read(source, decoded, settings)
    rules = rules_for(site_of(source.url, source.locator), settings.sites)
    language, why_language = choose_language(page.blocks or _as_block(page.facts), page.facts.languages)
    language = rules.language or language
    words = [known(block.clean) for block in page.blocks]
    runs = _runs(page, words, language, whole=bool(source.stated))
    masthead = read_masthead(page, words, runs, language)
    headline = masthead.headline or _first_sentence(page.blocks, runs, masthead.dateline)
    settled = settle(
        page.blocks,
        words,
        runs,
        masthead.fates,
        headline=headline.index,
        text_begins=masthead.text_begins,
        writers=masthead.bylines,
        language=language,
    )
    line = page.blocks[headline.index].line if headline.index is not None else None
    dates = choose_date(settled, page.facts, language, line, masthead.dateline, url=source.url)
    blocks = finish(rules.overrule(apply(settled, dates.fates)))
    body = [i for i, block in enumerate(blocks) if block.kept]
    if not body and not any(claim.rule.startswith(STATED) for claim in page.facts.headlines):
        raise NotAnArticle("there is a headline and no text under it")
    credit, why_credit = choose_credit(
        page.blocks,
        body,
        claims=(*page.facts.credits, *(claim for claim in page.facts.authors if agencies_named(claim.value))),
        dateline=masthead.dateline,
        bylined=masthead.bylined,
        people_named=bool(masthead.bylines),
        roles=[block.role for block in blocks],
        language=language,
    )
    url = _address(page.facts.addresses)
    return Article(
        id=_id(source, url),
        locator=source.locator,
        headline=headline.text,
        body=paragraphs(blocks[i] for i in body),
        standfirst=masthead.standfirst,
        bylines=masthead.bylines,
        dateline=masthead.dateline,
        location=masthead.location,
        credit=credit,
        published=dates.published,
        updated=dates.updated,
        language=language,
        source=rules.source or masthead.source,
        section=masthead.section,
        url=url,
        evidence=tuple(
            filter(
                None,
                (
                    *(
                        headline.evidence,
                        *headline.others,
                        *masthead.evidence,
                        why_language,
                        why_credit,
                        *dates.evidence,
                    ),
                    _damage(decoded),
                ),
            )
        ),
        blocks=blocks,
    )


def _id(source: Source, url: str | None) -> str:
    """What a record says, unless it is too long for a name, or browsers would take it for a way through folders; else of
    the address, else of the place."""
    stated = source.stated.get("id")
    if stated and len(stated) <= _LONGEST_ID and not {".", ".."} & set(stated.split("/")):
        return stated
    return hashlib.sha256((stated or url or source.locator).encode()).hexdigest()[:16]


def _damage(decoded: Decoded) -> Evidence | None:
    if not decoded.replaced:
        return None
    count = f"{decoded.replaced} character{'s' * (decoded.replaced > 1)}"
    return Evidence(DAMAGE, f"{count} can’t be read as {decoded.charset} ({decoded.rule})", "")


def _read(source: Source, decoded: Decoded, settings: Settings) -> Page:
    text = decoded.text
    if source.media is Media.TEXT:
        if text.count("\n") > settings.max_elements:
            raise OverLimit(f"the text has more than {settings.max_elements} lines (max_elements)")
        page = read_text(text)
    elif text and not text.isspace():
        page = read_html(text, source.url, settings, decoded.utf8)
    else:
        page = Page(())
    if not page.blocks and "headline" not in source.stated:
        raise NotAnArticle("there is no text in it" if text and not text.isspace() else "it is empty")
    return Page(page.blocks, _with_stated(source.stated, page.facts))


def _with_stated(stated: Mapping[str, str], facts: Facts) -> Facts:
    """A record's own fields before what its text claims: it was made to state them."""
    if not stated:
        return facts
    merged = {}
    for field in fields(Facts):
        key = _STATED_AS[field.name]
        value = " ".join(stated.get(key, "").split())
        own = (Claim(value, f"{STATED}{key}"),) if value else ()
        merged[field.name] = (*own, *getattr(facts, field.name))
    return Facts(**merged)


def _runs(page: Page, words: Sequence[Known | None], language: str | None, *, whole: bool) -> list[Run]:
    """Where the running text stands. A record's body is `whole`: all of it, but for what its words give away.

    Raises NotAnArticle where nothing is running text.
    """
    blocks = page.blocks
    if whole:
        return [Run(0, len(blocks))]

    runs = find_text(blocks, words)
    if any(_is_text(blocks[i], language) for run in runs for i in range(run.start, run.end)):
        return runs
    rest = [i for i, one in enumerate(words) if one is None]
    if any(_is_text(blocks[i], language) for i in rest):
        return [Run(i, i + 1) for i in rest if _is_text(blocks[i], language)]
    raise NotAnArticle("nothing in it reads like the running text of an article")


def _is_text(block: Block, language: str | None) -> bool:
    likely = ends_sentence(block.clean) or stopword_share(block.clean, language) >= _LEAST_SHARE
    return likely and wide_length(block.clean) >= _LEAST_TEXT


def _first_sentence(blocks: Sequence[Block], runs: Sequence[Run], dateline: Dateline | None) -> Headline:
    """What stands in for a headline that there is none of; it stays in the text."""
    for block in (blocks[i] for run in runs for i in range(run.start, run.end)):
        told = block.clean.removeprefix(dateline.raw if dateline else "").strip()
        if not told:
            continue
        sentence = _SENTENCE.match(told)
        text = sentence[0] if sentence else told
        if len(text) > _HEADLINE_LENGTH:
            text = text[:_HEADLINE_LENGTH].rpartition(" ")[0] or text[:_HEADLINE_LENGTH]
            text = text.rstrip(" ,;:-–—") + "…"
        return Headline(text, Evidence("headline", FIRST_SENTENCE, text, block.line))
    raise NotAnArticle("there is neither a headline nor a text")


def _as_block(facts: Facts) -> tuple[Block, ...]:
    """The headline of a flash, which has no text."""
    return tuple(Block(0, claim.value, claim.value) for claim in facts.headlines[:1])


def _address(claims: Sequence[Claim]) -> str | None:
    """The canonical address; one that names the whole site, where another names a page of it, is a fault."""
    addresses: dict[str, str] = {}
    for claim in claims:
        with suppress(ValueError):
            if claim.value.startswith(("http://", "https://")):
                addresses[claim.value] = urlsplit(claim.value).path.strip("/")
    return next((address for address, path in addresses.items() if path), next(iter(addresses), None))
