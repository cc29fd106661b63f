"""Targets, guided by what of our code an input reaches: `python -m tests.faults.fuzz.guided [TARGET…] [SECONDS]`.

By Atheris (libFuzzer), which requirements-bench.txt installs. It keeps every input that comes somewhere new, and goes on from there;
a process each, as it ends the one that it runs in.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["search", "web"], enable_loader_override=False):
    from tests.faults.fuzz.running import fault_of
    from tests.faults.fuzz.targets import TARGETS

_LONGEST = 20_000
"""Bytes of an input: what is longer says little of what is reached, and takes its time."""


def main(words: list[str]) -> int:
    seconds = int(words.pop()) if words and words[-1].isdecimal() else 60
    found = 0
    for name in words or TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder, "told")
            process = multiprocessing.get_context("fork").Process(target=_guided, args=(name, seconds, told))
            process.start()
            process.join()
            if not told.is_file():
                print(f"{name}: ended with {process.exitcode}")
                found += 1
                continue
            tried, faults = json.loads(told.read_text())
        print(f"{name}: {tried:,} inputs, {len(faults)} faults", flush=True)
        for fault, data in faults.items():
            print(f"  {fault}\n  {data}")
        found += len(faults)
    return min(found, 1)


def _guided(name: str, seconds: int, told: Path) -> None:
    target = TARGETS[name]()
    corpus = told.with_name("corpus")
    corpus.mkdir()
    for number, seed in enumerate(target.seeds):
        (corpus / str(number)).write_bytes(seed)
    logging.disable()
    tried, faults = 0, {}

    def one(data: bytes) -> None:
        nonlocal tried
        tried += 1
        if (fault := fault_of(target, data)) and len(repr(data)) < len(faults.get(fault, repr(data) + "x")):
            faults[fault] = repr(data)
        if not tried % 50:
            told.write_text(json.dumps((tried, faults)))

    atheris.Setup(
        [
            "guided",
            str(corpus),
            f"-max_total_time={seconds}",
            f"-max_len={_LONGEST}",
            "-verbosity=0",
            "-rss_limit_mb=0",
            f"-artifact_prefix={told.parent}/",
        ],
        one,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
