"""JSON and tables that are deep, wide, long, broken or not what they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from tests.faults.hostile.case import Case, headline, page, paragraphs, record, record_lines

_SLASHES = "1/" * 20_000
_COLUMNS = "id,title,body"


def _lines(*values: object) -> bytes:
    return "".join((v if isinstance(v, str) else json.dumps(v)) + "\n" for v in values).encode(
        "utf-8", "surrogatepass"
    )


def _row(word: str, mark: str = ",") -> str:
    return mark.join(
        (word, f'"{headline(word)}"', '"' + "\n".join(paragraphs(word)).replace('"', '""') + '"')
    )


def _table(*rows: str, head: str = _COLUMNS) -> bytes:
    return "\r\n".join((head, *rows, "")).encode()


_FIRST, _SECOND = record_lines("spared", 2).splitlines(keepends=True)


def _between(lines: bytes) -> bytes:
    return _FIRST + lines + _SECOND


_BAD_LINES: dict[str, tuple[str, str]] = {
    "broken": ('{"title": "x", "body": ', "not JSON"),
    "number": ("17", "not an object"),
    "text": ('"only a text"', "not an object"),
    "null": ("null", "not an object"),
    "list": ("[]", "not an object"),
    "deep": ('{"body": ' + "[" * 100_000, "deep"),
    "deep-closed": ('{"body": ' + '{"a":' * 50_000 + "1" + "}" * 50_001, "deep"),
    "no-text": ('{"title": "x", "wordcount": 5}', "no text"),
    "empty": ("{}", "no text"),
    "body-is-a-number": ('{"title": "", "body": null}', "no text"),
    "not-a-number": ('{"title": "x", "body": NaN}', "no text"),
    "digits": ('{"title": "x", "views": ' + "9" * 10_000 + "}", "not JSON"),
    "html": ("<html><body>an error page of the server</body></html>", "not JSON"),
    "binary": ("\x00\x01\x02\x03\x04\x05\x06\x07\x08" * 40, "not JSON"),
    "two-in-one": ('{"body": "x"}{"body": "y"}', "not JSON"),
}
_SURVIVED: dict[str, dict[str, object]] = {
    "surrogates": {"title": "Council agrees on \ud800 word"},
    "surrogate-key": {"a\ud800b": "x"},
    "nul": {"title": "Council \0agrees on word"},
    "date-of-slashes": {"date": _SLASHES},
    "date-of-digits": {"date": 10**300},
    "date-negative": {"published": -62135596800001},
    "date-list": {"date": ["2016", {"a": []}]},
    "author-of-1-mb": {"author": "Ann Lee, " * 110_000},
    "authors": {"authors": [{"name": f"A{n}"} for n in range(20_000)]},
    "title-of-1-mb": {"title": "long word " * 100_000},
    "url-script": {"url": "javascript:alert(1)"},
    "url-of-1-mb": {"url": "https://example.org/" + "a" * 1_000_000},
    "source-of-1-mb": {"source": "x" * 1_000_000},
    "language-nonsense": {"language": "\x1b[2J" * 100},
    "fields": {f"f{n}": n for n in range(100_000)},
    "id-of-1-mb": {"id": "x" * 1_000_000},
    "id-path": {"id": "../../../etc/passwd"},
    "id-controls": {"id": "a\nb\x1b[2J\u202e"},
    "id-empty": {"id": ""},
    "html-bomb": {"body": page("word", before="<div>" * 1_500)},
    "dateline": {"dateline": "A" * 100_000 + ", May 23 -"},
    "nesting": {"fields": {"a": {"b": {"c": {"d": {"e": {"f": "x"}}}}}}},
    "boolean": {"date": True, "author": False, "source": 1.5},
}


def cases() -> Iterator[Case]:
    first, second = _FIRST, _SECOND
    for name, (line, reason) in _BAD_LINES.items():
        yield Case(
            f"line-{name}.jsonl", partial(_between, line.encode() + b"\n"), reason, ("spared0", "spared1")
        )
    yield Case(
        "line-of-100-mb.jsonl",
        lambda: _between(b'{"title": "x", "body": "' + b"x" * 100_000_000 + b'"}\n'),
        "max_document_mb",
        ("spared0", "spared1"),
    )
    for name, fields in _SURVIVED.items():
        line = record("word") | fields
        yield Case(
            f"field-{name}.jsonl",
            partial(_between, _lines(line)),
            None,
            ("spared0", "word", "spared1"),
        )
    yield Case(
        "line-divs-deep.jsonl",
        lambda: first + _lines({"title": "x", "body": "<div>" * 100_000 + "<p>x"}) + second,
        "deep",
        ("spared0", "spared1"),
    )
    yield Case(
        "line-no-utf8.jsonl",
        lambda: first + '{"title": "Stadtrat beschließt es", "body": "Für"}\n'.encode("latin-1") + second,
        None,
        ("spared0", "spared1", "beschließt"),
    )
    yield Case("cut.jsonl", lambda: (first + second)[:-40], "not JSON", ("spared0",))
    yield Case("deep.json", lambda: b"[" * 100_000, "")
    yield Case("deep-objects.json", lambda: b'{"a":' * 100_000, "")
    yield Case("array-cut.json", lambda: b"[" + first + b"," + second[:-60], "broken", ("spared0",))
    yield Case(
        "array-of-numbers.json", lambda: json.dumps([[n] for n in range(100_000)]).encode(), "no record"
    )
    yield Case(
        "array-value-of-50-mb.json",
        lambda: b"[" + first + b',{"title": "x", "body": "' + b"x" * 50_000_000 + b'"}]',
        "max_document_mb",
        ("spared0",),
    )
    yield Case("array-empty.json", lambda: b"[ ]", "no record")
    yield Case(
        "field-of-10-mb.csv",
        lambda: _table(_row("spared0"), f'x,Title,"{"so it goes on. " * 700_000}"', _row("spared1")),
        "max_memory_mb",
        ("spared0", "spared1"),
    )
    yield Case(
        "field-of-30-mb.csv",
        lambda: _table(_row("spared0"), f'x,Title,"{"so it goes on. " * 2_000_000}"', _row("spared1")),
        "max_document_mb",
        ("spared0", "spared1"),
    )
    yield Case(
        "quote-never-closed.csv",
        lambda: _table(_row("spared0"), 'x,"never closed,"', *(_row(f"lost{n}") for n in range(50))),
        "",
        ("spared0",),
    )
    yield Case(
        "columns.csv",
        lambda: _table(_row("spared0") + ",x" * 100_000, head=_COLUMNS + ",x" * 100_000),
        None,
        ("spared0",),
    )
    yield Case(
        "fields-beyond-the-columns.csv",
        lambda: _table(_row("spared0"), "x," * 100_000, _row("spared1")),
        "fields where the table has 3",
        ("spared0", "spared1"),
    )
    yield Case("no-rows.csv", _table, "no rows")
    yield Case(
        "nuls.csv",
        lambda: _table(_row("spared0"), "x,\0Ti\0tle,\0", _row("spared1")),
        None,
        ("spared0", "spared1"),
    )
    yield Case("names-unknown.csv", lambda: b"a,b,c\n1,2,3\n", "no text")
    yield Case(
        "line-of-40-mb.csv",
        lambda: _table(_row("spared0"), "x,Title," + "x" * 40_000_000, _row("spared1")),
        "max_document_mb",
        ("spared0", "spared1"),
    )
    yield Case("commas.txt", lambda: b"," * 1_000_000, "")
