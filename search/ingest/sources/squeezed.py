"""bzip2 and xz: what they pack is read as if it lay there plain, up to the first damage."""

from __future__ import annotations

import bz2
import io
import lzma
from collections.abc import Callable, Iterator
from typing import Protocol

from search.errors import OverLimit, Unreadable
from search.ingest.sources.opened import Opened, Readable, Refused

_CHUNK = 1 << 16
_MOST_MEMORY = 128_000_000
"""Bytes; `xz -9` asks for 65 million, and a hostile file for any number."""
_ENDINGS = {".tbz2": ".tar", ".tbz": ".tar", ".txz": ".tar", ".bz2": "", ".xz": ""}


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


def read_bzip2(opened: Opened) -> Iterator[Opened | Refused]:
    return _read(opened, bz2.BZ2Decompressor)


def read_xz(opened: Opened) -> Iterator[Opened | Refused]:
    return _read(opened, lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _MOST_MEMORY))


def _read(opened: Opened, begin: Callable[[], _Unpacker]) -> Iterator[Opened | Refused]:
    plain = _Plain(opened.stream, begin)
    name = opened.name.lower()
    ending = next((ending for ending in _ENDINGS if name.endswith(ending)), "")
    inner = opened.name[: len(name) - len(ending)] + _ENDINGS.get(ending, "")
    yield opened.inside(plain, opened.locator, inner)  # type: ignore[arg-type]
    if plain.damage:
        yield Refused(opened.locator, plain.damage)


class _Plain(Readable):
    """All streams of a file as one, until one of them is damaged: `damage` says how."""

    def __init__(self, stream: io.BufferedReader, begin: Callable[[], _Unpacker]) -> None:
        self.damage: Unreadable | OverLimit | None = None
        self._stream, self._begin = stream, begin
        self._unpacker: _Unpacker | None = None
        self._packed = b""

    def read(self, size: int = -1) -> bytes:
        """At least one byte, until the end or the first damage."""
        while not self.damage:
            if not self._packed and (not self._unpacker or self._unpacker.needs_input):
                self._packed = self._stream.read(_CHUNK)
                if not self._packed:
                    if self._unpacker:
                        self.damage = Unreadable("its compressed data end too early")
                    break
            if not self._unpacker:
                self._packed = self._packed.lstrip(b"\0")  # padding between streams
                if not self._packed:
                    continue
                self._unpacker = self._begin()
            try:
                data = self._unpacker.decompress(self._packed, size if size > 0 else _CHUNK)
            except (lzma.LZMAError, OSError) as e:
                self.damage = _named(e)
                break
            self._packed = b""
            if self._unpacker.eof:
                self._packed, self._unpacker = self._unpacker.unused_data, None
            if data:
                return data
        return b""


def _named(e: Exception) -> Unreadable | OverLimit:
    if "memory" in str(e).lower():
        return OverLimit(f"it asks for more than {_MOST_MEMORY // 1_000_000} MB of memory to be unpacked")
    return Unreadable(f"its compressed data are damaged ({e})")
