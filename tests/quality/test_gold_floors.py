"""The labelled pages beside the repository, where they are: what comes out right may only rise.

Some of the sites, with all of their pages, so that a run stays short. Figures here say that nothing was lost, not how
good the cleaner is: its classifier was trained on these pages. `python -m tests.bench.cleaning --honest` says that. When
the models are trained anew, the figures of bodies may sink for good reason; then so may their floors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from tests.cleaned import archived, clean, found
from tests.figures import Figure, of_lines, of_pages
from tests.labelled import SETS, Flattened, Labelled, flattened, labelled
from tests.quality.floors import floors

EVERY = 2
"""Of so many sites, one."""

Page = TypeVar("Page", Labelled, Flattened)


@pytest.fixture(scope="module")
def gold(project: Path) -> Path:
    gold = project.parent / "shared" / "gold"
    if not gold.is_dir():
        pytest.skip("the labelled pages are not beside the repository")
    return gold


def some(pages: Iterable[Page]) -> list[Page]:
    every = list(pages)
    chosen = set(sorted({page.site for page in every})[::EVERY])
    return [page for page in every if page.site in chosen]


def of_some_pages(gold: Path) -> dict[str, float | None]:
    pages = [page for name in SETS for page in some(labelled(gold, name))]
    alone = [clean(page) for page in pages]
    answers = [[found(article) for article in articles] for articles in (alone, archived(alone))]
    return _named(*(of_pages(pages, one) for one in answers))


def of_some_lines(gold: Path) -> dict[str, float | None]:
    pages = [page for name in SETS for page in some(flattened(gold, name))]
    alone = [clean(page) for page in pages]
    return _named(*(of_lines(pages, articles) for articles in (alone, archived(alone))))


def _named(alone: Mapping[str, Figure], together: Mapping[str, Figure]) -> dict[str, float | None]:
    figures = {name: figure.value for name, figure in alone.items()}
    return figures | {f"{name}, in its archive": figure.value for name, figure in together.items()}


def test_labelled_pages(gold: Path) -> None:
    assert not floors("labelled pages").short(of_some_pages(gold))


def test_flattened_pages(gold: Path) -> None:
    assert not floors("flattened pages").short(of_some_lines(gold))
