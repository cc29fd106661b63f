"""Archives in the node that the tests share."""

from __future__ import annotations

import json
import secrets
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.articles import make_article

SETTINGS = Settings(search_seconds=60.0, opensearch_replicas=0)


class Node:
    """The node itself, asked past the engine."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.host = url.removeprefix("http://")

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.raw(method, path, None if body is None else json.dumps(body).encode())

    def raw(self, method: str, path: str, data: bytes | None) -> Any:
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(
            urllib.request.Request(self.url + path, data, headers, method=method)
        ) as a:
            return json.load(a)


@pytest.fixture(scope="session")
def node(opensearch: str) -> Node:
    return Node(opensearch)


@pytest.fixture
def name(node: Node) -> Iterator[str]:
    """Of an archive, all of which is removed in the end."""
    made = f"test-{secrets.token_hex(6)}"
    yield made
    node.ask("DELETE", f"/{made}-*")


@pytest.fixture
def location(node: Node, name: str) -> str:
    return f"opensearch+{node.url}/{name}"


@pytest.fixture
def archive(location: str) -> Index:
    """Of three articles, a0 to a2."""
    index = open_index(location, SETTINGS, create=True)
    with index.rebuild() as batch:
        for n in range(3):
            batch.put(make_article(f"a{n}"))
    return index


def write(index: Index, *ids: str) -> None:
    with index.write() as batch:
        for id in ids:
            batch.put(make_article(id, body=f"New in {id}."))
