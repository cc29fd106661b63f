"""Searching, showing, counting and exporting from a terminal."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.archive import SEEDS, Archive


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
        for verb in ("search", "stats"):
            assert "reindex --full" in archive.refused(verb, status=3)
        assert "reindex --full" in archive.run("check", status=3), "which is what it was asked"
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
