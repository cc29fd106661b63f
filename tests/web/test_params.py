from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.clauses import All, Any, Everything, Not, Word
from search.index import FACETS, Sort
from tests.queries import SETTINGS, TODAY
from web.parameters import LONGEST_VALUE, MOST_VALUES, PARAMETERS, SEARCH, SINCE, SIZES
from web.params import Layout, Match, View, read_params


def view(string: str) -> View:
    return read_params(parse_qsl(string, keep_blank_values=True), SETTINGS, TODAY)


def test_no_parameters_are_the_newest_of_all() -> None:
    nothing = view("")
    assert nothing.search.clause == Everything()
    assert (nothing.search.sort, nothing.search.offset, nothing.search.limit) == (Sort.NEWEST, 0, 20)
    assert nothing.address() == "/search"
    assert not nothing.problems


def test_everything_at_once() -> None:
    asked = view(
        "q=oil+price&f.source=AFP&f.source=Reuters&f.lang=en&-f.place=Kyiv&-f.place=Tartus&f.section="
        "&from=May+2016&to=2016-08&sort=oldest&match=any&view=kwic&size=50&page=3"
    )
    assert not asked.problems
    search = asked.search
    assert search.clause == Any((Word("oil"), Word("price")))
    assert search.chosen == {
        "source": frozenset({"AFP", "Reuters"}),
        "language": frozenset({"en"}),
        "section": frozenset({""}),
    }
    assert search.excluded == {"place": frozenset({"Kyiv", "Tartus"})}
    assert (search.since, search.until, search.sort) == ("2016-05", "2016-08", Sort.OLDEST)
    assert (search.offset, search.limit) == (100, 50)
    assert (asked.match, asked.layout) == (Match.ANY, Layout.KWIC)
    assert asked.address() == (
        "/search?q=oil+price&f.source=AFP&f.source=Reuters&f.lang=en&f.section=&-f.place=Kyiv&-f.place=Tartus"
        "&from=2016-05&to=2016-08&sort=oldest&match=any&view=kwic&size=50&page=3"
    )


@pytest.mark.parametrize(
    ("string", "canonical"),
    [
        ("q=&f.year=2016", "f.year=2016"),
        ("q=+oil+", "q=oil"),
        ("f.language=en", "f.lang=en"),
        ("size=20&page=1&sort=newest&view=list&match=auto", ""),
        ("q=oil&sort=relevance", "q=oil"),
        ("q=oil&sort=newest", "q=oil&sort=newest"),
        ("sort=relevance", "sort=relevance"),
        ("from=&to=&page=&size=&sort=", ""),
        ("to=last+week&from=2016", "from=2016&to=2024-03-10"),
        ("page=2&f.source=b&f.source=a&f.source=a", "f.source=a&f.source=b&page=2"),
        ("utm_source=x&fbclid=y", ""),
        ("q=a%26b%3Dc%2B+%D9%87", "q=a%26b%3Dc%2B+%D9%87"),
    ],
)
def test_canonical_addresses(string: str, canonical: str) -> None:
    asked = view(string)
    assert not asked.problems
    assert asked.query_string == canonical
    assert view(canonical).query_string == canonical


@pytest.mark.parametrize(
    ("string", "parameter", "said"),
    [
        ("f.colour=red&f.source=AFP", "f.colour", "lang"),
        ("f.=red&f.source=AFP", "f.", "source"),
        ("f.source=AFP&from=nonsense", "from", "2016-05-23"),
        ("f.source=AFP&to=5/4/2016", "to", "5/4/2016"),
        ("f.source=AFP&from=before+2016", "from", "before 2016"),
        ("f.source=AFP&from=2017&to=2016-05", "to", "before they begin"),
        ("f.source=AFP&sort=best", "sort", "newest"),
        ("f.source=AFP&match=some", "match", "any"),
        ("f.source=AFP&view=cards", "view", "compact"),
        ("f.source=AFP&size=0", "size", "1 to 100"),
        ("f.source=AFP&size=101", "size", "1 to 100"),
        ("f.source=AFP&size=-1", "size", "1 to 100"),
        ("f.source=AFP&page=0", "page", "1 to 500"),
        ("f.source=AFP&page=1e9", "page", "1 to 500"),
        ("f.source=AFP&page=٢", "page", "1 to 500"),
        ("f.source=AFP&page=501", "page", "10000 results"),
        ("f.source=AFP&page=1000000000", "page", "10000 results"),
        ("f.source=AFP&size=50&page=201", "page", "10000 results"),
        ("f.source=AFP&sort=oldest&sort=newest", "sort", "twice"),
        (f"f.source=AFP&f.place={'x' * (LONGEST_VALUE + 1)}", "f.place", str(LONGEST_VALUE)),
    ],
)
def test_a_bad_value_is_said_and_the_rest_stands(string: str, parameter: str, said: str) -> None:
    asked = view(string)
    (problem,) = asked.problems
    assert problem.parameter == parameter
    assert said in problem.message
    assert str(problem) == problem.message
    assert asked.chosen == {"source": frozenset({"AFP"})}
    assert parameter == "sort" or f"&{parameter}=" not in asked.address()


def test_a_date_that_cannot_be_read_can_be_mended() -> None:
    asked = view("from=May+23&to=2016")
    assert (asked.since, asked.since_typed, asked.until, asked.until_typed) == (
        None,
        "May 23",
        "2016",
        "2016",
    )


def test_addresses_are_written_by_the_table_that_they_are_read_by() -> None:
    everything = view(
        "&".join(f"{sign}f.{name}=x" for sign in ("", "-") for name in PARAMETERS.values())
        + "&q=oil&from=2014&to=2016&sort=oldest&match=any&view=kwic&size=50&page=3&ui=tr"
    )
    assert not everything.problems
    assert [name for name, _ in everything.pairs()] == [parameter.name for parameter in SEARCH]
    for parameter in SEARCH:
        if parameter.default is not None:
            assert view(f"{parameter.name}={parameter.default}").query_string == ""


@given(st.dates(date(1490, 1, 1), date(2210, 12, 31)), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_a_date_that_a_program_may_write_is_one_that_a_reader_may_type(day: date, form: str) -> None:
    text = day.strftime(form)
    asked = view(f"from={text}")
    assert (SINCE.fault(text) is None) == (asked.since == text)


@given(st.integers(1500, 2200), st.integers(0, 13), st.integers(0, 32))
def test_no_other_date_may_be_written(year: int, month: int, number: int) -> None:
    text = f"{year:04}-{month:02}-{number:02}"
    try:
        there_was = bool(date.fromisoformat(text))
    except ValueError:
        there_was = False
    assert (SINCE.fault(text) is None) == there_was


def test_too_many_values_are_said() -> None:
    asked = view("&".join(f"f.source={n}" for n in range(MOST_VALUES + 5)))
    assert len(asked.chosen["source"]) == MOST_VALUES
    assert all(str(MOST_VALUES) in problem.message for problem in asked.problems)


def test_match() -> None:
    strict = All((Word("oil"), Word("price"), Word("AFP", "source")))
    some = All((Any((Word("oil"), Word("price"))), Word("AFP", "source")))
    assert view("q=oil+price+source:AFP&match=all").search.clause == strict
    assert view("q=oil+price+source:AFP&match=all").also is None
    assert view("q=oil+price+source:AFP&match=any").search.clause == some
    auto = view("q=oil+price+source:AFP&f.year=2016&page=2")
    assert auto.search.clause == strict
    assert auto.also is not None
    assert auto.also.clause == All((some, Not(strict)))
    assert auto.also.chosen == auto.search.chosen
    assert view("q=oil").also is None


def test_changes_drop_the_page_and_nothing_else() -> None:
    asked = view("q=oil&f.source=AFP&from=2016&sort=newest&size=50&page=4")
    base = "/search?q=oil&f.source=AFP&from=2016&sort=newest"
    assert asked.at(5).address() == f"{base}&size=50&page=5"
    assert asked.at(1).address() == f"{base}&size=50"
    assert asked.sized(20).address() == base
    assert asked.sorted_by(Sort.RELEVANCE).address() == "/search?q=oil&f.source=AFP&from=2016&size=50"
    assert asked.between("2014", "2015").address() == (
        "/search?q=oil&f.source=AFP&from=2014&to=2015&sort=newest&size=50"
    )
    assert asked.toggled("source", "AFP").address() == "/search?q=oil&from=2016&sort=newest&size=50"
    assert asked.toggled("source", "A&B").address().startswith("/search?q=oil&f.source=A%26B&f.source=AFP&")
    assert asked.excluding("source", "AFP").address().startswith("/search?q=oil&-f.source=AFP&from")
    assert asked.excluding("source", "AFP").toggled("source", "AFP").address() == asked.at(1).address()
    assert asked.cleared().address() == "/search?q=oil&sort=newest&size=50"
    assert asked.address(typed="gas").startswith("/search?q=gas&f.source=AFP&")
    assert asked.address("/search.csv", size=20) == f"/search.csv{base.removeprefix('/search')}"
    assert asked.facet_address("place") == f"/facet/place{base.removeprefix('/search')}&size=50"
    assert asked.address().endswith("&page=4")


def test_a_path_before_the_search_stays() -> None:
    asked = read_params([("q", "oil")], SETTINGS, TODAY, path="/archive/search")
    assert asked.toggled("place", "Kyiv").address() == "/archive/search?q=oil&f.place=Kyiv"
    assert asked.facet_address("place") == "/archive/facet/place?q=oil"


def test_the_window_is_a_setting() -> None:
    asked = read_params([("page", "11")], replace(SETTINGS, page_window=200), TODAY)
    assert asked.page == 1
    assert "200 results" in asked.problems[0].message


VALUES = st.text(max_size=20)
SIGNED = st.tuples(st.sampled_from(["f.", "-f."]), st.sampled_from([*PARAMETERS.values(), "foo"])).map(
    "".join
)
NAMES = st.one_of(
    st.sampled_from(["q", "from", "to", "sort", "match", "view", "size", "page", "x"]), SIGNED, VALUES
)
USUAL = st.sampled_from(
    ["2", "2016", "newest", "any", "kwic", "", "2016-05", "10", "last week", "a b", "999999"]
)


@given(st.lists(st.tuples(NAMES, st.one_of(USUAL, VALUES)), max_size=12))
def test_any_parameters_give_a_view_whose_address_gives_it_back(args: list[tuple[str, str]]) -> None:
    asked = read_params(args, SETTINGS, TODAY)
    string = asked.query_string
    assert string.isascii()
    again = view(string)
    assert again.query_string == string
    assert again.search == asked.search
    assert not again.problems
    assert set(asked.search.chosen) | set(asked.search.excluded) <= set(FACETS)
    assert asked.search.offset + asked.search.limit <= SETTINGS.page_window
    assert 1 <= asked.search.limit <= SIZES[-1]


@given(st.sampled_from(FACETS), VALUES, st.lists(st.tuples(SIGNED, VALUES), max_size=6))
def test_toggling_twice_is_nothing(facet: str, value: str, args: list[tuple[str, str]]) -> None:
    asked = read_params(args, SETTINGS, TODAY)
    if value not in asked.excluded.get(facet, ()):
        assert asked.toggled(facet, value).toggled(facet, value) == asked
    assert value not in asked.excluding(facet, value).chosen.get(facet, ())


@given(st.sampled_from(FACETS), st.text(max_size=5), st.booleans())
def test_the_addresses_of_choices_are_those_of_the_searches_that_they_make(
    facet: str, value: str, left_out: bool
) -> None:
    sign = "-" if left_out else ""
    start = view("q=a&f.source=AFP&-f.place=Oslo&from=2016&sort=oldest&page=3&ui=tr")
    for asked in (
        start,
        start.toggled(facet, value),
        start.excluding(facet, value),
        view(f"{sign}f.source=a"),
    ):
        assert asked.toggled_address(facet, value) == asked.toggled(facet, value).address()
        assert asked.excluding_address(facet, value) == asked.excluding(facet, value).address()
