"""The command in a process of its own, as users run it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

COMMAND = (sys.executable, "-m", "search.cli")
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("BACKFILE_")}

_READS_EVERYTHING = "-dac_override,-dac_read_search"
AS_A_USER = (
    ("setpriv", f"--bounding-set={_READS_EVERYTHING}", f"--inh-caps={_READS_EVERYTHING}")
    if os.geteuid() == 0 and shutil.which("setpriv")
    else ()
)
"""Before a command: without root's right to read what nobody may, so that rights matter in the tests of root too."""


def run(
    words: Sequence[str | Path],
    folder: Path,
    program: Sequence[str | Path] = COMMAND,
    timeout: float = 100,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*AS_A_USER, *program, *words],
        cwd=folder,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@contextmanager
def serving(folder: Path, program: Sequence[str | Path] = COMMAND, **environment: str) -> Iterator[str]:
    """The address of a server over the archive in this folder, on a port of its own."""
    server = subprocess.Popen(
        [*program, "serve", "--port", "0"],
        cwd=folder,
        env=ENVIRONMENT | environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr
    try:
        said = server.stderr.readline()
        address = re.search(r"http://\S+:\d+/", said)
        assert address, said
        yield address[0]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        server.stderr.close()
