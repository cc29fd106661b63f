"""How little a reader has to fetch."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.weight import MOST, first_visit

SCRIPT = 8 * 1024
"""Bytes of a page's script, compressed."""


@pytest.mark.parametrize("address", ["/search?q=truce", "/", "/a/pilots?q=truce"])
def test_a_first_visit_is_small(client: FlaskClient, address: str) -> None:
    parts = first_visit(client, address)
    assert len(parts) >= 3
    assert sum(parts.values()) <= MOST, parts
    script = [size for part, size in parts.items() if ".js" in part]
    assert 0 < sum(script) <= SCRIPT, parts
