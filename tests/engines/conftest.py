"""The engines that keep the contract. Each test of the contract runs on every one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.article import Article
from search.engines import open_index
from search.index import Index
from search.settings import Settings

Opener = Callable[[Path, Settings], Index]


def _whoosh(folder: Path, settings: Settings) -> Index:
    return open_index(str(folder / "index"), settings, create=True)


ENGINES: dict[str, Opener] = {"whoosh": _whoosh}

SETTINGS = Settings(search_seconds=60.0)
"""Patient, as a busy machine must not fail a test."""


@pytest.fixture(params=sorted(ENGINES), scope="session")
def opener(request: pytest.FixtureRequest) -> Opener:
    return ENGINES[request.param]


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
