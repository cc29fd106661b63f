"""Which language an article is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.language import choose_language, line_language, stopword_share
from search.ingest.page import Claim
from search.ingest.plaintext import read_text

SENTENCES = {
    "ar": "قال مصدر عسكري إن القوات سيطرت على عدد من التلال في ريف المدينة يوم الاثنين بعد معارك عنيفة",
    "cs": "Vláda ve středu schválila návrh rozpočtu, který podle ministra počítá s nižším schodkem než letos",
    "de": "Die Regierung hat am Mittwoch einen Entwurf für den Haushalt vorgelegt, der weniger Schulden vorsieht",
    "en": "The government on Wednesday presented a draft of the budget that provides for a smaller deficit",
    "es": "El Gobierno presentó el miércoles un proyecto de presupuesto que prevé un déficit menor que este año",
    "fa": "دولت روز چهارشنبه لایحه بودجه را به مجلس ارائه کرد که در آن کسری کمتری پیش‌بینی شده است",
    "fr": "Le gouvernement a présenté mercredi un projet de budget qui prévoit un déficit moins élevé cette année",
    "he": "הממשלה הציגה ביום רביעי את הצעת התקציב שלה לשנה הבאה",
    "hi": "सरकार ने बुधवार को बजट का मसौदा पेश किया जिसमें इस साल के मुकाबले कम घाटे का अनुमान है",
    "it": "Il governo ha presentato mercoledì una bozza di bilancio che prevede un deficit minore di quest'anno",
    "ja": "政府は水曜日、今年より赤字の少ない予算案を発表した。野党はこれを批判している。",
    "ko": "정부는 수요일 올해보다 적자가 적은 예산안을 발표했다",
    "nl": "De regering heeft woensdag een begroting gepresenteerd die minder tekort laat zien dan dit jaar",
    "pl": "Rząd przedstawił w środę projekt budżetu, który przewiduje mniejszy deficyt niż w tym roku",
    "pt": "O governo apresentou na quarta-feira um projeto de orçamento que prevê um défice menor do que este ano",
    "ru": "Правительство представило в среду проект бюджета, в котором предусмотрен меньший дефицит, чем в этом году",
    "sv": "Regeringen lade på onsdagen fram ett förslag till budget som räknar med ett mindre underskott än i år",
    "th": "รัฐบาลได้เสนอร่างงบประมาณเมื่อวันพุธ",
    "tr": "Hükümet çarşamba günü, bu yıldan daha az açık öngören bir bütçe tasarısı sundu ve muhalefet bunu eleştirdi",
    "zh": "政府周三公布了预算草案，预计赤字将低于今年。",
}


def choose(text: str, *claims: str) -> str | None:
    return choose_language(read_text(text).blocks, [Claim(claim, "<html lang>") for claim in claims])[0]


@pytest.mark.parametrize("code", SENTENCES)
def test_one_sentence_is_enough(code: str) -> None:
    assert choose(SENTENCES[code]) == code


@pytest.mark.parametrize("text", ["", "123 456", "—", "Oslo"])
def test_too_little_text_is_no_language(text: str) -> None:
    assert choose(text) is None


def test_a_claim_decides_where_there_is_too_little_text() -> None:
    assert choose("Oslo", "nb-NO") == "no"


def test_a_claim_that_the_text_refutes_is_wrong() -> None:
    language, evidence = choose_language(
        read_text(SENTENCES["de"]).blocks, [Claim("en-US", "<html lang>", line=2)]
    )
    assert language == "de"
    assert "measured" in evidence.rule


def test_a_claim_in_another_script_is_wrong() -> None:
    assert choose(SENTENCES["ru"], "ar") == "ru"


def test_a_language_that_is_not_measured_can_be_claimed() -> None:
    icelandic = "Ríkisstjórnin kynnti á miðvikudag frumvarp til fjárlaga þar sem gert er ráð fyrir minni halla en í ár"
    assert choose(icelandic, "is") == "is"


def test_the_answer_never_changes() -> None:
    headline = "Papa visits Roma and Milano"
    assert len({choose(headline) for _ in range(20)}) == 1


def test_capitals_are_not_taken_for_german() -> None:
    assert choose(" ".join([SENTENCES["en"].upper()] * 3)) == "en"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("UYARI: Küfür, hakaret ve rencide edici ifadeler içeren yorumlar için", "tr"),
        ("تحتفل المملكة بيومها", "ar"),
        ("این خبر را به اشتراک بگذارید", "fa"),
        ("관련 기사", "ko"),
        ("Das ist nicht die Antwort auf die Frage", "de"),
        ("BLOOD AND BODIES", None),
        ("Mario Rossi", None),
    ],
)
def test_a_line_is_told_by_script_letters_and_little_words(line: str, code: str | None) -> None:
    assert line_language(line) == code


def test_running_text_has_many_little_words_and_a_list_has_none() -> None:
    assert stopword_share(SENTENCES["en"], "en") > 0.25
    assert stopword_share("Sports Weather Business Opinion Travel", "en") == 0


@given(st.text(max_size=300), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_and_any_claim_get_an_answer(text: str, claims: list[str]) -> None:
    language = choose(text, *claims)
    assert language is None or 2 <= len(language) <= 3
    line_language(text)
