"""What searches have freed goes back to the system, also where something that lasts lies behind it."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROGRAM = """
import re
import sys
from pathlib import Path
import numpy as np
from search.settings import Settings
from web import serve

def own():
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_\\w+:\\s+(\\d+)", rollup, re.MULTILINE)) >> 10

def work(server=None):
    np.ones(30 << 20, np.uint8)
    before, lasting = own(), []
    for _ in range(20):
        found = np.ones(4 << 20, np.uint8)
        lasting.append(np.ones(1 << 12, np.uint8))
        less = np.ones(5 << 19, np.uint8)
        lasting.append(np.ones(1 << 12, np.uint8))
        del found, less
    print(own() - before)

serve._Server.run = work
serve.serve(Settings(port=0)) if sys.argv[1] == "served" else work()
"""


def kept(how: str) -> int:
    """MB of what was freed."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators have bounds of their own")
def test_what_a_server_has_freed_goes_back_though_something_that_lasts_lies_behind_it() -> None:
    assert kept("served") <= 1
    assert kept("by itself") >= 5
