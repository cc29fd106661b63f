"""Articles come back from every engine as they went in."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.article import Article, Block, Dateline, Evidence, Location, Markup, Role
from search.index import FACETS, Search
from tests.articles import published
from tests.engines.asking import Fill

printable = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
maybe = st.none() | printable


@st.composite
def full_articles(draw: st.DrawFn) -> Article:
    block = st.builds(
        Block,
        line=st.integers(0, 9),
        text=printable,
        clean=printable,
        role=st.sampled_from(Role),
        kept=st.booleans(),
        reason=printable,
        markup=st.none() | st.builds(Markup, tag=printable, names=printable, bold=st.floats(0, 1)),
    )
    return draw(
        st.builds(
            Article,
            id=printable.filter(bool),
            locator=printable,
            headline=printable,
            body=printable,
            standfirst=maybe,
            bylines=st.lists(printable, max_size=3).map(tuple),
            dateline=st.none() | st.builds(Dateline, place=maybe, date=maybe, credit=maybe, raw=printable),
            location=st.none() | st.builds(Location, raw=printable, city=maybe, country=maybe),
            credit=maybe,
            published=st.sampled_from([None, "2016", "2016-05-23T11:20+03:00", "2016-02-31", "x"]).map(
                published
            ),
            updated=maybe,
            language=st.sampled_from([None, "en", "tr", "zh-Hant", "xx", ""]),
            source=maybe,
            section=maybe,
            url=maybe,
            evidence=st.lists(st.builds(Evidence, printable, printable, printable), max_size=2).map(tuple),
            blocks=st.lists(block, max_size=3).map(tuple),
        )
    )


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(drawn=st.lists(full_articles(), max_size=8))
def test_articles_round_trip(filled: Fill, drawn: list[Article]) -> None:
    index = filled(*drawn)
    kept = {article.id: article for article in drawn}
    assert sorted(index.ids()) == sorted(kept)
    for id, article in kept.items():
        assert index.get(id) == article
    assert index.search(Search(facets=FACETS, facet_limit=None, limit=20)).total == len(kept)
