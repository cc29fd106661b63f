"""Bylines, credit, dateline, places and publication, from text, from pages and from records."""

from __future__ import annotations

import pytest

from search.article import Location, Media, Role
from search.ingest.page import STATED, Claim, Facts
from search.ingest.places import country, is_place, place_case
from search.ingest.publication import choose_source, read_location
from tests.ingest.reading import PROSE, kept, page, read, roles


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
