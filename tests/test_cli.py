"""The command as its users run it: real processes on real files."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from search.check import doubts_of
from search.engines import open_index
from search.settings import Settings
from tests.command import COMMAND, ENVIRONMENT, run

SEEDS = 5


class Archive:
    """A working folder with files in `news/`, and the command run in it."""

    def __init__(self, folder: Path, project: Path) -> None:
        self.folder = folder
        self.news = folder / "news"
        self.news.mkdir()
        for file in project.glob("seeds/00?_*.txt"):
            shutil.copy(file, self.news)

    def run(self, *words: str, status: int = 0, **environment: str) -> str:
        """What the command prints on stdout, ending as it should."""
        done = self.done(*words, **environment)
        assert done.returncode == status, done.stderr + done.stdout
        return done.stdout

    def refused(self, *words: str, status: int, **environment: str) -> str:
        """What it says on stderr when it can't."""
        done = self.done(*words, **environment)
        assert (done.returncode, done.stdout) == (status, ""), done
        assert "Traceback" not in done.stderr
        return done.stderr

    def done(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return run(words, self.folder, **environment)

    def reindex(self, *words: str, status: int = 0, **environment: str) -> dict[str, Any]:
        tally: dict[str, Any] = json.loads(
            self.run("reindex", *words, "--json", status=status, **environment)
        )
        return tally

    def generation(self) -> str:
        return str(json.loads(self.run("stats", "--json"))["generation"])

    def headlines(self, *words: str) -> set[str]:
        found = json.loads(self.run("search", *words, "--json", "--limit", "100"))
        return {hit["headline"] for hit in found["hits"]}


@pytest.fixture
def archive(tmp_path: Path, project: Path) -> Archive:
    return Archive(tmp_path, project)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Archive:
    """The five seeds, indexed; for tests that only read."""
    archive = Archive(tmp_path_factory.mktemp("whole"), project)
    archive.run("reindex", "news")
    return archive


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

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read_keeps_what_it_gave(self, archive: Archive) -> None:
        archive.reindex("news")
        file = sorted(archive.news.iterdir())[0]
        file.chmod(0)
        tally = archive.reindex("news", status=1)
        assert [refusal["kind"] for refusal in tally["failed"]] == ["unreadable"]
        assert len(archive.headlines("")) == SEEDS


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
        "verb", ["", "reindex", "search", "show", "explain", "serve", "stats", "check", "export"]
    )
    def test_every_verb_has_its_help(self, archive: Archive, verb: str) -> None:
        assert "Usage: backfile" in archive.run(*([verb] if verb else []), "--help")


class TestReading:
    def test_search(self, whole: Archive) -> None:
        found = json.loads(whole.run("search", "ceasefire", "--json"))
        assert found["total"] == len(found["hits"]) > 0
        assert {(hit["published"]["value"] or "2016")[:4] for hit in found["hits"]} == {"2016"}
        assert "2016" in whole.run("search", "ceasefire")

    def test_filters_and_order(self, whole: Archive) -> None:
        found = json.loads(
            whole.run("search", "--from", "2016-05", "--to", "2016-05", "--sort", "oldest", "--json")
        )
        days = [hit["published"]["value"] for hit in found["hits"]]
        assert days == sorted(days) and all(day.startswith("2016-05") for day in days)
        assert json.loads(whole.run("search", "--source", "Nobody's", "--json"))["total"] == 0

    def test_articles_with_some_of_the_words_stand_apart(self, whole: Archive) -> None:
        def found(match: str, *words: str) -> dict[str, Any]:
            answer: dict[str, Any] = json.loads(
                whole.run("search", "ceasefire tartus", "--match", match, "--json", *words)
            )
            return answer

        every, auto, some = found("all"), found("auto"), found("any")
        assert every["also"] == some["also"] == [] and auto["also"]
        assert auto["total"] == every["total"] < some["total"]
        ids = [[hit["id"] for hit in part] for part in (auto["hits"], auto["also"], some["hits"])]
        assert set(ids[0]).isdisjoint(ids[1]) and {*ids[0], *ids[1]} == {*ids[2]}
        assert len(found("auto", "--limit", "2")["also"]) == 2 - len(found("auto", "--limit", "2")["hits"])
        assert found("auto", "--to", "2001")["also"] == []
        counted, apart = whole.run("search", "ceasefire tartus").split("With some of the words")
        assert all(id in apart and id not in counted for id in ids[1])

    def test_other_spellings_are_offered_on_stderr_and_not_applied(self, whole: Archive) -> None:
        done = whole.done("search", "ceasfire", "--match", "all")
        assert (done.returncode, done.stdout) == (0, "0 articles.\n")
        assert "Did you mean: ceasefire (" in done.stderr
        offer = json.loads(whole.run("search", "ceasfire", "--json"))["spellings"][0]
        assert offer["total"] == json.loads(whole.run("search", offer["query"], "--json"))["total"] > 0

    def test_a_misspelling_that_some_articles_share_is_offered_beside_them(self, archive: Archive) -> None:
        lines = ["The government spends."] * 15 + ["The goverment spends."]
        records = [{"id": f"g{n}", "headline": f"Story {n}", "body": body} for n, body in enumerate(lines)]
        (archive.folder / "many.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        archive.reindex("many.jsonl")
        answer = json.loads(archive.run("search", "goverment spends", "--json"))
        assert (answer["total"], answer["relaxations"]) == (1, [])
        assert [(o["query"], o["total"]) for o in answer["spellings"]] == [("government spends", 15)]
        assert json.loads(archive.run("search", "government", "--json"))["spellings"] == []

    def test_smaller_searches_are_offered_when_nothing_is_found(self, whole: Archive) -> None:
        offers = json.loads(whole.run("search", "ceasefire headline:zanzibar", "--json"))["relaxations"]
        assert {"query": "ceasefire", "label": "without headline:zanzibar"}.items() <= offers[0].items()
        assert offers[0]["total"] == json.loads(whole.run("search", "ceasefire", "--json"))["total"]

    def test_how_it_was_understood_is_said_on_stderr(self, whole: Archive) -> None:
        done = whole.done("search", "hd=ceasefire (")
        assert "Understood as: headline:ceasefire\n" in done.stderr and "Understood" not in done.stdout
        assert all(line.count(".") for line in done.stderr.splitlines() if line.startswith("Note"))
        assert ".." not in done.stderr

    def test_the_joiners_of_persian_reach_the_terminal_and_orders_to_it_do_not(
        self, archive: Archive
    ) -> None:
        record = {"headline": "او به مسکو می\u200cرود", "body": "او \x1b[31mشنبه\u202e به مسکو می\u200cرود."}
        (archive.folder / "one.jsonl").write_text(json.dumps(record), encoding="utf-8")
        archive.reindex("one.jsonl")
        shown = archive.run("search", "مسکو")
        assert "می\u200cرود" in shown and "\x1b" not in shown and "\u202e" not in shown

    def test_a_publication_is_found_in_any_case_and_a_missing_one_is_said(self, archive: Archive) -> None:
        record = {
            "headline": "Truce holds",
            "body": "The truce holds for a day.",
            "source": "The Daily Herald",
        }
        (archive.folder / "one.jsonl").write_text(json.dumps(record), encoding="utf-8")
        archive.reindex("one.jsonl")
        assert json.loads(archive.run("search", "--source", "the daily HERALD", "--json"))["total"] == 1
        done = archive.done("search", "--source", "Nobody's")
        assert done.stdout == "0 articles.\n" and "no publication" in done.stderr

    def test_show(self, whole: Archive) -> None:
        hit = json.loads(whole.run("search", "ceasefire", "--json"))["hits"][0]
        article = json.loads(whole.run("show", hit["id"], "--json"))
        assert article["headline"] == hit["headline"] and article["body"]
        assert article["headline"] in whole.run("show", hit["id"])

    def test_stats(self, whole: Archive) -> None:
        stats = json.loads(whole.run("stats", "--json"))
        assert (stats["articles"], stats["files"], stats["refused"]) == (SEEDS, SEEDS, {})
        assert {"value": "2016", "count": SEEDS - 1} in stats["facets"]["year"]["counts"]
        assert f"{SEEDS} articles" in whole.run("stats")

    def test_check(self, whole: Archive) -> None:
        assert json.loads(whole.run("check", "--json")) == {"ok": True, "doubts": []}

    def test_an_archive_without_one_of_its_files_is_said_to_be_damaged(self, archive: Archive) -> None:
        archive.reindex("news")
        for file in (archive.folder / "backfile-index").glob("0*/*.col"):
            file.unlink()
        for verb in ("search", "check", "stats"):
            assert "reindex --full" in archive.refused(verb, status=3)
        archive.reindex("--full", "news")
        archive.run("check")

    def test_check_notices_a_damaged_file_and_full_mends_it(self, archive: Archive) -> None:
        archive.reindex("news")
        files = (archive.folder / "backfile-index").glob("0*/*")
        largest = max(files, key=lambda path: path.stat().st_size)
        data = bytearray(largest.read_bytes())
        data[len(data) // 2] ^= 1
        largest.write_bytes(data)
        assert "reindex --full" in archive.run("check", status=3)
        archive.reindex("--full", "news")
        archive.run("check")

    @pytest.mark.parametrize("form", ["jsonl", "csv", "ris", "bibtex", "csl"])
    def test_export(self, whole: Archive, form: str) -> None:
        count: dict[str, Callable[[str], int]] = {
            "jsonl": lambda text: len([json.loads(line) for line in text.splitlines()]),
            "csv": lambda text: len(list(csv.DictReader(io.StringIO(text)))),
            "ris": lambda text: text.count("\nER  -"),
            "bibtex": lambda text: text.count("\n}"),
            "csl": lambda text: len(json.loads(text)),
        }
        assert count[form](whole.run("export", "--format", form)) == SEEDS

    def test_an_export_can_be_indexed_again(self, whole: Archive, archive: Archive) -> None:
        (archive.folder / "export.jsonl").write_text(whole.run("export"), encoding="utf-8")
        archive.reindex("export.jsonl")
        assert archive.headlines("") == whole.headlines("")
        places = [json.loads(one.run("stats", "--json"))["facets"]["place"] for one in (archive, whole)]
        assert places[0] == places[1] and places[0]["different"] > 1

    def test_a_trec_run(self, whole: Archive) -> None:
        topics = whole.folder / "topics.tsv"
        topics.write_text("1\tCEASEFIRE AND THE TRUCE IN ALEPPO\n2\tzanzibar\n", encoding="utf-8")
        runs = {
            match: [
                line.split()
                for line in whole.run("search", "--trec", "topics.tsv", "--match", match).splitlines()
            ]
            for match in ("all", "auto", "any")
        }
        for lines in runs.values():
            assert all(len(line) == 6 and line[0] == "1" and line[1] == "Q0" for line in lines)
            assert [int(line[3]) for line in lines] == list(range(1, len(lines) + 1))
            scores = [float(line[4]) for line in lines]
            assert scores == sorted(set(scores), reverse=True)
        assert len(runs["all"]) < len(runs["auto"]) == len(runs["any"])
        assert len(whole.run("search", "--trec", "topics.tsv", "--depth", "1").splitlines()) == 1
        topics.write_text("no tab\n", encoding="utf-8")
        assert "line 1" in whole.refused("search", "--trec", "topics.tsv", status=2)


class TestKills:
    def test_a_killed_run_leaves_a_whole_archive_and_the_next_completes_it(self, archive: Archive) -> None:
        records = (
            {
                "id": f"r{number}",
                "title": f"Report {number} of the council",
                "body": f"The council met for the {number}th time on Monday. It agreed on the budget. " * 5,
                "date": "2016-05-23",
            }
            for number in range(400)
        )
        lines = "".join(json.dumps(record) + "\n" for record in records)
        archive.reindex("news")
        (archive.news / "many.jsonl").write_text(lines, encoding="utf-8")
        index = open_index(str(archive.folder / "backfile-index"), Settings())
        for delay in (0.5, 1.0, 2.0):
            killed = subprocess.Popen(
                [*COMMAND, "reindex", "news"], cwd=archive.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL
            )
            time.sleep(delay)
            killed.kill()
            killed.wait()
            assert doubts_of(index) == ()
            assert index.status().articles in (SEEDS, SEEDS + 400)
        tally = archive.reindex("news")
        assert tally["unchanged"] + tally["added"] + tally["changed"] == SEEDS + 400
        assert index.status().articles == SEEDS + 400
        assert doubts_of(index) == ()

    def test_readers_die_with_their_parent(self, archive: Archive) -> None:
        killed = subprocess.Popen(
            [*COMMAND, "reindex", "news"], cwd=archive.folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL
        )
        readers: list[str] = []
        for _ in range(200):
            readers = children(killed.pid)
            if readers:
                break
            time.sleep(0.02)
        killed.kill()
        killed.wait()
        assert readers
        for _ in range(1000):
            if not any(alive(reader) for reader in readers):
                break
            time.sleep(0.02)
        assert not any(alive(reader) for reader in readers)

    def test_an_interrupt_ends_it_cleanly(self, archive: Archive) -> None:
        stopped = subprocess.Popen(
            [*COMMAND, "reindex", "news"],
            cwd=archive.folder,
            env=ENVIRONMENT,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert stopped.stderr
        while not (archive.folder / "backfile-index" / "ledger.sqlite").exists() and stopped.poll() is None:
            time.sleep(0.02)
        stopped.send_signal(signal.SIGINT)
        said = stopped.stderr.read()
        stopped.stderr.close()
        assert stopped.wait() in (0, 130) and "Traceback" not in said
        assert archive.reindex("news")["failed"] == []


def children(parent: int) -> list[str]:
    try:
        return Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    except OSError:
        return []


def alive(process: str) -> bool:
    """Not ended, whether or not anyone has asked how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
