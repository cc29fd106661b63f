"""JSON, one record a line (https://jsonlines.org): JSONL and NDJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from search.article import Source
from search.errors import NotAnArticle, SourceError, Unreadable
from search.ingest.sources.lines import read_lines
from search.ingest.sources.opened import Opened, Refused
from search.ingest.sources.records import source_of


def read(opened: Opened) -> Iterator[Source | Refused]:
    """Records count from 1, blank lines not."""
    number = 0
    for line in read_lines(opened):
        if isinstance(line, str) and not line.strip():
            continue
        number += 1
        locator = f"{opened.locator}#{number}"
        try:
            if isinstance(line, SourceError):
                raise line
            yield source_of(_record(line), locator, opened.names)
        except SourceError as e:
            yield Refused(locator, e)


def _record(line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as e:
        raise Unreadable(f"the line is not JSON: {e}") from e
    if not isinstance(value, dict):
        raise NotAnArticle(f"the line is a JSON {type(value).__name__}, not an object of fields")
    return value
