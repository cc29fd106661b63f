"""Readers while the archive is written: `python -m tests.bench.load FOLDER`, an index of a few thousand articles or more.

Some of its articles become raw files, which are indexed and served by a server of their own. First readers come while nothing is
written, then the same mix while five runs of `backfile reindex` follow each other: four take in new files, the middle one builds all
anew. The exit status is 1 where one request failed, where two answers of one generation to one address differ, where an answer is of
a generation that no run has left, or where p95 is more than ALLOWED times what it was in quiet.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from itertools import islice
from pathlib import Path

from search.article import Article
from search.engines import open_index
from search.index import Search
from search.settings import Settings
from tests.bench.served import ROOT, served
from tests.bench.visitors import Answer, Visit, addresses, visit, words_of

ALLOWED = 3.0
_FILE = 100
"""Articles of one raw file."""


def main(given: list[str] | None = None) -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder")
    asked.add_argument("--requests", type=int, default=20_000)
    asked.add_argument("--clients", type=int, default=8)
    asked.add_argument("--reindexes", type=int, default=5)
    asked.add_argument("--articles", type=int, default=4000)
    args = asked.parse_args(given)
    with tempfile.TemporaryDirectory(prefix="backfile-load-") as temporary:
        room = Path(temporary)
        fresh = _FILE * args.reindexes
        source = open_index(args.folder, Settings(index=args.folder))
        material = list(islice(source.stream(Search()).articles, args.articles + fresh))
        source.close()
        raw, index = room / "news", str(room / "index")
        raw.mkdir()
        later = [material[n : n + _FILE] for n in range(0, fresh, _FILE)]
        for number, first in enumerate(range(fresh, len(material), _FILE)):
            _written(raw / f"{number:04}.jsonl", material[first : first + _FILE])
        known = {_reindexed(raw, index)}
        opened = open_index(index, Settings(index=index))
        words, ids = words_of(opened), list(islice(opened.ids(), 300))
        opened.close()
        with served(index) as (where, _):
            visit(where, addresses(words, ids, 9), args.clients, lambda n: n >= args.requests // 20)
            quiet = visit(where, addresses(words, ids), args.clients, lambda n: n >= args.requests // 4)
            done = threading.Event()

            def write() -> None:
                for number, articles in enumerate(later):
                    _written(raw / f"new-{number}.jsonl", articles)
                    known.add(_reindexed(raw, index, full=number == len(later) // 2))
                done.set()

            writing = threading.Thread(target=write)
            writing.start()
            busy = visit(
                where,
                addresses(words, ids),
                args.clients,
                lambda n: n >= args.requests and done.is_set(),
            )
            writing.join()
    return _told(quiet, busy, known, args.reindexes)


def _told(quiet: Visit, busy: Visit, known: set[str], reindexes: int) -> int:
    of_generation: defaultdict[tuple[str, str], set[bytes]] = defaultdict(set)
    for answer in (*quiet.answers, *busy.answers):
        if answer.generation and not answer.cut:
            of_generation[answer.address, answer.generation].add(answer.digest)
    half = [at for at, digests in of_generation.items() if len(digests) > 1]
    strange = {answer.generation for answer in busy.answers if answer.generation} - known
    seen = {answer.generation for answer in busy.answers if answer.generation}
    slower = busy.at(0.95) / quiet.at(0.95)
    for name, one in (("quiet", quiet), (f"{reindexes} reindexes", busy)):
        times = ", ".join(f"p{share * 100:g} {one.at(share) * 1000:.1f} ms" for share in (0.5, 0.95, 0.99))
        sys.stdout.write(
            f"{name}: {len(one.answers):,} requests, {len(one.errors)} errors, {times}, slowest "
            f"{one.at(1) * 1000:.0f} ms, {_cut(one.answers)} cut by their budget\n"
        )
    for line in [*busy.errors[:5], *quiet.errors[:5], *map(str, half[:5]), *sorted(strange)[:5]]:
        sys.stdout.write(f"  {line}\n")
    sys.stdout.write(
        f"{len(busy.answers):,} requests beside {reindexes} reindexes: {len(busy.errors)} errors; p95 is {slower:.2f} times that in "
        f"quiet (allowed {ALLOWED:g}); {len(seen)} generations were seen, {len(strange)} of them unknown; {len(half)} answers were "
        f"not like another of their generation; load of the machine {os.getloadavg()[0]:.1f}\n"
    )
    return bool(busy.errors or quiet.errors or half or strange or slower > ALLOWED)


def _cut(answers: list[Answer]) -> int:
    return sum(answer.cut for answer in answers)


def _written(file: Path, articles: list[Article]) -> None:
    """As an archive hands its articles out; beside its place first, as no run may find half of it."""
    lines = (
        {
            "id": article.id,
            "title": article.headline,
            "body": article.body,
            "date": article.published.value,
            "source": article.source,
            "section": article.section,
            "language": article.language,
        }
        for article in articles
    )
    beside = file.with_suffix(".part")
    beside.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    beside.rename(file)


def _reindexed(raw: Path, index: str, full: bool = False) -> str:
    """The generation that the run left."""
    command = [sys.executable, "-m", "search.cli", "reindex", str(raw), "--index", index]
    subprocess.run([*command, *["--full"] * full], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    opened = open_index(index, Settings(index=index))
    generation = opened.status().generation
    opened.close()
    return generation


if __name__ == "__main__":
    sys.exit(main())
