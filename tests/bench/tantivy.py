"""Our Tantivy engine beside the library itself: `python -m tests.bench.tantivy --material stories.jsonl.gz`.

Both build the same archive and make the same pages, new words each time: ten hits with what is stored of them, three facets
and snippets. `built` is how fast ours is for the library's 100 %, by CPU and by the clock; pages are CPU milliseconds, medians.

Several words rank higher in ours where they stand close, which the library does by phrases with a slop: that is the same work.
What it takes without is the column `plain`.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.archive import articles, sentences
from tests.bench.cases import cases
from tests.bench.ours import Ours, spent
from tests.bench.rivals import Tantivy

_BUILT, _PAGE = 60, 1.5
_PREFIX = "tantivy:"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--material", type=Path, required=True, help="JSON lines with a `body`, packed or not")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/backfile-bench"))
    ask.add_argument("--each", type=int, default=15, help="searches of each type")
    given = ask.parse_args()
    material = sentences(given.material)
    engines = {"library": Tantivy, "ours": lambda folder: Ours(folder, _PREFIX)}
    # Before: else the library's thread works on while it waits for the next
    drawn = [*articles(given.articles, material)]
    made = {}
    took = {}
    for name, engine in engines.items():
        place = given.folder / f"{name}-tantivy-{given.articles}"
        shutil.rmtree(place, ignore_errors=True)
        made[name] = engine(place)
        took[name] = _both(lambda n=name: made[n].build(drawn))
        made[name].open()
    for what, library, ours in zip(("of CPU", "by the clock"), took["library"], took["ours"], strict=True):
        share = 100 * library / ours
        print(f"built, % {what:30}{share:9.0f}   {'reached' if share >= _BUILT else 'short'}: ≥ {_BUILT}")
    sample = drawn[:2000]
    place = given.folder / f"library-tantivy-{given.articles}"
    near = Tantivy(place, near=True)
    near.open()
    ours = made["ours"]
    print(f"{'':24}{'library':>9}{'plain':>9}{'ours':>9}{'again':>9}   ours ≤ {_PAGE} × the library")
    medians = []
    for name, several in cases(sample, given.each).items():
        library, plain, first, again = (
            statistics.median(spent(lambda c=c, page=page: page(c)) for c in several)
            for page in (
                lambda c: near.search(c, True, True),
                lambda c: made["library"].search(c, True, True),
                lambda c: ours.search(c, snippets=True),
                lambda c: ours.search(c, snippets=True),
            )
        )
        medians.append((library, plain, first))
        verdict = "reached" if first <= _PAGE * library else "short"
        print(
            f"{name:24}{library:9.2f}{plain:9.2f}{first:9.2f}{again:9.2f}   × {first / library:.2f} {verdict}",
            flush=True,
        )
    library, plain, first = map(sum, zip(*medians, strict=True))
    print(f"all together: × {first / library:.2f} the library, × {first / plain:.2f} the plain one")


def _both(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU and on the clock."""
    used, begun = time.process_time(), time.monotonic()
    work()
    return time.process_time() - used, time.monotonic() - begun


if __name__ == "__main__":
    main()
