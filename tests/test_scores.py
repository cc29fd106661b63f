"""The measures measure: each definition on cases worked out by hand."""

from __future__ import annotations

import pytest

from tests.scores import (
    days,
    invented,
    mean_f1,
    names,
    names_f1,
    people,
    precision_recall,
    right_day,
    same_headline,
    same_minute,
    wrong_day,
)


def test_a_body_is_compared_by_four_words_at_a_time() -> None:
    assert precision_recall("a b c d e", "a b c d e") == (1, 1)
    assert precision_recall("a b c d e", "a b c d x") == (0.5, 0.5)
    assert precision_recall("a b c d e", "") == (None, 0)
    assert precision_recall("too short", "too short") == (1, 1)


def test_f1_is_that_of_the_averages() -> None:
    assert mean_f1([(1.0, 0.5), (1.0, 0.0), (None, 0.25)]) == pytest.approx(40)
    assert mean_f1([(0.0, 0.0)]) == 0
    assert mean_f1([]) is None


def test_a_headline_is_its_words() -> None:
    assert same_headline("Mayor “resigns” – again", "MAYOR resigns, again!") == 1
    assert same_headline("Mayor resigns", None) == 0
    assert same_headline(None, "Mayor resigns") is None


def test_authors_are_single_names() -> None:
    assert names("By Ann Lee and Bob Kaya") == {"ann lee", "bob kaya"}
    assert names(["Ann Lee, Bob Kaya", ""]) == {"ann lee", "bob kaya"}
    assert names_f1(names("Ann Lee"), names("Ann Lee & Bob Kaya")) == pytest.approx(2 / 3)
    assert invented(names(None), names("Ann Lee")) == 1
    assert invented(names("Ann Lee"), names("Ann Lee")) is None


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("Ann Lee", True),
        ("Sandra Nagel", True),
        ("Reuters", False),
        ("News staff", False),
        ("MM-Redaktion", False),
        ("Südblatt", False),
        ("suedblatt.example", True),  # another name than the host's own
        ("SN", False),
    ],
)
def test_people_are_no_agency_no_desk_and_not_the_paper(name: str, is_person: bool) -> None:
    assert bool(people(names(name), ("www.sudblatt.example", "sn.example"))) is is_person


def test_a_day_is_right_on_the_page_s_clock_or_in_utc() -> None:
    gold = days("2024-05-02", "2024-05-02 01:30:00+02:00")
    assert gold == {"2024-05-02", "2024-05-01"}
    assert right_day(gold, "2024-05-01T23:30Z") == 1
    assert (right_day(gold, "2024-05"), wrong_day(gold, "2024-05")) == (0, 0)
    assert (right_day(gold, "2024-05-03"), wrong_day(gold, "2024-05-03")) == (0, 1)
    assert right_day(days(None, None), "2024-05-03") is None


@pytest.mark.parametrize(
    ("gold", "given", "right"),
    [
        ("2024-05-02 01:30:59+02:00", "2024-05-01T23:30Z", 1),
        ("2024-05-02 01:30:00+02:00", "2024-05-02T01:30", 0),
        ("2024-05-02 01:30:00+02:00", "2024-05-02", 0),
        ("2024-05-02 01:30:00", "2024-05-02T01:30:10+09:00", 1),
        ("2024-05-02 00:00:00", "2024-05-02", None),
        (None, "2024-05-02", None),
    ],
)
def test_an_instant_is_right_to_the_minute(gold: str | None, given: str, right: float | None) -> None:
    assert same_minute(gold, given) == right
