"""Reindexing as its users run it: what a run takes, leaves and takes out, and what bad files come to."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.archive import SEEDS, Archive
from tests.command import AS_A_USER


class TestReindex:
    def test_a_second_run_touches_nothing(self, archive: Archive) -> None:
        first = archive.reindex("news")
        assert (first["read"], first["added"], first["failed"]) == (SEEDS, SEEDS, [])
        generation = archive.generation()
        second = archive.reindex("news")
        assert (second["read"], second["unchanged"], second["generation"]) == (0, SEEDS, generation)

    def test_a_changed_file_is_replaced_and_a_deleted_one_removed(self, archive: Archive) -> None:
        archive.reindex("news")
        kept, changed, deleted, *_ = sorted(archive.news.iterdir())
        changed.write_text(
            changed.read_text(encoding="utf-8").replace("Aleppo", "Zanzibar"), encoding="utf-8"
        )
        deleted.unlink()
        tally = archive.reindex("news")
        assert (tally["read"], tally["changed"], tally["removed"], tally["unchanged"]) == (1, 1, 1, 3)
        assert len(archive.headlines("zanzibar")) == 1
        assert len(archive.headlines("")) == SEEDS - 1
        assert kept.exists()

    def test_a_deleted_file_may_be_named(self, archive: Archive) -> None:
        archive.reindex("news")
        deleted = sorted(archive.news.iterdir())[0]
        deleted.unlink()
        assert archive.reindex(f"news/{deleted.name}")["removed"] == 1

    def test_a_touched_file_is_not_read(self, archive: Archive) -> None:
        archive.reindex("news")
        for file in archive.news.iterdir():
            os.utime(file)
        assert archive.reindex("news")["read"] == 0

    def test_only_below_the_paths_is_anything_removed(self, archive: Archive) -> None:
        other = archive.folder / "other"
        other.mkdir()
        moved = sorted(archive.news.iterdir())[0]
        shutil.move(moved, other)
        archive.reindex("news", "other")
        shutil.rmtree(other)
        assert archive.reindex("news")["removed"] == 0
        assert len(archive.headlines("")) == SEEDS
        assert archive.reindex(".")["removed"] == 1

    def test_full_holds_the_paths_and_nothing_else(self, archive: Archive) -> None:
        archive.reindex("news")
        one = sorted(archive.news.iterdir())[0]
        tally = archive.reindex("--full", str(one))
        assert (tally["unchanged"] + tally["changed"] + tally["added"], tally["removed"]) == (1, SEEDS - 1)
        assert len(archive.headlines("")) == 1

    def test_a_dry_run_tells_and_writes_nothing(self, archive: Archive) -> None:
        tally = archive.reindex("news", "--dry-run")
        assert tally["added"] == SEEDS
        assert [path.name for path in archive.folder.iterdir()] == ["news"]
        archive.reindex("news")
        before = {p: p.stat().st_mtime_ns for p in archive.folder.rglob("*")}
        sorted(archive.news.iterdir())[0].unlink()
        before = {p: t for p, t in before.items() if p.exists() and p != archive.news}
        assert archive.reindex("news", "--dry-run")["removed"] == 1
        after = {p: p.stat().st_mtime_ns for p in archive.folder.rglob("*") if p != archive.news}
        assert after == before

    def test_the_archive_s_own_folder_is_no_source(self, archive: Archive) -> None:
        archive.reindex(".")
        assert archive.reindex(".")["read"] == 0
        assert archive.headlines("") == archive.headlines("", "--index", "backfile-index")

    def test_two_records_with_one_id_both_stay(self, archive: Archive) -> None:
        shutil.rmtree(archive.news)
        archive.news.mkdir()
        for name in "ab":
            body = f"The council of {name} met on Monday and agreed on the budget for the next year. " * 3
            record = {"id": "same", "title": f"Council {name} agrees", "body": body, "date": "2016-05-23"}
            (archive.news / f"{name}.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
        archive.reindex("news")
        assert archive.headlines("") == {"Council a agrees", "Council b agrees"}
        (archive.news / "a.jsonl").unlink()
        archive.reindex("news")
        assert archive.headlines("") == {"Council b agrees"}


class TestBadFiles:
    @pytest.fixture
    def spoilt(self, archive: Archive) -> Archive:
        (archive.news / "empty.txt").touch()
        (archive.news / "binary.txt").write_bytes(b"\x00\xff\x80\x01" * 400)
        (archive.news / "dangling.txt").symlink_to("nowhere")
        os.mkfifo(archive.news / "pipe.txt")
        (archive.news / "list.txt").write_text("apples\npears\n\n12\n", encoding="utf-8")
        (archive.news / "broken.txt").write_bytes(
            "naïve “text” ".encode("utf-16-le")[:-1] + b"\xd8\x00\xff" * 90
        )
        (archive.news / "bomb.html").write_text("<div>" * 100_000, encoding="utf-8")
        return archive

    def test_each_is_named_with_its_reason_and_the_others_are_indexed(self, spoilt: Archive) -> None:
        tally = spoilt.reindex("news", status=1)
        failed = {Path(refusal["locator"]).name: refusal for refusal in tally["failed"]}
        assert set(failed) == {
            *("empty.txt", "binary.txt", "dangling.txt", "pipe.txt", "list.txt", "broken.txt", "bomb.html")
        }
        assert all(refusal["reason"] and refusal["kind"] for refusal in failed.values())
        assert sum(tally["failed_by_kind"].values()) == len(failed)
        assert tally["added"] == SEEDS
        again = spoilt.reindex("news", status=1)
        assert {Path(refusal["locator"]).name for refusal in again["failed"]} == set(failed)
        assert again["unchanged"] == SEEDS

    def test_a_file_of_which_some_characters_are_damaged_is_named_and_indexed(self, archive: Archive) -> None:
        file = sorted(archive.news.iterdir())[0]
        whole = file.read_bytes()
        file.write_bytes(whole[:400] + b"\xff\xfe" + whole[400:])
        tally = archive.reindex("news", status=1)
        assert [(Path(one["locator"]).name, one["kind"]) for one in tally["failed"]] == [
            (file.name, "damaged")
        ]
        assert tally["added"] == SEEDS
        again = archive.reindex("news", status=1)
        assert (again["failed"], again["unchanged"]) == (tally["failed"], SEEDS)

    def test_the_tally_for_people_names_them_too(self, spoilt: Archive) -> None:
        printed = spoilt.run("reindex", "news", status=1)
        assert "news/empty.txt: no article: it is empty" in printed
        assert f"{SEEDS} added" in printed

    @pytest.mark.skipif(os.geteuid() == 0 and not AS_A_USER, reason="root may read everything")
    @pytest.mark.parametrize("folder", [False, True])
    def test_what_may_not_be_read_keeps_what_it_gave(self, archive: Archive, folder: bool) -> None:
        inside = archive.news / "more"
        inside.mkdir()
        file = sorted(path for path in archive.news.iterdir() if path.is_file())[0].rename(inside / "a.txt")
        archive.reindex("news")
        (inside if folder else file).chmod(0)
        try:
            tally = archive.reindex("news", status=1)
            assert [refusal["kind"] for refusal in tally["failed"]] == ["unreadable"]
            assert (tally["removed"], len(archive.headlines(""))) == (0, SEEDS)
        finally:
            inside.chmod(0o700)
