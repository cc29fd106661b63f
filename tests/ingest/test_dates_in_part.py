"""Dates that leave something open: a year that is not stated, a zone whose name has several meanings."""

from __future__ import annotations

from typing import Any

import pytest

from search.article import Dateline
from tests.ingest.dated import TEXT, choose, jsonld

# ── the year ──

LEAD = "b WASHINGTON, May 23 (KUNA) — The US on Monday strongly condemned bombings in two areas that killed over 60 people.\n"
FILED = Dateline("Washington", "May 23", "KUNA", "WASHINGTON, May 23 (KUNA) —")


def test_the_weekday_and_the_page_s_later_dates_leave_one_year() -> None:
    choice = choose("h Blasts condemned", LEAD + TEXT + "r Port strike, Sept. 22, 2017 —", dateline=FILED)
    assert choice.published.value == "2016-05-23"
    assert choice.published.inferred
    assert choice.published.precision == "day"
    words = " ".join(choice.published.evidence)
    assert "line 2" in words and "Monday" in words and "Sept. 22, 2017" in words


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (LEAD + TEXT, "nothing says when the page was read"),
        (LEAD.replace(" on Monday", "") + TEXT + "r Port strike, Sept. 22, 2017 —", "no weekday is named"),
        (LEAD.replace("on Monday", "on Monday and Tuesday") + TEXT + "r Strike, Sept. 22, 2017", "two are"),
        (
            LEAD + "b It followed the accord of 2 June 2016.\n" + TEXT + "r Strike, Sept. 22, 2017",
            "it is older than its text",
        ),
    ],
)
def test_without_evidence_for_one_year_there_is_no_date(text: str, why: str) -> None:
    choice = choose("h Blasts condemned", text, dateline=FILED)
    assert choice.published.value is None, why
    assert not choice.published.inferred


def test_what_the_text_looks_back_on_can_leave_one_year_too() -> None:
    text = LEAD.replace(" on Monday", "") + "b The talks began on 3 February 2017 in Geneva.\n" + TEXT
    choice = choose("h Blasts condemned", text + "r Port strike, Sept. 22, 2017 —", dateline=FILED)
    assert (choice.published.value, choice.published.inferred) == ("2017-05-23", True)


def test_a_dateline_with_its_year_is_a_date() -> None:
    filed = Dateline("Kuala Lumpur", "Sept. 22, 2017", None, "KUALA LUMPUR, Sept. 22, 2017 —")
    choice = choose(
        "h Scientist speaks",
        "b KUALA LUMPUR, Sept. 22, 2017 — The chief scientist spoke.\n" + TEXT,
        dateline=filed,
    )
    assert (choice.published.value, choice.published.inferred) == ("2017-09-22", False)


def test_no_running_year_and_no_first_of_january_is_filled_in() -> None:
    for lines in (
        "h Truce holds\n- May 23",
        "h Truce holds\n- 2 hours ago",
        "h Truce holds\n- Yesterday, 10:20",
        "h Since 2009",
    ):
        assert choose(lines).published.value is None
    assert choose("h Truce holds\n- Creating new perspectives since 2009").published.value is None


def test_a_claimed_year_completes_a_date_and_never_makes_up_a_day() -> None:
    def dated(day: str, year: str) -> str | None:
        claims = {"published": [(year, "stated date")]}
        return choose(f"h Truce holds\n- {day}", claims=claims).published.value

    assert dated("May 23", "2016") == "2016-05-23"
    assert dated("May 23", "2016-05") == "2016-05-23"
    assert dated("June 23", "2016-05") == "2016-05"
    assert dated("February 29", "2015") == "2015"
    assert dated("Tuesday, May 23", "2016") == "2016"
    assert dated("December 31", "2026") == "2026"


# ── zones ──


def test_stamps_in_winter_and_summer_leave_the_zone_without_summer_time() -> None:
    header = "- Friday, Dec 08, 2023 | Last Update : 09:33 AM IST\n"
    lines = "h Truce holds\n- Published : May 25, 2016, 6:31 am IST\n- Updated : May 25, 2016, 6:31 am IST"
    choice = choose(header + lines)
    assert (choice.published.value, choice.updated) == ("2016-05-25T06:31+05:30",) * 2


@pytest.mark.parametrize(
    ("stamp", "more", "reads"),
    [
        ("May 25, 2016, 6:31 am IST", {}, "2016-05-25T06:31"),
        ("May 25, 2016, 6:31 am IST", {"url": "https://paper.in/a"}, "2016-05-25T06:31+05:30"),
        ("May 25, 2016, 6:31 am IST", {"url": "https://paper.ie/a"}, "2016-05-25T06:31+01:00"),
        (
            "May 25, 2016, 6:31 am IST",
            {"dateline": Dateline("Mumbai", raw="MUMBAI:")},
            "2016-05-25T06:31+05:30",
        ),
        ("May 25, 2016, 6:31 am IST", {"language": "hi"}, "2016-05-25T06:31+05:30"),
        ("Dec 25, 2016, 6:31 am IST", {"url": "https://paper.co.il/a"}, "2016-12-25T06:31+02:00"),
        (
            "May 25, 2016, 6:31 am IST",
            {"claims": jsonld("2016-05-25T01:01:00Z")},
            "2016-05-25T06:31:00+05:30",
        ),
        ("25 May 2016 06:31 BST", {"url": "https://paper.co.uk/a"}, "2016-05-25T06:31+01:00"),
        ("25 December 2016 06:31 BST", {}, "2016-12-25T06:31+06:00"),
        ("Dec 25, 2016, 6:31 am EST", {}, "2016-12-25T06:31-05:00"),
        ("25 December 2016 06:31 EST", {"url": "https://paper.com.au/a"}, "2016-12-25T06:31+11:00"),
        ("25 December 2016 06:31 CST", {"url": "https://paper.cn/a"}, "2016-12-25T06:31+08:00"),
        ("25 December 2016 06:31 CST", {}, "2016-12-25T06:31"),
        ("25 December 2016 06:31 CET", {}, "2016-12-25T06:31+01:00"),
    ],
)
def test_a_zone_name_is_settled_by_evidence_or_left_open(
    stamp: str, more: dict[str, Any], reads: str
) -> None:
    choice = choose(f"h Truce holds\n- {stamp}", **more)
    assert choice.published.value == reads
