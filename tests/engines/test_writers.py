"""Those who write generations: one at a time, known by name, and killed at any moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.engines.generations import Generations
from search.errors import IndexBusy
from tests.engines.generation import contents, write

_HOLDER = """
import os, sys, time
from pathlib import Path
from search.engines.generations import Generations
from search.engines.whoosh.files import SharedFile
with Generations(Path(sys.argv[1]), "test 1").write(False):
    if len(sys.argv) > 2 and os.fork() == 0:
        os.write(1, f"forked {os.getpid()}\\n".encode())
        time.sleep(60)
    os.write(1, f"held {os.getpid()}\\n".encode())
    time.sleep(60)
"""


def _start(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)


def test_second_process_is_told_who_writes_until_it_dies(generations: Generations) -> None:
    write(generations, a="1")
    with _start(_HOLDER, str(generations.root)) as holder:
        assert holder.stdout and holder.stdout.readline() == f"held {holder.pid}\n"
        with pytest.raises(IndexBusy, match=f"process {holder.pid} on .+ since 20"):
            write(generations, a="2")
        assert contents(generations) == {"a": "1"}
        holder.kill()
    write(generations, a="3")
    assert contents(generations) == {"a": "3"}


def test_a_forked_child_does_not_keep_the_lock(generations: Generations) -> None:
    with _start(_HOLDER, str(generations.root), "fork") as holder:
        assert holder.stdout
        said = dict(holder.stdout.readline().split() for _ in range(2))
        holder.kill()
        holder.wait()
        try:
            write(generations, a="1")
        finally:
            os.kill(int(said["forked"]), signal.SIGKILL)
    assert contents(generations) == {"a": "1"}


_WRITER = """
import sys
from itertools import count
from pathlib import Path
from search.engines import open_index
from search.settings import Settings
from tests.articles import make_article
index = open_index(sys.argv[1], Settings(), create=True)
for n in count(int(sys.argv[2])):
    with index.write() as batch:
        for m in range(5):
            batch.put(make_article(f"a{n}-{m}", body=f"round{n}x"))
        batch.delete(f"a{n - 3}-0")
    print(n, flush=True)
"""


def test_kills_lose_nothing_acknowledged_and_leave_no_half(tmp_path: Path) -> None:
    from search.clauses import Word
    from search.engines import open_index
    from search.index import Search
    from search.settings import Settings

    chance = random.Random(4711)
    acknowledged = -1
    folder = tmp_path / "index"
    for _ in range(6):
        with _start(_WRITER, str(folder), str(acknowledged + 1)) as writer:
            assert writer.stdout
            acknowledged = int(writer.stdout.readline())
            time.sleep(chance.random() / 3)
            writer.kill()
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        index = open_index(str(folder), Settings(search_seconds=60))
        assert index.verify() == () and index.status().ok
        ids = set(index.ids())
        rounds = {int(id[1:].split("-")[0]) for id in ids}
        assert max(rounds) in (acknowledged, acknowledged + 1) and rounds == set(range(max(rounds) + 1))
        whole = {f"a{n}-{m}" for n in rounds for m in range(5) if m or n > max(rounds) - 3}
        assert ids == whole
        assert index.search(Search(Word(f"round{max(rounds)}x"))).total == 5
        acknowledged = max(rounds)
        index.close()
    assert len([path for path in folder.iterdir() if path.is_dir()]) <= 3
