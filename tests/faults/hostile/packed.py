"""Archives that grow without end, lead out of their place, lie about themselves or are broken."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from tests.faults.hostile.case import Case, page, record_lines, story

_NULS = bytes(1_000_000)
_MEMBER = b"1234567 " * 100_000
_GOOD = story("ballast").encode()
_SPARED = story("spared").encode()
_NAMES = {
    "parent": "../../../../tmp/escaped.txt",
    "root": "/tmp/escaped.txt",
    "backslash": "..\\..\\escaped.txt",
    "drive": "C:\\escaped.txt",
    "newline": "escaped\n\x1b[2Jagain.txt",
    "long": "x" * 4_000 + ".txt",
}
_SPECIAL = {
    "link": tarfile.SYMTYPE,
    "hard-link": tarfile.LNKTYPE,
    "fifo": tarfile.FIFOTYPE,
    "device": tarfile.CHRTYPE,
    "disk": tarfile.BLKTYPE,
}


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tarred(*members: tuple[str, bytes], special: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        if special:
            info = tarfile.TarInfo("special")
            info.type, info.linkname = special, "/etc/passwd"
            archive.addfile(info)
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def noise(count: int) -> bytes:
    """Letters that hardly pack."""
    return random.Random(count).randbytes(count).hex().encode()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at:][1:]


def _gzip_of_nuls(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(_NULS) for _ in range(megabytes)) + packer.flush()


def _overlapping() -> bytes:
    """Many entries of the directory point at one member, so that nothing is packed twice."""
    one, count = zipped(("a.txt", _MEMBER)), 1_000
    directory, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entries = one[directory:end] * count
    tail = bytearray(one[end:])
    tail[8:16] = count.to_bytes(2, "little") * 2 + len(entries).to_bytes(4, "little")
    return one[:directory] + entries + bytes(tail)


def _nested(depth: int, pack: str) -> bytes:
    data = _GOOD
    for _ in range(depth):
        if pack == "gzip":
            data = gzip.compress(data)
        else:
            data = (zipped if pack == "zip" else tarred)((f"inner.{pack}", data))
    return data


def _spreading() -> bytes:
    """Ten of ten of ten of ten, each of them small."""
    data = zipped(*((f"{n}.txt", _MEMBER) for n in range(10)))
    for _ in range(2):
        data = zipped(*((f"{n}.zip", data) for n in range(10)))
    return data


def _damaged_middle() -> bytes:
    """Lines in three members, of which the second is cut short within."""
    first, lost, last = (gzip.compress(record_lines(word, 60)) for word in ("early", "lost", "late"))
    return first + lost[: len(lost) // 2] + last


def _marked(data: bytes, entry: int, member: int, value: bytes) -> bytes:
    """A ZIP with other bytes at a place of its first entry in the directory and of the member's own header."""
    changed = bytearray(data)
    for mark, at in ((b"PK\x01\x02", entry), (b"PK\x03\x04", member)):
        start = data.index(mark) + at
        changed[start : start + len(value)] = value
    return bytes(changed)


def _astray(data: bytes) -> bytes:
    """A ZIP whose directory says of its first member that it stands where nothing stands."""
    at = data.index(b"PK\x01\x02") + 42
    return data[:at] + b"\xff\xff\xff\x0f" + data[at + 4 :]


def _xz_with_dictionary() -> bytes:
    """The header of a block that asks for a dictionary of 1.5 GB to unpack next to nothing."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 4096}]
    data = bytearray(lzma.compress(_GOOD, filters=filters))
    block = 12
    length = (data[block] + 1) * 4
    data[block + 4] = 37  # the size of the dictionary, XZ file format 5.3.1
    data[block + length - 4 : block + length] = zlib.crc32(data[block : block + length - 4]).to_bytes(
        4, "little"
    )
    return bytes(data)


def _tar_header(data: bytes, **fields: object) -> bytes:
    """A tar of a good member, then one whose header says what is given."""
    info = tarfile.TarInfo("x")
    for name, value in fields.items():
        setattr(info, name, value)
    return tarred(("a.txt", _GOOD))[: 512 + -(-len(_GOOD) // 512) * 512] + info.tobuf() + data


def _negative_size() -> bytes:
    header = bytearray(tarfile.TarInfo("x").tobuf(tarfile.GNU_FORMAT))
    header[124:136] = b"\xff" * 12
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header) + b"x" * 2_000


def _long(data: bytes) -> bytes:
    """A ZIP whose one member claims to unpack to 1 << 60 bytes, by ZIP64 (APPNOTE 4.5.3)."""
    entry = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    name = int.from_bytes(data[entry + 28 : entry + 30], "little")
    extra = b"\x01\x00\x08\x00" + (1 << 60).to_bytes(8, "little")
    changed = bytearray(data[entry : entry + 46 + name])
    changed[24:28] = b"\xff" * 4
    changed[30:32] = len(extra).to_bytes(2, "little")
    directory = bytes(changed) + extra
    tail = bytearray(data[end:])
    tail[12:16] = len(directory).to_bytes(4, "little")
    return data[:entry] + directory + bytes(tail)


def _countless(data: bytes) -> bytes:
    """A ZIP whose end says by ZIP64 that its directory has 1 << 62 entries over as many bytes."""
    end = data.index(b"PK\x05\x06")
    wide = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12)
    wide += (1 << 62).to_bytes(8, "little") * 3 + data.index(b"PK\x01\x02").to_bytes(8, "little")
    locator = b"PK\x06\x07" + bytes(4) + end.to_bytes(8, "little") + (1).to_bytes(4, "little")
    return data[:end] + wide + locator + b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(2)


def _sparse() -> bytes:
    """A tar of a good member, then one of nothing that claims 1 << 40 bytes of holes (GNU's old sparse format)."""
    header = bytearray(_tar_header(b"", type=tarfile.GNUTYPE_SPARSE, size=0))[-512:]
    for at, number in ((386, (1 << 40) - 1), (398, 1)):
        header[at : at + 12] = b"\x80" + number.to_bytes(11, "big")
    header[483:495] = b"\x80" + (1 << 40).to_bytes(11, "big")
    header[257:265] = b"ustar  \0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return tarred(("a.txt", _GOOD))[: 512 + -(-len(_GOOD) // 512) * 512] + bytes(header) + bytes(1024)


def _paxed(**headers: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, more in (("a.txt", {}), ("b.txt", headers)):
            info = tarfile.TarInfo(name)
            info.size, info.pax_headers = len(_GOOD), more
            archive.addfile(info, io.BytesIO(_GOOD))
    return out.getvalue()


def cases() -> Iterator[Case]:
    yield Case("bomb.gz", partial(_gzip_of_nuls, 1_000), "max_document_mb")
    yield Case("bomb-within.gz", lambda: gzip.compress(_gzip_of_nuls(300)), "max_ratio")
    yield Case("bomb.bz2", lambda: bz2.compress(_NULS * 100), "max_ratio")
    yield Case("bomb.xz", lambda: lzma.compress(_NULS * 100, preset=0), "max_ratio")
    yield Case("dictionary.xz", _xz_with_dictionary, "memory")
    yield Case("bomb.zip", lambda: zipped(*((f"{n}.txt", _MEMBER) for n in range(60))), "max_ratio")
    yield Case("overlapping.zip", _overlapping, "overlap")
    yield Case("spreading.zip", _spreading, "max_ratio")
    for pack in ("gzip", "zip", "tar"):
        yield Case(f"nested-{pack}", partial(_nested, 12, pack), "max_nesting")
    for name, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)):
        packed = pack(noise(20_000))
        yield Case(f"cut.{name}", lambda packed=packed: packed[:-900], "end too early")
        yield Case(f"flipped.{name}", partial(flipped, packed, len(packed) // 2), "damaged")
        yield Case(f"header-only.{name}", lambda packed=packed: packed[:11], "end too early")
        yield Case(f"rubbish-after.{name}", lambda pack=pack: pack(_GOOD) + b"rubbish" * 9, "", ("ballast",))
        yield Case(f"nothing-in-it.{name}", partial(pack, b""), "empty")
        yield Case(
            f"tar.{name}",
            lambda pack=pack: pack(tarred(("a.html", page("ballast").encode()))),
            kept=("ballast",),
        )
    yield Case("middle.jsonl.gz", _damaged_middle, "damaged", ("early59", "late59"))
    yield Case("cut.zip", lambda: zipped(("a.txt", _GOOD))[:-60], "cut short")
    yield Case("no-members.zip", zipped, "no file in it")
    yield Case("no-members.tar", tarred, "white space")
    members = zipped(("a.txt", _GOOD), ("b.txt", _SPARED), method=zipfile.ZIP_STORED)
    yield Case("damaged-member.zip", partial(flipped, members, 80), "damaged", ("spared",))
    yield Case("encrypted.zip", partial(_marked, members, 8, 6, b"\1"), "encrypted", ("spared",))
    yield Case("method.zip", partial(_marked, members, 10, 8, b"\x63\0"), "damaged", ("spared",))
    yield Case("member-elsewhere.zip", partial(_astray, members), "damaged", ("spared",))
    yield Case("office.docx", lambda: zipped(("[Content_Types].xml", b"<x/>")), "office document")
    for label, name in _NAMES.items():
        for pack_name, packer in (("zip", zipped), ("tar", tarred)):
            yield Case(f"name-{label}.{pack_name}", partial(packer, (name, _GOOD)), kept=("ballast",))
    for label, kind in _SPECIAL.items():
        yield Case(
            f"{label}.tar", partial(tarred, ("a.txt", _GOOD), special=kind), "not followed", ("ballast",)
        )
    yield Case("cut.tar", lambda: tarred(("a.txt", _GOOD), ("b.txt", _GOOD * 9))[:3_000], "end", ("ballast",))
    yield Case(
        "long-header.tar",
        lambda: _tar_header(bytes(12_000_000), type=tarfile.GNUTYPE_LONGNAME, size=50_000_000),
        "too long",
        ("ballast",),
    )
    yield Case("huge-member.tar", lambda: _tar_header(_GOOD, size=1 << 40), "end", ("ballast",))
    yield Case("negative.tar", _negative_size, "")
    yield Case("many-empty.tar", lambda: tarred(*((f"{n}", b"") for n in range(3_000))), "empty")
    yield Case("long.zip", lambda: _long(zipped(("a.txt", _GOOD))), kept=("ballast",))
    yield Case("countless.zip", lambda: _countless(zipped(("a.txt", _GOOD))), "")
    yield Case("sparse.tar", _sparse, "", ("ballast",))
    for name, value in (
        ("path", "x/" * 500_000),
        ("path", "../../escaped.txt"),
        ("mtime", "9" * 400),
        ("comment", "x" * 3_000_000),
    ):
        yield Case(f"pax-{name}-{len(value)}.tar", partial(_paxed, **{name: value}), kept=("ballast",))
    yield Case("pax-size.tar", partial(_paxed, size=str(1 << 50)), "", ("ballast",))
    yield Case(
        "pax-sparse.tar",
        partial(
            _paxed, **{"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(1 << 50)}
        ),
        "",
        ("ballast",),
    )
