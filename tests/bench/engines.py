"""Our engine's figures beside what they should be: `python -m tests.bench.engines --material stories.jsonl.gz`.

CPU milliseconds, medians, one process. Readers type new words each time, so of each type of search several are timed whose
words are about as frequent as each other's, each with three facets: `new` when it is asked for the first time, `again` the
second. `ordered` is what the nearness of words adds, of the ten best, and `snippets` what ten hits add. The other engines
are asked the same, for new words, with the ten best. Built archives are kept in the folder and used again.
"""

from __future__ import annotations

import argparse
import itertools
import random
import shutil
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from search.article import Article
from tests.bench.archive import articles, sentences
from tests.bench.cases import Case, cases
from tests.bench.ours import Ours, alone, spent
from tests.bench.rivals import RIVALS, PlainWhoosh

_TIMES = 3
"""How often what is not new is timed, to take the least."""


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--material", type=Path, required=True, help="JSON lines with a `body`, packed or not")
    ask.add_argument("--folder", type=Path, default=Path("/tmp/backfile-bench"))
    ask.add_argument("--beside", nargs="*", default=["tantivy"], choices=list(RIVALS))
    ask.add_argument("--each", type=int, default=15, help="searches of each type")
    ask.add_argument(
        "--growth", type=int, nargs="*", default=[10_000, 30_000], help="smaller archives beside it"
    )
    ask.add_argument("--build", type=int, default=5_000, help="articles that are built, beside plain Whoosh")
    given = ask.parse_args()
    material = sentences(given.material)
    sample = list(itertools.islice(articles(given.articles, material), 2000))
    timed = cases(sample, given.each)

    def archive(number: int) -> Ours:
        return _opened(Ours, "ours", given.folder, number, material)

    ours = archive(given.articles)
    rivals = {
        name: _opened(RIVALS[name], name, given.folder, given.articles, material) for name in given.beside
    }
    print(f"{given.articles} articles, {given.each} searches of each type", flush=True)
    _searches(timed, ours, rivals)
    _growth(timed, {number: archive(number) for number in [*given.growth, given.articles]})
    mixed = [case for several in cases(sample, 100).values() for case in several]
    _process(timed["term in 60 %"][0], mixed, given.folder / f"ours-{given.articles}")
    clock, used = ours.change(
        [several[0] for several in timed.values()], _renamed(articles(100, material, seed=2))
    )
    _line("100 articles added and seen, s of CPU", used, 0.6, f"on the clock {clock:.2f}")
    if given.build:
        _build(list(articles(given.build, material)), given.folder)


def _opened(engine, name: str, folder: Path, number: int, material: list[str]):  # type: ignore[no-untyped-def]
    place = folder / f"{name}-{number}"
    fresh = not place.exists()
    opened = engine(place)
    if fresh:
        opened.build(articles(number, material))
    opened.open()
    return opened


def _searches(timed: dict[str, list[Case]], ours: Ours, rivals: dict[str, object]) -> None:
    print(
        f"{'':24}{'found':>16}{'new':>9}{'again':>9}{'ordered':>9}{'snippets':>9}"
        + "".join(f"{name:>9}" for name in rivals)
        + "   new ≤ 2 × tantivy or 1, ordered ≤ 1, snippets ≤ 1.5"
    )
    for name, several in timed.items():
        totals: list[int] = []
        new = [spent(lambda c=case, t=totals: t.append(ours.search(c))) for case in several]
        again = [_least(lambda c=case: ours.search(c)) for case in several]
        one, many = (
            [_least(lambda c=case, n=hits: ours.search(c, snippets=True, hits=n)) for case in several]
            for hits in (1, 11)
        )
        shown = [m - o for m, o in zip(many, one, strict=True)]
        ordered = [o - a - s / 10 for o, a, s in zip(one, again, shown, strict=True)]
        others = {
            rival: statistics.median(
                spent(lambda c=case, e=engine: e.search(c, True, False)) for case in several
            )  # type: ignore[attr-defined]
            for rival, engine in rivals.items()
        }
        figures = [statistics.median(part) for part in (new, again, ordered, shown)]
        bounds = (max(1.0, 2 * others.get("tantivy", 1e9)), 1.0, 1.5)
        short = [
            label
            for label, figure, bound in zip(
                ("new", "ordered", "snippets"), (figures[0], *figures[2:]), bounds, strict=True
            )
            if figure > bound
        ]
        print(
            f"{name:24}{f'{min(totals)}–{max(totals)}':>16}"
            + "".join(f"{figure:9.2f}" for figure in (*figures, *others.values()))
            + f"   {'short: ' + ', '.join(short) if short else 'reached'}",
            flush=True,
        )


def _growth(timed: dict[str, list[Case]], archives: dict[int, Ours]) -> None:
    """The smaller ones have the same words as often, so as much more is read as there are more articles."""
    print(
        f"{'new, by articles':40}"
        + "".join(f"{number:>9}" for number in archives)
        + "   no faster than articles"
    )
    least, most = min(archives), max(archives)
    for name, several in timed.items():
        new = {}
        for number, index in archives.items():
            new[number] = statistics.median(spent(lambda c=case, i=index: i.search(c)) for case in several)
        grown = new[most] / new[least]
        print(
            f"{name:40}"
            + "".join(f"{figure:9.2f}" for figure in new.values())
            + f"   × {grown:.1f} of × {most / least:.0f}",
            flush=True,
        )


def _process(first: Case, mixed: list[Case], folder: Path) -> None:
    random.Random(1).shuffle(mixed)
    found = alone(folder, [first, *mixed])
    _line("opened, ms", found["opened"], 500)
    _line("first term in 60 % of a process, ms", found["first"], 60)
    _line(f"memory after {len(mixed)} mixed searches, MB", found["megabytes"], 400)


def _build(made: list[Article], folder: Path) -> None:
    rates = {}
    for name, engine in (("ours", Ours), ("whoosh", PlainWhoosh)):
        place = folder / f"built-{name}"
        shutil.rmtree(place, ignore_errors=True)
        rates[name] = len(made) / spent(lambda e=engine, p=place: e(p).build(made)) * 1000  # type: ignore[attr-defined]
        shutil.rmtree(place)
    note = f"ours {rates['ours']:.0f}, Whoosh at its best {rates['whoosh']:.0f} articles per CPU second"
    grown = rates["ours"] / rates["whoosh"]
    print(f"{'built, times as fast as Whoosh':40}{grown:9.2f}   {_verdict(grown >= 1.5)}: ≥ 1.5; {note}")


def _line(what: str, figure: float, most: float, note: str = "") -> None:
    print(
        f"{what:40}{figure:9.2f}   {_verdict(figure <= most)}: ≤ {most:g}" + (f"; {note}" if note else ""),
        flush=True,
    )


def _verdict(reached: bool) -> str:
    return "reached" if reached else "short"


def _least(work) -> float:  # type: ignore[no-untyped-def]
    return min(spent(work) for _ in range(_TIMES))


def _renamed(made: Iterable[Article]) -> Iterator[Article]:
    return (replace(article, id=f"new-{article.id}") for article in made)


if __name__ == "__main__":
    main()
