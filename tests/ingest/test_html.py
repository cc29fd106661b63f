"""A page becomes the paragraphs that its readers see: nothing visible is lost, nothing invisible is let in."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import NotAnArticle, OverLimit, SourceError
from search.ingest.html import read_html
from search.settings import Settings

SETTINGS = Settings()


def blocks(markup, **settings):
    return read_html(markup, None, Settings(**settings)).blocks


def texts(markup):
    return [block.text for block in blocks(markup)]


def only(markup):
    (block,) = blocks(markup)
    return block


@pytest.mark.parametrize(
    "tag", "p h1 h2 h6 li blockquote figcaption td dd div section summary address".split()
)
def test_each_kind_of_paragraph_is_a_block(tag):
    found = blocks(f"<main><{tag}>The harbour is closed.</{tag}><p>Nobody works.</p></main>")
    assert [(b.text, b.markup.tag) for b in found] == [
        ("The harbour is closed.", tag),
        ("Nobody works.", "p"),
    ]


def test_text_between_block_children_is_kept_in_its_place():
    assert texts("<div>one<p>two</p>three<ul><li>four</ul>five</div>six") == [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
    ]


def test_lists_and_short_paragraphs_are_kept():
    assert texts("<ul><li>No.</li><li>Yes.</li></ul><p>“Ha.”</p><table><tr><td>3<td>1</table>") == [
        "No.",
        "Yes.",
        "“Ha.”",
        "3",
        "1",
    ]


def test_breaks_part_paragraphs_unless_the_sentence_goes_on():
    markup = (
        "<div>By Ann Lee<br>May 23<br><br>It rained on the harbour and<br>on the town.<br/>\n<br>"
        '<b>It stopped.</b><br><a href="/x">More</a><br></div><p>Then</p>'
    )
    assert [(b.text, b.markup.link_density, b.markup.bold) for b in blocks(markup)] == [
        ("By Ann Lee", 0.0, 0.0),
        ("May 23", 0.0, 0.0),
        ("It rained on the harbour and\non the town.", 0.0, 0.0),
        ("It stopped.", 0.0, 1.0),
        ("More", 1.0, 0.0),
        ("Then", 0.0, 0.0),
    ]


def test_names_stay_with_their_own_line():
    found = blocks('<div><b class="one">A</b><br><b class="two">B</b></div>')
    assert [b.markup.names for b in found] == ["one", "two"]


def test_preformatted_lines_stay_lines():
    assert texts("<pre>LONDON (XY) -\n  Rain.\n\nMore rain.</pre>") == ["LONDON (XY) -\nRain.", "More rain."]


def test_inline_elements_do_not_break_words_or_sentences():
    assert texts('<p>The <b>har</b>bour <a href="/x">strike</a>, <em>now</em> over<sup>1</sup>.</p>') == [
        "The harbour strike, now over1."
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<p><span class=drop>F</span>our years</p>",
        "<p><span><span>F</span>\n\t</span>our years</p>",
        "<p><span>F</span> <span>our years</span></p>",
    ],
)
def test_an_initial_is_of_the_word_after_it(html: str) -> None:
    assert texts(html) == ["Four years"]


@pytest.mark.parametrize(
    "html", ["<p><span>A</span> man</p>", "<p>B <span>flat</span></p>", "<p><b>B</b> flat</p>"]
)
def test_a_letter_that_is_a_word_or_not_set_apart_is_not(html: str) -> None:
    assert texts(html)[0][1] == " "


def test_a_letter_on_a_line_of_its_own_is_there_once() -> None:
    assert texts("<p><span>F</span><br>our years</p>") == ["F\nour years"]


def test_neighbours_that_stand_apart_on_the_screen_do_not_run_together():
    assert texts("<nav><a>Home</a><a>World</a></nav>") == ["Home World"]
    assert texts('<div>By<span class="who">The Agency</span><time>May 5</time></div>') == [
        "By The Agency May 5"
    ]
    assert texts('<p><span class="cap">T</span>he strike</p>') == ["The strike"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = 'no';</script>",
        "<style>p { no: 1 }</style>",
        "<template><p>no</p></template>",
        "<noscript><img src=x><p>no</p></noscript>",
        "<div hidden><p>no</p></div>",
        '<div style="color: red; display : none"><p>no</p></div>',
        "<dialog><p>no</p></dialog>",
        "<select><option>no</select>",
        "<textarea>no</textarea>",
        "<svg><title>no</title><text>no</text></svg>",
        "<!-- no -->",
        "<iframe>no</iframe>",
        "<ruby>語<rp>(</rp><rt>no</rt><rp>)</rp></ruby>",
    ],
)
def test_what_readers_do_not_see_is_left_out(hidden):
    assert "no" not in " ".join(texts(f"<p>before</p>{hidden}after<p>end</p>"))
    assert {"before", "end"} <= set(texts(f"<p>before</p>{hidden}after<p>end</p>"))
    assert any("after" in text for text in texts(f"<p>before</p>{hidden}after<p>end</p>"))


def test_lines_are_those_of_the_source():
    markup = "<html>\n<body>\n<p\n class=x>\n\n one\n<br>two</p>\n<script>\n\n</script>\n<!--\n\n-->\ntail\n<p>three"
    assert [(b.text, b.line) for b in blocks(markup)] == [("one\ntwo", 6), ("tail", 14), ("three", 15)]


def test_lines_count_on_where_the_parser_stops():
    assert blocks("<p>a</p>" + "\n" * 70_000 + "<p>b</p>\n<p>c")[-1].line >= 70_001
    hidden = f"<p>a</p><script>{'//' + chr(10) * 70_000}</script>"
    assert [b.line for b in blocks(f"{hidden}<p>b</p>{hidden}c")] == [1, 70_001, 70_001, 140_001]


def test_newlines_that_hidden_elements_write_as_references_are_no_lines():
    assert blocks("<p>a</p><textarea>&#10;&#10;&#10;</textarea>\n<p>b")[-1].line == 2


def test_markup_says_where_a_block_stands():
    block = blocks(
        '<body class="page"><article id="Story" class="main wide"><div class="articleBody">'
        '<p data-testid="para-1">Text</p><p>More</p></div></article><p>Out'
    )[0]
    assert block.markup.tag == "p"
    assert block.markup.path == "html/body/article/div/p"
    assert block.markup.names == "para-1 article-body story main wide"


def test_the_only_inline_element_of_a_short_block_lends_its_names():
    assert (
        only('<div><span itemprop="author" class="byline">Ann Lee</span></div>').markup.names
        == "author byline"
    )


def test_links_and_bold_are_shares_of_the_characters():
    assert only("<p>abcd <a>efgh</a></p>").markup.link_density == 0.5
    assert only("<p><strong>All of it</strong></p>").markup.bold == 1.0
    assert only("<p>Plain</p>").markup.link_density == 0.0


def test_siblings_share_their_container():
    a, b, c = blocks("<div><p>a</p><p>b</p></div><div><p>c</p></div>")
    assert a.markup.container == b.markup.container != c.markup.container


def test_clean_text_is_folded_and_rid_of_what_has_no_width():
    assert only("<p>Bundes\u00adtag\u200b \n\t tagt\u00a0heute</p>").clean == "Bundestag tagt heute"


def test_xhtml_and_fragments_and_plain_text_are_read():
    assert texts(
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>'
    ) == ["x"]
    assert texts("<p>x") == ["x"]
    assert texts("just words") == ["just words"]


def test_a_page_goes_on_behind_its_end():
    assert texts("<p>one</p></body></html> <p>two</p></html>three") == ["one", "two", "three"]


def test_smart_tags_of_word_processors_are_inline():
    assert texts("<p>In <st1:city>Paris</st1:city> today<o:p></o:p></p>") == ["In Paris today"]


def test_an_empty_page_is_no_article():
    for markup in ("", "   ", "<!-- only a comment -->"):
        with pytest.raises(NotAnArticle):
            blocks(markup)


def test_a_comment_without_end_does_not_swallow_the_page():
    story = "".join(f"<p>Paragraph {n} of the story about the closed harbour.</p>" for n in range(9))
    for broken in ("<!-- begin", "<script>", "<title>", "<style>"):
        assert len(texts(f"<body><h1>Harbour</h1>{broken}{story}</body>")) >= 9


def test_a_story_in_the_state_of_a_script_is_found():
    sentence = "The dockers said on Monday that they would not go back to work before the talks. "
    rest = [
        {"type": "paragraph", "content": [{"type": "text", "value": f"{n}. {sentence * 2}"}]}
        for n in range(9)
    ]
    page = f'<h1>Harbour</h1><script id="state" type="application/json">{json.dumps({"story": {"body": rest}})}</script>'
    assert [text[:2] for text in texts(page)] == ["Ha", *(f"{n}." for n in range(9))]


@pytest.mark.parametrize("between", ["", "<!-- <p> -->", "<style>p {}</style>", "</body></html>", "<br>"])
def test_a_story_that_a_script_holds_as_markup_is_found(between):
    sentence = "The dockers said on Monday that they would not go back to work before the talks. "
    story = between.join(f"<p>{n}. <b>{sentence}</b>{sentence}</p>" for n in range(9)) + "<!-- </p"
    texts_of = texts(f"<h1>Harbour</h1><script>var page = {json.dumps({'body': story})}</script>")
    assert texts_of == ["Harbour", *(f"{n}. {sentence * 2}".strip() for n in range(9))]


def test_a_page_that_shows_its_story_takes_nothing_from_scripts():
    shown = "".join(
        f"<p>Paragraph {n} of the story about the harbour that is closed for a third day.</p>"
        for n in range(9)
    )
    other = [
        "Another story altogether, of a quite different matter, with words enough to look like prose."
    ] * 20
    assert len(texts(f"<body>{shown}<script>var other = {json.dumps(other)}</script></body>")) == 9


HOSTILE = {
    "deep": "<div>" * 100_000 + "x",
    "comments": "<!--" * 100_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x",
    "bold": "<b>" * 100_000 + "x",
    "open tags": "<" * 500_000,
    "classes": '<div class="' + "w " * 2_000 + '">' + "<div>" * 1_500 + "<p>x",
    "authors": "<i itemprop=author itemscope>" * 1_900 + "x",
    "statements": '<script type="application/ld+json">'
    + '{"@type":"Article","author":[' * 20_000
    + "</script><p>x",
    "lists": '<script type="application/ld+json">' + "[" * 100_000 + "</script><p>x",
    "microdata": "<i itemprop=author rel=author hidden style='display:none'>x</i>" * 50_000,
    "calls": "<script>" + 'f(["a", b]);' * 100_000 + "</script>",
    "state": "<script>" + "a=[" * 60 + "1," * 500_000 + "</script>",
    "space": "<p>" + " " * 2_000_000 + "x",
    "entities": "&lt;" * 200_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_in_blocks_or_in_a_reason(name):
    try:
        blocks(HOSTILE[name])
    except SourceError as e:
        assert str(e)


@pytest.mark.parametrize(
    ("attribute", "between"), [("a{}=1", " "), ("a{}", "/"), ("a{}='>'", ""), ("a{}'=1", " "), ("=a{}", "\n")]
)
def test_attributes_are_limited_however_they_are_parted(attribute, between):
    few, many = (
        f"<p {between.join(attribute.format(n) for n in range(count))}>text" for count in (200, 1_000)
    )
    assert texts(few) == ["text"]
    with pytest.raises(OverLimit, match="attributes"):
        blocks(many)


def test_limits_are_settings():
    with pytest.raises(OverLimit, match="max_depth"):
        blocks("<div>" * 50 + "x", max_depth=20)
    with pytest.raises(OverLimit, match="max_elements"):
        blocks("<p>x" * 1000, max_elements=100)
    with pytest.raises(OverLimit, match="max_elements"):
        blocks("<pre>" + "x\n\n" * 1000, max_elements=100)
    with pytest.raises(OverLimit, match="max_document_mb"):
        blocks("x" * 1_000_001, max_document_mb=1)


SOUP = st.lists(
    st.sampled_from(
        "<p> </p> <div> </div> <a> </a> <b> <br> <pre> </pre> <!-- --> <script> </script> <table> <td> text &amp; \n "
        "<li> <svg> <q> <x:y> <my-tag> <h1> <title> </html> \x00 ü".split(" ")
    ),
    max_size=40,
).map("".join)


@given(SOUP | st.text(max_size=200))
def test_any_soup_gives_blocks_in_order_that_survive_json(markup):
    try:
        found = read_html(markup, "http://example.org/x", SETTINGS).blocks
    except SourceError:
        return
    assert all(block.clean and block.line >= 1 for block in found)
    assert [block.line for block in found] == sorted(block.line for block in found)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1, max_size=30), st.randoms())
def test_every_visible_word_stays_in_order(words, random):
    tags = ["p", "div", "li", "span", "b", "a", "td", "h2", "blockquote", "em"]
    markup = " ".join(f"<{(tag := random.choice(tags))}>{word}</{tag}>" for word in words)
    assert " ".join(texts(f"<body>{markup}</body>")).split() == words
