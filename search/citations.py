"""An article as a citation: RIS, BibTeX and CSL-JSON, with the archive's permalink and the date at its precision.

RIS: https://en.wikipedia.org/wiki/RIS_(file_format), as Zotero and EndNote read it; DA is YYYY/MM/DD/ with unknown parts
empty. CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html. Names stay as they stand in the byline:
which part of a name is the family's is not known.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from search.article import Article, Published
from search.index import Hit

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNSAFE_KEY = re.compile(r"[^A-Za-z0-9:.-]+")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{c: f"\\{c}" for c in "&%$#_"},
}
_TEX_TABLE = str.maketrans(_TEX)


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says of an article. `note` is for people: how it was filed, and which state of which archive."""

    id: str
    headline: str
    bylines: tuple[str, ...]
    published: Published
    source: str
    section: str
    language: str
    standfirst: str
    address: str
    archive: str
    note: str

    @classmethod
    def of(
        cls,
        found: Article | Hit,
        permalink: str = "",
        archive: str = "",
        generation: str = "",
        search: str = "",
    ) -> Citation:
        """The article's own address stands in where there is no permalink. `search` says how it was found."""
        headline = found.headline if isinstance(found.headline, str) else found.headline.text
        states = [
            f"Filed from {found.place}" if found.place else "",
            f"Credit: {found.credit}" if found.credit else "",
            "Its date is inferred" if found.published.inferred else "",
            f"First published at {found.url}" if found.url and permalink else "",
            ", ".join(filter(None, (archive, f"index generation {generation}" if generation else ""))),
            search,
        ]
        return cls(
            id=found.id,
            headline=_line(headline),
            bylines=tuple(filter(None, map(_line, found.bylines))),
            published=found.published,
            source=_line(found.source),
            section=_line(found.section),
            language=_line(found.language),
            standfirst=_line(found.standfirst) if isinstance(found, Article) else "",
            address=_address(permalink or found.url or ""),
            archive=_line(archive),
            note=_line(". ".join(filter(None, states))),
        )

    @property
    def date(self) -> list[int]:
        """Year, month and day, as far as known."""
        return [int(part) for part in (self.published.day or "").split("-") if part]


def ris(citation: Citation) -> str:
    """One record, each tag on a line of its own."""
    year, month, day = (*(f"{part:02}" for part in citation.date), "", "", "")[:3]
    tags = [
        ("TI", citation.headline),
        *(("AU", name) for name in citation.bylines),
        ("T2", citation.source),
        ("PY", year and f"{int(year):04}"),
        ("DA", year and f"{int(year):04}/{month}/{day}/"),
        ("SE", citation.section),
        ("LA", citation.language),
        ("AB", citation.standfirst),
        ("UR", citation.address),
        ("DB", citation.archive),
        ("AN", _line(citation.id)),
        ("N1", citation.note),
    ]
    lines = ["TY  - NEWS", *(f"{tag}  - {value}" for tag, value in tags if value), "ER  - "]
    return "\r\n".join(lines) + "\r\n\r\n"


def bibtex(citation: Citation) -> str:
    """One entry, in UTF-8. The headline keeps its capitals; `date` is for biblatex, `year` and `month` for BibTeX."""
    date = citation.date
    fields = [
        ("author", " and ".join(_author(name) for name in citation.bylines)),
        ("title", f"{{{_tex(citation.headline)}}}"),
        ("journal", _tex(citation.source)),
        ("year", f"{date[0]:04}" if date else ""),
        ("date", citation.published.day or ""),
        ("language", _tex(citation.language)),
        ("abstract", _tex(citation.standfirst)),
        ("url", citation.address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")),
        ("note", _tex(citation.note)),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    if len(date) > 1:
        lines.append(f"  month = {_MONTHS[date[1] - 1]}")
    return f"@article{{{_key(citation.id)},\n" + ",\n".join(lines) + "\n}\n\n"


def csl(citation: Citation) -> dict[str, Any]:
    """One item of CSL-JSON. A date that was inferred is `circa`."""
    issued = {"date-parts": [citation.date], **({"circa": True} if citation.published.inferred else {})}
    item = {
        "id": citation.id,
        "type": "article-newspaper",
        "title": citation.headline,
        "author": [{"literal": name} for name in citation.bylines],
        "container-title": citation.source,
        "issued": issued if citation.date else None,
        "section": citation.section,
        "language": citation.language,
        "abstract": citation.standfirst,
        "URL": citation.address,
        "source": citation.archive,
        "note": citation.note,
    }
    return {name: value for name, value in item.items() if value}


def csl_json(citation: Citation) -> str:
    """A whole CSL-JSON document of one item."""
    return json.dumps([csl(citation)], ensure_ascii=False, indent=2) + "\n"


def _line(text: str | None) -> str:
    """On one line, as a line break would begin another tag, and without halves of characters."""
    whole = (text or "").encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(" " if c < " " or "\x7f" <= c < "\xa0" else c for c in whole).split())


def _address(address: str) -> str:
    """Without white space, which no address has."""
    return "".join(_line(address).split())


def _tex(text: str) -> str:
    return text.translate(_TEX_TABLE)


def _author(name: str) -> str:
    """In braces where BibTeX would take it apart."""
    escaped = _tex(name)
    return f"{{{escaped}}}" if "," in name or re.search(r"\band\b", name, re.IGNORECASE) else escaped


def _key(id: str) -> str:
    """The id as far as a key may hold it, and then still one of its own."""
    safe = _UNSAFE_KEY.sub("-", id).strip("-")[:60]
    return (
        safe
        if safe == id
        else "-".join(filter(None, (safe, hashlib.sha256(id.encode("utf-8", "replace")).hexdigest()[:8])))
    )
