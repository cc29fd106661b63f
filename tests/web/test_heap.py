"""What searches have freed goes back to the system, also where something that lasts lies behind it."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.server import Server

MEMORY = """
import re
import sys
from pathlib import Path
import numpy as np
from search.settings import Settings
from web import heap, serve

def own():
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_\\w+:\\s+(\\d+)", rollup, re.MULTILINE)) >> 10

def kept(size):
    lasting, lent = [], []
    for _ in range((40 << 20) // size):
        lent.append(np.ones(size, np.uint8))
        lasting.append(np.ones(1 << 12, np.uint8))
    return lasting

def work(server=None):
    np.ones(30 << 20, np.uint8)
    before = own()
    lasting = [kept(10 << 20), kept(1 << 20)]
    print(own() - before)
    heap.give_back()
    print(own() - before)

serve._Server.run = work
serve.serve(Settings(port=0)) if sys.argv[1] == "served" else work()
"""

COUNTED = """
import sys
from search.settings import Settings
from web import heap, serve
serve._PROCESSES, serve._TIDY = 1, 3
heap.give_back = lambda: sys.stderr.write("given back\\n")
serve.serve(Settings(index=sys.argv[1], port=0))
"""

glibc = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="other allocators have bounds of their own"
)


def kept(how: str) -> list[int]:
    """MB of what was freed, before and after it is given back."""
    done = subprocess.run([sys.executable, "-c", MEMORY, how], capture_output=True, text=True, check=True)
    return [*map(int, done.stdout.split())]


@glibc
def test_a_server_keeps_little_of_what_it_has_freed() -> None:
    assert kept("served")[0] <= 9


@glibc
def test_what_is_kept_can_be_given_back() -> None:
    before, after = kept("by itself")
    assert before >= 20
    assert after <= 2


def test_each_process_gives_memory_back_from_time_to_time(tmp_path: Path) -> None:
    server = Server(tmp_path / "none", COUNTED)
    for _ in range(7):
        server.get("/healthz")
    assert server.stop()[1].count("given back") == 2
