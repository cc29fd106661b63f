"""The server as it is run, in a process of its own."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from search.settings import Settings
from web.serve import serve
serve(Settings(index=sys.argv[1], port=int(sys.argv[2]), url=sys.argv[3], search_seconds=10))
"""


class Server:
    """A running server, in a process of its own."""

    def __init__(self, folder: Path, program: str = PROGRAM, url: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(folder), "0", url],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("BACKFILE_")},
            stderr=subprocess.PIPE,
            text=True,
        )
        said = self.process.stderr.readline()
        address = re.search(r"http://([\d.]+):(\d+)/", said)
        assert address, said
        self.host, self.port = address[1], int(address[2])

    def get(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def say(self, raw: bytes) -> bytes:
        """Everything that comes back for these bytes."""
        with socket.create_connection((self.host, self.port), timeout=20) as connection:
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def stop(self, with_signal: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(with_signal)
        _, said = self.process.communicate(timeout=30)
        return self.process.returncode, said
