"""`backfile copy` as its users run it: a whole archive, which goes on where it was copied to."""

from __future__ import annotations

import json

from tests.cli.archive import SEEDS, Archive


def test_a_copy_goes_on_as_the_archive_would(archive: Archive) -> None:
    archive.reindex("news")
    copied = json.loads(archive.run("copy", "--from", "backfile-index", "--to", "elsewhere/copy", "--json"))
    assert (copied["articles"], copied["written"], copied["failed"]) == (SEEDS, SEEDS, [])
    there = ("--index", "elsewhere/copy")
    assert archive.run("export", *there) == archive.run("export")
    assert "whole" in archive.run("check", *there)
    (archive.news / "new.txt").write_text(
        "Council agrees\n\nMay 3, 2016\n\nThe council met on Monday. It agreed on the budget.\n"
    )
    tally = archive.reindex("news", *there)
    assert (tally["read"], tally["left"], tally["added"]) == (1, SEEDS, 1)
    assert "whole" in archive.run("check", *there)
    assert json.loads(archive.run("stats", "--json"))["articles"] == SEEDS


def test_nothing_is_copied_over_another_archive(archive: Archive) -> None:
    archive.reindex("news")
    archive.reindex("news", "--index", "other")
    said = archive.refused("copy", "--from", "backfile-index", "--to", "other", status=2)
    assert "already" in said
    said = archive.refused("copy", "--from", "backfile-index", "--to", "./backfile-index", status=2)
    assert "the archive itself" in said
    said = archive.refused("copy", "--from", "nowhere", "--to", "copy", status=3)
    assert "nowhere" in said and not (archive.folder / "nowhere").exists()
    said = archive.refused("copy", "--from", "backfile-index", "--to", "ftp://host/copy", status=2)
    assert "names no index" in said
