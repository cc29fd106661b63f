"""Lines that are known by their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Role
from search.ingest.boilerplate import fold_phrase, known

LINES = {
    Role.READ_COUNTER: [
        "This article has been read 1,204 times",
        "1.2k views",
        "Dieser Artikel wurde 312 mal gelesen",
        "Lu 45 fois",
        "Bu haber 451 defa okundu",
        "Количество просмотров: 512",
        "عدد المشاهدات: ١٢٣٤",
        "阅读 1024",
    ],
    Role.COMMENT_FORM: [
        "ADD A COMMENT",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Schreiben Sie einen Kommentar",
        "Laisser un commentaire",
        "Deja un comentario",
        "YORUM YAZ",
        "Оставить комментарий",
        "أضف تعليق",
        "نظر شما",
        "发表评论",
        "コメントを書く",
    ],
    Role.COMMENT_POLICY: [
        "Comments are moderated and may be edited for length",
        "UYARI: Küfür, hakaret içeren ifadeler yayımlanmaz",
        "Bitte beachten Sie die Netiquette.",
        "التعليقات المنشورة لا تعبر عن رأي الموقع",
    ],
    Role.COMMENT: [
        "Comments",
        "3 COMMENTS",
        "Comments (34)",
        "Kommentare",
        "Commentaires",
        "تعليقات",
        "Yorumlar",
    ],
    Role.PAGER: [
        "Previous",
        "Next article",
        "Page 2 of 5",
        "1 2 3",
        "« Previous Next »",
        "Vorheriger Artikel",
        "Article suivant",
        "Önceki ve Sonraki Haberler",
        "Следующая новость",
        "السابق",
        "下一篇",
        "← Regime shells Daraya",
        "Talks are dead →",
    ],
    Role.SOURCE_CREDIT: [
        "Source: AFP",
        "(With inputs from agencies)",
        "Kaynak: Anadolu Ajansı",
        "Quelle: dpa",
        "Fuente: EFE",
        "Источник: ТАСС",
        "المصدر: وكالات",
        "来源：新华网",
    ],
    Role.SHARE: [
        "Share",
        "Share this:",
        "Tweet",
        "Click to share on Facebook (Opens in new window)",
        "Print",
        "Teilen",
        "Partager sur Facebook",
        "Compartir",
        "Paylaş",
        "Поделиться",
        "شارك على فيسبوك",
        "طباعة",
        "分享到",
    ],
    Role.SUBSCRIBE: [
        "Subscribe now",
        "Sign up for our newsletter",
        "Already a subscriber? Log in",
        "Support our newsroom by contributing as little as $2 a month to keep our news free for all.",
        "Jetzt abonnieren",
        "Abonnez-vous",
        "Suscríbete",
        "اشترك الآن",
        "登录",
    ],
    Role.RELATED_POSTS: [
        "Related Post",
        "RELATED ARTICLES:",
        "READ MORE: Dozens killed in Homs",
        "You may also like",
        "Most read",
        "Mehr zum Thema",
        "Lesen Sie auch: Der Haushalt",
        "À lire aussi",
        "Lire aussi : le budget",
        "Noticias relacionadas",
        "Leia também",
        "Leggi anche",
        "Lees ook: de begroting",
        "Läs också",
        "İlgili Haberler",
        "Читайте также:",
        "اقرأ أيضاً",
        "مواضيع ذات صلة",
        "اخبار مرتبط",
        "相关新闻",
        "関連記事",
        "यह भी पढ़ें",
        "Baca juga: Anggaran",
    ],
    Role.ADVERT: [
        "Advertisement",
        "Anzeige",
        "Publicité",
        "Publicidad",
        "Reklam",
        "Реклама",
        "إعلان",
        "广告",
    ],
    Role.COPYRIGHT: [
        "© 2016 The Courier. All rights reserved.",
        "Copyright © 2016",
        "Alle Rechte vorbehalten",
        "Tous droits réservés",
        "Tüm hakları saklıdır.",
        "Все права защищены",
        "جميع الحقوق محفوظة",
        "版权所有",
    ],
    Role.TAGS: [
        "Tags: Aleppo, Syria",
        "Filed under: World",
        "Schlagworte: Syrien",
        "Etiketler: Suriye",
        "الوسوم: سوريا",
    ],
    Role.AUTHOR_NOTE: [
        "(Reporting by Jane Doe; Editing by John Smith)",
        "About the author",
        "Über den Autor",
        "责任编辑：王小明",
        "(إعداد محمد علي للنشرة العربية)",
    ],
    Role.CAPTION: [
        "Photo: Reuters",
        "Foto: dpa",
        "(AP Photo/Jane Doe)",
        "Crédit photo : AFP",
        "Фото: ТАСС",
        "写真：共同",
    ],
    Role.READ_COUNTER: ["4 minute read", "• 5 min read", "Lesezeit: 3 Minuten", "6 min de lecture"],
    Role.COMMENT: [
        "12 thoughts on “The harbour”",
        "Ein Gedanke zu „Der Hafen“",
        "2 respuestas a “El puerto”",
    ],
    Role.CONSENT: [
        "We use cookies to improve your experience.",
        "When you visit our website, we store cookies on your browser to collect information on you and your device. "
        + "It is mostly used to make the site work as you expect it to. " * 12,
        "Um eingebettete Inhalte anzuzeigen, ist deine Einwilligung notwendig.",
        "Nous utilisons des cookies",
        "Utilizamos cookies propias y de terceros",
    ],
    Role.NAVIGATION: [
        "Home",
        "Skip to main content",
        "Privacy Policy",
        "Home » News » World",
        "Startseite",
        "Mentions légales",
        "Quiénes somos",
        "Ana Sayfa",
        "Главная",
        "الرئيسية",
        "صفحه نخست",
        "首页",
    ],
    Role.LOCATION_FOOTER: ["Location: Lebanon, Beirut", "Ort: Berlin", "Lieu : Paris", "المكان: بيروت"],
    Role.CORRECTION: [
        "Correction: an earlier version of this article misstated the year.",
        "This article was amended on 5 May 2016.",
        "Korrektur: In einer früheren Version stand eine falsche Zahl.",
    ],
}


@pytest.mark.parametrize(("role", "line"), [(role, line) for role, lines in LINES.items() for line in lines])
def test_a_line_is_of_its_class_by_its_words(role: Role, line: str) -> None:
    found = known(line)
    assert found is not None
    assert found.role is role
    assert found.reason.startswith(f"{role}: the line ")


@pytest.mark.parametrize(
    "line",
    [
        "“BLOOD AND BODIES”",
        "He declined to comment.",
        "More than 500 people fled.",
        "The source said that the road was open.",
        "Share prices fell on Tuesday by three percent.",
        "Related costs have risen since the beginning of the war.",
        "Home Depot shares are up 39 percent.",
        "Copyright law is older than print, the judge said.",
        "Next year will be better, she said.",
        "Searching for survivors went on through the night.",
        "سجل المنتخب ثلاثة أهداف في الشوط الأول.",
        "Das Geld reicht nicht, sagte die Ministerin.",
        "Une commission d'enquête sera créée.",
        "On Twitter, the minister denied it.",
        "$10,000",
        "“We will win.”",
        "The law gives everybody the right to opt out of the sale of their data, and sites must say which cookies they use.",
        "Not everyone can afford a house in the valley, the mayor said.",
        "Unlimited access to the harbour was promised to all of them.",
        "200 responses to the consultation were received by Friday.",
        "The bank has affiliate partnerships with three insurers.",
        "Reading time has fallen to 20 minutes a day.",
        "Her donation of 10,000 euros keeps the library open, and readers thanked her for it.",
    ],
)
def test_body_is_not_known_as_boilerplate(line: str) -> None:
    assert known(line) is None


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Share Facebook Twitter Print", Role.SHARE),
        ("Поделиться: ВКонтакте Одноклассники Facebook", Role.SHARE),
        ("Home | News | Sport | Contact us", Role.NAVIGATION),
    ],
)
def test_a_row_of_such_words_is_of_their_class(line: str, role: Role) -> None:
    assert known(line).role is role  # type: ignore[union-attr]
    assert known(f"{line} grew") is None


def test_a_heading_opens_a_section_and_a_link_does_not() -> None:
    assert known("Related Posts").opens  # type: ignore[union-attr]
    assert not known("Read more: Talks resume").opens  # type: ignore[union-attr]


def test_a_long_paragraph_that_begins_like_a_label_is_not_one() -> None:
    assert known("Share " + "and share alike, the old rule went, " * 5) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("→ READ MORE …", "read more"),
        ("Comments (12)", "comments 7"),
        ("1,234 views", "9 VIEWS"),
        ("YORUM YAZIN", "yorum yazın"),
        ("ＡＤ", "ad"),
        ("إقرأ أيضاً", "اقرأ ايضا"),
        ("Leave  a\u00a0Reply:", "leave a reply"),
    ],
)
def test_case_width_numbers_and_signs_are_laid_aside(one: str, other: str) -> None:
    assert fold_phrase(one) == fold_phrase(other)


@given(st.text(max_size=400))
def test_any_line_has_an_answer(line: str) -> None:
    found = known(line)
    assert found is None or found.reason
