"""Archives for the tests of the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.archive import Archive


@pytest.fixture
def archive(tmp_path: Path, project: Path) -> Archive:
    return Archive(tmp_path, project)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Archive:
    """The five seeds, indexed; for tests that only read."""
    archive = Archive(tmp_path_factory.mktemp("whole"), project)
    archive.run("reindex", "news")
    return archive
