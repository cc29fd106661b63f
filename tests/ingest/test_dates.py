"""When an article was published: which of the dates on its page is taken, what it rests on, and when none is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Block, Dateline, Markup, Role
from search.ingest.dates import choose_date
from search.ingest.page import Facts
from tests.ingest.dated import NOW, TEXT, choose, jsonld

# ── where the date stands ──


def test_a_label_wins_over_an_unlabelled_date_nearer_to_the_headline() -> None:
    choice = choose("h Truce holds\n- 24 May 2016\n- Published: 23 May 2016, 10:20")
    assert choice.published.value == "2016-05-23T10:20"
    assert choice.published.precision == "minute"
    assert not choice.published.inferred
    assert any("line 3" in words for words in choice.published.evidence)


def test_the_nearest_date_under_the_headline_wins_over_a_teaser_s() -> None:
    choice = choose("h Truce holds\n- By Jane Doe\n- May 23, 2016\n- May 30, 2016")
    assert choice.published.value == "2016-05-23"


def test_a_date_with_a_time_right_over_the_headline_is_taken() -> None:
    choice = choose("- 2016-05-23 15:41:59+06:00\nh Truce holds")
    assert choice.published.value == "2016-05-23T15:41:59+06:00"
    assert choice.fates[0][0] is Role.PUBLISHED


@pytest.mark.parametrize(
    "header",
    [
        "- Friday, Dec 08, 2023 | Last Update : 09:33 AM IST",
        "- Friday, December 8, 2023\n- Home News Sport",
        "- Home\n- News\n- Sport\n- 8 December 2023\n- Weather\n- Markets\n- Opinion\n- Video\n- Culture",
    ],
)
def test_the_date_in_a_page_s_header_is_never_taken(header: str) -> None:
    alone = choose(f"{header}\nh Truce holds")
    assert alone.published.value is None
    assert Role.PAGE_DATE in {role for role, _ in alone.fates.values()}
    beside = choose(f"{header}\nh Truce holds\n- May 25, 2016, 6:31 am")
    assert beside.published.value == "2016-05-25T06:31"


def test_dates_of_teasers_comments_captions_and_sentences_are_never_taken() -> None:
    choice = choose(
        "h Truce holds\nn The harbour on May 1, 2016",
        TEXT
        + "b The ministry said on May 20, 2016 that it would publish the list of names within ten days of the meeting.\n"
        + "r Port strike enters third day, June 3, 2016\n- Dec 24, 2019\n- Jan 2, 2020",
    )
    assert choice.published.value is None
    assert choice.published.precision == "none"
    assert choice.evidence == ()


def test_a_timeline_in_the_text_dates_its_paragraphs_and_stays() -> None:
    days = "b January 5, 2015\nb The first shells fell on the harbour, and the two last ships left it at night.\n"
    days += "b March 3, 2015\nb The harbour was opened again after long talks between the mayor and the dockers.\n"
    choice = choose("h How it began", days + TEXT)
    assert choice.published.value is None
    assert choice.fates == {}
    choice = choose("h How it began\n- May 23, 2016", days + TEXT)
    assert choice.published.value == "2016-05-23"


def test_a_short_sentence_with_a_date_stays_in_the_text() -> None:
    choice = choose("h Minister goes", "b On May 23, 2016, he resigned.\n" + TEXT)
    assert choice.published.value is None
    assert choice.fates == {}


def test_a_label_under_the_text_is_read() -> None:
    choice = choose("h Truce holds", TEXT + "- Published on 23 May 2016 at 10:20")
    assert choice.published.value == "2016-05-23T10:20"


def test_the_date_under_a_post_of_a_social_network_is_the_post_s() -> None:
    assert choose("h Truce holds\n- — Jane (@jane) December 19, 2023").published.value is None


def test_a_weekday_must_agree() -> None:
    choice = choose("h Truce holds\n- Tuesday, May 23, 2016")
    assert choice.published.value is None
    assert "weekday" in choice.evidence[0].rule


def test_a_date_to_come_is_refused() -> None:
    assert choose("h Truce holds\n- March 3, 2027").published.value is None
    assert choose("h Truce holds", claims=jsonld("2027-03-03T00:00:00Z")).published.value is None
    assert choose("h Truce holds\n- January 2, 2026").published.value == "2026-01-02"


def test_the_markup_says_what_a_date_is_of() -> None:
    def block(line: int, text: str, names: str, role: Role = Role.OTHER) -> Block:
        return Block(line, text, text, role, kept=False, markup=Markup("span", "html/body/div", names))

    body = Block(
        9, "x", "The ceasefire held for a third day across the north of the country.", markup=Markup("p")
    )
    head = block(2, "Truce holds", "headline", Role.HEADLINE)
    blocks = [
        head,
        block(3, "May 24, 2016", "date-modified"),
        block(4, "May 23, 2016", "date-published"),
        body,
    ]
    choice = choose_date(blocks, Facts(), "en", 2, None, now=NOW)
    assert (choice.published.value, choice.updated) == ("2016-05-23", "2016-05-24")
    blocks = [head, block(3, "May 24, 2016", "related-teaser date"), body]
    assert choose_date(blocks, Facts(), "en", 2, None, now=NOW).published.value is None
    blocks = [head, block(3, "May 24, 2016", "read-time article--commentary"), body]
    assert choose_date(blocks, Facts(), "en", 2, None, now=NOW).published.value == "2016-05-24"


# ── structured data ──


def test_claims_that_agree_give_minute_second_and_zone() -> None:
    choice = choose("h Truce holds\n- 23 May 2016", claims=jsonld("2016-05-23T08:20:33Z"))
    assert choice.published.value == "2016-05-23T08:20:33+00:00"
    choice = choose("h Truce holds\n- 23 May 2016, 10:20", claims=jsonld("2016-05-23T08:20:33Z"))
    assert choice.published.value == "2016-05-23T10:20:33+02:00"
    choice = choose("h Truce holds\n- 23 May 2016, 1:20 am", claims=jsonld("2016-05-22T23:20:33Z"))
    assert choice.published.value == "2016-05-23T01:20:33+02:00"


def test_a_clock_of_twelve_hours_without_am_and_pm_gives_no_zone() -> None:
    choice = choose("h Truce holds\n- 23 May 2016, 3:48", claims=jsonld("2016-05-23T15:48:15Z"))
    assert choice.published.value == "2016-05-23T15:48:15+00:00"


def test_a_labelled_date_wins_over_a_claim_and_the_claim_over_none() -> None:
    lines = "h Truce holds\n- Published: 23 May 2016"
    choice = choose(lines, claims=jsonld("2016-06-30T08:20:00Z"))
    assert choice.published.value == "2016-05-23"
    assert any(e.rule.startswith("not taken") and "JSON-LD" in e.rule for e in choice.evidence)
    assert (
        choose("h Truce holds", claims=jsonld("2016-06-30T08:20:00Z")).published.value
        == "2016-06-30T08:20:00+00:00"
    )


def test_an_unlabelled_date_that_the_page_calls_a_change_is_the_change_s() -> None:
    claims = jsonld("2016-05-23T08:20:00Z", updated="2016-05-30T09:00:00Z")
    choice = choose("h Truce holds\n- 30 May 2016", claims=claims)
    assert choice.published.value == "2016-05-23T08:20:00+00:00"
    assert choice.updated == "2016-05-30T09:00:00+00:00"


@pytest.mark.parametrize(
    ("value", "reads", "precision"),
    [
        ("1463999999", "2016-05-23T10:39:59+00:00", "second"),
        ("1463999999000", "2016-05-23T10:39:59+00:00", "second"),
        ("Mon, 23 May 2016 10:20:33 +0600", "2016-05-23T10:20:33+06:00", "second"),
        ("2016-05-23", "2016-05-23", "day"),
        ("2016-05-23T00:00:00Z", "2016-05-23", "day"),
        ("2016-05", "2016-05", "month"),
        ("2016", "2016", "year"),
        ("20160523", "2016-05-23", "day"),
        ("23. Mai 2016", "2016-05-23", "day"),
        ("1970-01-01T00:00:00Z", None, "none"),
        ("0001-01-01", None, "none"),
        ("2016-02-31", None, "none"),
        ("soon", None, "none"),
    ],
)
def test_a_record_s_own_field_is_read_in_every_form(value: str, reads: str | None, precision: str) -> None:
    choice = choose("h Truce holds", claims={"published": [(value, "stated date")]})
    assert (choice.published.value, choice.published.precision) == (reads, precision)
    assert not choice.published.inferred


def test_a_record_s_own_field_wins_over_what_stands_in_its_text() -> None:
    claims = {"published": [("2016-05-23", "stated date")]}
    choice = choose("- Published: 24 May 2016", claims=claims)
    assert choice.published.value == "2016-05-23"
    choice = choose("- Published: 23 May 2016 at 10:20", claims=claims)
    assert choice.published.value == "2016-05-23T10:20"


def test_the_day_in_the_address_settles_which_number_is_the_month() -> None:
    claims = {"published": [("2016-06-05", "date in the address")]}
    assert choose("h Truce holds\n- 05/06/2016", claims=claims).published.value == "2016-06-05"
    assert choose("h Truce holds\n- 05/06/2016").published.value == "2016-05-06"
    assert choose("h Truce holds\n- 05/06/2016", url="https://paper.co.uk/a").published.value == "2016-06-05"


# ── changes ──


def test_a_change_is_kept_apart() -> None:
    choice = choose("h Truce holds\n- Published: May 23, 2016, 6:31 am\n- Updated: May 24, 2016, 7:00 am")
    assert (choice.published.value, choice.updated) == ("2016-05-23T06:31", "2016-05-24T07:00")
    assert [choice.fates[i][0] for i in (1, 2)] == [Role.PUBLISHED, Role.UPDATED]
    choice = choose("h Truce holds\n- Published: May 23, 2016, 6:31 am | Updated: May 24, 2016, 7:00 am")
    assert (choice.published.value, choice.updated) == ("2016-05-23T06:31", "2016-05-24T07:00")
    choice = choose("h Truce holds\n- 5 May 2016 | Updated: 15:24")
    assert (choice.published.value, choice.updated) == ("2016-05-05", "2016-05-05T15:24")


def test_a_change_is_later_as_an_instant_whatever_the_zones() -> None:
    def updated(claim: str) -> str | None:
        return choose("h Truce holds", claims=jsonld("2016-05-23T08:20:00Z", updated=claim)).updated

    assert updated("2016-05-23T04:25:00-04:00") == "2016-05-23T04:25:00-04:00"
    assert updated("2016-05-23T10:20:00+02:00") is None
    assert updated("2016-05-23T10:10:00+02:00") is None
    choice = choose("h Truce holds\n- Published: May 23, 2016 9:20 am\n- Updated: May 23, 2016 8:20 am")
    assert choice.updated is None
    assert any("before the publication" in one.rule for one in choice.evidence)


def test_where_only_a_change_is_dated_the_day_is_inferred_and_says_so() -> None:
    choice = choose("h Truce holds\n- Updated: May 24, 2016, 7:00 am")
    assert (choice.published.value, choice.published.precision) == ("2016-05-24", "day")
    assert choice.published.inferred
    assert choice.updated == "2016-05-24T07:00"


# ── whatever it is given ──

LINES = st.lists(
    st.tuples(
        st.sampled_from("hb-rny"),
        st.sampled_from(
            ["May 23, 2016", "May 23", "23.5.16 10:20 IST", "© 2017 Paper", "said on Monday", "Updated: 24/5/2016", "99/99/9999",
             "Feb 30, 2016", "2016-05-23T25:61:00Z", "١٢/٥/٢٠١٦", "3 خرداد 1395", "x" * 300, "Sun", "12:00 PM on 31 April 2016"]
        ) | st.text(max_size=40),
    ),
    max_size=12,
)  # fmt: skip
VALUES = st.sampled_from(
    ["2016-05-23T10:20:33Z", "1463999999", "9" * 13, "2016-05", "0000-00-00", "May 23"]
) | st.text(max_size=30)


@given(
    LINES,
    st.lists(VALUES, max_size=3),
    st.lists(VALUES, max_size=2),
    st.text(max_size=20) | st.none(),
    st.text(max_size=20),
)
def test_any_page_gets_a_choice(
    lines: list[tuple[str, str]], published: list[str], updated: list[str], date: str | None, url: str
) -> None:
    claims = {
        "published": [(value, "stated date") for value in published],
        "updated": [(value, "meta modified") for value in updated],
    }
    blocks = "\n".join(f"{role} {' '.join(text.split())}" for role, text in lines) or "-"
    choice = choose(blocks, dateline=Dateline("X", date, None, "X —"), claims=claims, url=url, language=None)
    value = choice.published.value
    assert (value is None) == (choice.published.precision == "none")
    assert value is None or choice.published.evidence
    assert all(0 <= i < len(lines) + 2 for i in choice.fates)
