"""What remembering the lines of an archive takes: `python -m tests.bench.repeats [PAGES]`.

Pages are made up: each has 60 lines of its site's frame, 15 teasers that pages of the same days share, and a body of 25
lines of its own; sites have 500 pages each and come in turn, as in a crawl.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from search.article import Article, Block, Role
from search.ingest.repeats import FILE, Repeats

_FRAME, _TEASERS, _BODY, _OF_SITE = 60, 15, 25, 500


def pages(count: int) -> Iterator[Article]:
    sites = max(1, count // _OF_SITE)
    for number in range(count):
        site, issue = number % sites, number // sites
        frame = [f"Line {n} of the frame that site {site} has" for n in range(_FRAME)]
        teasers = [f"Teaser {issue + n} that leads to a story of site {site}" for n in range(_TEASERS)]
        body = [
            f"Sentence {n} of page {number}, which nobody else has in the same words." for n in range(_BODY)
        ]
        lines = [*frame, *body, *teasers]
        blocks = [
            Block(n, text, text) if text in body else Block(n, text, text).drop(Role.OTHER, "")
            for n, text in enumerate(lines, 1)
        ]
        id = f"page-{number:07}"
        yield Article(
            id=id, locator=f"site{site}/{id}.txt", headline="", body="\n\n".join(body), blocks=tuple(blocks)
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        repeats = Repeats(file)
        seconds = 0.0
        for done, page in enumerate(pages(count), 1):
            begun = time.process_time()
            repeats.learn(page)
            seconds += time.process_time() - begun
            if done % max(1, count // 5) == 0:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                size = file.stat().st_size / 1e6
                print(
                    f"{done:9,} pages: {1000 * seconds / done:.2f} ms of CPU a page, {size:,.0f} MB on disk, {peak:.0f} MB of memory at most"
                )
        repeats.close()


if __name__ == "__main__":
    main()
