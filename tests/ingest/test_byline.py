"""Names of people in bylines; nobody where nobody is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.byline import is_person, people, read_byline


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("By Kasim Ileri and Esra Kaymak Avci", "en", ["Kasim Ileri", "Esra Kaymak Avci"]),
        ("by Paula Serra Jul. 19, 2026 9:45 am", "en", ["Paula Serra"]),
        ("ByTara Haelle", "en", ["Tara Haelle"]),
        ("By JOHN SMITH, Reuters", "en", ["John Smith"]),
        ("By Conor O'Brien in Beirut", "en", ["Conor O'Brien"]),
        ("By Ben Andrews", "en", ["Ben Andrews"]),
        ("By J.K. Doe and J. D. Roe", "en", ["J.K. Doe", "J. D. Roe"]),
        ("By Dr. Jane Doe", "en", ["Jane Doe"]),
        ("By Abu Bakr al-Masri", "en", ["Abu Bakr al-Masri"]),
        ("Von Jan Müller und Sabine Schäfer", "de", ["Jan Müller", "Sabine Schäfer"]),
        ("Ein Kommentar von Anna Weiß", "de", ["Anna Weiß"]),
        ("Par Jean Dupont avec AFP", "fr", ["Jean Dupont"]),
        ("Por María José Ortega y Gasset", "es", ["María José Ortega y Gasset"]),
        ("Por Juan Pérez y Ana Gómez", "es", ["Juan Pérez", "Ana Gómez"]),
        ("Di Mario Rossi", "it", ["Mario Rossi"]),
        ("Door Jan van der Berg", "nl", ["Jan van der Berg"]),
        ("Door onze redacteur Jan de Vries", "nl", ["Jan de Vries"]),
        ("Text: Anna Svensson", "sv", ["Anna Svensson"]),
        ("Yazan: Ahmet Yılmaz", "tr", ["Ahmet Yılmaz"]),
        ("Автор: Иван Петров", "ru", ["Иван Петров"]),
        ("بقلم: محمد علي", "ar", ["محمد علي"]),
        ("بقلم محمد علي حسن وسعيد خالد", "ar", ["محمد علي حسن", "سعيد خالد"]),
        ("홍길동 기자", "ko", ["홍길동"]),
        ("Oleh: Budi Santoso", "id", ["Budi Santoso"]),
        ("Story and photos by Jane Doe", "en", ["Jane Doe"]),
        ("By Jane Doe as told to John Roe", "en", ["Jane Doe", "John Roe"]),
    ],
)
def test_people_are_read(line: str, language: str, names: list[str]) -> None:
    assert list(read_byline(line, language) or ()) == names


@pytest.mark.parametrize(
    "line",
    [
        "By Reuters",
        "By AFP - May 25, 2016",
        "ByThe Associated Press",
        "By MND Staff",
        "By our correspondent",
        "By Staff Writer, The Courier",
        "By News Desk",
    ],
)
def test_an_agency_or_a_desk_is_nobody(line: str) -> None:
    assert read_byline(line, "en") == ()


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("By the time he left, the war was over", "en"),
        ("By Tuesday, the army had won", "en"),
        ("By Saudi Arabia", "en"),
        ("von der Leyen", "de"),
        ("Von der Leyen kritisiert Ungarn", "de"),
        ("di fronte alla crisi", "it"),
        ("Par le biais de la loi", "fr"),
        ("Por el momento no hay datos", "es"),
        ("", "en"),
    ],
)
def test_other_lines_are_no_bylines(line: str, language: str) -> None:
    assert read_byline(line, language) is None


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "BBC News",
        "Staff",
        "Editorial Board",
        "The Guardian",
        "New York",
        "admin",
        "jane@example.org",
        "Doe",
        "Über uns",
    ],
)
def test_what_is_no_person(name: str) -> None:
    assert not is_person(name, "en")


def test_claims_are_split_and_each_name_comes_once() -> None:
    assert people(["Jane Doe, John Roe", "JANE DOE", "Reuters"], "en") == ("Jane Doe", "John Roe")


def test_what_stands_behind_a_name_is_no_part_of_it() -> None:
    assert people(["Elena Oberholzer (obe)", "신현주 기자"]) == ("Elena Oberholzer", "신현주")
    assert people(["Jane Doe MS, RDN", "John Roe, Ph.D.", "Ann Poe III"]) == (
        "Jane Doe",
        "John Roe",
        "Ann Poe III",
    )


@given(st.text(max_size=150))
def test_any_line_has_an_answer(line: str) -> None:
    for name in read_byline(line, "en") or ():
        assert is_person(name, "en") or name in line
