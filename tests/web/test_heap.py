"""What searches have freed goes back to the system, also where something that lasts lies behind it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

MEMORY = """
import re
import sys
from pathlib import Path
import numpy as np
from search.settings import Settings
from web import serve

def own():
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_\\w+:\\s+(\\d+)", rollup, re.MULTILINE)) >> 10

def kept(size):
    lasting, lent = [], []
    for _ in range((40 << 20) // size):
        lent.append(np.ones(size, np.uint8))
        lasting.append(np.ones(1 << 17, np.uint8))  # too large for a hole of before
    return lasting

def work(server=None):
    np.ones(30 << 20, np.uint8)
    before = own()
    lasting = kept(10 << 20)
    print(own() - before)

serve._Server.run = work
serve.serve(Settings(port=0)) if sys.argv[1] == "served" else work()
"""


def kept(how: str) -> int:
    """MB of what was freed."""
    done = subprocess.run([sys.executable, "-c", MEMORY, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have bounds of their own")
def test_a_server_keeps_little_of_what_it_has_freed() -> None:
    assert kept("served") <= 5
    assert kept("by itself") >= 20
