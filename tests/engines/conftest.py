"""The engines that keep the contract. Each test of the contract runs on every one."""

from __future__ import annotations

import hashlib
import os
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from search.article import Article
from search.engines import open_index
from search.engines.generations import Generations
from search.index import Index
from search.settings import Settings
from tests.cluster.nodes import missing, shared
from tests.engines.differences import NONE, Differences

Opener = Callable[[Path, Settings], Index]


@dataclass(frozen=True)
class Engine:
    """`open` makes an index in a folder of its own, or under a name that stands for the folder; `clear` removes it where
    the folder does not hold it. `lacks` says what is not at hand to run it with, if anything is not."""

    open: Opener
    differences: Differences = NONE
    lacks: Callable[[], str] = str
    clear: Callable[[Path], None] = lambda _: None

    def __call__(self, folder: Path, settings: Settings) -> Index:
        return self.open(folder, settings)


def _whoosh(folder: Path, settings: Settings) -> Index:
    return open_index(str(folder / "index"), settings, create=True)


def _tantivy(folder: Path, settings: Settings) -> Index:
    return open_index(f"tantivy:{folder / 'index'}", settings, create=True)


def _opensearch(folder: Path, settings: Settings) -> Index:
    settings = replace(settings, opensearch_replicas=0)
    return open_index(f"opensearch+{shared()}/{_name(folder)}", settings, create=True)


def _clear_opensearch(folder: Path) -> None:
    request = urllib.request.Request(f"{shared()}/{_name(folder)}-*", method="DELETE")
    with urllib.request.urlopen(request, timeout=60):
        pass


def _name(folder: Path) -> str:
    return f"test-{hashlib.sha256(f'{os.getpid()} {folder}'.encode()).hexdigest()[:16]}"


pytest.register_assert_rewrite("tests.engines.comparing")

ENGINES = {
    "opensearch": Engine(
        _opensearch,
        Differences(own_scores=True, recurring=True, estimated=True, bounded=True),
        missing,
        _clear_opensearch,
    ),
    "tantivy": Engine(_tantivy, Differences(own_scores=True)),
    "whoosh": Engine(_whoosh),
}

SETTINGS = Settings(search_seconds=60.0)
"""Patient, as a busy machine must not fail a test."""


@pytest.fixture(params=sorted(ENGINES), scope="session")
def opener(request: pytest.FixtureRequest) -> Engine:
    engine = ENGINES[request.param]
    if lacking := engine.lacks():
        pytest.skip(lacking)
    return engine


@pytest.fixture
def empty(opener: Engine, tmp_path: Path) -> Iterator[Index]:
    index = opener(tmp_path, SETTINGS)
    yield index
    index.close()
    opener.clear(tmp_path)


@pytest.fixture
def filled(opener: Engine, tmp_path: Path) -> Iterator[Callable[..., Index]]:
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
    for number, index in enumerate(made):
        index.close()
        opener.clear(tmp_path / str(number))


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "index", "test 1")
