"""What a document is called and said to be when it leaves the pages: its type, the name of its file, and no place in any
search engine."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import quote

from flask import Response, url_for

from search.article import Article
from web.languages import N_
from web.results.listing import Option
from web.view import View

TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl; charset=utf-8",
    "json": "application/json",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "csl.json": "application/vnd.citationstyles.csl+json",
    "text": "text/plain; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "opensearch": "application/opensearchdescription+xml; charset=utf-8",
    "suggestions": "application/x-suggestions+json",
}
"""Of each format that leaves the pages."""

NAMES = {
    "csv": "CSV",
    "json": "JSON",
    "ris": "RIS",
    "bib": "BibTeX",
    "csl.json": "CSL-JSON",
    "text": N_("Text"),
    "atom": "Atom",
}
"""As readers know them."""

_EXPORTS = ("csv", "ris", "bib", "csl.json", "json")

_LONGEST = 80
_UNFIT = re.compile(r'[\s"*/:;<>?\\|%\'`$&{}]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def offered(view: View) -> tuple[Option, ...]:
    """The address of each export of all that the view finds, and of its feed."""
    paths = {form: url_for("exports.export", form=form) for form in _EXPORTS} | {
        "atom": url_for("feeds.atom")
    }
    return tuple(Option(NAMES[form], view.whole().address(path)) for form, path in paths.items())


def outward(article: Article) -> Article:
    """As it may leave the archive: in which folder the keeper has its file is nobody else's business."""
    return replace(article, locator=PurePath(article.locator).name)


def labelled(response: Response, format: str, name: str = "") -> Response:
    """With its type; to be saved under the name, where one is given, and shown otherwise."""
    response.headers["Content-Type"] = TYPES[format]
    response.headers["X-Robots-Tag"] = "noindex"
    if name:
        response.headers["Content-Disposition"] = disposition(name, format)
    return response


def disposition(name: str, format: str) -> str:
    """For any text as the name: https://www.rfc-editor.org/rfc/rfc6266, with a name in ASCII for those who read no other."""
    whole = _fit(name)
    letters = unicodedata.normalize("NFKD", whole)
    plain = _fit("".join(c for c in letters if c.isascii()))
    ascii_name, full_name = (f"{stem or 'articles'}.{format}" for stem in (plain, whole))
    stated = f'attachment; filename="{ascii_name}"'
    if full_name == ascii_name:
        return stated
    return f"{stated}; filename*=UTF-8''{quote(full_name, safe='')}"


def _fit(name: str) -> str:
    """Without what a file system, a shell or a header takes for something else; and characters that can't be seen."""
    seen = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " for c in name)
    fit = _UNFIT.sub("-", seen)[:_LONGEST].strip("-. ")
    return f"_{fit}" if _RESERVED.fullmatch(fit) else fit
