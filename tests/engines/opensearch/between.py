"""A server between the engine and a node, which says something else where a test wants it to."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

SELF_SIGNED = Path(__file__).parent / "self-signed.pem"
"""The certificate of nobody but itself, for 127.0.0.1, with its key."""


class Asked(NamedTuple):
    method: str
    path: str
    body: bytes
    headers: Any


class Said(NamedTuple):
    """An answer; without a body the line is cut before one comes."""

    status: int
    body: Any = None


Says = Callable[[Asked], Said | None]
"""What is answered in place of the node; None for what the node says."""


def error(status: int, kind: str, reason: str = "") -> Said:
    """As OpenSearch writes it."""
    cause = {"type": kind, "reason": reason}
    return Said(status, {"error": {"root_cause": [cause], **cause}, "status": status})


@contextmanager
def between(node: str, says: Says, *, secure: bool = False) -> Iterator[str]:
    """Its host and port."""
    to = urlsplit(node)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = says(Asked(self.command, self.path, body, self.headers))
            if said is None:
                line = http.client.HTTPConnection(str(to.hostname), to.port, timeout=120)
                line.request(self.command, self.path, body, {"Content-Type": "application/json"})
                got = line.getresponse()
                said = Said(got.status, got.read())
                line.close()
            if said.body is None:
                self.close_connection = True
                return
            sent = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
            self.send_response(said.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(SELF_SIGNED)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
