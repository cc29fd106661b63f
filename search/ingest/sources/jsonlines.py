"""JSON, one record a line (https://jsonlines.org): JSONL and NDJSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from search.article import Source
from search.errors import NotAnArticle, SourceError, Unreadable
from search.ingest.sources.lines import read_lines
from search.ingest.sources.opened import Opened, Refused
from search.ingest.sources.records import source_of, unwrapped


def read(opened: Opened) -> Iterator[Source | Refused]:
    """Records count from 1, blank lines not."""
    number = 0
    for line in read_lines(opened):
        if isinstance(line, str) and not line.strip():
            continue
        for record in _records(line):
            number += 1
            locator = f"{opened.locator}#{number}"
            try:
                if isinstance(record, SourceError):
                    raise record
                yield source_of(record, locator, opened.names)
            except SourceError as e:
                yield Refused(locator, e)


def _records(line: str | SourceError) -> list[Mapping[str, object] | SourceError]:
    """The one record of a line, those of an answer that stands in one line, or what is wrong with it."""
    if isinstance(line, SourceError):
        return [line]
    try:
        value = json.loads(line)
    except RecursionError:
        return [Unreadable("the line's JSON is nested too deeply")]
    except ValueError as e:
        return [Unreadable(f"the line is not JSON: {e}")]
    what = f"the line is a JSON {type(value).__name__}, not an object of fields"
    return list(unwrapped(value)) or [NotAnArticle(what)]
