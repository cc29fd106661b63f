"""What every test has: the project's own folder, and hypothesis without a clock.

A run draws what the last one drew, so that a change is judged by what it changes; `DRAW=new pytest …` draws anew, which is how
faults are looked for that nobody made just now. What it finds becomes a test of its own.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.cluster.nodes import missing, shared

settings.register_profile("steady", deadline=None, print_blob=True, derandomize="DRAW" not in os.environ)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def opensearch() -> str:
    """The address of an OpenSearch node that runs as long as the tests do."""
    if why := missing():
        pytest.skip(why)
    return shared()
