"""Our cleaning beside trafilatura's on labelled pages: `python -m tests.bench.cleaning ../shared/gold`.

All figures in one run. Bodies are compared by 4-word shingles (tests/scores.py); tests/figures.py says what each figure
is. "in its archive" has all pages of the sets in one archive, where those of a site clean each other. Speed is CPU time of
one process, without the archive's share: on each page ours and trafilatura's default take turns, and so does who begins.
`--honest` trains the classifier anew, for each page without its site (some ten minutes); else it is the one that is
shipped, which was trained on these pages. Needs requirements-bench.txt.
"""

from __future__ import annotations

import argparse
import logging
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from search.article import Article
from tests.bench import dates
from tests.bench.extractors import RIVALS
from tests.cleaned import Found, archived, clean, found
from tests.figures import Figure, of_lines, of_pages
from tests.labelled import SETS, Flattened, Labelled, flattened, labelled

OURS, ARCHIVE, RIVAL = "ours", "in its archive", "trafilatura"
_WARM = 3


Cleaner = Callable[[Labelled | Flattened], Article | None]


def clean_pages(pages: Sequence[Labelled], cleaner: Cleaner) -> dict[str, list[Found]]:
    """What each system made of each page, in their order."""
    articles = [cleaner(page) for page in pages]
    answers = {OURS: [found(article) for article in articles]}
    answers[ARCHIVE] = [found(article) for article in archived(articles)]
    return answers | {name: [extract(page) for page in pages] for name, extract in RIVALS.items()}


def race(pages: Sequence[Labelled]) -> dict[str, float]:
    """The CPU seconds that ours and trafilatura's default take, one after the other on each page, each first in turn.

    Before any other extraction: what one has read, both trafilatura and we read faster a second time.
    """
    systems: list[tuple[str, Callable[[Labelled], object]]] = [(OURS, clean), (RIVAL, RIVALS[RIVAL])]
    for page in pages[:_WARM]:
        for _, extract in systems:
            extract(page)
    seconds = {OURS: 0.0, RIVAL: 0.0}
    for page in pages:
        for name, extract in systems:
            begun = time.process_time()
            extract(page)
            seconds[name] += time.process_time() - begun
        systems.reverse()
    return seconds


def clean_lines(pages: Sequence[Flattened], cleaner: Cleaner) -> dict[str, list[Article | None]]:
    alone = [cleaner(page) for page in pages]
    return {OURS: alone, ARCHIVE: archived(alone)}


def honest(folds: int) -> Cleaner:
    from tests.bench.folds import Folds  # training is slow to import, and not always wanted

    trained = Folds(folds)

    def cleaner(page: Labelled | Flattened) -> Article | None:
        with trained.without(page.site):
            return clean(page)

    return cleaner


def table(figures: Mapping[str, Mapping[str, Figure]]) -> str:
    """A row for each figure that any system has, a column for each system."""
    rows = {row: figure.pages for column in figures.values() for row, figure in column.items()}
    lines = [f"{'':40s}{'of':>5s}" + "".join(f"{name:>17s}" for name in figures)]
    for row, pages in rows.items():
        if pages:
            cells = (column[row].value if row in column else None for column in figures.values())
            lines.append(
                f"{row:40s}{pages:5d}"
                + "".join(f"{'–' if cell is None else f'{cell:.1f}':>17s}" for cell in cells)
            )
    return "\n".join(lines)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("gold", type=Path, help="the folder of the labelled sets")
    ask.add_argument(
        "--honest", action="store_true", help="judge each page by models that saw none of its site"
    )
    ask.add_argument("--folds", type=int, default=4, help="of sites, for --honest")
    given = ask.parse_args()
    pages = [page for name in SETS for page in labelled(given.gold, name)]
    seconds = race(pages)
    cleaner = honest(given.folds) if given.honest else clean
    answers = clean_pages(pages, cleaner)
    figures = {name: dict(of_pages(pages, of_system)) for name, of_system in answers.items()}
    lines = [page for name in SETS for page in flattened(given.gold, name)]
    for name, articles in clean_lines(lines, cleaner).items():
        figures[name] |= of_lines(lines, articles)
    for name, spent in seconds.items():
        figures[name]["pages per CPU second"] = Figure(len(pages) / spent, len(pages))
        figures[name]["speed, trafilatura = 100"] = Figure(100 * seconds[RIVAL] / spent, len(pages))
    print(
        f"Honest: each page by models of {given.folds} folds that saw no page of its site."
        if given.honest
        else "NOT honest for our bodies: the models that are shipped were trained on these pages. See --honest."
    )
    print(table(figures))
    print(
        "people only: the labels without agencies, desks and the page's own publication; to name one is wrong."
    )
    print("aed: some 15 % of its days are wrong in the labels.\n")
    dates.main(str(given.gold / "dates.tsv"))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable()
    main()
