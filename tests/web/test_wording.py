import pytest

from tests.articles import published
from web import wording


@pytest.mark.parametrize(
    ("stated", "day", "clock"),
    [
        ("2016", "2016", ""),
        ("2016-05", "May 2016", ""),
        ("2016-05-23", "23 May 2016", ""),
        ("2016-05-23T09", "23 May 2016", "09"),
        ("2016-05-23T09:41", "23 May 2016", "09:41"),
        ("2016-05-25T06:31+05:30", "25 May 2016", "06:31 +05:30"),
        ("2016-05-23T15:41:59-06:00", "23 May 2016", "15:41:59 -06:00"),
        ("2016-05-23T15:41:59Z", "23 May 2016", "15:41:59 UTC"),
        (None, "", ""),
    ],
)
def test_a_date_reads_at_the_precision_that_is_known(stated: str | None, day: str, clock: str) -> None:
    assert (wording.day(published(stated)), wording.clock(stated)) == (day, clock)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2016", "2016", "2016"),
        ("2016-02", "2016-05-23", "February 2016 to 23 May 2016"),
        ("2016-02", None, "February 2016 or later"),
        (None, "2016", "2016 or earlier"),
    ],
)
def test_a_stretch_of_time_in_words(since: str | None, until: str | None, words: str) -> None:
    assert wording.stretch(since, until) == words


@pytest.mark.parametrize(
    ("facet", "value", "name"),
    [
        ("language", "ar", "Arabic"),
        ("language", "zh-Hant", "Chinese (Traditional)"),
        ("language", "xx-not-a-language", "xx-not-a-language"),
        ("month", "2016-05", "May 2016"),
        ("month", "2016-77", "2016-77"),
        ("year", "", "Undated"),
        ("place", "", "Unknown"),
        ("source", "Harbour News", "Harbour News"),
    ],
)
def test_values_by_the_names_that_readers_know(facet: str, value: str, name: str) -> None:
    assert wording.value(facet, value) == name


def test_one_article_is_not_several() -> None:
    assert [wording.articles(n) for n in (0, 1, 12345)] == ["0 articles", "1 article", "12,345 articles"]
