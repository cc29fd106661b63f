"""The command on an archive in a cluster, as its users run it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.archive import SEEDS, Archive


class InCluster(Archive):
    """The command is told of the cluster by the environment; what it reads and remembers lies in the folder."""

    def __init__(self, folder: Path, project: Path, location: str) -> None:
        super().__init__(folder, project)
        self.environment = {
            "BACKFILE_INDEX": location,
            "BACKFILE_OPENSEARCH_REPLICAS": "0",
            "BACKFILE_SEARCH_SECONDS": "60",
            "XDG_STATE_HOME": str(folder / "state"),
        }

    def done(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return super().done(*words, **self.environment, **environment)


@pytest.fixture
def archive(tmp_path: Path, project: Path, location: str) -> InCluster:
    return InCluster(tmp_path, project, location)


def test_every_verb_works_on_it(archive: InCluster) -> None:
    assert "reindex" in archive.refused("search", "truce", status=3)
    first = archive.reindex("news")
    assert first["added"] == SEEDS and first["generation"]
    again = archive.reindex("news")
    assert (again["added"], again["unchanged"], again["generation"]) == (0, SEEDS, first["generation"])
    stats = json.loads(archive.run("stats", "--json"))
    assert (stats["engine"], stats["articles"], stats["files"]) == ("opensearch", SEEDS, SEEDS)
    hits = json.loads(archive.run("search", "ceasefire", "--json"))["hits"]
    shown = json.loads(archive.run("show", hits[0]["id"], "--json"))
    assert shown["headline"] == hits[0]["headline"]
    exported = archive.run("export").splitlines()
    assert len(exported) == SEEDS and {json.loads(line)["id"] for line in exported} >= {shown["id"]}
    assert archive.run("check") == "The archive is whole.\n"
    next(archive.news.iterdir()).unlink()
    assert archive.reindex("news")["removed"] == 1
    assert archive.reindex("--full", "news")["unchanged"] == SEEDS - 1
    assert archive.run("check") == "The archive is whole.\n"


def test_it_goes_to_a_cluster_and_comes_back_with_its_ledger(archive: InCluster) -> None:
    archive.reindex("news")
    archive.run("copy", "--from", archive.environment["BACKFILE_INDEX"], "--to", "here")
    tally = archive.reindex("news", "--index", "here")
    assert (tally["left"], tally["unchanged"]) == (SEEDS, SEEDS)
