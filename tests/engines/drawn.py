"""Drawn archives, changes and searches: few words of every kind, so that they meet often."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from search.clauses import (
    All,
    AtLeast,
    Dates,
    Everything,
    Fuzzy,
    Ids,
    Length,
    Near,
    Not,
    Phrase,
    Prefix,
    Unit,
    Wildcard,
    Within,
    Word,
)
from search.clauses import Any as AnyOf
from search.index import FACETS, Search, Sort
from search.schema import FIELDS
from tests.articles import make_article

WORDS = (
    "cease-fire ceasefire cease fire U.S. US us running runs ran café cafe al-Assad Assad 5,000 5000 covid-19 the of "
    "Obama's obama bank banks 北京大学 京 news new Häuser haus l'État état İstanbul ISTANBUL الحكومة حكومة"
).split()
LANGUAGES = (None, "en", "de", "fr", "tr", "ar", "zh")
DATES = (
    None,
    "2014",
    "2014-05",
    "2014-05-23",
    "2014-05-23T11:20:00+03:00",
    "2014-05-23T08:20:00Z",
    "2016-01-01T00:30",
)

word = st.sampled_from(WORDS)
sentence = st.lists(word, min_size=1, max_size=5).map(lambda words: " ".join(words).capitalize() + ".")
paragraph = st.lists(sentence, min_size=1, max_size=3).map(" ".join)
bodies = st.lists(paragraph, max_size=3).map("\n".join)
names = st.sampled_from([None, "AFP", "Reuters News", "Café"])


@st.composite
def articles(draw: st.DrawFn) -> Any:
    return make_article(
        draw(st.sampled_from("abcdefgh")),
        headline=draw(st.lists(word, max_size=3).map(" ".join)),
        body=draw(bodies),
        standfirst=draw(st.none() | sentence),
        bylines=draw(st.lists(st.sampled_from(["Ann Bank", "Bob us", "Cy"]), max_size=2, unique=True)),
        language=draw(st.sampled_from(LANGUAGES)),
        published=draw(st.sampled_from(DATES)),
        source=draw(names),
        credit=draw(names),
        place=draw(names),
        section=draw(names),
    )


fields = st.sampled_from(["text"] * 5 + sorted(FIELDS))
texts = st.lists(word, min_size=1, max_size=3).map(" ".join)
single = st.one_of(
    st.builds(Word, word | st.just("!"), fields, st.booleans()),
    st.builds(Phrase, texts, fields, st.booleans()),
    st.builds(Prefix, st.sampled_from(["c", "ru", "cease-", "café", "u", "b", "北", "!"]), fields),
    st.builds(Wildcard, st.sampled_from(["c*e", "?s", "*", "ba?k*", "*-*", "[a]*"]), fields),
    st.builds(
        Fuzzy, st.sampled_from(["bnak", "caffe", "runing", "cesae", "u", "haus"]), fields, st.integers(1, 2)
    ),
)
sides = st.one_of(
    single.map(lambda leaf: leaf), st.lists(single, min_size=1, max_size=2).map(lambda s: AnyOf(tuple(s)))
)
leaves = st.one_of(
    single,
    st.builds(Near, sides, sides, st.integers(1, 4), st.booleans()),
    st.builds(Within, sides, sides, st.sampled_from(Unit)),
    st.builds(AtLeast, sides, st.integers(2, 4)),
)
days = st.sampled_from([None, "2014", "2014-05", "2014-05-23", "2016"])
conditions = st.one_of(
    st.builds(Dates, days, days),
    st.builds(Length, st.none() | st.integers(0, 6), st.none() | st.integers(0, 12)),
    st.builds(Ids, st.frozensets(st.sampled_from("abcdefghz"), max_size=4)),
    st.just(Everything()),
)
clauses = st.recursive(
    leaves | conditions,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.builds(Not, inner),
    ),
    max_leaves=5,
)
choices = st.dictionaries(
    st.sampled_from(FACETS),
    st.frozensets(
        st.sampled_from(["", "AFP", "Reuters News", "2014", "2014-05", "en", "Ann Bank", "none"]), max_size=2
    ),
    max_size=2,
)
searches = st.builds(
    Search,
    clause=clauses,
    chosen=choices,
    excluded=choices,
    since=days,
    until=days,
    facets=st.lists(st.sampled_from(FACETS), max_size=3, unique=True).map(tuple),
    facet_limit=st.none() | st.integers(0, 3),
    sort=st.sampled_from(Sort),
    offset=st.integers(0, 4),
    limit=st.integers(0, 9),
)
batches = st.lists(st.lists(articles() | st.sampled_from("abcdefgh"), max_size=5), min_size=1, max_size=6)

_free = st.lists(single.filter(lambda leaf: leaf.field == "text"), min_size=2, max_size=4)
several_words = st.one_of(
    st.builds(lambda parts: AnyOf(tuple(parts)), _free), st.builds(lambda p: All(tuple(p)), _free)
)
