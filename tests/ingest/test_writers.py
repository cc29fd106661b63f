"""Who wrote it, where a page claims and prints several things, and what is said of those not taken."""

from __future__ import annotations

import json

import pytest

from search.article import Article, Media, Role
from tests.ingest.reading import MORE_PROSE, PROSE, read, roles


def page(*lines: str, authors: list[dict[str, str]] | None = None, site: str = "", head: str = "") -> Article:
    statement = {"@type": "NewsArticle", "headline": "Quay opens", "author": authors or []}
    head += f'<script type="application/ld+json">{json.dumps(statement)}</script>'
    head += f'<meta property="og:site_name" content="{site}">' if site else ""
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    body = "\n".join(lines)
    return read(
        f"<html><head>{head}</head><body><article><h1>Quay opens</h1>\n{body}\n{text}</article></body></html>",
        media=Media.HTML,
    )


def person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def why(article: Article) -> list[str]:
    return [f"{one.rule} {one.text}" for one in article.evidence if one.field == "bylines"]


@pytest.mark.parametrize(
    "line",
    [
        "<div>Jane Doe - December 21, 2023</div>",
        "<div>posted on 2023-12-21 23:30 EST by Jane Doe</div>",
        "<div>Posted on December 21, 2023 by Jane Doe</div>",
        "<div>21.12.2023 23:30 Author: Jane Doe Views: 3 481</div>",
        "<div class=story-meta__authors>Jane Doe</div>",
        "<div class=author>Jane Doe Harbour Courier</div>",
        "<div>By Jane Doe, HARBOUR COURIER NORTH</div>",
        "<div>Photos and story by Jane Doe</div>",
    ],
)
def test_a_name_is_read_however_its_line_is_made(line: str) -> None:
    article = page(line, site="Harbour Courier")
    assert article.bylines == ("Jane Doe",)
    assert article.standfirst is None


def test_a_row_of_buttons_is_no_name() -> None:
    lines = "<div>الاثنين 15 تشرين الأول 2018</div>", "<div>شارك المقال فيسبوك تويتر واتساب طباعة</div>"
    assert page(*lines).bylines == ()


def test_a_name_that_is_marked_as_the_author_s_may_stand_below_the_first_paragraph() -> None:
    lines = f"<p class=excerpt>{PROSE[0]}</p>", "<div class=authors>Jane Doe</div>"
    assert page(*lines).bylines == ("Jane Doe",)


@pytest.mark.parametrize("name", ["Harbour Courier", "Harbour Courier North", "Harbour D"])
def test_the_publication_is_nobody_and_a_printed_name_stands_for_it(name: str) -> None:
    assert page(authors=[person(name)], site="Harbour Courier").bylines == ()
    printed = page("<p>By Jane Doe</p>", authors=[person(name)], site="Harbour Courier")
    assert printed.bylines == ("Jane Doe",)


def test_a_section_or_button_in_japanese_is_no_name() -> None:
    lines = "<div>金融機関</div>", "<div>2025年1月14日 20:00</div>", "<button>記事を印刷する</button>"
    assert page(*lines).bylines == ()
    assert page("<div>山田太郎記者</div>", *lines).bylines == ("山田太郎",)


def test_a_sign_beside_a_date_is_a_byline_of_nobody() -> None:
    article = page("<p>By HCN, in Business, Shipping · 31 Jan 2025, 20:02 · 0 Comments</p>")
    assert article.bylines == ()
    assert roles(article)[2] is Role.BYLINE
    assert article.published.value == "2025-01-31T20:02"


def test_what_a_page_claims_and_is_not_taken_is_in_the_evidence() -> None:
    article = page(
        authors=[person("Jane Doe"), person("Reuters"), person("Gear Team"), person("Harbour Courier")],
        site="Harbour Courier",
        head='<meta name="author" content="John Roe">',
    )
    assert article.bylines == ("Jane Doe",)
    assert why(article) == [
        "JSON-LD author (Person) Jane Doe",
        "not taken, an agency is the credit: JSON-LD author (Person) Reuters",
        "not taken, it names no person: JSON-LD author (Person) Gear Team",
        "not taken, it is the publication: JSON-LD author (Person) Harbour Courier",
        "not taken, another claim is trusted more: meta author John Roe",
    ]


def test_an_agency_that_says_where_it_filed_from_is_the_credit() -> None:
    article = page(authors=[person("Associated Press in Valencia")])
    assert (article.credit, article.bylines) == ("AP", ())


def test_who_translated_it_is_no_standfirst() -> None:
    article = page("<p>By Jane Doe</p>", "<p>Translated and adapted: Agence France-Presse</p>")
    assert article.standfirst is None
    assert article.credit == "AFP"


JAPANESE = (
    "市は三日、老朽化した港の橋を来年春から架け替えると発表した。工期は四年で、総事業費は約三十億円に上る見通しだ。",
    "設計を担当した技術者は、川底の地盤が想定より固いため、新しい工法を採用して工期の短縮を図ると説明した。",
    "周辺の住民からは騒音を心配する声が上がっており、市長は夜間の工事を行わないと約束した。",
)
CHINESE = (
    "市政府周一宣布，连接老城与新港的跨江隧道将于明年春天开工，预计工期为四年，总投资约三十二亿元。",
    "负责该项目的工程师表示，江底的岩层比预想的更加坚硬，因此施工单位将改用新型盾构机，以缩短工期。",
    "沿线居民担心施工噪音会影响生活，市长在会上承诺，夜间十点以后不会进行任何爆破作业。",
)
ARABIC = (
    "أعلنت بلدية المدينة يوم الاثنين أن أعمال بناء الجسر الجديد ستبدأ في الربيع المقبل وتستمر أربع سنوات بكلفة كبيرة.",
    "وقال المهندس المسؤول عن المشروع إن طبقات الصخر تحت النهر أصلب مما كان متوقعا، ولذلك ستستخدم الشركة آلة جديدة.",
    "ويخشى سكان الحي أن تؤثر الضوضاء في حياتهم اليومية، غير أن رئيس البلدية وعد بألا تجرى أعمال في الليل.",
)


def foreign(headline: str, row: str, text: tuple[str, ...]) -> Article:
    lines = "".join(f"<p>{line}</p>" for line in text)
    return read(f"<html><body><h1>{headline}</h1><div>{row}</div>{lines}</body></html>", media=Media.HTML)


@pytest.mark.parametrize(
    ("behind", "names"),
    [
        ("（山田太郎）", ("山田太郎",)),
        ("【山田太郎、佐藤花子】", ("山田太郎", "佐藤花子")),
        ("（写真はイメージ）", ()),
        ("（敬称略）", ()),
        ("（共同通信）", ()),
    ],
)
def test_writers_in_brackets_behind_a_japanese_text(behind: str, names: tuple[str, ...]) -> None:
    article = foreign("港の橋、来年架け替え", "2021年3月4日", (*JAPANESE[:2], JAPANESE[2] + behind))
    assert article.bylines == names
    assert JAPANESE[2] in article.body


@pytest.mark.parametrize(
    "row",
    [
        "2021年03月04日 08:15 来源：滨江日报 记者 李明",
        "2021-03-04 08:15 | 来源：滨江日报 | 记者：李明 | 编辑：王芳",
        "滨江日报记者 李明 报道",
    ],
)
def test_a_chinese_row_of_facts_names_the_reporter_and_is_no_standfirst(row: str) -> None:
    article = foreign("跨江隧道明年春天开工", row, CHINESE)
    assert article.bylines == ("李明",)
    assert article.standfirst is None
    assert article.body.startswith(CHINESE[0])


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("سامر الحداد 4 مارس 2021 1250 مشاهدة", ("سامر الحداد",)),
        ("سامر الحداد | 4 مارس 2021 | مشاهدات 1250", ("سامر الحداد",)),
        ("4 مارس 2021 1250 مشاهدة", ()),
    ],
)
def test_an_arabic_row_of_name_date_and_views(row: str, names: tuple[str, ...]) -> None:
    assert foreign("البلدية تبدأ بناء الجسر الجديد في الربيع", row, ARABIC).bylines == names


@pytest.mark.parametrize(
    "caption", ["الجسر القديم في وسط المدينة (أرشيف)", "عمال قرب الجسر القديم في المدينة (رويترز)"]
)
def test_a_caption_below_the_headline_is_no_standfirst(caption: str) -> None:
    article = foreign(
        "البلدية تبدأ بناء الجسر الجديد في الربيع", f"<p>{caption}</p><p>4 مارس 2021</p>", ARABIC
    )
    assert article.standfirst is None
    assert caption not in article.body


@pytest.mark.parametrize("line", ["Jane Doe", "Jane Doe Ferrytown Courier-Post"])
@pytest.mark.parametrize("told", ["is a reporter of", "writes about the harbour for", "has been with"])
def test_a_name_above_a_plain_text_of_which_the_end_tells_is_the_writer_s(line: str, told: str) -> None:
    note = f"Jane Doe {told} the Courier-Post and its sister papers on the coast."
    article = read("Council agrees on its budget after a long night", line, *PROSE, *MORE_PROSE, note)
    assert article.bylines == ("Jane Doe",)
    assert article.body.split("\n\n") == [*PROSE, *MORE_PROSE]


@pytest.mark.parametrize("line", ["Jane Doeson", "Council meets", "Mary Roe"])
def test_a_name_that_stands_at_the_end_alone_or_in_part_is_not(line: str) -> None:
    note = "Jane Doe has led the council since the harbour was built, and will go in May."
    article = read("Council agrees on its budget after a long night", line, *PROSE, *MORE_PROSE, note)
    assert article.bylines == ()
    assert article.body.endswith(note)
