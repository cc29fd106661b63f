"""The labelled pages that lie beside the repository: HTML with the article that is right, and the same as flattened text.

They are never part of the repository. A set is a folder with `index.jsonl` and packed pages; `flat/SET.jsonl` has the
same pages as lines.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETS = ("scrapinghub", "fundus", "aed")
LEAST_COVER = 0.9
"""Of a flattened page whose lines hold less of the body, nothing can be said."""

_SITE_NAME = re.compile(
    r"""<meta[^>]+(?:property|name)=["']?(?:og:site_name|application-name)["']?[^>]*?content=["']([^"'>]+)"""
    r"""|"publisher"\s*:\s*\{[^{}]*?"name"\s*:\s*"([^"]+)\"""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Labelled:
    """One page. `authors` is None where they were not labelled, and empty where there are none."""

    set: str
    site: str
    url: str
    raw: bytes
    body: str
    headline: str | None
    authors: tuple[str, ...] | None
    day: str | None
    instant: str | None

    @property
    def publications(self) -> tuple[str, ...]:
        """What the page's publication goes by."""
        text = self.raw.decode("utf-8", "replace")
        return (self.site, *("".join(found) for found in _SITE_NAME.findall(text)))


@dataclass(frozen=True)
class Flattened:
    """The lines of one page, which of them are body, and the body itself."""

    set: str
    site: str
    id: str
    lines: tuple[str, ...]
    is_body: tuple[bool, ...]
    body: str

    @property
    def raw(self) -> bytes:
        return "\n".join(self.lines).encode()


def labelled(gold: Path, name: str) -> Iterator[Labelled]:
    for row in rows(gold / name / "index.jsonl"):
        right = row["gold"]
        authors = right.get("authors")
        yield Labelled(
            set=name,
            site=row["domain"],
            url=row["url"],
            raw=gzip.decompress((gold / name / row["file"]).read_bytes()),
            body=right["body"],
            headline=right.get("title"),
            authors=(authors,)
            if isinstance(authors, str)
            else authors
            if authors is None
            else tuple(authors),
            day=right.get("date"),
            instant=right.get("date_iso"),
        )


def flattened(gold: Path, name: str) -> Iterator[Flattened]:
    for row in rows(gold / "flat" / f"{name}.jsonl"):
        if row["cover"] >= LEAST_COVER:
            yield Flattened(
                set=name,
                site=row["domain"],
                id=row["id"],
                lines=tuple(row["lines"]),
                is_body=tuple(map(bool, row["y"])),
                body=row["gold"],
            )


def rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
