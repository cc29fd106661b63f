"""Datelines of wires all over the world, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.dateline import read_dateline

DATELINES = [
    ("WASHINGTON, May 23 (KUNA) — The US", "en", "Washington", "May 23", "KUNA", "WASHINGTON, May 23 (KUNA) —"),
    ("WASHINGTON (AA) – Syria", "en", "Washington", None, "AA", "WASHINGTON (AA) –"),
    ("BEIRUT (Reuters) - Syria’s army", "en", "Beirut", None, "Reuters", "BEIRUT (Reuters) -"),
    ("Beirut (Reuters) - Syria’s army", "en", "Beirut", None, "Reuters", "Beirut (Reuters) -"),
    ("ANKARA – Turkey said", "en", "Ankara", None, None, "ANKARA –"),
    ("(AA) – Syrian president", "en", None, None, "AA", "(AA) –"),
    ("LONDON—The prime minister", "en", "London", None, None, "LONDON—"),
    ("NEW DELHI: The government", "en", "New Delhi", None, None, "NEW DELHI:"),
    ("LOS ANGELES, Feb 26 - The", "en", "Los Angeles", "Feb 26", None, "LOS ANGELES, Feb 26 -"),
    ("ST. JOHN’S, Antigua and Barbuda, September 22, 2017/PRNewswire/ –After", "en", "St. John’s",
     "September 22, 2017", "PR Newswire", "ST. JOHN’S, Antigua and Barbuda, September 22, 2017/PRNewswire/ –"),
    ("KUALA LUMPUR, Malaysia, Sept. 22, 2017 /PRNewswire/ — On", "en", "Kuala Lumpur", "Sept. 22, 2017",
     "PR Newswire", "KUALA LUMPUR, Malaysia, Sept. 22, 2017 /PRNewswire/ —"),
    ("MILFORD, Conn. (AP) — Police", "en", "Milford", None, "AP", "MILFORD, Conn. (AP) —"),
    ("WASHINGTON/BEIRUT (Reuters) - The", "en", "Washington/Beirut", None, "Reuters", "WASHINGTON/BEIRUT (Reuters) -"),
    ("MOSCOW, January 5. /TASS/. The Russian", "en", "Moscow", "January 5", "TASS", "MOSCOW, January 5. /TASS/."),
    ("MOSCOW. Jan 5 (Interfax) - Russia", "en", "Moscow", "Jan 5", "Interfax", "MOSCOW. Jan 5 (Interfax) -"),
    ("Damascus, SANA – The", "en", "Damascus", None, "SANA", "Damascus, SANA –"),
    ("Beirut – The army", "en", "Beirut", None, None, "Beirut –"),
    ("Berlin/Paris (dpa) – Der", "de", "Berlin/Paris", None, "dpa", "Berlin/Paris (dpa) –"),
    ("PARIS, 5 mars 2016 (AFP) - Le", "fr", "Paris", "5 mars 2016", "AFP", "PARIS, 5 mars 2016 (AFP) -"),
    ("PORT-AU-PRINCE (AFP) - Le", "fr", "Port-au-Prince", None, "AFP", "PORT-AU-PRINCE (AFP) -"),
    ("(ANSA) - ROMA, 05 MAG - Il", "it", "Roma", "05 MAG", "ANSA", "(ANSA) - ROMA, 05 MAG -"),
    ("Madrid, 5 may (EFE).- El", "es", "Madrid", "5 may", "EFE", "Madrid, 5 may (EFE).-"),
    ("İSTANBUL (AA) - Türkiye", "tr", "İstanbul", None, "AA", "İSTANBUL (AA) -"),
    ("МОСКВА, 5 мая — РИА Новости. Президент", "ru", "Москва", "5 мая", "RIA Novosti", "МОСКВА, 5 мая — РИА Новости."),
    ("بيروت (رويترز) - قال", "ar", "بيروت", None, "Reuters", "بيروت (رويترز) -"),
    ("دمشق-سانا", "ar", "دمشق", None, "SANA", "دمشق-سانا"),
    ("عمان 5 أيار (بترا) - قال", "ar", "عمان", "5 أيار", "Petra", "عمان 5 أيار (بترا) -"),
    ("القاهرة - أ ف ب - قال مسؤول", "ar", "القاهرة", None, "AFP", "القاهرة - أ ف ب -"),
    ("أنقرة/ الأناضول", "ar", "أنقرة", None, "AA", "أنقرة/ الأناضول"),
    ("حلب (سوريا) (أ ف ب) - قتل", "ar", "حلب", None, "AFP", "حلب (سوريا) (أ ف ب) -"),
    ("ДАМАСК, 24 мая. /Корр. ТАСС Иван Петров/. Войска", "ru", "Дамаск", "24 мая", "TASS",
     "ДАМАСК, 24 мая. /Корр. ТАСС Иван Петров/."),
    ("新华社北京5月23日电 国家", "zh", "北京", "5月23日", "Xinhua", "新华社北京5月23日电"),
    ("【ベイルート=共同】シリア", "ja", "ベイルート", None, "Kyodo", "【ベイルート=共同】"),
    ("(서울=연합뉴스) 홍길동 기자 = 정부", "ko", "서울", None, "Yonhap", "(서울=연합뉴스)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "place", "date", "credit", "raw"), DATELINES)
def test_a_dateline_is_read(  # noqa: PLR0917 - the columns of the table
    text: str, language: str, place: str | None, date: str | None, credit: str | None, raw: str
) -> None:
    found = read_dateline(text, language)
    assert found is not None
    assert (found.place, found.date, found.credit, found.raw) == (place, date, credit, raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "(end)",
        "“WHAT IS THIS” – he said",
        "UPDATE – The man",
        "BREAKING — The man",
        "VIDEO: The man",
        "The US – a country",
        "Obama - the president - said",
        "Mr Smith: I said",
        "I – a man –",
        "Analysis: The war",
        "Syria: 10 dead",
        "NATO - the alliance",
        "ISIS: the group",
        "COVID-19 – what is known",
        "Tuesday, May 5 – The",
        "A man (BBC) - said",
        "IS blasts in Syria kill at least 140",
        "US, Russia try to save truce",
        "THE ALLIES AFTER NASSAU - THE ALLIES MET",
        "“BLOOD AND BODIES”",
        "Kerry, who is in Geneva, said",
        "Translated and adapted: AFP",
        "Get author RSS feed",
    ],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert read_dateline(text, "en") is None


@given(st.text(max_size=200), st.sampled_from([None, "en", "ar", "zh", "xx"]))
def test_any_text_has_an_answer_and_raw_begins_it(text: str, language: str | None) -> None:
    found = read_dateline(text, language)
    assert found is None or text.lstrip().startswith(found.raw)
