"""The headline of an article, from text, from pages and from records."""

from __future__ import annotations

import pytest

from search.article import Media, Role
from tests.ingest.reading import MORE_PROSE, PROSE, kept, page, read, roles

PAGE = "".join(f"<p>{line}</p>" for line in PROSE)


def test_the_first_line_that_reads_like_a_headline() -> None:
    article = read("World news", "", "Council agrees on budget after long debate", "", *PROSE)
    assert article.headline == "Council agrees on budget after long debate"
    assert roles(article)[3] is Role.HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "May 23, 2016 at 11:25 am",
        "By Jane Doe",
        "2016-05-23 15:41:59+06:00",
        "Published time: 23 May, 2016 10:38",
    ],
)
def test_dates_and_bylines_above_the_headline_are_none(line: str) -> None:
    assert read(line, "Council agrees on budget", *PROSE).headline == "Council agrees on budget"


def test_without_a_headline_the_first_sentence_stands_in_and_stays_in_the_text() -> None:
    article = read("ROME (AP) — " + PROSE[0], *PROSE[1:])
    assert article.headline == PROSE[0]
    assert kept(article) == [1, 2, 3]
    assert any(e.field == "headline" and "first sentence" in e.rule for e in article.evidence)


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    article = read(" ".join(["word"] * 90), *PROSE, stated={"id": "x"})
    assert len(article.headline) <= 121
    assert article.headline.endswith("word…")


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        ("<title>Council agrees | The Courier</title>", "<h1>Council agrees</h1>", "Council agrees"),
        (
            '<meta property="og:title" content="Council agrees"><title>Council - The Courier</title>',
            "",
            "Council agrees",
        ),
        (
            '<meta property="og:title" content="Council agrees on it"><title>Council agrees on it - The Courier</title>',
            "<h1>The Courier</h1>",
            "Council agrees on it",
        ),
        (
            '<meta property="og:title" content="Council agrees on…"><title>Council agrees on the budget</title>',
            "<h1>Council agrees on the budget</h1>",
            "Council agrees on the budget",
        ),
    ],
    ids=["name of the site behind it", "no h1", "h1 is the site", "cut short"],
)
def test_claims_are_put_to_the_vote(head: str, body: str, headline: str) -> None:
    assert read(page(head, body), media=Media.HTML).headline == headline


@pytest.mark.parametrize(
    ("title", "line", "headline"),
    [
        ("The Courier: Council agrees on budget", "COUNCIL AGREES ON BUDGET", "COUNCIL AGREES ON BUDGET"),
        ("Council agrees: The Courier", "Council agrees", "Council agrees"),
        ("Courier: ‘Yes’ – council agrees", '"Yes" -- council agrees', '"Yes" -- council agrees'),
        ("Courier - Council agrees on a budget", "Council agrees on budget", "Council agrees on budget"),
        ("Budget: who pays", "Budget: who pays", "Budget: who pays"),
    ],
)
def test_a_title_is_found_in_the_line_that_says_it(title: str, line: str, headline: str) -> None:
    menu = "<div><a href=/>Front Page</a></div><div>May 23, 2016</div><div><a href=/c>City Hall</a></div>"
    article = read(
        f"<title>{title}</title>{menu}<div>{line}</div><div>By Jane Doe</div>{PAGE}", media=Media.HTML
    )
    assert article.headline == headline
    assert article.bylines == ("Jane Doe",)
    assert article.body.startswith(PROSE[0])


def test_a_menu_names_no_writer_where_the_headline_stands_nowhere() -> None:
    menu = "<ul><li>May 23, 2016</li><li><a href=/j>Jane Fonda</a></li></ul><div>May 24, 2016</div><div>Front Page</div>"
    assert read(f"<title>Council agrees</title>{menu}{PAGE}", media=Media.HTML).bylines == ()


def test_of_two_headings_the_one_near_the_text_is_the_headline() -> None:
    bar = f"<div class=bar><h1>Council agrees</h1></div>{'<div>Menu</div>' * 20}"
    article = read(page(article=f"{bar}<h1>Council agrees</h1>\n<div>23 May 2016</div>"), media=Media.HTML)
    assert article.published.value == "2016-05-23"


def test_what_stands_above_the_heading_that_is_the_headline_is_not_the_text() -> None:
    teasers = "".join(f"<li><a href=/{n}>Talks</a> {line}</li>" for n, line in enumerate(MORE_PROSE))
    title = "<title>Council agrees</title><meta property=og:title content='Council agrees'>"
    text = page(title, f"<ul class=article-body>{teasers}</ul><h2>Council agrees</h2>")
    assert read(text, media=Media.HTML).body.split("\n\n") == list(PROSE)


def test_a_headline_that_is_printed_again_below_the_text_takes_nothing_from_it() -> None:
    title = "<title>Council agrees</title><meta property=og:title content='Council agrees'>"
    again = "<h2>Council agrees</h2><p>Write to us about it, and tell us what you think of the budget.</p>"
    text = page(title).replace("</article>", f"{again}</article>")
    assert read(text, media=Media.HTML).body.startswith("\n\n".join(PROSE))


def test_a_records_headline_is_taken_and_its_copy_in_the_text_dropped() -> None:
    article = read("Council agrees", *PROSE, stated={"headline": "Council agrees"})
    assert article.headline == "Council agrees"
    assert kept(article) == [2, 3, 4]


def test_no_line_below_the_beginning_of_the_text_is_the_headline() -> None:
    article = read(" ".join(PROSE), "The council met on the budget and", PROSE[0])
    assert article.body.startswith(PROSE[0])


@pytest.mark.parametrize("headline", ["跨江隧道明年开工兴建", "跨江隧道春天开工"])
def test_a_short_chinese_headline_is_no_name(headline: str) -> None:
    text = (
        "市政府周一宣布，连接老城与新港的跨江隧道将于明年春天开工，预计工期为四年，总投资约三十二亿元。",
        "负责该项目的工程师表示，江底的岩层比预想的更加坚硬，因此施工单位将改用新型盾构机，以缩短工期。",
    )
    assert read(headline, "", *text).headline == headline
