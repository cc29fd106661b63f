from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.spans import FIRST_YEAR, LAST_YEAR, Span, following, preceding, read_span

TODAY = date(2024, 3, 14)
"""A Thursday."""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016", "2016"),
        (" 2016 ", "2016"),
        ("in 2016", "2016"),
        ("۲۰۱۶", "2016"),
        ("2016年", "2016"),
        ("2016-05", "2016-05"),
        ("2016/5", "2016-05"),
        ("05/2016", "2016-05"),
        ("May 2016", "2016-05"),
        ("may, 2016", "2016-05"),
        ("Sept. 2016", "2016-09"),
        ("mai 2016", "2016-05"),
        ("mayıs 2016", "2016-05"),
        ("مايو 2016", "2016-05"),
        ("2016年5月", "2016-05"),
        ("2016-05-23", "2016-05-23"),
        ("2016-05-23T18:00+03:00", "2016-05-23"),
        ("20160523", "2016-05-23"),
        ("2016/5/23", "2016-05-23"),
        ("23.5.2016", "2016-05-23"),
        ("23. 5. 2016", "2016-05-23"),
        ("4.5.2016", "2016-05-04"),
        ("23/5/2016", "2016-05-23"),
        ("5/23/2016", "2016-05-23"),
        ("5/5/2016", "2016-05-05"),
        ("23 May 2016", "2016-05-23"),
        ("May 23, 2016", "2016-05-23"),
        ("the 3rd of June 2015", "2015-06-03"),
        ("23-may-2016", "2016-05-23"),
        ("23 مايو 2016", "2016-05-23"),
        ("2016年5月23日", "2016-05-23"),
        ("29 Feb 2016", "2016-02-29"),
        ("today", "2024-03-14"),
        ("yesterday", "2024-03-13"),
        ("day before yesterday", "2024-03-12"),
        ("3 days ago", "2024-03-11"),
        ("5 minutes ago", "2024-03-14"),
        ("gestern", "2024-03-13"),
        ("dün", "2024-03-13"),
        ("أمس", "2024-03-13"),
        ("昨天", "2024-03-13"),
        ("last month", "2024-02"),
        ("geçen ay", "2024-02"),
        ("last year", "2023"),
        ("vor 2 Jahren", "2022"),
    ],
)
def test_a_year_a_month_a_day(text: str, day: str) -> None:
    assert read_span(text, TODAY) == Span(day, day)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("last week", "2024-03-04", "2024-03-10"),
        ("this week", "2024-03-11", "2024-03-17"),
        ("الأسبوع الماضي", "2024-03-04", "2024-03-10"),
        ("last 7 days", "2024-03-08", "2024-03-14"),
        ("past 2 years", "2022-03-15", "2024-03-14"),
        ("1990s", "1990", "1999"),
        ("the 1990's", "1990", "1999"),
        ("1990er", "1990", "1999"),
        ("Q2 2016", "2016-04", "2016-06"),
        ("2016-02..2016-05", "2016-02", "2016-05"),
        ("2016-02 .. May 2016", "2016-02", "2016-05"),
        ("2016..", "2016", None),
        ("..2016", None, "2016"),
        ("2014-2016", "2014", "2016"),
        ("2014 – 2016", "2014", "2016"),
        ("2014 to 2016", "2014", "2016"),
        ("from 2014 to 2016", "2014", "2016"),
        ("between May 2015 and March 2016", "2015-05", "2016-03"),
        ("2016/05/01 to 2016/06/01", "2016-05-01", "2016-06-01"),
        ("May to June 2016", "2016-05", "2016-06"),
        ("Feb–May 2016", "2016-02", "2016-05"),
        ("Jan-Mar 2016", "2016-01", "2016-03"),
        ("23-25 May 2016", "2016-05-23", "2016-05-25"),
        ("2016 to today", "2016", "2024-03-14"),
        ("since May 2016", "2016-05", None),
        ("seit mai 2016", "2016-05", None),
        ("since last week", "2024-03-04", None),
        ("after 2016", "2017", None),
        ("after Dec 2016", "2017-01", None),
        ("after 31 Dec 2016", "2017-01-01", None),
        ("before 2017", None, "2016"),
        ("before 1 March 2016", None, "2016-02-29"),
        ("before yesterday", None, "2024-03-12"),
        ("until 2016", None, "2016"),
        ("قبل 2016", None, "2015"),
    ],
)
def test_stretches(text: str, since: str | None, until: str | None) -> None:
    assert read_span(text, TODAY) == Span(since, until)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "to",
            "in",
            "a",
            "on",
            "may",
            "May 23",
            "23 mai",
            "monday",
            "week",
            "noon",
            "ago",
            "..",
            "--",
            "🔥",
        ),
        *(
            "5/4/2016",
            "31.2.2016",
            "2016-13",
            "2016-02-30",
            "31 feb 2016",
            "16 May 16",
            "31.12.99",
            "2016-05-",
        ),
        *(
            "a 2016",
            "bomb 2016",
            "May 2016 elections",
            "10:30 May 2016",
            "2016 and 2017",
            "2017..2016",
            "not before 2016",
        ),
        *(
            "5s",
            "12 h",
            "0000",
            "9999",
            "1395",
            "5000000 years ago",
            "last 0 days",
            "last 9999 years",
            "2016" * 20,
        ),
        *("1 1 1 1", "\ud800", "2016\ud800-", "May 2016 " * 10, "since", "since to", "1 2 3 2016"),
    ],
)
def test_no_guess(text: str) -> None:
    """A year that is not stated, a date that means two days, a number that is passed over: none is filled in."""
    assert read_span(text, TODAY) is None


def test_the_present_day_does_not_leak_into_what_is_stated() -> None:
    for text in ("May 2016", "2016", "Feb 2015", "mai 2014", "in 2013"):
        assert len({read_span(text, date(2023, month, 31)) for month in (1, 3, 5, 12)}) == 1


DATES = st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31))


@given(DATES, st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%B %d, %Y", "%d %b %Y"]))
def test_every_day_in_every_form(day: date, form: str) -> None:
    assert read_span(day.strftime(form), TODAY) == Span(day.isoformat(), day.isoformat())


@given(DATES, st.sampled_from([10, 7, 4]))
def test_one_step_on_and_back(day: date, precision: int) -> None:
    stated = day.isoformat()[:precision]
    assert preceding(following(stated)) == stated
    assert following(stated) > stated


@given(
    st.one_of(st.text(max_size=70), st.text(alphabet="0123456789 -/.,: mayjungesterdo", max_size=70)), DATES
)
@example("1" * 64, TODAY)
@example("may " * 16, TODAY)
def test_any_text_gives_a_sound_span_or_none(text: str, today: date) -> None:
    span = read_span(text, today)
    if span:
        ends = [end for end in (span.since, span.until) if end]
        assert ends
        for end in ends:
            assert date.fromisoformat((end + "-01-01")[:10])
        if len(ends) == 2:
            shared = min(map(len, ends))
            assert ends[0][:shared] <= ends[1][:shared]
