"""What every test has: the project's own folder, and hypothesis without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.cluster.nodes import missing, running

settings.register_profile("steady", deadline=None, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def opensearch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an OpenSearch node that runs as long as the tests do."""
    if why := missing():
        pytest.skip(why)
    with running(tmp_path_factory.mktemp("opensearch")) as cluster:
        yield cluster.nodes[0].url
