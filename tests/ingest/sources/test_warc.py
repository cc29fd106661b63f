"""Web archives: pages with their addresses and charsets; wrong lengths and damage cost only the record they are in."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Media
from search.ingest.sources import Refused
from tests.ingest.sources.reading import pieces, sources

PAGE = b"<html><body><p>Harbour closed</p></body></html>"


def record(
    number,
    body=PAGE,
    *,
    kind="response",
    http="Content-Type: text/html; charset=windows-1254",
    status="200 OK",
    length=None,
):
    head = (
        f"HTTP/1.1 {status}\r\n{http}\r\n\r\n".encode() if kind in ("response", "revisit", "request") else b""
    )
    content = head + body
    carried = "application/http; msgtype=response" if head else http.removeprefix("Content-Type: ")
    return (
        (
            f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2016-05-23T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: {carried}\r\n"
            f"Content-Length: {len(content) if length is None else length}\r\n\r\n"
        ).encode()
        + content
        + b"\r\n\r\n"
    )


INFO = record(0, b"software: x\r\n", kind="warcinfo", http="Content-Type: application/warc-fields")


def urls(found):
    return [None if isinstance(piece, Refused) else int(piece.url.rpartition("/")[2]) for piece in found]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_pages_come_with_address_and_charset(pack):
    (source,) = sources(pack(INFO) + pack(record(1)))
    assert source.locator == "file#2"
    assert (source.url, source.charset, source.media, source.data) == (
        "https://example.org/1",
        "windows-1254",
        Media.HTML,
        PAGE,
    )


def test_resources_and_extracted_texts_are_read_and_all_else_is_passed_over():
    data = (
        record(1, kind="request")
        + record(2, kind="revisit", body=b"")
        + record(3, status="404 Not Found")
        + record(4, status="301 Moved", body=b"")
        + record(5, http="Content-Type: image/png", body=b"\x89PNG")
        + record(6, kind="metadata", http="Content-Type: text/plain")
        + record(7, kind="resource", http="Content-Type: text/html")
        + record(8, kind="conversion", http="Content-Type: text/plain", body=b"Harbour closed")
        + record(9, http="X-Nothing: stated")
    )
    found = sources(data)
    assert urls(found) == [7, 8, 9]
    assert [source.locator for source in found] == ["file#7", "file#8", "file#9"]
    assert found[1].media is Media.TEXT


def test_payloads_are_unpacked_as_http_says():
    chunked = b"5\r\nHello\r\n6\r\n world\r\n0\r\n\r\n"
    (packed, parts, deflated, brotlied) = sources(
        record(1, gzip.compress(PAGE), http="Content-Type: text/html\r\nContent-Encoding: gzip")
        + record(2, chunked, http="Content-Type: text/html\r\nTransfer-Encoding: chunked")
        + record(3, zlib.compress(PAGE), http="Content-Type: text/html\r\nContent-Encoding: deflate")
        + record(4, brotli.compress(PAGE), http="Content-Type: text/html\r\nContent-Encoding: br")
    )
    assert (packed.data, parts.data, deflated.data, brotlied.data) == (PAGE, b"Hello world", PAGE, PAGE)


@pytest.mark.parametrize("length", [0, 10, 200, 5_000, 10**15])
def test_a_wrong_length_costs_its_record_and_no_other(length):
    found = pieces(record(1) + record(2, length=length) + record(3) + record(4))
    assert urls(found) == [1, None, 3, 4]
    assert found[1].locator == "file#2"
    assert "length is wrong" in str(found[1].error)


def test_a_record_that_is_too_large_is_refused_and_the_rest_goes_on():
    found = pieces(record(1) + record(2, b"x" * 3_000_000) + record(3), max_document_mb=1)
    assert urls(found) == [1, None, 3]
    assert "max_document_mb" in str(found[1].error)


def test_a_packed_payload_that_grows_too_large_is_refused():
    bomb = record(
        2, gzip.compress(b"x" * 30_000_000), http="Content-Type: text/html\r\nContent-Encoding: gzip"
    )
    assert urls(pieces(record(1) + bomb + record(3), max_document_mb=1)) == [1, None, 3]


def test_a_brotli_bomb_is_refused():
    bomb = record(
        2, brotli.compress(b"x" * 30_000_000), http="Content-Type: text/html\r\nContent-Encoding: br"
    )
    assert urls(pieces(record(1) + bomb + record(3), max_document_mb=1)) == [1, None, 3]


def test_a_large_image_is_passed_over_without_a_word():
    assert urls(
        sources(
            record(1)
            + record(2, b"x" * 3_000_000, http="Content-Type: image/png", kind="metadata")
            + record(3),
            max_document_mb=1,
        )
    ) == [1, 3]


def test_an_archive_that_ends_in_a_record_says_so():
    found = pieces((record(1) + record(2))[:-40])
    assert urls(found) == [1, None]
    assert "cut short" in str(found[1].error)


def test_rubbish_between_records_is_named_and_passed():
    assert urls(pieces(record(1) + b"rubbish\r\nmore\r\n" + record(2))) in ([1, None, 2], [None, 2])
    assert urls(pieces(record(1) + b"\r\n\r\n" + record(2))) == [1, 2]


def test_a_broken_header_costs_its_record():
    assert urls(pieces(record(1) + record(2).replace(b"Content-Length", b"Content-Lentgh") + record(3))) == [
        1,
        None,
        3,
    ]


def test_damage_in_a_compressed_member_costs_that_member():
    members = [bytearray(gzip.compress(record(n))) for n in range(1, 6)]
    members[1][40:60] = b"\xff" * 20
    found = pieces(b"".join(members))
    assert [u for u in urls(found) if u] == [1, 3, 4, 5]
    assert any(isinstance(piece, Refused) and "damaged" in str(piece.error) for piece in found)


def test_an_address_that_is_not_of_the_web_is_not_kept():
    page = record(1, kind="resource", http="Content-Type: text/html")
    (source,) = sources(page.replace(b"https://example.org/1", b"javascript:alert(1)"))
    assert source.url is None


@given(st.binary(max_size=60), st.integers(10, 400))
def test_damage_anywhere_ends_in_reasons_and_spares_the_last_record(garbage, place):
    good = record(1) + record(2) + record(3)
    found = pieces(good[:place] + garbage + good[place + len(garbage) :])
    assert len(found) <= 5
    assert found[-1].url == "https://example.org/3"
