"""Lines that a site repeats, from files to the index: known too late for the first page, and mended there."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engines import open_index
from search.reindex import reindex
from search.settings import Settings

STANDING = (
    "The harbour desk reads every letter that reaches it before the evening tide, and answers most of them."
)
NAMES = ("ferry", "market", "library", "bridge")


def page(name: str) -> str:
    text = "\n\n".join(
        f"The {name} committee heard on {day} that the works would cost more than the council had set aside for them."
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    )
    return f"Town argues about its {name}\n\n{text}\n\n{STANDING}\n"


@pytest.mark.parametrize("full", [False, True])
def test_the_first_page_is_cleaned_again(tmp_path: Path, full: bool) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for name in NAMES:
        (folder / f"{name}.txt").write_text(page(name), encoding="utf-8")
    settings = Settings(index=str(tmp_path / "index"))
    index = open_index(settings.index, settings, create=True)
    try:
        tally = reindex([folder], index, settings, full=full)
        assert (tally.added, tally.failed) == (4, [])
        assert tally.generation == index.status().generation
        articles = [article for id in index.ids() if (article := index.get(id))]
        assert len(articles) == 4
        for article in articles:
            assert STANDING not in article.body
            assert STANDING in article.removed
            assert article.body.count("committee heard") == 5
        again = reindex([folder], index, settings)
        assert (again.read, again.unchanged, again.generation) == (0, 4, tally.generation)
    finally:
        index.close()


def test_a_page_that_comes_later_mends_the_earlier_one(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    settings = Settings(index=str(tmp_path / "index"))
    index = open_index(settings.index, settings, create=True)
    try:
        (folder / "ferry.txt").write_text(page("ferry"), encoding="utf-8")
        reindex([folder], index, settings)
        (folder / "market.txt").write_text(page("market"), encoding="utf-8")
        assert reindex([folder], index, settings).added == 1
        bodies = [article.body for id in index.ids() if (article := index.get(id))]
        assert len(bodies) == 2
        assert not any(STANDING in body for body in bodies)
    finally:
        index.close()
