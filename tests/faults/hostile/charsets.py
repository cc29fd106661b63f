"""Bytes without a label, under a wrong one, or that are no text; the right letters have to come out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.faults.hostile.case import Case, page, story

# A story by language: headline and paragraphs.
_STORIES = {
    "ar": (
        "مجلس المدينة يوافق على موازنة العام المقبل",
        "وافق مجلس المدينة مساء الاثنين على موازنة العام المقبل بعد نقاش طويل، كما أعلن رئيسه للصحفيين عقب الجلسة.",
        "وقال رئيس البلدية إن العمل في الجسر الجديد سيبدأ في الربيع وإن العبّارة ستبقى في الخدمة حتى افتتاحه.",
    ),
    "tr": (
        "Belediye meclisi gelecek yılın bütçesini onayladı",
        "Belediye meclisi pazartesi akşamı gelecek yılın bütçesini uzun bir görüşmenin ardından onayladı, dedi başkan.",
        "Başkan, yeni köprünün yapımına ilkbaharda başlanacağını ve açılışa değin feribotun çalışacağını söyledi.",
    ),
    "zh": (
        "市议会星期一晚上通过明年预算案，新桥春天开工",
        "市议会星期一晚上经过长时间讨论后通过了明年的预算案，议长在会后对记者表示，新桥的建设将于春天开始。",
        "市长说，在新桥开通以前，渡轮将继续运行。两个党派曾要求就这座耗资九百万的桥梁进行更长时间的辩论。",
    ),
    "ja": (
        "市議会が来年度予算を可決",
        "市議会は月曜日の夜、長い議論の末に来年度の予算を可決した。議長は会議の後、記者団に対し新しい橋の工事は春に始まると述べた。",
        "市長によると、橋が開通するまでフェリーの運航は続けられる。二つの会派は、この橋についてより長い討論を求めていた。",
    ),
    "ru": (
        "Городской совет утвердил бюджет на следующий год",
        "Городской совет в понедельник вечером после долгих споров утвердил бюджет на следующий год, сообщил председатель.",
        "По словам мэра, строительство нового моста начнётся весной, а паром будет ходить до его открытия.",
    ),
    "en": (
        "Council agrees on next year’s budget",
        "The council “has done its duty”, the mayor’s office said on Monday evening — despite the quarrel of two parties.",
        "The work on the new bridge, which costs £9 million, is to begin in spring, and the ferry goes on till then.",
    ),
    "de": (
        "Stadtrat beschließt Haushalt für das nächste Jahr",
        "Der Stadtrat hat am Montagabend nach längerer Aussprache den Haushalt für das nächste Jahr beschlossen.",
        "Die Arbeiten an der neuen Brücke sollen im Frühjahr beginnen, sagte der Bürgermeister; die Fähre fährt weiter.",
    ),
}
_SETS = {
    "ar": ("windows-1256", "iso-8859-6", "utf-16-le", "utf-16-be"),
    "tr": ("windows-1254", "iso-8859-9"),
    "zh": ("gb18030", "utf-16-le", "utf-16-be"),
    "ja": ("shift_jis", "euc_jp", "iso2022_jp", "utf-16-le"),
    "ru": ("koi8-r", "windows-1251", "iso-8859-5", "cp866", "utf-16-be"),
    "en": ("windows-1252", "utf-16-le", "utf-16-be"),
    "de": ("windows-1252", "iso-8859-15"),
}
_WRONG_LABELS = {
    "utf-8-but-windows-1252": ("en", "windows-1252", "utf-8"),
    "utf-8-but-windows-1256": ("ar", "windows-1256", "utf-8"),
    "latin-1-but-utf-8": ("de", "utf-8", "iso-8859-1"),
    "latin-1-but-koi8": ("ru", "koi8-r", "iso-8859-1"),
    "latin-1-but-windows-1256": ("ar", "windows-1256", "iso-8859-1"),
    "utf-16-but-utf-8": ("en", "utf-8", "utf-16"),
    "ascii-but-utf-8": ("ja", "utf-8", "us-ascii"),
    "unknown": ("ru", "windows-1251", "x-nonsense"),
    "utf-7": ("de", "utf-8", "utf-7"),
    "idna": ("de", "utf-8", "idna"),
    "shift-jis-but-gb18030": ("zh", "gb18030", "shift_jis"),
}


def _text(language: str, charset: str, mark: bytes = b"") -> bytes:
    return mark + "\n\n".join(_STORIES[language]).encode(charset) + "\n".encode(charset)


def _page(language: str, charset: str, label: str = "") -> bytes:
    headline, *paragraphs = _STORIES[language]
    meta = f'<meta charset="{label}">' if label else ""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head>{meta}<title>{headline}</title></head><body><h1>{headline}</h1>{body}</body></html>"
    ).encode(charset)


def cases() -> Iterator[Case]:
    for language, charsets in _SETS.items():
        for charset in charsets:
            for kind, make in (("txt", _text), ("html", _page)):
                yield Case(
                    f"{language}-{charset}.{kind}", partial(make, language, charset), kept=_STORIES[language]
                )
    for label, (language, charset, stated) in _WRONG_LABELS.items():
        yield Case(
            f"labelled-{label}.html", partial(_page, language, charset, stated), kept=_STORIES[language]
        )
    for charset, mark in (
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-be", b"\0\0\xfe\xff"),
        ("utf-8", b"\xef\xbb\xbf"),
    ):
        yield Case(f"marked-{charset}", partial(_text, "ja", charset, mark), kept=_STORIES["ja"])
    for kind, text in (("txt", story("nulword")), ("html", page("nulword"))):
        yield Case(
            f"nuls.{kind}", lambda text=text: text.replace("word", "\0word").encode(), kept=("nulword",)
        )
        yield Case(f"nuls-at-end.{kind}", lambda text=text: text.encode() + bytes(5_000), kept=("nulword",))
        yield Case(
            f"escapes.{kind}",
            lambda text=text: text.replace("word", "\x1b[31mword\x1b]0;x\x07").encode(),
            kept=("[31mword",),
        )
        yield Case(
            f"overlong.{kind}",
            lambda text=text: text.replace("budget", "b\xc0\xafudget").encode("latin-1"),
            None,
            ("nulword",),
        )
    yield Case(
        "half-surrogates.txt",
        lambda: story("surrogate\ud83dword").encode("utf-8", "surrogatepass"),
        "can’t be read",
        ("surrogate",),
    )
    yield Case("cut-character.txt", lambda: _text("ru", "utf-8")[:-3], "can’t be read", _STORIES["ru"][:2])
    for name, head in (
        ("pdf", b"%PDF-1.7\n"),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("exe", b"\x7fELF\2\1\1"),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("sqlite", b"SQLite format 3\0"),
    ):
        yield Case(f"really-a-{name}.txt", lambda head=head: head + bytes(range(256)) * 40, "not text")
    yield Case("random.html", lambda: bytes((n * n * 7 + n // 3) % 256 for n in range(40_000)), "not text")
    yield Case("only-nuls.txt", lambda: bytes(1_000_000), "nothing but white space")
    yield Case("empty.txt", bytes, "empty")
    yield Case("empty.html", bytes, "empty")
    yield Case("white.txt", lambda: b" \r\n\t" * 300_000, "white space")
    yield Case("mark-only.txt", lambda: b"\xff\xfe", "")
