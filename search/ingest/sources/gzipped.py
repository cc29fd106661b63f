"""gzip (RFC 1952): what it packs is read as if it lay there plain. After damage, from the next member on."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from search.errors import Unreadable
from search.ingest.sources.opened import Opened, Readable, Refused

_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 16
_GZIP = 31  # zlib's word for a window of 32 kB with gzip's header and checksum
_BREAK = b"\r\n\r\n"
_MOST_FAILURES = 1000
_MOST_KEPT = 1 << 18
"""Bytes that a member took, kept until it proves whole."""


def read(opened: Opened) -> Iterator[Opened | Refused]:
    members = Members(opened.stream)
    name = opened.name.lower()
    inner = (
        opened.name[:-4] + ".tar"
        if name.endswith(".tgz")
        else opened.name[: -3 if name.endswith(".gz") else None]
    )
    yield opened.inside(members, opened.locator, inner)  # type: ignore[arg-type]
    for reason in members.damage:
        yield Refused(opened.locator, Unreadable(reason))


class Members(Readable):
    """All members of a gzip file as one stream; `damage` says what could not be read of it.

    In place of what was lost stands a blank line, at which records of lines and of web archives part.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self.damage: list[str] = []
        self._stream = stream
        self._packed = b""
        self._member: zlib._Decompress | None = None
        self._taken = bytearray()
        self._lost = False
        self._failures = 0

    def read(self, size: int = -1) -> bytes:
        """At least one byte, until the end is reached."""
        while self._packed or self._fill() or self._member:
            member = self._member or self._find_member()
            if not member:
                continue
            reason = "its compressed data end too early"
            if self._packed:
                try:
                    if data := self._unpack(member, size if size > 0 else _CHUNK):
                        return data
                    continue
                except zlib.error as e:
                    reason = f"its compressed data are damaged ({e})"
            # a member that is cut short takes those after it for its own, so they are looked for within it
            self._packed = bytes(self._taken[1:]) + self._packed[not self._taken :]
            self._member = None
            if self._report(reason):
                return _BREAK
        return b""

    def _unpack(self, member: zlib._Decompress, size: int) -> bytes:
        data = member.decompress(self._packed, size)
        self._lost = False
        rest = member.unconsumed_tail or member.unused_data
        self._taken += self._packed[: len(self._packed) - len(rest)]
        del self._taken[:-_MOST_KEPT]
        self._packed = rest
        self._member = None if member.eof else member
        return data

    def _fill(self) -> bool:
        self._packed = self._stream.read(_CHUNK)
        return bool(self._packed)

    def _find_member(self) -> zlib._Decompress | None:
        """Begin the next member, if there is one. NULs may stand before it as padding; anything else is damage."""
        self._packed = self._packed.lstrip(b"\0")
        if len(self._packed) < len(_MAGIC):
            self._packed += self._stream.read(_CHUNK)
        at = self._packed.find(_MAGIC)
        if at != 0 and self._packed:
            self._report("there is something else between its compressed parts")
        self._packed = self._packed[at:] if at >= 0 else b""
        self._taken.clear()
        return zlib.decompressobj(_GZIP) if at >= 0 else None

    def _report(self, reason: str) -> bool:
        """Note the damage, once until something can be read again. Whether it is new."""
        self._failures += 1
        if self._failures > _MOST_FAILURES:
            raise Unreadable(f"{reason}, again and again")
        new, self._lost = not self._lost, True
        if new:
            self.damage.append(reason)
        return new
