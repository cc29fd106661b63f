"""`python -m tests.faults.fuzz [TARGET…] [SECONDS]`: each target, or those named, for so many seconds (20)."""

from __future__ import annotations

import sys

from tests.faults.fuzz.running import fuzz
from tests.faults.fuzz.targets import TARGETS


def main(words: list[str]) -> int:
    seconds = float(words.pop()) if words and words[-1].replace(".", "", 1).isdecimal() else 20.0
    found = 0
    for name in words or TARGETS:
        tried, faults = fuzz(TARGETS[name](), seconds)
        print(f"{name}: {tried:,} inputs, {len(faults)} faults")
        for fault, data in faults.items():
            print(f"  {fault}\n  {data!r}")
        found += len(faults)
    return min(found, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
