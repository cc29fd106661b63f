"""What the letters beside a time meant on a day."""

from datetime import datetime

import pytest

from search.ingest.zones import candidates, iso_offset, names

WINTER, SUMMER = datetime(2016, 1, 15, 12), datetime(2016, 7, 15, 12)


@pytest.mark.parametrize(
    ("name", "moment", "minutes"),
    [
        ("ET", datetime(2020, 9, 8, 9), -240),
        ("ET", datetime(2023, 12, 24, 3), -300),
        ("ET", datetime(1990, 4, 20, 12), -240),
        ("EST", WINTER, -300),
        ("EST", SUMMER, -300),
        ("CET", SUMMER, 60),
        ("BST", SUMMER, 60),
        ("BST", WINTER, 360),
        ("MSK", datetime(2012, 7, 1), 240),
        ("MSK", datetime(2016, 7, 1), 180),
        ("WIB", WINTER, 420),
        ("Eastern Time", SUMMER, -240),
        ("gmt", SUMMER, 0),
    ],
)
def test_a_name_s_usual_offset_that_day(name: str, moment: datetime, minutes: int) -> None:
    assert candidates(name, moment)[0].minutes == minutes


def test_a_name_stands_for_all_the_places_where_it_was_in_force() -> None:
    assert [zone.country for zone in candidates("IST", SUMMER)] == ["IN", "IE"]
    assert [zone.country for zone in candidates("IST", WINTER)] == ["IN", "IL"]
    assert candidates("XYZ", SUMMER) == ()


def test_every_name_means_something_all_the_year_round() -> None:
    for name in names():
        for moment in (WINTER, SUMMER):
            zones = candidates(name, moment)
            assert zones, name
            assert all(abs(zone.minutes) <= 14 * 60 for zone in zones)


def test_offsets_are_written_with_their_sign() -> None:
    assert (iso_offset(330), iso_offset(-210), iso_offset(0)) == ("+05:30", "-03:30", "+00:00")
