"""What was understood reads back as the same clause."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.queries import ROOMY, read

FRAGMENTS = """
( ) " “ » - = + * ? ~ ~2 : . , ' / @ .. a b Oil GAS U.S. al-Assad 5,000 not NOT AND OR w/5 pre/3 near5 w/s w/p
atleast3( atleast2 caps( headline: hd= source: lang: hlead( foo: date: since: before:2016 date:2016-05..2017 length>5
length wc:1..2 http://x.y/ a@b صل 停火 ， ؟ İ ß \u200f \u200c \u0301 \ud800
""".split()
PIECES = st.sampled_from(FRAGMENTS + [" "] * 20 + [f" {fragment} " for fragment in FRAGMENTS])


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
@example("(" * 25 + "a OR b c" + ")" * 25)
@example("a b '(c?)")
@example("=AND OR =NOT")
@example("$@:")
@example("*@0=")
@example("*=@0")
@example("'AND' length>5.")
def test_any_text_is_read_and_understood_reads_back(text: str) -> None:
    query = read(text, ROOMY)
    again = read(query.understood, ROOMY)
    assert again.clause == query.clause
    assert again.understood == query.understood
    query.understood.encode()  # no half of a character is left
    assert all(note and len(note) < 300 for note in query.notes)


LEAVES = st.sampled_from(
    ["a", "b*", "c?d", "e~2", '"f g"', "=h", "headline:i", "date:2016", "length>5", "-j"]
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        st.tuples(inner, inner).map(lambda sides: f"({sides[0]} w/5 {sides[1]})"),
        inner.map(lambda part: f"-({part})"),
        inner.map(lambda part: f"atleast2({part})"),
    ),
    max_leaves=12,
)


@given(TREES)
def test_nested_queries_read_back(text: str) -> None:
    query = read(text, ROOMY)
    assert read(query.understood, ROOMY).clause == query.clause
