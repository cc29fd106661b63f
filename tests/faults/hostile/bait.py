"""Endless runs of what patterns look for — dates, times, names, addresses, marks — at each place where it is looked for."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from functools import partial

from tests.faults.hostile.case import Case, page, record, story

_LONG = 100_000
"""Characters of each run: more than any line that a paper prints, and enough to tell what grows with the square."""

_RUNS = {
    "spaces": " ",
    "wide-spaces": "\u00a0",
    "tabs": "\t",
    "digits": "9",
    "slashes": "/",
    "dashes": "-",
    "long-dashes": " — ",
    "colons": ":",
    "dots": ".",
    "dots-apart": ". ",
    "commas": ", ",
    "bars": " | ",
    "stars": "* ",
    "underlines": "_",
    "quotes": '"',
    "curly-quotes": "“",
    "apostrophes": "'",
    "brackets": "(",
    "square-brackets": "[",
    "equals": "=",
    "ampersands": "&",
    "entities": "&amp;",
    "angles": "<",
    "angles-pair": "< >",
    "hashes": "#",
    "ats": "@",
    "mails": "a@b.c ",
    "mails-tight": "a.a@",
    "addresses": "http://",
    "hosts": "www.a.b.",
    "names": "Ann Lee, ",
    "names-and": "Ann Lee and ",
    "by": "By ",
    "capitals": "A",
    "initials": "A. B. ",
    "months": "May ",
    "dates": "May 23, 2016 ",
    "dates-cut": "2016-05-",
    "dates-numbers": "12/05/",
    "years": "2016 ",
    "times": "12:30 ",
    "times-tight": "12:",
    "halves": "pm ",
    "zones": "GMT+3 ",
    "weekdays": "Monday, ",
    "agencies": "(AP) - ",
    "updated": "Updated: ",
    "arabic-digits": "٣",
    "chinese-dates": "2016年",
    "chinese": "市",
    "thai": "ก",
    "letters": "a",
    "hyphened": "a-",
    "sharp": "ß",
    "marks": "\u0301",
    "zero-width": "\u200b",
    "joiners": "👩\u200d",
    "flags": "🇺",
    "overrides": "\u202e",
    "isolates": "\u2067",
    "byte-order-marks": "\ufeff",
    "replacements": "\ufffd",
    "private": "\ue000",
    "noncharacters": "\uffff",
    "separators": "\u2028",
    "next-lines": "\u0085",
    "form-feeds": "\f",
    "languages": "the der le la el il de het og и و の ",
}


def _text(run: str) -> bytes:
    title, _, rest = story("word").partition("\n\n")
    return f"{title}\n\n{run}\n\n{rest}".encode()


def _glued(run: str) -> bytes:
    """Within the first paragraph."""
    return story("word").replace("The word was read", f"The word was read {run}", 1).encode()


def _elements(run: str) -> bytes:
    within = html.escape(run)
    more = (
        f'<p class="byline">{within}</p><time datetime="{within}">{within}</time><p class="date">{within}</p>'
    )
    return page("word").replace("</h1>", f" {within}</h1>{more}").encode()


def _head(run: str) -> bytes:
    within = html.escape(run)
    names = ("author", "date", "pubdate", "keywords", "description", "og:title", "article:published_time")
    metas = "".join(f'<meta name="{n}" property="{n}" content="{within}">' for n in names)
    told = {"@type": "NewsArticle", "datePublished": run, "author": {"name": run}, "headline": run}
    script = f'<script type="application/ld+json">{json.dumps(told).replace("<", chr(92) + "u003c")}</script>'
    return page("word", head=f"{metas}{script}", after=f"<p>{within}</p>").encode()


def _fields(run: str) -> bytes:
    named = (
        "date",
        "updated",
        "author",
        "section",
        "source",
        "language",
        "dateline",
        "credit",
        "url",
        "standfirst",
    )
    return (json.dumps(record("word") | dict.fromkeys(named, run)) + "\n").encode()


def _raw(run: str) -> bytes:
    """As markup that nobody closes."""
    return page("word", after=f"<p>{run}").encode()


_PLACES = {
    "line.txt": _text,
    "paragraph.txt": _glued,
    "elements.html": _elements,
    "head.html": _head,
    "fields.jsonl": _fields,
    "raw.html": _raw,
}


def cases() -> Iterator[Case]:
    for name, piece in _RUNS.items():
        run = piece * (_LONG // len(piece))
        for place, make in _PLACES.items():
            yield Case(f"{name}-{place}", partial(make, run), None, ("The word was read",))
