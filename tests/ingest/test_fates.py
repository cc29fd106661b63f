"""The fate of each line of a whole document, in several languages."""

from __future__ import annotations

import pytest

from search.article import Media, Role
from tests.ingest.reading import MORE_PROSE, PROSE, kept, read, roles


def test_every_block_has_a_role_and_a_reason_that_begins_with_its_class() -> None:
    article = read(
        "Council agrees", *PROSE, "Related Posts", "Another story", "Share this:", "Something else altogether"
    )
    for block in article.blocks:
        assert block.reason.startswith(f"{'published' if block.role is Role.PUBLISHED else block.role}: ")


def test_the_markup_s_name_for_a_place_tells_what_stands_there() -> None:
    page = (
        "<h1>Council agrees</h1><div class=article-body>" + "".join(f"<p>{p}</p>" for p in PROSE) + "</div>"
    )
    article = read(page + "<div class='promo-box teaser'><p>A day at the harbour</p></div>", media=Media.HTML)
    last = article.blocks[-1]
    assert last.role is Role.RELATED_POSTS
    assert last.reason == "related-posts: the markup calls its place “promo”"


def test_teasers_stand_under_their_heading() -> None:
    article = read(
        "Council agrees", *PROSE, "Related Post", "Talks on the school", "تحتفل المملكة بيومها الوطني"
    )
    assert roles(article)[5] is Role.RELATED_POSTS
    assert roles(article)[6] is roles(article)[7] is Role.RELATED_POSTS
    assert "stands under the heading “Related Post” (line 5)" in article.blocks[-1].reason


def test_what_a_menu_calls_latest_does_not_head_the_article() -> None:
    article = read("Home", "Latest News", "Council agrees on the budget", "18 June 2014 11:20", *PROSE)
    assert roles(article)[2] is Role.RELATED_POSTS
    assert (article.headline, article.published.value) == ("Council agrees on the budget", "2014-06-18T11:20")


def test_a_comment_form_and_policy_in_another_language() -> None:
    article = read(
        "Council agrees",
        *PROSE,
        "ADD A COMMENT",
        "UYARI: Küfür, hakaret ve inançlara saldırı içeren, imla kuralları ile yazılmamış,",
        "büyük harflerle yazılmış ve konu ile ilgisi olmayan yazılar için sorumluluk yazana aittir",
    )
    assert [roles(article)[line] for line in (5, 6, 7)] == [
        Role.COMMENT_FORM,
        Role.COMMENT_POLICY,
        Role.COMMENT_POLICY,
    ]


def test_a_slogan_above_the_headline_is_one_and_the_same_words_in_the_text_are_not() -> None:
    article = read(
        "Serving the valley since 1952",
        "",
        "Council agrees on the budget",
        "",
        *PROSE,
        "He has led it since 1952.",
        *PROSE,
    )
    assert roles(article)[1] is Role.SITE_SLOGAN
    assert roles(article)[3] is Role.HEADLINE
    assert 8 in kept(article)


def test_the_headline_and_the_standfirst_come_again() -> None:
    article = read(
        "Council agrees on the budget",
        "",
        "Council agrees on the budget",
        "Members praise a debate of four hours",
        "By Jane Doe",
        *PROSE,
        "Members praise a debate of four hours",
    )
    assert article.headline == "Council agrees on the budget"
    assert article.standfirst == "Members praise a debate of four hours"
    assert [line for line, role in roles(article).items() if role is Role.DUPLICATE_TITLE] == [3, 9]


def test_of_two_copies_the_one_that_is_not_indented_is_the_headline() -> None:
    article = read("\u00a0\u00a0Council agrees on the budget", "Council agrees on the budget", *PROSE)
    assert roles(article)[1] is Role.DUPLICATE_TITLE
    assert roles(article)[2] is Role.HEADLINE


def test_the_first_paragraph_is_the_lead_and_a_short_line_between_is_a_cross_head() -> None:
    article = read("Council agrees", PROSE[0], "“A PITY”", PROSE[1], PROSE[2])
    assert [roles(article)[line] for line in (2, 3, 4)] == [Role.LEAD, Role.CROSS_HEAD, Role.BODY]
    assert kept(article) == [2, 3, 4, 5]


def test_an_end_mark_is_cut_and_remembered() -> None:
    article = read("Council agrees", *PROSE[:2], PROSE[2] + " (end)")
    assert article.body.endswith(PROSE[2])
    assert article.blocks[-1].text.endswith("(end)")
    assert "“(end)” is cut (agency-end-marker)" in article.blocks[-1].reason


def test_an_end_mark_may_have_a_line_of_its_own() -> None:
    article = read("Council agrees", *PROSE, "ENDS")
    assert roles(article)[5] is Role.AGENCY_END_MARKER


@pytest.mark.parametrize(
    "verb", ["is a reporter of the Courier and has", "covers schools for this paper. She has"]
)
def test_who_wrote_the_text_may_be_told_below_it_and_above(verb: str) -> None:
    note = f"Jane Doe {verb} lived in the valley since the harbour was built."
    below = read("Council agrees", "By Jane Doe", *PROSE, note)
    above = read("Council agrees", "By Jane Doe", note, *PROSE)
    for article in (below, above):
        assert article.body.split("\n\n") == list(PROSE)
        assert Role.AUTHOR_NOTE in roles(article).values()


def test_a_paragraph_on_another_of_that_name_or_amid_the_text_stays() -> None:
    text = (*PROSE, "Jane Doeson has led it since the harbour was built.")
    assert read("Council agrees", "By Jane Doe", *text).body.split("\n\n") == list(text)
    amid = (*PROSE, "Jane Doe asked for more, as she tells below.", *MORE_PROSE)
    assert read("Council agrees", "By Jane Doe", *amid).body.split("\n\n") == list(amid)


@pytest.mark.parametrize("line", ["Jane Doe", "Jane Doe: 206-555-0199 or jane.doe@courier.example"])
def test_a_writer_may_be_named_again_below_the_text(line: str) -> None:
    assert read("Council agrees", "By Jane Doe", *PROSE, line).body.split("\n\n") == list(PROSE)


@pytest.mark.parametrize("line", ["About the author", "Jane Doe", "Author: Jane Doe, Harbour Editor"])
def test_what_tells_of_the_writer_under_the_name_is_a_note(line: str) -> None:
    note = "Before she came to this paper, Jane taught sailing on the lakes for eleven years."
    article = read("Council agrees", "By Jane Doe", *PROSE, line, note)
    assert article.body.split("\n\n") == list(PROSE)
    assert roles(article)[7] is Role.AUTHOR_NOTE


def test_what_tells_of_another_or_stands_under_another_line_stays() -> None:
    note = "Before she came to the harbour, Mary taught sailing on the lakes for eleven years."
    for line, text in (("Jane Doe", note), ("A captain", note.replace("Mary", "Jane"))):
        assert read("Council agrees", "By Jane Doe", *PROSE, line, text).body.endswith(text)


def test_a_paragraph_that_comes_again_at_once_is_kept_once() -> None:
    article = read("Council agrees", *PROSE[:2], PROSE[0], *MORE_PROSE)
    assert article.body.split("\n\n") == [*PROSE[:2], *MORE_PROSE]
    assert article.blocks[3].reason == "repeat: line 2 has the same words"


def test_a_refrain_or_one_further_down_stays() -> None:
    refrain = "O crane upon the quay, thy jib is red and all thy wheels are dust"
    text = [*PROSE, refrain, MORE_PROSE[0], refrain, *MORE_PROSE[1:], MORE_PROSE[4], PROSE[0], *PROSE[1:]]
    assert read("Council agrees", *text).body.count(refrain) == 2
    assert read("Council agrees", *text).body.count(PROSE[0]) == 2


def test_a_correction_is_kept_and_called_one() -> None:
    article = read(
        "Council agrees", *PROSE, "Correction: an earlier version of this article misstated the hour."
    )
    assert roles(article)[5] is Role.CORRECTION
    assert 5 in kept(article)


def test_an_agency_alone_below_the_text_is_a_source_credit() -> None:
    article = read("Council agrees", *PROSE, "AFP")
    assert roles(article)[5] is Role.SOURCE_CREDIT
    assert article.credit == "AFP"


def test_a_german_page() -> None:
    article = read(
        "Rat einigt sich auf den Haushalt",
        "Von Sabine Schäfer",
        "Der Rat hat sich am Dienstagabend nach vier Stunden Debatte auf den Haushalt für das nächste Jahr geeinigt.",
        "Zwei Mitglieder waren vor der Abstimmung gegangen, was die Bürgermeisterin bedauerte.",
        "Lesen Sie auch: Die neue Schule wird teurer",
        "Die nächste Sitzung ist im Herbst.",
        "Das könnte Sie auch interessieren",
        "Ein Abend im Theater",
        "© 2016 Talbote. Alle Rechte vorbehalten.",
    )
    assert kept(article) == [3, 4, 6]
    assert [roles(article)[line] for line in (5, 7, 8, 9)] == [
        Role.RELATED_POSTS,
        Role.RELATED_POSTS,
        Role.RELATED_POSTS,
        Role.COPYRIGHT,
    ]


def test_an_arabic_page() -> None:
    article = read(
        "المجلس يقر الموازنة بعد نقاش طويل",
        "بقلم: محمد علي",
        "أقر المجلس مساء الثلاثاء موازنة العام المقبل بعد نقاش استمر أربع ساعات، وقال رئيسه إن النتيجة جيدة.",
        "وكان عضوان قد غادرا قبل التصويت، وهو ما وصفه رئيس المجلس بالأمر المؤسف.",
        "اقرأ أيضا",
        "المدرسة الجديدة تفتح أبوابها",
        "عدد المشاهدات: 120",
        "أضف تعليق",
    )
    assert article.language == "ar"
    assert article.bylines == ("محمد علي",)
    assert kept(article) == [3, 4]
    assert [roles(article)[line] for line in (5, 6, 7, 8)] == [
        Role.RELATED_POSTS,
        Role.RELATED_POSTS,
        Role.READ_COUNTER,
        Role.COMMENT_FORM,
    ]


def test_a_chinese_page() -> None:
    article = read(
        "市议会通过预算案",
        "市议会周二晚间经过四个小时的辩论，通过了明年的预算案，市长对结果表示满意。",
        "两名议员在表决前离席。",
        "责任编辑：王小明",
        "相关新闻",
        "新学校将于秋季启用",
    )
    assert kept(article) == [2, 3]
    assert roles(article)[6] is Role.RELATED_POSTS


def test_the_points_of_a_summary_are_kept() -> None:
    article = read(
        "Council agrees on budget",
        "* Members praise the debate",
        "* School to open in autumn",
        "By Jane Doe",
        *PROSE,
    )
    assert article.standfirst is None
    assert kept(article) == [2, 3, 5, 6, 7]


def test_a_tag_heading_opens_the_tags() -> None:
    article = read("Council agrees", *PROSE, "Tags:", "budget, council")
    assert roles(article)[6] is Role.TAGS


def test_the_signs_of_editors_end_a_wire_story() -> None:
    article = read("Council agrees", *PROSE, "(PAP)", "jhp/ ap/")
    assert [roles(article)[line] for line in (5, 6)] == [Role.SOURCE_CREDIT, Role.AGENCY_END_MARKER]


@pytest.mark.parametrize(
    "line",
    [
        "The members take their seats in the new hall. Foto: Privat",
        "The mayor signs the budget, watched by those who wrote it. Image credit: Jane Doe.",
        "The mayor signs the budget, watched by those who wrote it (Picture: GETTY)",
        "The mayor signs the budget, watched by those who wrote it, Foto: LAT Images",
        "The mayor signs the budget, watched by those who wrote it. Jane Doe/Getty Images",
        "The mayor signs the budget, watched by those who wrote it. © Courier/Jane Doe",
    ],
)
def test_a_caption_in_the_text_ends_with_whose_picture_it_is(line: str) -> None:
    assert read("Council agrees", *PROSE, line, *MORE_PROSE).body.split("\n\n") == [*PROSE, *MORE_PROSE]


@pytest.mark.parametrize(
    "line",
    [
        "She asked the board only for credit: none was given to her in the end.",
        "Wherever one looks, it is the same Bild: die Kassen sind leer.",
        f"{PROSE[0]} {MORE_PROSE[0]} {MORE_PROSE[1]} Foto: dpa",
    ],
)
def test_other_sentences_and_long_paragraphs_do_not(line: str) -> None:
    assert line in read("Council agrees", *PROSE, line, *MORE_PROSE).body


@pytest.mark.parametrize(
    ("line", "kept"),
    [("隧道入口 李明摄", False), ("工人在江底（王芳摄）", False), ("这部影片明年开始拍摄。", True)],
)
def test_a_caption_in_the_text_ends_with_who_took_the_picture(line: str, kept: bool) -> None:
    above = (
        "市政府周一宣布，连接老城与新港的跨江隧道将于明年春天开工，预计工期为四年，总投资约三十二亿元。",
        "负责该项目的工程师表示，江底的岩层比预想的更加坚硬，因此施工单位将改用新型盾构机，以缩短工期。",
    )
    below = "沿线居民担心施工噪音会影响生活，市长在会上承诺，夜间十点以后不会进行任何爆破作业。"
    lines = "".join(f"<p>{text}</p>" for text in (*above, line, below))
    article = read(
        f"<html><body><h1>跨江隧道明年春天开工</h1><div>{lines}</div></body></html>", media=Media.HTML
    )
    assert (line in article.body) is kept
