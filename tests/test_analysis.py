"""What a word is: forms with their spans, keys, sentences."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import analysis
from search.alphabets import folded
from search.analysis import LONGEST_FORM, keys_asked, keys_of, rules, tokens, tongue
from search.sentences import sentences


def forms(text: str, language: str | None = None) -> list[str]:
    return [token.form for token in tokens(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("The U.S. and the E.U.", "en", ["the", "u.s.", "and", "the", "e.u."]),
        ("e.g. 3.5 or 5,000.", "en", ["e.g.", "3.5", "or", "5,000"]),
        ("It ends here.Next", "en", ["it", "ends", "here", "next"]),
        ("www.bbc.co.uk", None, ["www", "bbc", "co", "uk"]),
        ("AT&T, R&D and Q & A", "en", ["at&t", "r&d", "and", "q", "a"]),
        ("O'Brien's “don’t”", "en", ["o'brien", "don't"]),
        ("workers' rights", "en", ["workers", "rights"]),
        ("l'État d'Angers, aujourd'hui qu'il", "fr", ["l", "état", "d", "angers", "aujourd'hui", "qu", "il"]),
        ("Türkiye'nin ISPARTA İzmir", "tr", ["türkiye", "ısparta", "izmir"]),
        ("snake_case #MeToo @user", None, ["snake", "case", "metoo", "user"]),
        ("Ｆｕｌｌ ﬁre", None, ["full", "fire"]),
        ("co\u00adope\u00adrate", "en", ["cooperate"]),
        ("می\u200cشود", "fa", ["میشود"]),
        ("हिन्दी में", "hi", ["हिन्दी", "में"]),
        ("G20 1990s 3rd", "en", ["g20", "1990s", "3rd"]),
        ("!!! — … 🇺🇸", None, []),
        ("", None, []),
    ],
)
def test_forms(text: str, language: str | None, wanted: list[str]) -> None:
    assert [token.form for token in tokens(text, language) if not token.extra] == wanted


def test_second_readings() -> None:
    read = tokens("a cease-fire by US forces in al-Assad's F-16", "en")
    extra = {token.form: (token.position, token.width) for token in read if token.extra}
    assert extra == {"cease-fire": (1, 2), "US": (4, 1), "al-assad": (7, 2), "f-16": (9, 2)}
    assert [token.position for token in read if not token.extra] == list(range(11))
    assert not any(token.extra for token in tokens("ALL US FORCES", "en"))
    assert forms("2016-05-23 and a-b-c-d-e") == ["2016", "05", "23", "and", "a", "b", "c", "d", "e"]


def test_pairs_of_characters() -> None:
    read = tokens("在北京大学 Beijing 東京", "zh")
    assert [t.form for t in read] == ["在北", "北京", "京大", "大学", "学", "beijing", "東京", "京"]
    assert [t.position for t in read] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [t.form for t in read if t.extra] == ["学", "京"]
    assert forms("学") == ["学"] and forms("한국어") == ["한국", "국어", "어"]
    assert forms("ไทย") == ["ไท", "ทย", "ย"] and forms("ที่นี่") == ["ที่นี่", "นี่"]


def test_spans_are_of_the_text_as_it_is() -> None:
    text = "Ｕ.S. “RÉSUMÉ’s” ﬁre; l’État U.K."
    assert [text[t.start : t.end] for t in tokens(text, "fr")] == [
        "Ｕ.S.",
        "RÉSUMÉ’s",
        "ﬁre",
        "l",
        "État",
        "U.K.",
    ]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("running", "runs", "en"),
        ("résumé", "resume", "en"),
        ("5,000", "5000", None),
        ("5.000.000", "5,000,000", None),
        ("3,5", "3.5", None),
        ("cease-fire", "ceasefires", "en"),
        ("Häuser", "hauser", "de"),
        ("ςίγμας", "σιγμασ", "el"),
        ("kızlar", "kiz", "tr"),
        ("IĞDIR", "ığdır", "tr"),
        ("الحُكُومة", "الحكومه", "ar"),
        ("إسرائيل", "اسرائيل", "ar"),
        ("السـورية", "السورية", "ar"),
        ("کتاب", "كتاب", "fa"),
        ("١٢٣", "123", "ar"),
        ("ёлка", "елка", "ru"),
        ("o'brien", "obrien", "en"),
        ("covid-19", "covid19", "en"),
        ("łódź", "lodz", "pl"),
        ("Straße", "strasse", "de"),
        ("Müller", "Mueller", "de"),
        ("Müller", "Mueller", "en"),
        ("Müller", "Muller", "en"),
        ("Schröder", "Schroeder", None),
        ("Лавров", "Лаврова", "ru"),
        ("Лавров", "Лавровым", "ru"),
        ("Горбачёв", "Горбачеву", "ru"),
        ("नरेन्द्र", "नरेंद्र", "hi"),
        ("ज़रूरत", "जरूरत", "hi"),
        ("पाँच", "पांच", "hi"),
    ],
)
def test_forms_that_are_one_word(one: str, other: str, language: str | None) -> None:
    def keys(text: str) -> set[str]:
        first = next(iter([t for t in tokens(text, language) if t.width > 1] or tokens(text, language)))
        return {*keys_asked(first.form, tongue(language))}

    assert keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("news", "new", "en"),
        ("u.s.", "us", "en"),
        ("3.5", "35", None),
        ("мой", "мои", None),
        ("が", "か", None),
        ("running", "runs", None),
        ("हिन्दी", "हन्द", None),
        ("अन्न", "अंन", "hi"),
        ("столов", "столица", "ru"),
    ],
)
def test_forms_that_are_not(one: str, other: str, language: str | None) -> None:
    spoken = tongue(language)
    assert not {*keys_asked(one, spoken)} & {*keys_asked(other, spoken)}


def test_readings_that_only_the_index_knows() -> None:
    assert keys_of("u.s.", "en") == ("u.s.", "us") and keys_of("US", "en") == ("u.s.",)
    assert keys_of("北京", "") == ("北京", "北") and keys_of("京", "") == ("京",)
    assert set(keys_of("running", "en")) == set(keys_asked("running", "en"))


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("PT_br", "pt"),
        ("zh", ""),
        ("xx", ""),
        (None, ""),
        ("", ""),
        ("az", "az"),
    ],
)
def test_tongue(language: str | None, wanted: str) -> None:
    assert tongue(language) == wanted


texts = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [*"aé -'’.,&1_", "U.S.", "İ", "ß", "北", "ｶﾞ", "ไ", "\u0301", "\u200d", "\n", "cease-fire"]
    )
).map("".join)


@given(text=texts, language=st.sampled_from([None, "en", "fr", "tr", "ar", "zh", "ru"]))
def test_tokens_hold_together(text: str, language: str | None) -> None:
    read = tokens(text, language)
    for token in read:
        assert 0 <= token.start < token.end <= len(text)
        assert token.form and len(token.form) <= 4 * LONGEST_FORM and not any(map(str.isspace, token.form))
        assert keys_of(token.form, tongue(language)) and keys_asked(token.form, tongue(language))
        assert token.width == 1 or token.form.count("-") == token.width - 1
    places = [token.position for token in read if token.width == 1 and not token.form.isupper()]
    assert sorted({*places}) == list(range(len({*places})))
    assert [t.start for t in read] == sorted(t.start for t in read)
    assert tokens(text, language) == read


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_long_word_is_cut_and_a_hostile_one_is_quick() -> None:
    assert [len(form) for form in forms("a" * 1_000_000)] == [LONGEST_FORM]
    assert len(forms("a-" * 200_000)) == 200_000
    assert len(forms("a." * 100_000)) >= 1
    assert len(list(sentences("A. " * 50_000))) >= 1


def test_sentences() -> None:
    text = (
        "He met Mr. Smith of the U.S. State Dept. on Jan. 5. “Really?” she asked! It was 3.5 km…  Then home.\n\n"
        "New line: No. 7\n北京。上海！قال؟ نعم."
    )
    found = [(text[a:b].strip(), opens) for a, b, opens in sentences(text)]
    assert found == [
        ("He met Mr. Smith of the U.S. State Dept. on Jan. 5.", True),
        ("“Really?” she asked!", False),
        ("It was 3.5 km…", False),
        ("Then home.", False),
        ("New line: No. 7", True),
        ("北京。", True),
        ("上海！", False),
        ("قال؟", False),
        ("نعم.", False),
    ]


@given(texts)
def test_sentences_follow_each_other(text: str) -> None:
    found = list(sentences(text))
    assert all(0 <= a < b <= len(text) and text[a:b].strip() for a, b, _ in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert "".join("".join(text[a:b].split()) for a, b, _ in found) == "".join(text.split())


def test_what_is_remembered_of_words_is_bounded_and_frequent_ones_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    analysed: list[str] = []
    pieces = analysis._pieces

    def counted(raw: str, *how: object) -> object:
        if raw == "Frequent":
            analysed.append(raw)
        return pieces(raw, *how)

    monkeypatch.setattr(analysis, "_pieces", counted)
    rules.cache_clear()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for n in range(100):
        read = tokens(f"Frequent {' '.join(f'rare{n}x{m}' for m in range(1000))}", "en")
        assert [token.form for token in read[:2]] == ["frequent", f"rare{n}x0"]
    del read
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    rules.cache_clear()
    assert after - before < 8 << 20
    assert len(analysed) == 1
