"""Other calendars and numerals: days that are known in both, and no day that there is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.calendars import era_year, full_year, plain, read_han, to_gregorian

# New year's days of the Iranian calendar, as they were kept
NOWRUZ = {
    1300: (1921, 3, 21), 1321: (1942, 3, 21), 1342: (1963, 3, 21), 1358: (1979, 3, 21), 1375: (1996, 3, 20),
    1379: (2000, 3, 20), 1380: (2001, 3, 21), 1395: (2016, 3, 20), 1399: (2020, 3, 20), 1400: (2021, 3, 21),
    1403: (2024, 3, 20), 1404: (2025, 3, 21), 1405: (2026, 3, 21),
}  # fmt: skip


@pytest.mark.parametrize("year", NOWRUZ)
def test_the_iranian_year_begins_when_it_did(year: int) -> None:
    assert to_gregorian(year, 1, 1, jalali=True) == date(*NOWRUZ[year])


@given(st.integers(1250, 1470), st.integers(1, 12), st.integers(1, 31))
def test_iranian_days_follow_each_other(year: int, month: int, day: int) -> None:
    here = to_gregorian(year, month, day, jalali=True)
    after = to_gregorian(year, month, day + 1, jalali=True) or to_gregorian(year, month + 1, 1, jalali=True)
    after = after or to_gregorian(year + 1, 1, 1, jalali=True)
    if here is None:
        assert day > 29
    else:
        assert after is not None
        assert (after - here).days == 1


def test_a_day_that_there_is_not_is_none() -> None:
    assert to_gregorian(2015, 2, 29, jalali=False) is None
    assert to_gregorian(2016, 13, 1, jalali=False) is None
    assert to_gregorian(1437, 8, 16, jalali=False) is None, "a lunar year is not read"
    assert to_gregorian(1404, 12, 30, jalali=True) is None


def test_years_of_other_eras() -> None:
    assert to_gregorian(2559, 5, 23, jalali=False) == date(2016, 5, 23)
    assert (era_year("令和", "元"), era_year("平成", "28"), era_year("民國", "105")) == (2019, 2016, 2016)
    assert (full_year("59", thai=True), full_year("59", thai=False), full_year("99", thai=False)) == (
        2016,
        2059,
        1999,
    )
    assert (read_han("二〇一六"), read_han("二十三"), read_han("十"), read_han("三十")) == (2016, 23, 10, 30)


@given(st.text())
def test_a_plain_text_has_every_character_in_its_place(text: str) -> None:
    assert len(plain(text)) == len(text)
