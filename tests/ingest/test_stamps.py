"""Dates and times as papers print them, in many languages, and what is none."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from babel import localedata
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.stamps import LONGEST, PUBLISHED, UPDATED, find_stamps, read_stamp

ROWS = [
    (*line.split("\t"), "")[:4]
    for line in (Path(__file__).parent / "stamps.tsv").read_text(encoding="utf-8").splitlines()[1:]
]
LANGUAGES = sorted(name for name in localedata.locale_identifiers() if "_" not in name)
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@pytest.mark.parametrize(("language", "text", "reads", "label"), ROWS)
def test_a_printed_date_is_read(language: str, text: str, reads: str, label: str) -> None:
    stamp = read_stamp(text, (language,))
    if reads:
        assert stamp is not None
        assert stamp.iso() == reads
        if label:
            assert stamp.label == label
    else:
        assert stamp is None or stamp.date is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_long_date_of_every_language_is_read_back(language: str) -> None:
    for day in (date(2016, 5, 23), date(1998, 11, 4)):
        stamp = read_stamp(format_date(day, "long", locale=language), (language,))
        assert stamp is not None
        assert stamp.date == day


@given(
    DAYS,
    st.sampled_from(
        ["en", "de", "fr", "es", "ru", "ar", "tr", "el", "hi", "ko", "hu", "fi", "he", "th", "vi"]
    ),
)
def test_a_date_with_its_weekday_is_read_back(day: date, language: str) -> None:
    stamp = read_stamp(format_date(day, "full", locale=language), (language,))
    assert stamp is not None
    assert stamp.date == day
    assert stamp.weekday == day.weekday()


@given(st.text(max_size=120), st.sampled_from([(), ("en",), ("ar", "fr"), ("xx-YY", "zh")]))
def test_any_text_is_read_without_an_error(text: str, languages: tuple[str, ...]) -> None:
    for stamp in find_stamps(text, languages):
        assert 0 <= stamp.span[0] < stamp.span[1] <= len(text)
        assert stamp.iso()
    read_stamp(text, languages)


PARTS = st.sampled_from(
    "23 5 2016 16 May Mai mai мая मई 5月 23日 2016年 Monday Mon updated Published at of , . / - : 10:20 pm a.m. IST GMT +05:30 "
    "Z T24 20160523 ۱۳۹۵ 2559 ( ) | \n 99 00 1400 令和5年 元年 пн".split(" ")
)


@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_pieces_of_dates_in_any_order_are_read_without_an_error(text: str) -> None:
    for stamp in find_stamps(text, ("en", "fa")):
        assert stamp.date is None or stamp.date.year > 1500
    read_stamp(text)


@pytest.mark.parametrize(
    "hostile",
    ["/", "1", "1/", "12.", "May ", "a.m.", "23 May ", "(", "年", "๑", ": ", "Thứ ", "2016-", "\u200b"],
)
def test_only_the_beginning_of_a_long_text_is_looked_at(hostile: str) -> None:
    text = hostile * 20_000
    assert find_stamps(text, ("en", "vi")) == find_stamps(text[:LONGEST], ("en", "vi"))
    read_stamp(text, ("th",))


@pytest.mark.parametrize(
    "zero", [0x0660, 0x06F0, 0x0966, 0x09E6, 0x0BE6, 0x0C66, 0x0E50, 0x0ED0, 0x1040, 0x17E0, 0xFF10]
)
def test_digits_of_every_script_count(zero: int) -> None:
    digits = "2016-05-23 14:05".translate({ord(str(n)): chr(zero + n) for n in range(10)})
    stamp = read_stamp(digits, ("en",))
    assert stamp is not None
    assert stamp.iso() == "2016-05-23T14:05"


def test_a_span_is_the_text_of_the_stamp() -> None:
    text = "By Jane Doe | Monday, 23 May 2016, 10:20 am IST | 5 comments"
    (stamp,) = find_stamps(text, ("en",))
    assert text[slice(*stamp.span)] == "Monday, 23 May 2016, 10:20 am IST"


def test_the_order_of_day_and_month_is_the_language_and_its_country_s() -> None:
    for languages, month in ((("en",), 5), (("en-GB", "en"), 6), (("fr",), 6), ((), 6)):
        (stamp,) = find_stamps("05/06/2016", languages)
        assert stamp.month == month
        assert stamp.either_way
    (stamp,) = find_stamps("Sunday 05/06/2016", ("en",))
    assert (stamp.month, stamp.either_way) == (6, False)


def test_a_wrong_weekday_is_told_and_yields_to_a_right_one() -> None:
    first, second = find_stamps("Tuesday, May 23, 2016; Monday, May 23, 2016", ("en",))
    assert not first.consistent
    assert second.consistent
    stamp = read_stamp("Tuesday, May 23, 2016; Monday, May 23, 2016", ("en",))
    assert stamp is not None
    assert stamp.weekday == 0


def test_a_label_between_date_and_time_says_what_the_time_is_of() -> None:
    (stamp,) = find_stamps("Friday, Dec 08, 2023 | Last Update : 09:33 AM IST", ("en",))
    assert (stamp.label, stamp.retimed, stamp.iso()) == (UPDATED, True, "2023-12-08T09:33+05:30")
    (stamp,) = find_stamps("Published: May 23, 2016 | Updated 9:33 am", ("en",))
    assert (stamp.label, stamp.iso()) == (PUBLISHED, "2016-05-23")


def test_a_label_is_only_one_where_it_is_about_the_date() -> None:
    (stamp,) = find_stamps("Few Got Updated Vaccine Shots as of Oct. 31, 2023", ("en",))
    assert stamp.label is None
    (stamp,) = find_stamps("Published by Jane Doe on May 23, 2016", ("en",))
    assert stamp.label == PUBLISHED


def test_a_zone_name_keeps_all_the_places_that_it_may_mean() -> None:
    (stamp,) = find_stamps("May 25, 2016, 6:31 am IST", ("en",))
    assert stamp.zone == 330
    assert {place.country for place in stamp.places} == {"IN", "IE"}
    (stamp,) = find_stamps("Dec 8, 2023, 9:33 AM IST", ("en",))
    assert {place.country for place in stamp.places} == {"IN", "IL"}
    (stamp,) = find_stamps("Dec 8, 2023, 9:33 AM GMT", ("en",))
    assert len(stamp.places) == 1


def test_reading_one_language_does_not_change_another() -> None:
    """Babel shares data between locales; a Hungarian month must not turn Chinese after Chinese was read."""
    script = (
        "from search.ingest.datewords import COMMON, words_for\n"
        "words_for(COMMON)\n"
        "from search.ingest.cldr import DateWords\n"
        "assert ('január', 1) in DateWords('hu').months\n"
        "assert not any('月' in name for name, _ in DateWords('hu').months)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])
