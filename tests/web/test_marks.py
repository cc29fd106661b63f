import html
import re

from hypothesis import given
from hypothesis import strategies as st

from search.index import Snippet
from web.marks import marked, paragraphs, plain

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=60)


@st.composite
def snippets(draw: st.DrawFn) -> Snippet:
    text = draw(ANY_TEXT)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    return Snippet(text, tuple(zip(edges[::2], edges[1::2], strict=False)))


def _read(markup: str) -> str:
    """The text that a browser shows of it, which must hold no markup but marks."""
    bare = re.sub(r"<mark>([^<>]*)</mark>", r"\1", str(markup))
    assert not set(bare) & set("<>\"'")
    return html.unescape(bare)


def _without_overrides(text: str) -> str:
    return text.replace("\u202d", "").replace("\u202e", "")


@given(snippets())
def test_what_is_marked_reads_as_the_text_and_nothing_but_marks_is_markup(snippet: Snippet) -> None:
    assert _read(marked(snippet)) == _without_overrides(snippet.text)


def test_marks_fall_on_the_characters_of_the_text_and_not_of_its_markup() -> None:
    assert (
        marked(Snippet("a<b & <i>truce</i>", ((9, 14),)))
        == "a&lt;b &amp; &lt;i&gt;<mark>truce</mark>&lt;/i&gt;"
    )


@given(ANY_TEXT, st.lists(st.tuples(st.integers(-9, 70), st.integers(-9, 70)), max_size=6))
def test_spans_that_make_no_sense_never_change_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert _read(marked(Snippet(text, tuple(spans)))) == _without_overrides(text)


@given(snippets())
def test_paragraphs_keep_every_marked_character(snippet: Snippet) -> None:
    whole = "".join(snippet.text[start:end] for start, end in snippet.marks)
    parts = list(paragraphs(snippet))
    kept = "".join(part.text[start:end] for part in parts for start, end in part.marks)
    assert "".join(kept.split()) == "".join(whole.split())
    assert [part.text for part in parts] == [line for line in snippet.text.split("\n") if line.strip()]


def test_a_title_has_no_character_that_turns_text_around() -> None:
    assert plain("live\u202egpj.exe\n\x07now") == "livegpj.exe now"
