from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.web.archive import ARTICLES
from web import languages
from web.app import create_app

Read = Callable[[str], BeautifulSoup]


@pytest.fixture(autouse=True)
def _english() -> None:
    """The test client answers in the test's own context, where a request leaves its language behind."""
    languages._current.set(languages.SOURCE)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("web")
    return Settings(
        index=str(folder / "index"),
        title="The Reading Room",
        frame_origins="https://paper.example",
        search_seconds=30,
    )


@pytest.fixture(scope="session")
def index(settings: Settings) -> Iterator[Index]:
    made = open_index(settings.index, settings, create=True)
    with made.rebuild() as batch:
        for article in ARTICLES:
            batch.put(article)
    yield made
    made.close()


@pytest.fixture(scope="session")
def app(settings: Settings, index: Index) -> Flask:
    return create_app(settings, index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def read(client: FlaskClient) -> Read:
    """The page at an address, which must be there, as a tree."""

    def fetch(address: str) -> BeautifulSoup:
        response = client.get(address)
        assert response.status_code == 200, address
        return BeautifulSoup(response.get_data(), "html.parser")

    return fetch
