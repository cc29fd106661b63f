"""Whether a process that serves for long grows: `python -m tests.bench.soak FOLDER`, an index; 200,000 requests to one process.

The mix is that of `visitors.py`, with words that no article has and searches that cost, so that what is kept in memory fills up to
its bounds while it warms up. Memory is the process's own (USS, in MB). The exit status is 1 where it grows by more than ALLOWED after
WARM of the requests, or a request failed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from search.engines import open_index
from search.settings import Settings
from tests.bench.served import served
from tests.bench.visitors import Answer, addresses, ask, visit, words_of

ALLOWED = 0.05
WARM = 80_000
"""Requests, or half of all where those are fewer than twice as many. By then all that is remembered has come to its bounds: words
of a language, patterns, quoted values, and an index's cache with the holes that its large arrays leave."""

_STEPS = 10
_MEMORY_MB = 32
"""Of the index's cache: small enough to fill up in the warming, as a full one is what a long day leaves."""


def mixed(words: list[str], ids: list[str], seed: int = 2) -> Iterator[str]:
    """Most are quick, so that there can be many; of ten one is like no other before, of a hundred one costs."""
    chance = random.Random(seed)
    usual = addresses(words, ids, seed)
    while True:
        drawn = chance.random()
        if drawn < 0.01:
            letter, other = chance.choices("abcdefghilmnoprstuw", k=2)
            yield chance.choice(
                (f"/search?q={letter}{other}*", f"/search?q=*{letter}{other}*+{chance.choice(words)}~")
            )
        elif drawn < 0.1:
            made = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 12)))
            yield chance.choice(("/api/v1/search?size=1&q=", "/api/v1/suggest?q=", "/a/")) + made
        elif drawn < 0.25:
            yield next(usual)
        else:
            word, id = chance.choice(words), chance.choice(ids)
            yield chance.choice(
                (
                    f"/api/v1/suggest?q={word[: chance.randint(1, 6)]}",
                    f"/api/v1/search?size=1&q={word}",
                    f"/api/v1/articles/{id}",
                    "/healthz",
                    "/static/search.css",
                )
            )


def own_memory(process: int) -> float:
    """MB that would be free if it ended (USS). Raises OSError."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(kb) for kb in re.findall(r"^Private_\w+:\s+(\d+)", rollup, re.MULTILINE)) / 1024


def children(process: int) -> list[int]:
    return [
        int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    ]


def _fine(answer: Answer) -> bool:
    """Some articles are asked for that there are not, and some searches take longer than one may."""
    return (
        answer.status == 200
        or (answer.status == 404 and answer.address.startswith("/a/"))
        or (answer.status == 503 and answer.cut)
    )


def main(given: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder")
    asked.add_argument("--requests", type=int, default=200_000)
    args = asked.parse_args(given)
    index = open_index(args.folder, Settings(index=args.folder))
    words, ids = words_of(index), list(islice(index.ids(), 300))
    index.close()
    failed, begun = 0, time.monotonic()
    sizes: list[float] = []
    with served(args.folder, processes=1, memory_mb=_MEMORY_MB) as (where, first):
        mix = mixed(words, ids)
        ask(where, "/")  # it is there by then
        (process,) = children(first)
        for step in range(1, _STEPS + 1):
            visited = visit(where, mix, 2, lambda n: n >= args.requests // _STEPS)
            strange = [answer for answer in visited.answers if not _fine(answer)]
            failed += len(strange)
            for answer in strange[:3]:
                sys.stdout.write(f"  {answer.address}: {answer.status}\n")
            if children(first) != [process]:
                sys.stdout.write("the process was replaced\n")
                return 1
            sizes.append(own_memory(process))
            sys.stdout.write(
                f"{args.requests * step // _STEPS:>8,} requests, {time.monotonic() - begun:5.0f} s, {sizes[-1]:7.1f} MB\n"
            )
            sys.stdout.flush()
    warm = -(-min(WARM, args.requests // 2) * _STEPS // args.requests)
    grown = max(sizes[warm:]) / sizes[warm - 1] - 1
    sys.stdout.write(
        f"{args.requests:,} requests to one process: after the first {args.requests * warm // _STEPS:,} memory grew by at most {grown:.1%} (allowed "
        f"{ALLOWED:.0%}), to the end by {sizes[-1] / sizes[warm - 1] - 1:.1%}; {failed} requests failed; load of the machine "
        f"{os.getloadavg()[0]:.1f}\n"
    )
    return bool(grown > ALLOWED or failed)


if __name__ == "__main__":
    sys.exit(main())
