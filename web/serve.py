"""Serving the pages: gunicorn with processes that each answer one request at a time.

One at a time, because a request that runs away can then be cut by ending its process, which nothing else does in
Python. What such a process must not do is wait for a client (`clients.py`). Browsers open connections ahead of need, so the
kernel hands over only those on which something has arrived.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from http import HTTPStatus
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.sync import SyncWorker
from werkzeug.test import EnvironBuilder, run_wsgi_app

from search.errors import SettingsError
from search.offspring import end_with
from search.settings import Settings
from web import heap, throttle
from web.app import create_app
from web.clients import SILENCE_SECONDS, Client, Lobby
from web.log import Entry
from web.security import MAX_ADDRESS, REFUSED
from web.takeaway import slots

REQUEST_SECONDS = 15
"""A process that takes longer over one request is ended and replaced."""

_PROCESSES = max(3, min(8, (os.cpu_count() or 2) + 1))
"""One of them is always free for pages, as exports may take all but one. One more than there are cores, so that costly searches on
each of them leave one that answers the others."""

_HEADER_FIELDS = 60
_BACKLOG = 256

_ANSWER_BYTES = 1 << 18
"""Of an answer that the kernel keeps for a client who takes it slowly, so that no process has to: more than a page has."""

_FAULTS = {LimitRequestLine: 414, LimitRequestHeaders: 431}


class Worker(SyncWorker):  # type: ignore[misc]
    """Takes up requests that have arrived whole, and refuses what is no request with the pages' own words and headers.

    An answer may take longer than REQUEST_SECONDS in all, as long as pieces of it are taken meanwhile.
    """

    def init_process(self) -> None:
        """It ends with the server, or it would keep the port from the next one."""
        end_with(self.ppid, signal.SIGTERM)
        super().init_process()

    def run(self) -> None:
        self._lobby = Lobby(self.wait_fds)
        super().run()

    def accept(self, listener: Any) -> None:
        """Answers one whose request is there: those who have waited come first."""
        client = self._lobby.next()
        if client is None:
            connection, address = listener.accept()
            client = Client(connection, address, self.notify, self._lobby.admit)
            if not client.arrived():
                self._lobby.admit(client)
                return
        self.handle(listener, client, client.address)

    def wait(self, timeout: float) -> list[Any]:
        self.notify()
        doors = self._lobby.wait(timeout)
        if self.PIPE[0] in doors:
            os.read(self.PIPE[0], 1)
        return doors

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
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _ANSWER_BYTES)
    heap.bound()
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
