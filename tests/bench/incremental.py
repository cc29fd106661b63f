"""What a run of reindex costs that changes nothing, one file, or one in a hundred, beside building all of it anew.

python -m tests.bench.incremental FOLDER [FILES]

FOLDER is made and must not exist; FILES (20,000) stories are written there. `read` is what the processes asked the system
for, from its memory or the disk, without what they map.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path

import search.cli
import search.engines.whoosh

_SENTENCES = 25
_WORDS = "council budget river harbour minister border market winter school railway vote treaty court storm union".split()


def story(number: int, state: int = 0) -> str:
    lines = [f"Report {number} of the council, state {state}", "", f"May {1 + number % 28}, 2016", ""]
    for n in range(_SENTENCES):
        words = [_WORDS[(number * 7 + n * k + state) % len(_WORDS)] for k in range(1, 12)]
        lines.append(f"The {' '.join(words)} {number}-{n} was agreed on Monday.")
    return "\n".join(lines) + "\n"


def write(news: Path, number: int, state: int = 0) -> None:
    path = news / f"{number // 1000:04}" / f"{number:07}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(story(number, state), encoding="utf-8")


def measured(words: list[str]) -> dict[str, float]:
    """Of one run in a process of its own: seconds, seconds of computing, MB read."""
    ours, theirs = os.pipe()
    begun = time.monotonic()
    if not (child := os.fork()):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = search.cli.run(words)
        own, readers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        computing = own.ru_utime + own.ru_stime + readers.ru_utime + readers.ru_stime
        read = int(Path("/proc/self/io").read_text("ascii").split()[1]) / 1e6
        os.write(theirs, json.dumps({"status": status, "computing": computing, "read": read}).encode())
        os._exit(0)
    os.waitpid(child, 0)
    found: dict[str, float] = json.loads(os.read(ours, 1000))
    assert not found.pop("status"), words
    return {"seconds": time.monotonic() - begun, **found}


def main() -> None:
    folder, files = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    folder.mkdir()
    os.chdir(folder)
    news = Path("news")
    for number in range(files):
        write(news, number)
    time.sleep(2.5)  # so old that the ledger relies on their times
    all_of_it, one = ["reindex", "news"], "0000/0000000.txt"

    def say(what: str, words: list[str]) -> None:
        figures = measured(words)
        print(
            f"{what:40} {figures['seconds']:8.2f} s {figures['computing']:8.2f} s computing {figures['read']:9.1f} MB read",
            flush=True,
        )

    print(f"{files:,} files")
    say("built anew", [*all_of_it, "--full"])
    say("nothing changed", all_of_it)
    say("nothing changed, one file named", [*all_of_it[:1], f"news/{one}"])
    write(news, 0, 1)
    say("one file changed and named", [*all_of_it[:1], f"news/{one}"])
    write(news, 1, 1)
    say("one file changed, all named", all_of_it)
    for number in range(0, files, 100):
        write(news, number, 2)
    say("one file in a hundred changed", all_of_it)
    say("check", ["check"])
    for path in sorted(Path("backfile-index").glob("*.s*")):
        print(f"{path.name:40} {path.stat().st_size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
