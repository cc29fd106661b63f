"""Every article that a search finds, one after the other, in a format that other programs read: no cap, flat memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TextIO

from search.article import Article
from search.citations import Citation, bibtex, csl, ris
from search.errors import SearchError
from search.index import Index, Search

COLUMNS = (
    *(
        "id",
        "headline",
        "standfirst",
        "bylines",
        "published",
        "precision",
        "inferred",
        "updated",
        "place",
        "credit",
    ),
    *("source", "section", "language", "url", "locator", "body"),
)
"""Of a row, in CSV and in JSONL, which `reindex` reads again."""

FORMATS = ("jsonl", "csv", "ris", "bib", "csl.json")

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a text for a formula (https://owasp.org/www-community/attacks/CSV_Injection)."""

Cite = Callable[[Article], Citation]


def export(index: Index, search: Search, format: str, out: TextIO, cite: Cite = Citation.of) -> int:
    """Writes every article that the search finds and gives their number; `offset` and `limit` are not looked at.

    Raises SearchError for a format that is not in FORMATS, before anything is written, and what `Index.stream` raises.
    """
    found = index.stream(search)
    for piece in written(found.articles, format, cite):
        out.write(piece)
    return found.total


def written(articles: Iterable[Article], format: str, cite: Cite = Citation.of) -> Iterator[str]:
    """The document in pieces, none longer than one article makes it. Raises SearchError for an unknown format."""
    match format:
        case "jsonl":
            return (f"{_json(row(article))}\n" for article in articles)
        case "csv":
            return _csv(articles)
        case "ris":
            return (ris(cite(article)) for article in articles)
        case "bib":
            return (bibtex(cite(article)) for article in articles)
        case "csl.json":
            return _json_list(csl(cite(article)) for article in articles)
    raise SearchError(f"There is no export as {format!r}. The formats are {', '.join(FORMATS)}.")


def document(
    head: Mapping[str, Any], articles: Iterable[Article], permalink: Callable[[str], str]
) -> Iterator[str]:
    """One JSON object of what `head` states and all articles, as `items`; in pieces."""
    yield f'{_json(dict(head))[:-1]}, "items": '
    yield from _json_list({"permalink": permalink(article.id), **row(article)} for article in articles)
    yield "}\n"


def row(article: Article) -> dict[str, Any]:
    """The article as plain values, by COLUMNS. `published` is ISO 8601 cut at its precision."""
    values = {
        name: getattr(article, name) for name in COLUMNS if name not in ("published", "precision", "inferred")
    }
    published = article.published
    return {name: values.get(name) for name in COLUMNS} | {
        "bylines": list(article.bylines),
        "published": published.value,
        "precision": published.precision,
        "inferred": published.inferred,
    }


def _csv(articles: Iterable[Article]) -> Iterator[str]:
    """RFC 4180. Bylines are joined by semicolons; a text that a spreadsheet would run has an apostrophe before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for article in articles:
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        cells = {
            **row(article),
            "bylines": "; ".join(article.bylines),
            "inferred": _yes(article.published.inferred),
        }
        writer.writerow([safe(cells[name]) for name in COLUMNS])
    yield buffer.getvalue()


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def safe(cell: str | None) -> str:
    """A cell of a table as no spreadsheet takes for a formula."""
    text = _whole((cell or "").replace("\0", ""))
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _json(value: dict[str, Any]) -> str:
    """On one line for every reader: some break lines at U+0085, U+2028 and U+2029 too."""
    text = _whole(json.dumps(value, ensure_ascii=False))
    return text.replace("\u2028", r"\u2028").replace("\u2029", r"\u2029").replace("\u0085", r"\u0085")


def _json_list(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = "[\n"
    for item in items:
        yield f"{before}{_json(item)}"
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _whole(text: str) -> str:
    """Without halves of characters, which no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")
