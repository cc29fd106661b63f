"""Searches over time, beside what the archive holds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from search.clauses import Word
from search.engines import open_index
from search.errors import IndexBusy
from search.index import Index, Results, Search
from search.schema import facet_values
from search.settings import Settings
from search.trends import FEW, Period, Trend, trend
from tests.articles import make_article

_draw = random.Random(7)
ARTICLES = [
    make_article(
        f"a{number}",
        headline=_draw.choice(["Truce holds", "Ceasefire talks", "Ferry timetable"]),
        source=_draw.choice(["Harbour News", "Morning Post"]),
        published=_draw.choice(
            [None, "2009", "2010-03", "2010-05-23", "2012-01-02", "2014-12-31T23:30:00+03:00"]
        ),
    )
    for number in range(120)
]
CLAUSES = [Word("truce"), Word("ceasefire")]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    made = open_index(str(tmp_path_factory.mktemp("trends") / "index"), Settings(), create=True)
    with made.rebuild() as batch:
        for article in ARTICLES:
            batch.put(article)
    yield made
    made.close()


def filled(folder: Path, *dates: str | None) -> Index:
    made = open_index(str(folder / "index"), Settings(), create=True)
    with made.rebuild() as batch:
        for number, date in enumerate(dates):
            batch.put(make_article(f"a{number}", headline="Truce", published=date))
    return made


@pytest.mark.parametrize("by", Period)
@pytest.mark.parametrize(
    "filters",
    [
        Search(),
        Search(chosen={"source": frozenset({"Harbour News"})}),
        Search(excluded={"source": frozenset({"Harbour News"})}, since="2010-04", until="2014"),
        Search(chosen={"year": frozenset({"2010", "2014"})}),
        Search(chosen={"month": frozenset({"2010-03", ""})}),
        Search(chosen={"year": frozenset({""})}),
    ],
)
def test_each_period_counts_what_a_search_of_it_finds(index: Index, by: Period, filters: Search) -> None:
    found = trend(index, CLAUSES, filters, by)
    assert found.by is by or not found.periods
    field = found.by.value
    for period, *counts in zip(
        found.periods, found.archive.counts, *(series.counts for series in found.matching), strict=True
    ):
        wanted = filters.chosen.get(field) or {period}
        within = replace(filters, chosen={**filters.chosen, field: frozenset({period} & set(wanted))})
        for clause, count in zip([Search().clause, *CLAUSES], counts, strict=True):
            expected = index.search(replace(within, clause=clause)).total if period in wanted else 0
            assert count == expected, (period, clause)
    for clause, series in zip([Search().clause, *CLAUSES], [found.archive, *found.matching], strict=True):
        assert series.total == index.search(replace(filters, clause=clause)).total


def test_counts_agree_with_the_articles_themselves(index: Index) -> None:
    found = trend(index, CLAUSES, Search(), Period.YEAR)
    held = Counter(facet_values(article)["year"][0] for article in ARTICLES)
    assert found.periods == ("2009", "2010", "2011", "2012", "2013", "2014")
    assert dict(zip(found.periods, found.archive.counts, strict=True)) == {
        year: held[year] for year in found.periods
    }
    assert found.archive.undated == held[""] > 0


def test_a_share_is_of_what_the_archive_holds_and_unknown_in_a_gap(index: Index) -> None:
    found = trend(index, CLAUSES, Search(), Period.YEAR)
    at = found.periods.index("2010")
    assert found.share(0, at) == found.matching[0].counts[at] / found.archive.counts[at]
    gap = found.periods.index("2011")
    assert found.share(0, gap) is None and not found.few(gap)


@pytest.mark.parametrize(("articles", "few"), [(0, False), (1, True), (FEW - 1, True), (FEW, False)])
def test_shares_of_few_articles_are_uncertain(tmp_path: Path, articles: int, few: bool) -> None:
    index = filled(tmp_path, "2008", "2010", *["2009"] * articles)
    assert trend(index, CLAUSES, Search(), Period.YEAR).few(1) is few
    index.close()


@pytest.mark.parametrize(
    ("dates", "by", "counted"),
    [
        (("2014-01", "2016-12"), None, Period.MONTH),
        (("2013-12", "2016-01"), None, Period.YEAR),
        (("2013-12", "2016-01"), Period.MONTH, Period.MONTH),
        (("2014-01", "2016-12"), Period.YEAR, Period.YEAR),
        (("2014", "2014", "2015-02"), None, Period.YEAR),
        (("2014", "2015"), Period.MONTH, Period.YEAR),
        (("1900-01", "1950-01"), Period.MONTH, Period.YEAR),
        ((None,), None, Period.YEAR),
        ((), None, Period.YEAR),
    ],
)
def test_short_stretches_are_counted_by_months(
    tmp_path: Path, dates: tuple[str | None, ...], by: Period | None, counted: Period
) -> None:
    index = filled(tmp_path, *dates)
    assert trend(index, CLAUSES, Search(), by).by is counted
    index.close()


def test_months_go_over_the_turn_of_the_year(tmp_path: Path) -> None:
    index = filled(tmp_path, "2014-11", "2015-02-03", "2015")
    found = trend(index, [], Search())
    assert found.periods == ("2014-11", "2014-12", "2015-01", "2015-02")
    assert (found.archive.counts, found.archive.undated) == ((1, 0, 0, 1), 1)
    index.close()


class Restless:
    """An index of which every search is of another generation, for as many searches as it is told."""

    def __init__(self, index: Index, restless: int) -> None:
        self._index, self._left = index, restless

    def search(self, search: Search) -> Results:
        self._left -= 1
        results = self._index.search(search)
        return replace(results, generation=f"{self._left}") if self._left >= 0 else results


def test_all_numbers_are_of_one_generation(index: Index) -> None:
    def counted(restless: int) -> Trend:
        return trend(cast(Any, Restless(index, restless)), CLAUSES, Search(), Period.YEAR)

    assert counted(5) == trend(index, CLAUSES, Search(), Period.YEAR)
    with pytest.raises(IndexBusy):
        counted(99)
