"""What is fuzzed, each with the input that it begins with. A target raises for a fault; what we refuse is none."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from flask.testing import FlaskClient

from search.engines import open_index
from search.errors import ArchiveError
from search.ingest.decoding import decode, decode_head
from search.ingest.sites import _load, rules_for
from search.ingest.stamps import find_stamps, read_stamp
from search.query import parse
from search.reading import Task, outcomes
from search.relax import relaxations
from search.settings import Settings
from tests.articles import make_article
from tests.faults.hostile import packed, records, webarchives, xml
from tests.faults.hostile.case import page, record_lines, story
from web.app import create_app

SETTINGS = Settings(search_seconds=30)
_FOLDER = tempfile.TemporaryDirectory()
"""Of this process, as several may run at once."""


@dataclass(frozen=True)
class Target:
    seeds: tuple[bytes, ...]
    run: Callable[[bytes], None]


def _query(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    query = parse(text, SETTINGS)
    relaxations(query)
    again = parse(query.understood, Settings(max_query_chars=1_000_000, max_clauses=100_000))
    assert again.clause == query.clause, (query.understood, again.understood)
    query.understood.encode()


def _file(name: str) -> Callable[[bytes], None]:
    path = Path(_FOLDER.name) / name

    def run(data: bytes) -> None:
        path.write_bytes(data)
        try:
            for outcome in outcomes(Task(str(path), name), SETTINGS, {}):
                reason = getattr(outcome, "reason", "")
                assert "fault in Backfile" not in reason, reason
        finally:
            path.unlink()

    return run


def _stamps(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    for languages in ((), ("en",), ("de", "tr", "ar", "zh")):
        find_stamps(text, languages)
        read_stamp(text, languages)


def _decoding(data: bytes) -> None:
    label, _, rest = data.partition(b"\n")
    for html in (False, True):
        with contextlib.suppress(ArchiveError):
            decode(rest, label.decode("latin-1"), html).text.encode()
        with contextlib.suppress(ArchiveError):
            decode_head(rest[:4096], html).text.encode()


def _toml(read: Callable[[Path], Any]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "backfile.toml"
            path.write_bytes(data)
            with contextlib.suppress(ArchiveError):
                read(path)

    return run


def _sites(path: Path) -> None:
    _load.cache_clear()
    rules_for("example.org", str(path))


@cache
def _client() -> FlaskClient:
    settings = Settings(index=f"{tempfile.mkdtemp()}/index", search_seconds=30, requests_per_minute=0)
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        for number in range(9):
            batch.put(make_article(f"a{number}", bylines="Ann Lee", source="Gazette", place="Paris"))
    return create_app(settings, index).test_client()


def _address(data: bytes) -> None:
    response = _client().get("/" + quote_from_bytes(data.lstrip(b"/"), safe="/?&=%+.-~:,;"))
    assert response.status_code < 500, response.status_code
    response.get_data()


def _seeds(module: Any, *ends: str) -> tuple[bytes, ...]:
    made = (case.make() for case in module.cases() if case.name.endswith(ends) and "mb" not in case.name)
    return tuple(data for data in made if len(data) < 20_000)


TARGETS: dict[str, Callable[[], Target]] = {
    "query": lambda: Target(
        tuple(
            text.encode()
            for text in (
                *('a b OR "c d" -e', "(a AND b) w/5 headline:c*", "source:(x y) date:2016-05..2017 since:2015"),
                *("atleast3(a) caps(US) near5 pre/3 w/s w/p =exact fuz~2 l?nk*", "length>500 NOT by:\u201cAnn Lee\u201d 停火"),
            )
        ),
        _query,
    ),
    "text": lambda: Target((story("word").encode(), story("x").replace("\n", "\r\n").encode("utf-16")), _file("a.txt")),
    "html": lambda: Target(
        (
            page("word", head='<meta name=author content="By Ann Lee"><meta property="og:title" content=x>').encode(),
            page("word", head='<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2016"}</script>').encode(),
            page("word", after="<table><tr><td>1<td>2</table><time datetime=2016-05-23T10:00Z>May 23</time>").encode(),
        ),
        _file("a.html"),
    ),
    "warc": lambda: Target((webarchives.answer("one") + webarchives.answer("two"), *_seeds(webarchives, ".gz")), _file("a.warc")),
    "jsonl": lambda: Target((record_lines("word", 2), *_seeds(records, ".jsonl")[:20]), _file("a.jsonl")),
    "json": lambda: Target((b"[" + record_lines("word", 1) + b"]",), _file("a.json")),
    "csv": lambda: Target(_seeds(records, ".csv")[:9], _file("a.csv")),
    "xml": lambda: Target(_seeds(xml, ".rss", ".xml"), _file("a.xml")),
    "packed": lambda: Target(_seeds(packed, ".zip", ".tar", ".gz", ".bz2", ".xz"), _file("a.bin")),
    "stamps": lambda: Target(
        tuple(
            text.encode()
            for text in (
                *("Published: Monday, May 23, 2016 at 11:20 pm GMT+3", "2016-05-23T11:20:00.000+03:00", "23.05.2016 - 12:30 Uhr"),
                *("٢٣ مايو ٢٠١٦", "2016年5月23日 12時30分", "23 Mayıs 2016 Pazartesi", "12/05/2016", "May 23rd '16"),
            )
        ),
        _stamps,
    ),
    "decoding": lambda: Target(
        tuple(label + b"\n" + story("Straße").encode(charset, "replace") for label, charset in (
            (b"utf-8", "utf-8"), (b"utf-16", "utf-16"), (b"zip", "utf-8"), (b"rot13", "cp1252"), (b"idna", "cp1256"),
            (b"undefined", "koi8-r"), (b"gb18030", "gb18030"), (b"punycode", "shift_jis"), (b"iso2022_jp", "iso2022_jp"),
        )),
        _decoding,
    ),
    "sites": lambda: Target(
        (b'["example.org"]\nsource = "The Example"\nlanguage = "tr"\ndrop = ["Read also: *", "* likes"]\nkeep = ["A"]\n',),
        _toml(_sites),
    ),
    "settings": lambda: Target(
        (b'title = "x"\nport = 8000\nmax_seconds = 1.5\nurl = "https://a.example/b"\nwidget_origins = "https://a.example"\n',
         b"port = inf\n", b"max_seconds = nan\n", b"workers = 1.5\n", b"max_memory_mb = 99999999999999999999\n", b"port = 1979-05-27\n"),
        _toml(lambda path: Settings.load(environment={}, folder=path.parent)),
    ),
    "addresses": lambda: Target(
        (
            b"search?q=a&f.source=Gazette&-f.place=Paris&from=2016&to=2017&sort=newest&size=10&page=2&view=list",
            b"api/v1/search?q=a&cursor=abc&limit=5&facets=source,place&sort=oldest", b"api/v1/articles/a1", b"api/v1/suggest?q=an",
            b"a/a1?q=headline&as=received&lines=2", b"cite?id=a1&id=a2&as=ris", b"facet/source?q=a&sort=count&page=3",
            b"trends?q=a&q=b&by=month&from=2016-01", b"search.csv?q=a&columns=id", b"search.atom?q=a", b"changes?since=1-abc&q=a",
            b"embed?q=a&theme=dark", b"widget?lang=ar", b"api/v1/trends?q=a&by=year", b"api/v1/changes?since=1-00000000",
        ),
        _address,
    ),
}  # fmt: skip
