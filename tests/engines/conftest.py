"""The engines that keep the contract. Each test of the contract runs on every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from search.article import Article
from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.engines.differences import NONE, Differences

Opener = Callable[[Path, Settings], Index]


@dataclass(frozen=True)
class Engine:
    """`open` makes an index in a folder of its own. `lacks` says what is not at hand to run it with, if anything is not."""

    open: Opener
    differences: Differences = NONE
    lacks: Callable[[], str] = str

    def __call__(self, folder: Path, settings: Settings) -> Index:
        return self.open(folder, settings)


def _whoosh(folder: Path, settings: Settings) -> Index:
    return open_index(str(folder / "index"), settings, create=True)


ENGINES = {"whoosh": Engine(_whoosh)}

SETTINGS = Settings(search_seconds=60.0)
"""Patient, as a busy machine must not fail a test."""


@pytest.fixture(params=sorted(ENGINES), scope="session")
def opener(request: pytest.FixtureRequest) -> Engine:
    engine = ENGINES[request.param]
    if lacking := engine.lacks():
        pytest.skip(lacking)
    return engine


@pytest.fixture
def empty(opener: Opener, tmp_path: Path) -> Iterator[Index]:
    index = opener(tmp_path, SETTINGS)
    yield index
    index.close()


@pytest.fixture
def filled(opener: Opener, tmp_path: Path) -> Iterator[Callable[..., Index]]:
    """Makes an index of the articles."""
    made = []

    def fill(*articles: Article, settings: Settings = SETTINGS) -> Index:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(opener(folder, settings))
        with made[-1].rebuild() as batch:
            for article in articles:
                batch.put(article)
        return made[-1]

    yield fill
    for index in made:
        index.close()
