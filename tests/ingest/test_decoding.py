"""Bytes to text: the right letters from every set an archive holds, and a reason where there is no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import Unreadable
from search.ingest.decoding import decode, mend

TEXTS = {
    "ar": "أعلنت وزارة الخارجية يوم الاثنين أن الهدنة في المدينة “صامدة” رغم الخروقات، وقال المتحدث إن المحادثات مستمرة.",
    "fa": "وزیر امور خارجه روز دوشنبه گفت که گفت‌وگوها درباره آتش‌بس ادامه دارد و چهار گزارش منتشر شد.",
    "tr": "Dışişleri Bakanı salı günü yaptığı açıklamada ateşkesin sürdüğünü, görüşmelerin İstanbul’da yapılacağını söyledi.",
    "zh": "外交部发言人星期一表示，停火协议必须得到遵守。港口罢工进入第三天，双方将继续谈判。",
    "zh-Hant": "外交部發言人星期一表示，停火協議必須得到遵守。港口罷工進入第三天，雙方將繼續談判。",
    "ru": "Министр иностранных дел заявил в понедельник, что перемирие соблюдается. «Мы продолжим переговоры», — сказал он.",
    "uk": "Міністр заявив у понеділок, що перемир’я дотримується. Її слова підтвердили спостерігачі, є й інші думки.",
    "el": "Ο υπουργός Εξωτερικών δήλωσε τη Δευτέρα ότι η εκεχειρία τηρείται, παρά τις παραβιάσεις.",
    "he": "שר החוץ אמר ביום שני כי הפסקת האש נשמרת למרות ההפרות של שני הצדדים.",
    "ja": "外務大臣は月曜日、停戦は守られていると述べた。港湾ストライキは三日目に入った。",
    "ko": "외교부 장관은 월요일 휴전이 지켜지고 있다고 말했다. 항만 파업은 사흘째 이어지고 있다.",
    "pl": "Minister powiedział w poniedziałek, że zawieszenie broni jest przestrzegane. Źródła mówią łącznie o pięciu naruszeniach.",
    "cs": "Ministr zahraničí v pondělí řekl, že příměří trvá, přestože dochází k porušování.",
    "hu": "A külügyminiszter hétfőn közölte, hogy a tűzszünet tartja magát. Az őrök és a műszaki erők készen állnak.",
    "th": "รัฐมนตรีว่าการกระทรวงการต่างประเทศกล่าวเมื่อวันจันทร์ว่า การหยุดยิงยังคงมีผล",
    "de": "Der Außenminister erklärte am Montag, die Waffenruhe halte. Über hundert Häfen streiken für höhere Löhne.",
    "es": "El ministro señaló que la tregua continúa; añadió que habrá más conversaciones. ¿Cuándo? Pronto, según él.",
    "is": "Utanríkisráðherra sagði á mánudag að vopnahléð héldi þrátt fyrir brot. Það verður fundað áfram.",
    "lt": "Užsienio reikalų ministras pirmadienį pareiškė, kad paliaubos laikosi. Derybos bus tęsiamos rytoj, sakė jis.",
    "en": "The ceasefire “is holding”, the minister’s office said on Monday — despite breaches in two towns.",
}
SETS = {
    "ar": ["cp1256"],
    "fa": ["cp1256"],
    "tr": ["cp1254"],
    "zh": ["gb18030"],
    "zh-Hant": ["big5"],
    "ru": ["cp1251", "koi8_r"],
    "uk": ["cp1251", "koi8_u"],
    "el": ["cp1253"],
    "he": ["cp1255"],
    "ja": ["cp932", "euc_jp", "iso2022_jp"],
    "ko": ["cp949"],
    "pl": ["cp1250", "iso8859_2"],
    "cs": ["cp1250", "iso8859_2"],
    "hu": ["cp1250"],
    "th": ["cp874"],
    "de": ["cp1252"],
    "es": ["cp1252"],
    "is": ["cp1252"],
    "lt": ["cp1257"],
    "en": ["cp1252"],
}
CASES = [(lang, charset) for lang, charsets in SETS.items() for charset in charsets]


def page(text: str) -> str:
    return f'<html><head><title>x</title></head><body><div class="story"><p>{text}</p></div></body></html>'


@pytest.mark.parametrize(("language", "charset"), CASES)
@pytest.mark.parametrize("markup", [str, page])
def test_an_unlabelled_set_is_told_by_its_letters(language, charset, markup):
    data = markup(TEXTS[language]).encode(charset, "ignore")
    assert decode(data, html=markup is page).text == data.decode(charset)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_needs_no_mark(language, charset):
    data = page(TEXTS[language]).encode(charset)
    decoded = decode(data, html=True)
    assert (decoded.text, decoded.charset) == (page(TEXTS[language]), charset)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_is_believed_and_taken_off(charset):
    decoded = decode(TEXTS["ar"].encode(charset), "windows-1252")
    assert decoded.text == TEXTS["ar"]
    assert decoded.rule == "byte-order mark"


def test_the_carrier_comes_before_the_document():
    data = page('<meta charset="windows-1251">Größe').encode("cp1252")
    decoded = decode(data, "iso-8859-1", html=True)
    assert "Größe" in decoded.text
    assert decoded.rule == "carrier's header"


def test_the_document_speaks_where_the_carrier_is_silent():
    data = b'<html><head><meta charset="windows-1254"></head><body>\xfdl\xfdk</body>'
    assert "ılık" in decode(data, html=True).text


def test_valid_utf8_overrules_a_wrong_label():
    assert decode("Überfall in Köln".encode(), "iso-8859-1").text == "Überfall in Köln"


def test_a_default_latin_label_does_not_hide_arabic():
    assert decode(TEXTS["ar"].encode("cp1256", "ignore"), "iso-8859-1").charset == "cp1256"


def test_an_unknown_or_dangerous_label_is_passed_over():
    for label in ("x-no-such-set", "utf-7", "base64", "rot13", "idna", "\x00", "utf-8\r\nX: y"):
        assert decode(TEXTS["de"].encode("cp1252"), label).text == TEXTS["de"]


def test_a_cut_character_costs_one_replacement_and_no_more():
    decoded = decode((TEXTS["de"] * 5).encode()[:-1] + b"\xc3")
    assert decoded.charset == "utf-8"
    assert decoded.replaced == 1


def test_replacement_characters_of_the_document_are_not_counted():
    assert decode("was\ufffd da, größer".encode()).replaced == 0


def test_nuls_and_half_surrogates_go():
    assert decode(b"one\0two" * 3 + b" and more words").text.startswith("onetwo")
    assert mend("a\ud83d\ude00b\ud800c\0") == "a😀b\ufffdc"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 text",
        b"\x89PNG\r\n\x1a\n",
        bytes(range(256)) * 40,
        b"\xff\xd8\xff\xe0JFIF",
        b"\x01\x02\x03\x04" * 100,
    ],
)
def test_binary_is_refused_with_a_reason(data):
    with pytest.raises(Unreadable, match=r"not text|can't be read"):
        decode(data)


def test_hostile_bytes_take_linear_time():
    for data in (b"<" * 1_000_000 + b"\xe4", b"<script" * 100_000 + b"\xe4", b"a" * 5_000_000 + b"\xe4\n"):
        decode(data, html=True)


@given(st.binary(max_size=400))
def test_any_bytes_end_in_text_or_in_a_reason(data):
    try:
        decoded = decode(data, html=True)
    except Unreadable as e:
        assert str(e)
    else:
        assert "\0" not in decoded.text
        decoded.text.encode("utf-8")


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=200))
def test_utf8_comes_back_as_it_was(text):
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text
