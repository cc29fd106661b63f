"""Serving the pages: gunicorn with processes that each answer one request at a time.

One at a time, because a request that runs away can then be cut by ending its process, which nothing else does in
Python. What such a process must not do is wait for a browser that has connected and says nothing yet (browsers open
connections ahead of need), so the kernel hands over only connections on which something has arrived.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import struct
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.sync import SyncWorker
from werkzeug.test import EnvironBuilder, run_wsgi_app

from search.errors import SettingsError
from search.settings import Settings
from web import throttle
from web.app import create_app
from web.log import Entry
from web.security import MAX_ADDRESS, REFUSED
from web.takeaway import slots

REQUEST_SECONDS = 15
"""A process that takes longer over one request is ended and replaced."""

SILENCE_SECONDS = 5
"""A client whose request has not arrived by then is hung up on."""

_PROCESSES = max(2, min(8, os.cpu_count() or 2))
"""One of them is always free for pages, as exports may take all but one."""

_HEADER_FIELDS = 60
_BACKLOG = 256

_LONGEST_PATH = 200
"""Bytes of a request that are kept to tell what it was for when it has to be refused."""


_A = TypeVar("_A")
_B = TypeVar("_B")


_RESET = struct.pack("ii", 1, 0)
"""As SO_LINGER takes it: linger for no time, and forget what was not sent."""

_FAULTS = {LimitRequestLine: 414, LimitRequestHeaders: 431}


class _Client:
    """A connection whose request must have arrived within SILENCE_SECONDS, and each piece of the answer been taken
    within as many; else the client counts as gone. `moved` is told of each piece that was taken."""

    def __init__(self, connection: socket.socket, moved: Callable[[], None]) -> None:
        self._connection = connection
        self._moved = moved
        self._until = time.monotonic() + SILENCE_SECONDS
        self._begun = b""

    def recv(self, size: int) -> bytes:
        data = self._within(self._until - time.monotonic(), self._connection.recv, size)
        self._begun += data[: _LONGEST_PATH - len(self._begun)]
        return data

    @property
    def path(self) -> str:
        """The path that is asked for, as far as it was said: also of what turns out to be no request."""
        target = self._begun.partition(b"\r\n")[0].partition(b" ")[2]
        path = re.split(rb"[ ?#]", target, maxsplit=1)[0].decode("latin-1")
        return path if path.startswith("/") else "/"

    def sendall(self, data: bytes) -> None:
        self._within(SILENCE_SECONDS, self._connection.sendall, data)
        self._moved()

    def shutdown(self, how: int) -> None:
        """Hangs up, while an exception is handled by a reset: a begun answer is then not whole, and one of unknown length
        that merely ended would be taken for it by a client that reads no chunks (HTTP/1.0, as some proxies speak)."""
        if sys.exception() is None:
            self._connection.shutdown(how)
        else:
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._connection.close()

    def _within(self, seconds: float, act: Callable[[_A], _B], argument: _A) -> _B:
        self._connection.settimeout(max(seconds, 0.001))
        try:
            return act(argument)
        except TimeoutError as e:
            raise ConnectionResetError(errno.ECONNRESET, "the client fell silent") from e

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


class Worker(SyncWorker):  # type: ignore[misc]
    """Hangs up on slow clients, and refuses what is no request with the pages' own words and headers."""

    def handle(self, listener: Any, client: socket.socket, addr: Any) -> None:
        """An answer may take longer than REQUEST_SECONDS in all, as long as pieces of it are taken meanwhile."""
        super().handle(listener, _Client(client, self.notify), addr)

    def handle_quit(self, sig: int, frame: Any) -> None:
        """Ctrl+C too lets the request that is under way be answered."""
        self.handle_exit(sig, frame)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """What was no request is the client's fault; else the request ran away and this process is being ended."""
        status = 500 if req is not None else _FAULTS.get(type(exc), 400)
        if req is not None:
            self.log.error("Gave up on %r %r", req.method, req.uri, exc_info=exc)
        environ = EnvironBuilder(environ_base={REFUSED: status}).get_environ()
        environ["PATH_INFO"] = client.path  # programs are refused in their language
        body, _, headers = run_wsgi_app(self.wsgi, environ, buffered=True)
        head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close"]
        head += [f"{name}: {value}" for name, value in headers]
        try:
            client.sendall("\r\n".join((*head, "", "")).encode("latin-1") + b"".join(body))
        except OSError:
            self.log.debug("The client left before it was told.")


class Log(Logger):  # type: ignore[misc]
    """What the server logs, in entries as the application's."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Entry(self.error_fmt, self.datefmt))


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self.settings = settings
        self.listener = listener
        # What all processes share has to be there before they are forked
        self.slots = slots.Slots(_PROCESSES - 1)
        self.buckets = throttle.Buckets(settings.requests_per_minute)
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"fd://{self.listener.detach()}",
            "workers": _PROCESSES,
            "worker_class": "web.serve.Worker",
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": REQUEST_SECONDS,
            "backlog": _BACKLOG,
            "limit_request_line": MAX_ADDRESS,
            "limit_request_fields": _HEADER_FIELDS,
            "limit_request_field_size": MAX_ADDRESS,
            # Headers by which a client could else put an address of its own before every link of a page
            "forwarder_headers": "",
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": Log,
            "when_ready": _announce,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """With one page made before the first reader asks, as that is when everything is loaded."""
        app = create_app(self.settings)
        app.extensions[slots.EXTENSION] = self.slots
        app.extensions[throttle.EXTENSION] = self.buckets
        run_wsgi_app(app, EnvironBuilder().get_environ(), buffered=True)
        return app


def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM. Raises SettingsError where the address or port can't be had."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as e:
        raise SettingsError(
            f"{settings.host}:{settings.port} can't be listened on ({e.strerror}). "
            "Choose another port with --port, or end the program that holds this one."
        ) from e
    _Server(settings, listener).run()


def _announce(arbiter: Arbiter) -> None:
    for listener in arbiter.LISTENERS:
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENCE_SECONDS)
        host, port = listener.sock.getsockname()[:2]
        sys.stderr.write(f"Serving on http://{_bracketed(host)}:{port}/ (Ctrl+C stops it)\n")
        sys.stderr.flush()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
