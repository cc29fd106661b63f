"""Headline, standfirst, bylines, dateline, places and publication, from text, from pages and from records."""

from __future__ import annotations

import pytest

from search.article import Location, Media, Role
from search.ingest.page import STATED, Claim, Facts
from search.ingest.places import country, is_place, place_case
from search.ingest.publication import choose_source, read_location
from tests.ingest.reading import PROSE, kept, read, roles


def page(head: str = "", article: str = "") -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in PROSE)
    return f"<html lang=en><head>{head}</head><body><article>{article}{paragraphs}</article></body></html>"


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


def test_a_records_headline_is_taken_and_its_copy_in_the_text_dropped() -> None:
    article = read("Council agrees", *PROSE, stated={"headline": "Council agrees"})
    assert article.headline == "Council agrees"
    assert kept(article) == [2, 3, 4]


@pytest.mark.parametrize(
    "lines",
    [
        ("Council agrees on budget", "Members praise a debate of four hours", *PROSE),
        ("Council agrees on budget", "Members praise a debate of four hours.", "By Jane Doe", *PROSE),
        ("Council agrees on budget", "May 23, 2016", "Members praise a debate of four hours", *PROSE),
        (
            "Council agrees on budget",
            "Members praise a debate of four hours.",
            "May 23, 2016, 9:30 am",
            *PROSE,
        ),
    ],
    ids=["no sentence", "above the byline", "below the date", "above the date"],
)
def test_a_standfirst_is_told_by_its_place(lines: tuple[str, ...]) -> None:
    article = read(*lines)
    assert article.standfirst is not None
    assert article.standfirst.startswith("Members praise")
    assert article.body == "\n\n".join(PROSE)


def test_a_first_paragraph_is_no_standfirst() -> None:
    assert read("Council agrees on budget", *PROSE).standfirst is None
    assert read("Council agrees on budget", "ROME (AP) — The council", *PROSE).standfirst is None


def test_a_records_standfirst_is_taken() -> None:
    article = read(*PROSE, stated={"headline": "Council agrees", "standfirst": "A debate of four hours"})
    assert article.standfirst == "A debate of four hours"
    assert kept(article) == [1, 2, 3]


def test_people_are_found_in_bylines_and_claims() -> None:
    assert read("Council agrees", "By Jane Doe and John Roe", *PROSE).bylines == ("Jane Doe", "John Roe")
    claim = '<meta name="author" content="Jane Doe">'
    assert read(page(claim, "<h1>Council agrees</h1>"), media=Media.HTML).bylines == ("Jane Doe",)
    assert read(*PROSE, stated={"headline": "Council agrees", "byline": "Jane Doe; John Roe"}).bylines == (
        "Jane Doe",
        "John Roe",
    )


def test_nobody_is_invented() -> None:
    article = read("Council agrees", "By Staff", *PROSE)
    assert article.bylines == ()
    assert roles(article)[2] is Role.BYLINE
    assert read(page('<meta name="author" content="The Courier"><meta property="og:site_name" content="The Courier">',
                     "<h1>Council agrees</h1>"), media=Media.HTML).bylines == ()  # fmt: skip


def test_an_agency_in_the_byline_is_the_credit() -> None:
    article = read("Council agrees", "By Jane Doe, Reuters", *PROSE)
    assert article.bylines == ("Jane Doe",)
    assert article.credit == "Reuters"
    assert read("Council agrees", "By AFP", *PROSE).credit == "AFP"


def test_a_name_under_the_text_signs_it() -> None:
    article = read("Council agrees", *PROSE, "Hana Sabbagh", "Share this:")
    assert article.bylines == ("Hana Sabbagh",)
    assert kept(article) == [2, 3, 4]


def test_the_credit_is_found_where_it_stands() -> None:
    assert read("Council agrees", "ROME (ANSA) - " + PROSE[0], *PROSE[1:]).credit == "ANSA"
    assert read("Council agrees", *PROSE, "Source: KUNA").credit == "KUNA"
    assert read("Council agrees", *PROSE[:2], PROSE[2] + " – Reuters").credit == "Reuters"
    assert (
        read(*PROSE, stated={"headline": "Council agrees", "credit": "Agence France-Presse"}).credit == "AFP"
    )
    assert read("Council agrees", *PROSE).credit is None


def test_an_agency_that_is_spoken_to_is_of_medium_confidence() -> None:
    article = read("Council agrees", *PROSE, "“It is done,” she told Reuters.")
    assert article.credit == "Reuters"
    assert any(e.field == "credit" and "medium confidence" in e.rule for e in article.evidence)


def test_one_word_to_an_agency_is_no_credit_beside_a_writer() -> None:
    assert read("Council agrees", "By Jane Doe", *PROSE, "“It is done,” she told Reuters.").credit is None


def test_the_dateline_is_read_and_stays_in_the_body() -> None:
    article = read("Council agrees", "ROME, May 23 (ANSA) - " + PROSE[0], *PROSE[1:])
    assert article.place == "Rome"
    assert article.body.startswith("ROME, May 23 (ANSA) - The council")


def test_a_dateline_on_its_own_line_belongs_to_the_text() -> None:
    article = read(
        "المجلس يقر الموازنة",
        "دمشق-سانا",
        "أقر المجلس مساء الثلاثاء موازنة العام المقبل بعد نقاش استمر أربع ساعات.",
    )
    assert article.place == "دمشق"
    assert kept(article) == [2, 3]


def test_the_turns_of_a_transcript_are_no_datelines() -> None:
    turns = [f"{name}: {line}" for name, line in zip(("MODERATOR", "GUEST", "MODERATOR"), PROSE, strict=True)]
    assert read("A talk with the mayor", *turns).dateline is None


def test_a_records_dateline_is_taken() -> None:
    stated = {"headline": "Council agrees", "dateline": "ROME, Feb 26 -"}
    assert read(*PROSE, stated=stated).place == "Rome"
    assert read(*PROSE, stated={**stated, "dateline": "Rome"}).place == "Rome"


def test_a_place_behind_the_byline() -> None:
    assert read("Council agrees", "By Jane Doe | BEIRUT", *PROSE).place == "Beirut"


@pytest.mark.parametrize(
    ("line", "language", "city", "state"),
    [
        ("Location: Lebanon, Beirut", "en", "Beirut", "Lebanon"),
        ("Location: Beirut, Lebanon", "en", "Beirut", "Lebanon"),
        ("Location : Damascus - Syria", "en", "Damascus", "Syria"),
        ("Ort: Beirut, Libanon", "de", "Beirut", "Libanon"),
        ("المكان: لبنان، بيروت", "ar", "بيروت", "لبنان"),
        ("Location: Kurdistan", "en", "Kurdistan", None),
        ("Location: Turkey", "en", None, "Turkey"),
    ],
)
def test_a_location_is_read_in_either_order(
    line: str, language: str, city: str | None, state: str | None
) -> None:
    assert read_location(line, language) == Location(line, city, state)


def test_a_section_above_the_headline_is_the_kicker() -> None:
    article = read("MIDDLE EAST", "Council agrees on budget", *PROSE)
    assert article.section == "MIDDLE EAST"
    assert roles(article)[1] is Role.KICKER


def test_the_publication_is_the_site_and_not_the_wire() -> None:
    claims = [Claim("Associated Press", "JSON-LD publisher"), Claim("The Courier", "meta og:site_name")]
    assert choose_source(Facts(sources=tuple(claims))) == claims[1]
    assert choose_source(Facts(sources=(claims[0],))) == claims[0]
    assert choose_source(Facts(sources=(*claims, Claim("Gazette", f"{STATED}source")))).value == "Gazette"  # type: ignore[union-attr]
    assert read("Council agrees", *PROSE).source is None


@pytest.mark.parametrize(
    ("raw", "language", "place"),
    [
        ("WASHINGTON", "en", "Washington"),
        ("ST. JOHN’S", "en", "St. John’s"),
        ("RIO DE JANEIRO", "pt", "Rio de Janeiro"),
        ("AIX-EN-PROVENCE", "fr", "Aix-en-Provence"),
        ("L'AQUILA", "it", "L'Aquila"),
        ("AL-HASAKAH", "en", "Al-Hasakah"),
        ("İSTANBUL", "tr", "İstanbul"),
        ("İZMİR", "en", "İzmir"),
        ("DIŞKAPI", "tr", "Dışkapı"),
        ("WASHINGTON DC", "en", "Washington DC"),
        ("THE HAGUE", "en", "The Hague"),
        ("beirut", "en", "beirut"),
    ],
)
def test_capitals_become_a_name(raw: str, language: str, place: str) -> None:
    assert place_case(raw, language) == place


def test_places_are_those_of_cldr() -> None:
    assert country("Türkiye", "tr") and country("Turkey", "en") and country("لبنان", "ar")
    assert not country("Beirut", "en")
    assert is_place("Beirut", "en") and is_place("Lebanon", "de")
    assert not is_place("Jane Doe", "en")


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


SUMMED_UP = "The council has settled its budget after four hours, and the new school will be built after all."


@pytest.mark.parametrize(
    ("head", "block", "field"),
    [
        ("", f"<p class=dek>{SUMMED_UP}</p>", SUMMED_UP),
        (f'<meta property="og:description" content="{SUMMED_UP}">', f"<h2>{SUMMED_UP}</h2>", SUMMED_UP),
        (
            f'<meta name="description" content="{SUMMED_UP}">',
            f"<div class=x><p>{SUMMED_UP}</p></div>",
            SUMMED_UP,
        ),
        (f'<meta name="description" content="{SUMMED_UP}">', f"<p>{SUMMED_UP}</p>", None),
        ("", f"<p>{SUMMED_UP}</p>", None),
    ],
)
def test_a_standfirst_of_whole_sentences_is_the_field_and_stays_in_the_text(
    head: str, block: str, field: str | None
) -> None:
    article = read(page(head, f"<h1>Council agrees on budget</h1>{block}"), media=Media.HTML)
    assert article.standfirst == field
    assert article.body.count(SUMMED_UP) == 1
    assert article.standfirst_apart is None
