"""gzip, ZIP and tar: read as streams, within a ratio and a depth, and never written to disk."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from typing import NamedTuple

import pytest

from search.errors import OverLimit, Unreadable
from search.ingest.sources import Refused
from tests.ingest.sources.reading import pieces, refusal, sources

STORY = b"Harbour closed\n\nNobody works.\n"


class Link(NamedTuple):
    kind: bytes


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if not isinstance(data, Link):
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            else:
                info.type, info.linkname = data.kind, "/etc/passwd"
                archive.addfile(info)
    return out.getvalue()


def test_gzip_is_read_as_what_it_packs():
    (story,) = sources(gzip.compress(STORY), name="story.txt.gz")
    assert (story.locator, story.data) == ("story.txt.gz", STORY)
    (record,) = sources(gzip.compress(b'{"body": "x"}\n'), name="a.jsonl.gz")
    assert record.locator == "a.jsonl.gz#1"


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_members_stand_after_their_archive(pack):
    found = sources(
        pack(("b/1.txt", STORY), ("a.jsonl", b'{"body": "x"}\n{"body": "y"}\n'), ("p.html", b"<p>x</p>")),
        name="in",
    )
    assert [source.locator for source in found] == ["in!b/1.txt", "in!a.jsonl#1", "in!a.jsonl#2", "in!p.html"]


def test_archives_within_archives_to_a_depth():
    inner = tarred(("c.txt", STORY))
    (found,) = sources(
        gzip.compress(tarred(("b.zip", zipped(("a.tar.gz", gzip.compress(inner)))))),
        name="x.tgz",
        max_nesting=10,
    )
    assert found.locator == "x.tgz!b.zip!a.tar.gz!c.txt"
    data = STORY
    for _ in range(9):
        data = gzip.compress(data)
    assert "max_nesting" in refusal(data)


@pytest.mark.parametrize(
    "name", ["../../etc/evil.txt", "/etc/evil.txt", "..\\..\\etc\\evil.txt", "./etc//evil.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_lead_nowhere(pack, name):
    (source,) = sources(pack((name, STORY)), name="in")
    assert source.locator == "in!etc/evil.txt"


def test_control_characters_of_names_do_not_reach_the_terminal():
    (source,) = sources(tarred(("a\x1b[2J\n.txt", STORY)), name="in")
    assert source.locator == "in!a\ufffd[2J\ufffd.txt"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_refused_and_the_rest_goes_on(kind):
    link, story = pieces(tarred(("link", Link(kind)), ("a.txt", STORY)), name="in")
    assert "not followed" in str(link.error)
    assert story.locator == "in!a.txt"


def test_bombs_end_at_the_ratio():
    record = b'{"body": "' + b"a" * 1_000_000 + b'"}\n'
    for bomb in (
        gzip.compress(record * 60),
        zipped(("a.jsonl", record * 60)),
        zipped(*((f"{n}.txt", b"a" * 900_000) for n in range(60))),
    ):
        found = pieces(bomb, max_ratio=10)
        assert isinstance(found[-1], Refused)
        assert isinstance(found[-1].error, OverLimit)
        assert [isinstance(piece, Refused) for piece in found].count(True) == 1
        assert found[-1].locator == "file"
        assert len(found) < 30


def test_one_huge_member_costs_only_itself():
    huge, story = pieces(zipped(("a.txt", b"a" * 3_000_000), ("b.txt", STORY)), name="in", max_document_mb=1)
    assert "max_document_mb" in str(huge.error)
    assert story.data == STORY


def test_a_damaged_member_costs_only_itself():
    data = bytearray(zipped(("a.txt", STORY), ("b.txt", STORY), method=zipfile.ZIP_STORED))
    data[data.index(STORY) + 3] ^= 0xFF
    bad, good = pieces(bytes(data), name="in")
    assert bad.locator == "in!a.txt"
    assert "damaged" in str(bad.error)
    assert good.data == STORY


def test_an_encrypted_member_is_refused():
    data = bytearray(zipped(("a.txt", STORY), ("b.txt", STORY)))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    bad, good = pieces(bytes(data), name="in")
    assert "encrypted" in str(bad.error)
    assert good.data == STORY


@pytest.mark.parametrize("cut", [0.3, 0.6])
def test_an_archive_cut_short_says_so(cut):
    story = b"".join(b"%d %s" % (n, STORY) for n in range(400))
    for data in (zipped(("a.txt", story)), gzip.compress(story), tarred(("a.txt", story))):
        found = pieces(data[: int(len(data) * cut)])
        assert any(isinstance(piece, Refused) and str(piece.error) for piece in found)


def test_a_directory_that_would_fill_the_memory_is_not_read():
    assert "directory" in refusal(zipped(*((f"{n:0>200}", b"") for n in range(4500))), max_document_mb=1)


def test_a_tar_header_that_would_fill_the_memory_is_not_read():
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 50_000_000
    found = pieces(tarred(("a.txt", STORY))[:1024] + info.tobuf() + b"x" * 50_000_000, name="in")
    assert found[0].data == STORY
    assert isinstance(found[1].error, OverLimit)


def test_office_documents_and_other_packers_are_named():
    assert "office document" in refusal(zipped(("[Content_Types].xml", "<x/>")), name="letter.docx")
    assert "zstd" in refusal(b"\x28\xb5\x2f\xfd" + b"x" * 100)
    assert "7z" in refusal(b"7z\xbc\xaf\x27\x1c" + b"x" * 100)


def test_gzip_with_something_after_it_is_named_and_what_stood_before_is_read():
    story, rest = pieces(gzip.compress(STORY) + b"something else")
    assert story.data.startswith(STORY)
    assert isinstance(rest.error, Unreadable)


def test_padding_after_gzip_is_nothing():
    assert sources(gzip.compress(STORY) + b"\0" * 5000)[0].data == STORY


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_bzip2_and_xz_are_read_as_what_they_pack(pack):
    assert sources(pack(STORY))[0].data == STORY
    assert sources(pack(STORY[:10]) + pack(STORY[10:]) + b"\0" * 8)[0].data == STORY
    (member,) = sources(pack(tarred(("a.txt", STORY))), name="x.tar.bz2")
    assert member.locator == "x.tar.bz2!a.txt"
    records = b'{"body": "x"}\n' * 3
    assert [s.locator for s in sources(pack(records), name="x")] == ["x#1", "x#2", "x#3"]


@pytest.mark.parametrize("pack", [bz2.compress, lzma.compress])
def test_damage_in_bzip2_and_xz_is_named_and_what_stood_before_is_read(pack):
    story, cut = pieces(pack(STORY) + pack(STORY * 50)[:-20])
    assert story.data.startswith(STORY)
    assert "end too early" in str(cut.error)
    story, rubbish = pieces(pack(STORY) + b"something else")
    assert story.data == STORY
    assert "damaged" in str(rubbish.error)


def test_a_member_that_is_cut_short_swallows_none_of_those_after_it():
    members = [gzip.compress(b"".join(b'{"body": "%d-%d"}\n' % (m, n) for n in range(99))) for m in range(4)]
    members[1] = members[1][:-60]
    members[3] = members[3][:-60]
    read = {piece.data for piece in pieces(b"".join(members)) if not isinstance(piece, Refused)}
    assert {b"%d-%d" % (m, n) for m in (0, 2) for n in range(99)} <= read


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_without_files_says_so(pack):
    assert "no file in it" in refusal(pack()) or "white space" in refusal(pack())


def test_members_of_gzip_join():
    (story,) = sources(gzip.compress(STORY[:10]) + gzip.compress(STORY[10:]))
    assert story.data == STORY


@pytest.mark.timeout(60)
def test_a_file_of_nothing_but_beginnings_is_given_up():
    found = pieces(b"\x1f\x8b\x08" * 300_000)
    assert all(isinstance(piece, Refused) for piece in found)
