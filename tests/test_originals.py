"""The bytes behind an article, found again through the ledger: of files, members of archives, and records."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import tarfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.article import Article
from search.engines import open_index
from search.errors import IndexMissing, OverLimit, Unreadable
from search.index import Index
from search.originals import original
from search.reindex import reindex
from search.settings import Settings

SENTENCE = (
    "The harbour of {name} was closed on Monday after a storm had torn its two cranes from their rails. "
    "Nobody was hurt, the port said, and the ferries are to sail again by the end of the week."
)


def page(name: str) -> bytes:
    text = SENTENCE.format(name=name)
    return f"<html><head><title>Storm at {name}</title></head><body><h1>Storm closes {name}</h1><p>{text}</p><p>Ships wait off {name}, and their crews were told to be patient for some days.</p></body></html>".encode()


def warc(*pages: bytes) -> bytes:
    out = io.BytesIO()
    for number, body in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://quay.example/{number}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        out.write(head.encode() + answer + b"\r\n\r\n")
    return out.getvalue()


def records(*names: str) -> list[dict[str, object]]:
    return [
        {"id": f"r-{name}", "title": f"Storm closes {name}", "text": SENTENCE.format(name=name), "desk": {"phone": name}}
        for name in names
    ]  # fmt: skip


def rss(*names: str) -> bytes:
    items = "".join(
        f"<item><guid>f-{n}</guid><title>Storm closes {n}</title><description>{SENTENCE.format(name=n)}</description><x>{n}</x></item>"
        for n in names
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Quay</title>{items}</channel></rss>'.encode()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def tarred(**members: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name.replace("_", "."))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def table(rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "title", "text"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


LINES = b"\n".join(json.dumps(record).encode() for record in records("Lund", "Oslo", "Bergen"))
FILES = {
    "page.html": page("Varde"),
    "packed.html.gz": gzip.compress(page("Ribe")),
    "lines.jsonl": LINES,
    "array.json": json.dumps(records("Turku", "Vaasa"), indent=1).encode(),
    "table.csv": table(records("Gdynia", "Sopot")),
    "crawl.warc.gz": gzip.compress(warc(page("Nida"), page("Palanga"))),
    "feed.xml": rss("Narva", "Paldiski"),
    "pages.zip": zipped(a_html=page("Visby"), deep__lines_jsonl=b"\n".join(
        json.dumps(r).encode() for r in records("Kotka", "Hanko"))),
    "old.tar.gz": gzip.compress(tarred(one_html=page("Emden"), two_html_gz=gzip.compress(page("Husum")))),
}  # fmt: skip


class Archive:
    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder, self.settings = folder, settings
        self.index: Index = open_index(settings.index, settings, create=True)
        self.tally = reindex([folder], self.index, settings)
        self.by_place = {a.locator: a for id in self.index.ids() if (a := self.index.get(id))}

    def data(self, place: str) -> bytes:
        found = original(self.by_place[place], self.settings.index, self.settings)
        assert found
        return found.data


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    base = tmp_path_factory.mktemp("originals")
    folder = base / "news"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    archive = Archive(folder, Settings(index=str(base / "index"), workers=1))
    yield archive
    archive.index.close()


@pytest.fixture
def moved(made: Archive, tmp_path: Path) -> Iterator[Archive]:
    """A copy of the archive, files and all, to be spoilt."""
    shutil.copytree(made.folder.parent, tmp_path / "base")
    settings = replace(made.settings, index=str(tmp_path / "base" / "index"))
    copy = Archive.__new__(Archive)
    copy.folder, copy.settings, copy.by_place = tmp_path / "base" / "news", settings, made.by_place
    yield copy


def test_everything_was_read(made: Archive) -> None:
    assert made.tally.failed == []
    assert len(made.by_place) == 18


@pytest.mark.parametrize(
    ("place", "data"),
    [
        ("news/page.html", page("Varde")),
        ("news/packed.html.gz", FILES["packed.html.gz"]),
        ("news/crawl.warc.gz#1", page("Nida")),
        ("news/crawl.warc.gz#2", page("Palanga")),
        ("news/pages.zip!a.html", page("Visby")),
        ("news/old.tar.gz!one.html", page("Emden")),
    ],
)
def test_pages_come_byte_for_byte(made: Archive, place: str, data: bytes) -> None:
    assert made.data(place) == data


def test_a_packed_member_comes_as_it_lies_there(made: Archive) -> None:
    assert gzip.decompress(made.data("news/old.tar.gz!two.html.gz")) == page("Husum")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("news/lines.jsonl#3", "Bergen"),
        ("news/array.json#2", "Vaasa"),
        ("news/pages.zip!deep/lines.jsonl#2", "Hanko"),
    ],
)
def test_records_come_with_all_their_fields(made: Archive, place: str, name: str) -> None:
    assert json.loads(made.data(place)) == records(name)[0]


def test_rows_come_with_the_names_of_their_columns(made: Archive) -> None:
    (row,) = ({k: v for k, v in record.items() if k != "desk"} for record in records("Sopot"))
    assert json.loads(made.data("news/table.csv#2")) == row


def test_items_of_a_feed_come_as_xml(made: Archive) -> None:
    data = made.data("news/feed.xml#2")
    assert data.startswith(b"<?xml")
    assert b"<x>Paldiski</x>" in data
    assert b"Narva" not in data


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("news/page.html", "page.html"),
        ("news/packed.html.gz", "packed.html.gz"),
        ("news/crawl.warc.gz#2", "crawl-2.html"),
        ("news/lines.jsonl#1", "lines-1.json"),
        ("news/feed.xml#1", "feed-1.xml"),
        ("news/pages.zip!a.html", "a.html"),
    ],
)
def test_each_has_a_name_that_says_what_it_is(made: Archive, place: str, name: str) -> None:
    found = original(made.by_place[place], made.settings.index, made.settings)
    assert found
    assert found.name == name


def test_the_folder_may_move_as_a_whole(moved: Archive) -> None:
    assert moved.data("news/page.html") == page("Varde")


def test_what_only_has_other_times_is_the_same(moved: Archive) -> None:
    os.utime(moved.folder / "page.html", (time.time() - 9999, time.time() - 9999))
    assert moved.data("news/page.html") == page("Varde")


@pytest.mark.parametrize("change", ["gone", "other", "same length", "link", "folder", "pipe"])
def test_what_is_gone_or_changed_is_not_handed_out(moved: Archive, change: str) -> None:
    file = moved.folder / "page.html"
    data = file.read_bytes()
    file.unlink()
    if change == "other":
        file.write_bytes(data + b"<!-- -->")
    elif change == "same length":
        file.write_bytes(data.replace(b"Varde", b"Vejle"))
        os.utime(file, (time.time() - 9999, time.time() - 9999))
    elif change == "link":
        (moved.folder / "elsewhere").write_bytes(data)
        file.symlink_to(moved.folder / "elsewhere")
    elif change == "folder":
        file.mkdir()
    elif change == "pipe":
        os.mkfifo(file)
    with pytest.raises(Unreadable):
        moved.data("news/page.html")


@pytest.mark.parametrize(
    "locator", ["/etc/passwd", "news/../../etc/passwd", "news/page.htmlx", "news/page.html/../x", "", "other"]
)
def test_only_the_ledger_says_which_file_it_is(made: Archive, locator: str) -> None:
    known = made.by_place["news/page.html"]
    assert original(replace(known, locator=locator), made.settings.index, made.settings) is None
    stranger = Article(id="stranger", locator="news/page.html", headline="x", body="y")
    assert original(stranger, made.settings.index, made.settings) is None


@pytest.mark.parametrize("within", ["!other", "#1", "#x", "!../page.html"])
def test_a_place_that_is_not_in_the_file_is_none(made: Archive, within: str) -> None:
    for file in ("page.html", "pages.zip", "lines.jsonl"):
        known = next(a for place, a in made.by_place.items() if place.startswith(f"news/{file}"))
        if f"news/{file}{within}" in made.by_place:
            continue
        with pytest.raises(Unreadable):
            original(replace(known, locator=f"news/{file}{within}"), made.settings.index, made.settings)


def test_a_file_over_the_bound_is_not_read_and_a_packed_one_not_unpacked_beyond_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    lines = [{**record, "filler": "x" * 400_000} for record in records(*"abcdef")]
    text = "\n".join(map(json.dumps, lines)).encode()
    (folder / "big.jsonl").write_bytes(text)
    (folder / "small.jsonl.gz").write_bytes(
        gzip.compress(text.replace(b'"r-', b'"s-').replace(b"harbour", b"seaport"))
    )
    archive = Archive(folder, Settings(index=str(tmp_path / "index"), workers=1, raw_file_mb=1))
    assert json.loads(archive.data("news/small.jsonl.gz#1"))["title"] == "Storm closes a"
    for place in ("news/big.jsonl#1", "news/small.jsonl.gz#6"):
        with pytest.raises(OverLimit):
            archive.data(place)
    archive.index.close()


def test_nothing_is_written(made: Archive, moved: Archive) -> None:
    index = Path(moved.settings.index)
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    for path in (index, *index.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        moved.data("news/lines.jsonl#2")
        assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} == before
    finally:
        for path in (index, *index.rglob("*")):
            path.chmod(0o755)


def test_an_index_without_a_ledger_says_so(made: Archive, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        original(made.by_place["news/page.html"], str(tmp_path), made.settings)
