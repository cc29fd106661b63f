"""A server on this machine alone, as `backfile serve` starts it, for as long as it is measured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search.settings import Settings

ROOT = Path(__file__).parents[2]
_MEMORY_MB = Settings().memory_mb
_PROGRAM = """
import sys
import web.serve
if int(sys.argv[2]):
    web.serve._PROCESSES = int(sys.argv[2])
from search.settings import Settings
web.serve.serve(Settings(index=sys.argv[1], port=0, requests_per_minute=0, memory_mb=int(sys.argv[3])))
"""


@contextmanager
def served(
    index: str, processes: int = 0, memory_mb: int = _MEMORY_MB
) -> Iterator[tuple[tuple[str, int], int]]:
    """Where it listens and the number of its first process; with as many others as it starts by itself, or `processes`.

    It lets each client ask for as much as he likes, as one is here many.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("BACKFILE_")}
    own["PYTHONPATH"] = str(ROOT)
    server = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, index, str(processes), str(memory_mb)],
        env=own,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stderr is not None
        said = server.stderr.readline()
        address = re.search(r"http://([\d.]+):(\d+)/", said)
        if not address:
            raise RuntimeError(said + server.stderr.read())
        yield (address[1], int(address[2])), server.pid
    finally:
        server.terminate()
        server.communicate(timeout=60)
