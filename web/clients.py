"""Those who are connected, and where they wait while no process has anything to do for them.

A process answers one request at a time, so what it must never do is wait for a client: for a request that comes in drops,
or for a browser that has its answer and does not hang up. Such clients sit in the lobby of the process that took them up.
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import struct
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

SILENCE_SECONDS = 5
"""A client whose request has not arrived whole by then is hung up on, as is one that takes nothing of an answer for so long."""

_FAREWELL_SECONDS = 2
"""For a client to take what was sent and hang up; one that is cut off earlier may lose the end of its answer."""

_MOST_WAITING = 200
"""Clients in one lobby; for one more, the one that has waited longest is hung up on."""

_LONGEST_HEAD = 1 << 16
"""Bytes without the end of a request's head, after which the server is to find what is wrong with them."""

_LONGEST_PATH = 200
"""Bytes of a request that are looked at to tell what it was for when it has to be refused."""

_AT_ONCE = 8192
_END = b"\r\n\r\n"

_RESET = struct.pack("ii", 1, 0)
"""As SO_LINGER takes it: linger for no time, and forget what was not sent."""


_A = TypeVar("_A")


class Client:
    """A connection as gunicorn takes it. `moved` is told of each piece of an answer that was taken, `left` is given the
    client when it has its answer and has still to hang up."""

    def __init__(
        self,
        connection: socket.socket,
        address: Any,
        moved: Callable[[], None],
        left: Callable[[Client], None],
    ) -> None:
        connection.setblocking(False)
        self.address = address
        self._connection = connection
        self._moved = moved
        self._left = left
        self._arrived = bytearray()
        self._taken = 0
        self.answered = False
        self.until = time.monotonic() + SILENCE_SECONDS

    def arrived(self) -> bool:
        """Whether the head of a request has come, or more than any has, or the end."""
        seen = max(0, len(self._arrived) - len(_END))
        more = self._drain(_LONGEST_HEAD - len(self._arrived))
        return not more or self._arrived.find(_END, seen) >= 0

    def is_gone(self) -> bool:
        """Whether one that has its answer has hung up, or should be hung up on for what else it sends."""
        self._arrived.clear()
        return not self._drain(_LONGEST_HEAD)

    def _drain(self, most: int) -> bool:
        """Takes what is there. Whether there may be more."""
        try:
            while most > 0 and (data := self._connection.recv(_AT_ONCE)):
                self._arrived += data
                most -= len(data)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def recv(self, size: int) -> bytes:
        if self.answered:
            return b""
        if self._taken < len(self._arrived):
            data = bytes(self._arrived[self._taken : self._taken + size])
            self._taken += len(data)
            return data
        return self._within(self.until - time.monotonic(), lambda: self._connection.recv(size))

    @property
    def path(self) -> str:
        """The path that is asked for, as far as it was said: also of what turns out to be no request."""
        begun = bytes(self._arrived[:_LONGEST_PATH])
        target = begun.partition(b"\r\n")[0].partition(b" ")[2]
        path = re.split(rb"[ ?#]", target, maxsplit=1)[0].decode("latin-1")
        return path if path.startswith("/") else "/"

    def sendall(self, data: bytes) -> None:
        self._within(SILENCE_SECONDS, lambda: self._connection.sendall(data))
        self._moved()

    def shutdown(self, how: int) -> None:
        """Hangs up, while an exception is handled by a reset: a begun answer is then not whole, and one of unknown length
        that merely ended would be taken for it by a client that reads no chunks (HTTP/1.0, as some proxies speak)."""
        if sys.exception() is None:
            self._connection.shutdown(how)
            self.answered = True
        else:
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._connection.close()

    def close(self) -> None:
        """What is closed while the client still sends is reset, and the end of the answer with it: so it is seen out."""
        if self.answered and self._connection.fileno() >= 0:
            self._connection.setblocking(False)
            self.until = time.monotonic() + _FAREWELL_SECONDS
            if not self.is_gone():
                self._left(self)
                return
        self._connection.close()

    def hang_up(self) -> None:
        self._connection.close()

    def _within(self, seconds: float, act: Callable[[], _A]) -> _A:
        self._connection.settimeout(max(seconds, 0.001))
        try:
            return act()
        except TimeoutError as e:
            raise ConnectionResetError(errno.ECONNRESET, "the client fell silent") from e

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Lobby:
    """Clients that are waited for, each for its own time; and `doors`, by which others come."""

    def __init__(self, doors: Iterable[Any]) -> None:
        self._selector = selectors.DefaultSelector()
        for door in doors:
            self._selector.register(door, selectors.EVENT_READ)
        self._waiting: dict[Client, None] = {}
        self._whole: deque[Client] = deque()

    def admit(self, client: Client) -> None:
        if len(self._waiting) >= _MOST_WAITING:
            self._dismiss(next(iter(self._waiting)))
        self._selector.register(client.fileno(), selectors.EVENT_READ, client)
        self._waiting[client] = None

    def next(self) -> Client | None:
        """One whose request has arrived by now."""
        if self._waiting:
            self.wait(0)
        return self._whole.popleft() if self._whole else None

    def wait(self, seconds: float) -> list[Any]:
        """Until something comes, or until then. Returns the doors that are knocked at."""
        if self._whole:
            seconds = 0
        elif self._waiting:
            first = min(client.until for client in self._waiting) - time.monotonic()
            seconds = max(0.0, min(seconds, first))
        doors = []
        for key, _ in self._selector.select(seconds):
            client = key.data
            if client is None:
                doors.append(key.fileobj)
            elif client.answered:
                if client.is_gone():
                    self._dismiss(client)
            elif client.arrived():
                self._forget(client)
                self._whole.append(client)
        now = time.monotonic()
        for client in [client for client in self._waiting if client.until <= now]:
            self._dismiss(client)
        return doors

    def _forget(self, client: Client) -> None:
        del self._waiting[client]
        self._selector.unregister(client.fileno())

    def _dismiss(self, client: Client) -> None:
        self._forget(client)
        with suppress(OSError):
            client.hang_up()
