"""Our cleaning beside trafilatura's on labelled pages: `python -m tests.bench.cleaning ../shared/gold`.

All figures in one run: pages alternate between the systems, and so does who begins. A body is compared by 4-word
shingles (tests/scores.py). "in its archive" has all pages of the sets in one archive, where those of a site clean each
other. Speed is CPU time of one process, without the archive's share. Needs requirements-bench.txt.
"""

from __future__ import annotations

import argparse
import logging
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from search.article import Article, Media
from tests.bench import dates
from tests.bench.extractors import RIVALS, Found, archived, found, read
from tests.labelled import SETS, Flattened, Labelled, flattened, labelled
from tests.scores import (
    days,
    invented,
    mean_f1,
    names,
    names_f1,
    people,
    precision_recall,
    right_day,
    same_headline,
    same_minute,
    share,
    wrong_day,
)

OURS, ARCHIVE = "ours", "in its archive"
_TITLED = ("fundus", "aed")
_WARM = 3


@dataclass
class System:
    """What one system made of each page, in the order of the pages, and the CPU seconds that it took."""

    answers: list[Found] = field(default_factory=list)
    seconds: float = 0.0

    def time(self, answer: Callable[[], Found]) -> None:
        begun = time.process_time()
        given = answer()
        self.seconds += time.process_time() - begun
        self.answers.append(given)


def clean_pages(pages: Sequence[Labelled]) -> dict[str, System]:
    articles: list[Article | None] = []

    def ours(raw: bytes, url: str | None) -> Found:
        articles.append(read(raw, url))
        return found(articles[-1])

    extract = {OURS: ours, **RIVALS}
    for page in pages[:_WARM]:
        for one in extract.values():
            one(page.raw, page.url)
    articles.clear()
    systems = {name: System() for name in extract}
    order = list(extract)
    for page in pages:
        for name in order:
            systems[name].time(lambda one=extract[name], page=page: one(page.raw, page.url))  # type: ignore[misc]
        order.append(order.pop(0))
    together = System([found(one) for one in archived(articles)])
    return {OURS: systems.pop(OURS), ARCHIVE: together, **systems}


def clean_lines(pages: Sequence[Flattened]) -> dict[str, list[Article | None]]:
    alone = [read(p.raw, None, media=Media.TEXT, locator=f"{p.site}/{p.set}-{p.id}.txt") for p in pages]
    return {OURS: alone, ARCHIVE: archived(alone)}


def figures_of_pages(pages: Sequence[Labelled], system: System) -> Iterable[tuple[str, str]]:
    """Each figure by name."""
    both = list(zip(pages, system.answers, strict=True))
    for name in SETS:
        pairs = [precision_recall(page.body, given.body) for page, given in both if page.set == name]
        parts = f" ({_shown(share(p for p, _ in pairs))}/{_shown(share(r for _, r in pairs))})"
        yield f"body F1 (P/R), {name}, {len(pairs)} pages", _shown(mean_f1(pairs)) + parts
    for name in _TITLED:
        of_set = [(page, given) for page, given in both if page.set == name]
        yield (
            f"exact headline, {name}",
            _shown(share(same_headline(p.headline, g.headline) for p, g in of_set)),
        )
        signed = [(p, names(p.authors), names(g.authors)) for p, g in of_set if p.authors is not None]
        reduced = [(people(right, p.publications), given) for p, right, given in signed]
        for which, authors in (("", [pair[1:] for pair in signed]), (", people only*", reduced)):
            without = sum(not right for right, _ in authors)
            yield f"author F1{which}, {name}", _shown(share(names_f1(*pair) for pair in authors))
            yield (
                f"author invented{which}, {name}, of {without}",
                _shown(share(invented(*pair) for pair in authors)),
            )
        dated = [(days(p.day, p.instant), g.published) for p, g in of_set]
        noisy = " (labels noisy)" if name == "aed" else ""
        yield f"right day, {name}{noisy}", _shown(share(right_day(*pair) for pair in dated))
        yield f"wrong day, {name}{noisy}", _shown(share(wrong_day(*pair) for pair in dated))
        minutes = [same_minute(p.instant, g.published) for p, g in of_set]
        if timed := sum(minute is not None for minute in minutes):
            yield f"right to the minute, with zone, {name}, of {timed}", _shown(share(minutes))


def figures_of_lines(
    pages: Sequence[Flattened], articles: Sequence[Article | None]
) -> Iterable[tuple[str, str]]:
    both = list(zip(pages, articles, strict=True))
    for name in (*SETS, "all"):
        pairs = [precision_recall(p.body, a.body if a else "") for p, a in both if name in (p.set, "all")]
        yield f"flattened text, body F1, {name}, {len(pairs)} pages", _shown(mean_f1(pairs))
    right = given = hit = 0
    for page, article in both:
        kept = {block.line for block in article.blocks if block.kept} if article else set()
        body = {number for number, is_body in enumerate(page.is_body, 1) if is_body}
        right, given, hit = right + len(body), given + len(kept), hit + len(body & kept)
    yield "flattened text, line F1", _shown(200 * hit / (right + given))


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def table(figures: dict[str, dict[str, str]]) -> str:
    rows = list(dict.fromkeys(row for column in figures.values() for row in column))
    lines = [f"{'':52s}" + "".join(f"{name:>18s}" for name in figures)]
    for row in rows:
        lines.append(f"{row:52s}" + "".join(f"{column.get(row, '–'):>18s}" for column in figures.values()))
    return "\n".join(lines)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("gold", type=Path, help="the folder of the labelled sets")
    given = ask.parse_args()
    pages = [page for name in SETS for page in labelled(given.gold, name)]
    systems = clean_pages(pages)
    figures = {name: dict(figures_of_pages(pages, system)) for name, system in systems.items()}
    default = systems["trafilatura"].seconds
    for name, system in systems.items():
        if system.seconds:
            figures[name]["pages per CPU second"] = f"{len(pages) / system.seconds:.1f}"
            figures[name]["… beside trafilatura"] = f"{default / system.seconds:.2f}"
    lines = [page for name in SETS for page in flattened(given.gold, name)]
    for name, articles in clean_lines(lines).items():
        figures[name] |= figures_of_lines(lines, articles)
    print(table(figures))
    print(
        "* Gold without agencies, desks and the page's own publication: who names one of them as an author, invents it."
    )
    print()
    dates.main(str(given.gold / "dates.tsv"))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable()
    main()
