"""What labelled pages say of a cleaner: each figure by name, in per cent, for benches and floors.

The sets are those of tests/labelled.py, and what is right is defined in tests/scores.py. A figure of None had nothing to
judge. "people only" is the gold without agencies, desks and the page's own publication: who names one of them as an
author, invents it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.article import Article
from tests.cleaned import Found
from tests.labelled import SETS, Flattened, Labelled
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

_WITH_FACTS = ("fundus", "aed")
"""The sets that label more than the body. Some of aed's days are wrong."""


@dataclass(frozen=True)
class Figure:
    """A share of so many pages."""

    value: float | None
    pages: int


def of_values(values: Sequence[float | None]) -> Figure:
    return Figure(share(values), sum(value is not None for value in values))


def of_pages(pages: Sequence[Labelled], answers: Sequence[Found]) -> Mapping[str, Figure]:
    figures = {}
    both = list(zip(pages, answers, strict=True))
    for name in SETS:
        pairs = [precision_recall(page.body, given.body) for page, given in both if page.set == name]
        figures[f"body F1, {name}"] = Figure(mean_f1(pairs), len(pairs))
        figures[f"body precision, {name}"] = of_values([precision for precision, _ in pairs])
        figures[f"body recall, {name}"] = of_values([recall for _, recall in pairs])
    for name in _WITH_FACTS:
        of_set = [(page, given) for page, given in both if page.set == name]
        figures[f"exact headline, {name}"] = of_values(
            [same_headline(page.headline, given.headline) for page, given in of_set]
        )
        figures |= _authors(name, of_set)
        dated = [(days(page.day, page.instant), given.published) for page, given in of_set]
        figures[f"right day, {name}"] = of_values([right_day(*pair) for pair in dated])
        figures[f"wrong day, {name}"] = of_values([wrong_day(*pair) for pair in dated])
        figures[f"to the minute, with zone, {name}"] = of_values(
            [same_minute(page.instant, given.published) for page, given in of_set]
        )
    return figures


def _authors(name: str, of_set: Sequence[tuple[Labelled, Found]]) -> Mapping[str, Figure]:
    signed = [(page, names(page.authors), names(g.authors)) for page, g in of_set if page.authors is not None]
    as_labelled = [(right, given) for _, right, given in signed]
    reduced = [(people(right, page.publications), given) for page, right, given in signed]
    figures = {}
    for which, pairs in ((name, as_labelled), (f"people only, {name}", reduced)):
        figures[f"author F1, {which}"] = of_values([names_f1(*pair) for pair in pairs])
        figures[f"author invented, {which}"] = of_values([invented(*pair) for pair in pairs])
    return figures


def of_lines(pages: Sequence[Flattened], articles: Sequence[Article | None]) -> Mapping[str, Figure]:
    """Line F1 is over all lines together."""
    figures = {}
    both = list(zip(pages, articles, strict=True))
    for name in (*SETS, "all"):
        pairs = [precision_recall(p.body, a.body if a else "") for p, a in both if name in (p.set, "all")]
        figures[f"flattened, body F1, {name}"] = Figure(mean_f1(pairs), len(pairs))
    right = given = hit = 0
    for page, article in both:
        kept = {block.line for block in article.blocks if block.kept} if article else set()
        body = {number for number, is_body in enumerate(page.is_body, 1) if is_body}
        right, given, hit = right + len(body), given + len(kept), hit + len(body & kept)
    figures["flattened, line F1"] = Figure(200 * hit / (right + given) if right + given else None, len(pages))
    return figures
