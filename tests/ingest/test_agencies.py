"""Agencies: by name, in credits, behind the text, and spoken to in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Block
from search.ingest.agencies import agencies_named, agency, agency_spoken_to
from search.ingest.credit import line_credit, trailing_credit
from search.ingest.endmarks import cut_end_mark, is_end_mark


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("(KUNA)", "KUNA"),
        ("Anadolu Agency", "AA"),
        ("the Associated Press", "AP"),
        ("Deutsche Presse-Agentur", "dpa"),
        ("كونا", "KUNA"),
        ("فرانس برس", "AFP"),
        ("РИА Новости", "RIA Novosti"),
        ("新华社", "Xinhua"),
        ("연합뉴스", "Yonhap"),
        ("PRNewswire", "PR Newswire"),
    ],
)
def test_an_agency_is_known_by_each_of_its_names(text: str, code: str) -> None:
    found = agency(text)
    assert found is not None
    assert found.code == code


def test_press_releases_are_marked() -> None:
    assert agency("Business Wire").release  # type: ignore[union-attr]
    assert not agency("Reuters").release  # type: ignore[union-attr]


def test_an_agency_says_its_full_name() -> None:
    assert str(agency("KUNA")) == "KUNA (Kuwait News Agency)"
    assert str(agency("Reuters")) == "Reuters"


@pytest.mark.parametrize(
    "text", ["", "Jane Doe", "a map of the area", "Reuters said on Monday that it would not comment"]
)
def test_other_text_names_none(text: str) -> None:
    assert agency(text) is None


def test_several_are_named_in_order() -> None:
    assert [one.code for one in agencies_named("AFP/Reuters")] == ["AFP", "Reuters"]
    assert agencies_named("our staff and AFP") == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Source: AFP", "AFP"),
        ("(With inputs from PTI)", "PTI"),
        ("dpa/afp", "dpa"),
        ("© Reuters", "Reuters"),
        ("//Petra// MF", "Petra"),
        ("Fuente: EFE / Reuters", "EFE"),
        ("Kaynak: AA", "AA"),
    ],
)
def test_a_credit_line_names_its_agency(line: str, code: str) -> None:
    assert line_credit(line)[0].code == code


@pytest.mark.parametrize(
    "line", ["Kaynak:Source of News", "Agencies", "With inputs from agencies", "Jane Doe"]
)
def test_a_credit_line_without_one_names_none(line: str) -> None:
    assert line_credit(line) == ()


@pytest.mark.parametrize(
    ("text", "rest", "code"),
    [
        ("It is over, he said. – Reuters", "It is over, he said.", "Reuters"),
        ("“It is over.” (AFP)", "“It is over.”", "AFP"),
        ("Todo acabó. EFE", "Todo acabó.", "EFE"),
    ],
)
def test_the_agency_behind_the_last_sentence_is_cut(text: str, rest: str, code: str) -> None:
    found = trailing_credit(text)
    assert found is not None
    assert (found[0], found[1].code) == (rest, code)


@pytest.mark.parametrize(
    "text", ["He told them. – John", "he said (AFP)", "They have a map.", "He went to the AP."]
)
def test_a_sentence_is_not_cut(text: str) -> None:
    assert trailing_credit(text) is None


def spoken(*texts: str) -> tuple[str, int] | None:
    found = agency_spoken_to(Block(i, text, text) for i, text in enumerate(texts, 1))
    return (found[0].code, found[1]) if found else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("he told Reuters by phone.", "Reuters"),
        ("Cook deflected an Anadolu Agency question.", "AA"),
        ("an AFP reporter at the scene said", "AFP"),
        ("C'est fini, a déclaré à l'AFP un médecin.", "AFP"),
        ("informó a Efe una portavoz", "EFE"),
        ("“Foi tudo muito rápido”, contou ao Estadão Conteúdo um vizinho.", "Estadão Conteúdo"),
        ("disse ao mapa que procurava", None),
        ("das sagte der Minister", None),
        ("Das sagte Müller der dpa am Montag.", "dpa"),
        ("وقال شاهد لرويترز إن الانفجار كان قويا", "Reuters"),
        ("he told his map to them", None),
    ],
)
def test_an_agency_that_is_spoken_to_is_the_writers_own(text: str, code: str | None) -> None:
    found = spoken(text)
    assert (found[0] if found else None) == code


def test_two_that_are_spoken_to_alike_leave_it_open() -> None:
    assert spoken("he told Reuters", "she told AFP") is None
    assert spoken("he told Reuters", "she told AFP", "they told Reuters") == ("Reuters", 2)


@pytest.mark.parametrize(
    ("text", "rest", "mark"),
    [
        ("an advantage on the ground. (end)", "an advantage on the ground.", "(end)"),
        ("he said. (END) rm.hs", "he said.", "(END) rm.hs"),
        ("he said. ENDS", "he said.", "ENDS"),
        ("he said. /end/", "he said.", "/end/"),
        ("انتهى الخبر. (انتهى)", "انتهى الخبر.", "(انتهى)"),
        ("he said. ■", "he said.", "■"),
        ("It is over in the end.", "It is over in the end.", None),
        ("That was the end", "That was the end", None),
    ],
)
def test_end_marks_are_cut_and_sentences_are_not(text: str, rest: str, mark: str | None) -> None:
    assert cut_end_mark(text) == (rest, mark)


@pytest.mark.parametrize("line", ["(end)", "ENDS", "###", "-30-", "■", "(انتهى)"])
def test_a_line_can_be_an_end_mark(line: str) -> None:
    assert is_end_mark(line)


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    agency(text)
    line_credit(text)
    rest, mark = cut_end_mark(text)
    assert text.startswith(rest)
    assert mark is None or mark in text
