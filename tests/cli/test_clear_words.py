"""What the command says when it can not do what was asked, and with which exit status."""

from __future__ import annotations

import os
import subprocess

import pytest

from search.engines import open_index
from search.settings import Settings
from tests.cli.archive import Archive
from tests.command import COMMAND


class TestClearWords:
    def test_settings_and_usage_are_2(self, archive: Archive) -> None:
        assert "no setting 'colour'" in archive.refused("stats", status=2, BACKFILE_COLOUR="red")
        assert "whole number" in archive.refused("serve", "--port", "eighty", status=2)
        assert "no such file" in archive.refused("reindex", "nowhere", status=2)
        assert not (archive.folder / "backfile-index").exists()
        assert "can't become 'colour'" in archive.refused("reindex", "news", "--map", "kop=colour", status=2)
        assert "No such option" in archive.refused("search", "x", "--fast", status=2)
        assert "No such command" in archive.refused("find", status=2)
        (archive.folder / "backfile.toml").write_text("colour = 'red'", encoding="utf-8")
        assert "no setting 'colour'" in archive.refused("stats", status=2)

    @pytest.mark.parametrize("verb", ["search", "stats", "check", "export", "show"])
    def test_a_missing_index_is_3_and_says_what_to_run(self, archive: Archive, verb: str) -> None:
        said = archive.refused(verb, *(["x"] if verb == "show" else []), status=3)
        assert "backfile reindex" in said
        assert not (archive.folder / "backfile-index").exists()

    def test_a_busy_index_is_3_and_says_who(self, archive: Archive) -> None:
        archive.reindex("news")
        sorted(archive.news.iterdir())[0].unlink()
        index = open_index(str(archive.folder / "backfile-index"), Settings())
        with index.write():
            assert str(os.getpid()) in archive.refused("reindex", "news", status=3)
        assert archive.reindex("news")["removed"] == 1

    def test_a_bad_date_is_2(self, whole: Archive) -> None:
        assert "is no date" in whole.refused("search", "x", "--from", "yesteryear", status=2)

    def test_dates_the_wrong_way_round_are_2(self, whole: Archive) -> None:
        assert "before" in whole.refused("search", "--from", "2016", "--to", "2015", status=2)
        whole.run("search", "--from", "2016-05", "--to", "2016")

    def test_an_unknown_article_is_2(self, whole: Archive) -> None:
        assert "no article 'nosuch'" in whole.refused("show", "nosuch", status=2)

    def test_a_reader_that_leaves_early_is_no_fault(self, whole: Archive) -> None:
        line = f"{' '.join(COMMAND)} export | head -c 10"
        done = subprocess.run(line, shell=True, cwd=whole.folder, capture_output=True, text=True, check=True)
        assert len(done.stdout) == 10
        assert "Traceback" not in done.stderr and "Broken" not in done.stderr

    @pytest.mark.parametrize(
        "verb", ["", "reindex", "search", "show", "explain", "serve", "stats", "check", "export", "copy"]
    )
    def test_every_verb_has_its_help(self, archive: Archive, verb: str) -> None:
        assert "Usage: backfile" in archive.run(*([verb] if verb else []), "--help")
