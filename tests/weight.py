"""How many bytes a page's first visit costs: itself and everything of this archive that it makes a browser fetch."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

_FETCHED = ("stylesheet", "icon", "modulepreload", "preload")
MOST = 35 * 1024


def first_visit(client: FlaskClient, address: str) -> dict[str, int]:
    """The bytes of each body as it travels to a browser that takes gzip, by address."""
    page = _fetched(client, address)
    tree = BeautifulSoup(client.get(address).get_data(), "html.parser")
    parts = {address: page}
    for element in tree.select("link[href], script[src], img[src]"):
        if element.name == "link" and not set(element.get("rel") or ()) & set(_FETCHED):
            continue
        target = str(element.get("href") or element.get("src"))
        parts[target] = _fetched(client, target)
    return parts


def _fetched(client: FlaskClient, address: str) -> int:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, address
    return len(response.get_data())
