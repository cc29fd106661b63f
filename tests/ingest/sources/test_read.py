"""Files as the file system gives them: only regular ones, whole ones, and each bad one with its reason."""

import os
import socket

import pytest

from search.article import Media, Source
from search.errors import NotAnArticle, OverLimit, Unreadable
from search.ingest.sources import FORMATS, Refused, read
from search.ingest.sources.recognise import recognise
from search.settings import Settings
from tests.ingest.sources.reading import refusal, sources

SETTINGS = Settings()


def read_path(path):
    return list(read(path, "x", SETTINGS))


def test_a_text_is_one_source_as_it_is():
    data = "Harbour closed\r\n\r\nNobody “works”.\n".encode("cp1252")
    assert sources(data, name="a.txt") == [Source("a.txt", data, Media.TEXT)]


def test_a_page_that_was_saved_knows_where_it_came_from():
    (page,) = sources(
        b"<!DOCTYPE html>\r\n<!-- saved from url=(0022)https://example.org/a -->\r\n<html><p>x</html>"
    )
    assert (page.media, page.url) == (Media.HTML, "https://example.org/a")


@pytest.mark.parametrize(
    ("head", "name", "format_"),
    [
        (b"<!DOCTYPE html><html>", "a.txt", "html"),
        (b"<p>fragment", "a", "html"),
        (b'\n\xef\xbb\xbf <HTML lang="en">', "a", "html"),
        ("<html><body>".encode("utf-16"), "a", "html"),
        (b"<!-- note --><div class='x'>", "a", "html"),
        (b"Intro<p>one</p><p>two</p><p>three</p>", "a.txt", "html"),
        (b"Title\n<b>only a word</b> of markup", "a.html", "html"),
        (b"Title\n<b>only a word</b> of markup", "a.txt", "text"),
        (b"<<< wire copy >>>\ntext", "a", "text"),
        (b"{not json} but text", "a.json", "text"),
        (b"[AP] A wire story, with commas", "a", "text"),
        (b"[1] A footnote", "a", "text"),
        (b"WARC is a format", "a.warc", "text"),
        (b'{"a": 1}', "a", "jsonl"),
        (b'{\n "a": 1}', "a", "json"),
        (b"[\n]", "a", "json"),
        (b"title;body\n", "a", "table"),
        (b"<nitf>", "a", "nitf"),
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0">', "a", "feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", "a", "feed"),
        (b"<n:newsItem xmlns:n='x'>", "a", "newsml"),
    ],
)
def test_formats_are_told_from_content(head, name, format_):
    assert recognise(head, name, {}) == format_
    assert format_ in FORMATS


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "white space"),
        (b"\0\0\0\0", "white space"),
        (b"%PDF-1.4\n%...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        (bytes(range(256)) * 20, "not text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data, reason):
    assert reason in refusal(data)


def test_pipes_links_folders_and_sockets_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(tmp_path / "socket"))
        for name in ("pipe", "link", "loop", "socket", ".", "missing"):
            (found,) = read_path(tmp_path / name)
            assert isinstance(found.error, Unreadable)
            assert str(found.error)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("x")
    path.chmod(0)
    (found,) = read_path(path)
    assert "permission denied" in str(found.error)


def test_a_file_larger_than_the_setting_is_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "x"}\n' * 100_000)
    (found,) = read(path, "x", Settings(max_file_mb=1))
    assert isinstance(found.error, OverLimit)


def test_a_text_that_changes_while_it_is_read_is_refused_in_place_of_its_source(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("first")

    def changing(opened):
        yield Source(opened.locator, opened.whole(), Media.TEXT)
        path.write_text("first and more")

    monkeypatch.setitem(FORMATS, "text", changing)
    (found,) = read_path(path)
    assert "changed" in str(found.error)


def test_a_file_of_records_that_grows_gives_its_records_and_says_so(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body": "x"}\n' * 3)
    found = []
    for piece in read(path, "x", SETTINGS):
        found.append(piece)
        if len(found) == 1:
            path.write_bytes(b'{"body": "y"}\n' * 4)
    assert [isinstance(piece, Refused) for piece in found][-1]
    assert "changed" in str(found[-1].error)


def test_a_file_of_only_refusals_has_each_of_them(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"x": 1}\n{"y": 2}\n')
    assert [isinstance(piece.error, NotAnArticle) for piece in read_path(path)] == [True, True]
