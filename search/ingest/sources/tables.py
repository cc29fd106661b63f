"""CSV and TSV: the first line names the fields, each further row is a record (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

from search.article import Source
from search.errors import NotAnArticle, SourceError, Unreadable
from search.ingest.decoding import decode_head
from search.ingest.sources.lines import read_lines
from search.ingest.sources.opened import Opened, Refused
from search.ingest.sources.records import known, source_of

_ENDINGS = (".csv", ".tsv", ".tab")


def delimiter(text: str, name: str, names: Mapping[str, str]) -> str | None:
    """What parts the columns of a table that begins so; None where its first line names no fields.

    Half of the columns must be known, or mapped by `names`; where the file's name says that it is a table, none.
    """
    first = text.split("\n", 1)[0]
    best, most = None, 0
    for mark in "\t,;|":
        columns = [column.strip().strip('"') for column in first.split(mark)]
        matching = sum(known(column) or column in names for column in columns)
        enough = 0 if name.lower().endswith(_ENDINGS) else max(2, len(columns) / 2)
        if len(columns) > max(1, most) and matching >= enough:
            best, most = mark, len(columns)
    return best


def read(opened: Opened) -> Iterator[Source | Refused]:
    """Rows count from 1, after the line of names."""
    mark = delimiter(decode_head(opened.head()).text, opened.name, opened.names) or ","
    csv.field_size_limit(opened.settings.max_document_mb * 1_000_000)
    lines = _Lines(opened)
    rows = csv.reader(lines, delimiter=mark)
    columns = [column.strip() for column in next(rows, [])]
    number = 0
    while True:
        number += 1
        locator = f"{opened.locator}#{number}"
        try:
            row = next(rows)
            if lines.over:
                error, lines.over = lines.over, None
                raise error
            if not any(row):
                number -= 1
            elif len(row) > len(columns):
                raise Unreadable(f"the row has {len(row)} fields where the table has {len(columns)} columns")
            else:
                yield source_of(dict(zip(columns, row, strict=False)), locator, opened.names)
        except StopIteration:
            break
        except csv.Error as e:
            yield Refused(locator, Unreadable(f"the row is broken: {e}"))
            rows = csv.reader(lines, delimiter=mark)
        except SourceError as e:
            yield Refused(locator, e)
    if number == 1:
        raise NotAnArticle("the table has no rows")


class _Lines:
    """Lines for the csv module, which takes only texts: one that is too long comes as an empty one, and is noted."""

    def __init__(self, opened: Opened) -> None:
        self._lines = read_lines(opened)
        self.over: SourceError | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, SourceError):
            self.over = line
            return ""
        return line
