"""JSON over many lines: an array of records, one record, or one object around a list of them."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator

from search.article import Source
from search.errors import NotAnArticle, OverLimit, SourceError, Unreadable
from search.ingest.decoding import decode_head
from search.ingest.sources.opened import HEAD, Opened, Refused
from search.ingest.sources.records import source_of, unwrapped

_BETWEEN = " \t\r\n,\ufeff"
_SPACE = re.compile(f"[{_BETWEEN}]*")
_LITERAL = 16


def read(opened: Opened) -> Iterator[Source | Refused]:
    number = 0
    for value in _values(opened):
        for record in unwrapped(value):
            number += 1
            locator = f"{opened.locator}#{number}"
            try:
                yield source_of(record, locator, opened.names)
            except SourceError as e:
                yield Refused(locator, e)
    if not number:
        raise NotAnArticle("there is no record in it")


def _values(opened: Opened) -> Iterator[object]:
    """Values one after the other, those of an outermost array singly, with little more in memory than one of them."""
    most = opened.settings.max_document_mb * 1_000_000
    read_text = _reader(opened)
    scanner = json.JSONDecoder()
    text = read_text(HEAD).lstrip(_BETWEEN).removeprefix("[")
    at, more = 0, True
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        try:
            value, at = scanner.raw_decode(text, at)
        except RecursionError as e:
            raise Unreadable("its JSON is nested too deeply") from e
        except ValueError as e:
            if more and _cut(e, text):
                if len(text) - at > most:
                    raise OverLimit(
                        f"a record is longer than {most // 1_000_000} MB (max_document_mb)"
                    ) from e
                added = read_text(max(HEAD, len(text) - at))
                text, at, more = text[at:] + added, 0, bool(added)
            elif text[at:].strip(_BETWEEN + "]"):
                raise Unreadable(f"its JSON is broken, and what follows can't be told apart: {e}") from e
            else:
                return
        else:
            yield value


def _reader(opened: Opened) -> Callable[[int], str]:
    decoder = codecs.getincrementaldecoder(decode_head(opened.head()).charset)("replace")

    def read_text(count: int) -> str:
        data = opened.stream.read(count)
        return decoder.decode(data, final=not data)

    return read_text


def _cut(error: ValueError, text: str) -> bool:
    """Whether the text may only have ended too early."""
    at = getattr(error, "pos", len(text))
    return "Unterminated" in str(error) or bool(at > len(text) - _LITERAL)
