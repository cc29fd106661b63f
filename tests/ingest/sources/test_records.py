"""JSON and tables: fields by their common names, one bad record never costs its neighbours."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Media, Source
from search.errors import NotAnArticle, OverLimit, SettingsError, Unreadable
from search.ingest.sources import Refused
from search.ingest.sources.records import check
from tests.ingest.sources.reading import pieces, refusal, sources

STORY = {
    "id": "q-1",
    "title": "Harbour closed",
    "body": "Nobody works.",
    "date": "2016-05-23",
    "author": "Ann Lee",
}
STATED = {"id": "q-1", "headline": "Harbour closed", "date": "2016-05-23", "byline": "Ann Lee"}


def lines(*records):
    return "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records).encode()


def table(*rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize(
    "data",
    [
        lines(STORY),
        lines(STORY, STORY),
        b"\xef\xbb\xbf" + lines(STORY),
        lines(STORY, "", STORY).replace(b"\n", b"\r\n"),
        json.dumps([STORY]).encode(),
        json.dumps([STORY, STORY], indent=2).encode(),
        json.dumps(STORY, indent=2).encode(),
        json.dumps({"status": "ok", "articles": [STORY, STORY]}, indent=1).encode(),
        json.dumps({"response": {"total": 1, "results": [STORY]}}).encode(),
        (json.dumps(STORY, indent=1) * 3).encode(),
        lines(STORY).decode().encode("utf-16"),
        json.dumps([STORY]).encode("utf-16-le"),
        table(STORY, STORY.values()),
        table(STORY, STORY.values(), STORY.values(), delimiter="\t"),
        table(STORY, STORY.values(), delimiter=";"),
        table(STORY, STORY.values()).decode().encode("utf-16"),
    ],
)
def test_every_way_of_writing_records_is_told_from_the_content(data):
    for number, source in enumerate(sources(data), 1):
        assert source == Source(
            f"file#{number}", b"Nobody works.", Media.TEXT, charset="utf-8", stated=STATED
        )


@pytest.mark.parametrize(
    ("record", "stated"),
    [
        (
            {"headline": "H", "maintext": "B", "date_publish": "D", "source_domain": "S"},
            {"headline": "H", "date": "D", "source": "S"},
        ),
        ({"webTitle": "H", "fields": {"bodyText": "B", "byline": "A"}}, {"headline": "H", "byline": "A"}),
        (
            {"headline": {"main": "H"}, "byline": {"original": "By A"}, "text": "B"},
            {"headline": "H", "byline": "By A"},
        ),
        (
            {"Title": "H", "CONTENT": "B", "pubDate": "D", "Source Name": "S"},
            {"headline": "H", "date": "D", "source": "S"},
        ),
        ({"body": "B", "authors": ["A", "C"]}, {"byline": "A; C"}),
        ({"body": "B", "authors": [{"name": "A"}, {"name": "C"}]}, {"byline": "A; C"}),
        ({"body": "B", "publisher": {"name": "S", "id": 3}}, {"source": "S"}),
        ({"body": "B", "headline": "H", "title": "T"}, {"headline": "H"}),
        ({"body": "B", "title": "Tom &amp; <b>Jerry</b>"}, {"headline": "Tom & Jerry"}),
        ({"body": "B", "section": None, "date": "", "id": 17}, {"id": "17"}),
        (
            {"body": "B", "dateline": "PARIS, May 3", "lang": "en", "agency": "AFP"},
            {"dateline": "PARIS, May 3", "language": "en", "credit": "AFP"},
        ),
    ],
)
def test_common_names_are_understood(record, stated):
    (source,) = sources(lines(record))
    assert source.data == b"B"
    assert source.stated == stated


def test_a_mapping_names_other_fields_and_comes_first():
    record = {"kop": "Haven dicht", "tekst": "Niemand werkt.", "title": "x", "body": "y"}
    (source,) = sources(lines(record), names={"kop": "headline", "tekst": "body"})
    assert (source.data, source.stated) == (b"Niemand werkt.", {"headline": "Haven dicht"})
    with pytest.raises(SettingsError, match="headline"):
        check({"kop": "kop"})


def test_a_table_whose_columns_are_mapped_is_a_table():
    data = b"kop;tekst;nummer\nHaven dicht;Niemand werkt.;3\n"
    for name in ("lijst", "lijst.csv"):
        (source,) = sources(data, name=name, names={"kop": "headline", "tekst": "body"})
        assert (source.data, source.stated) == (b"Niemand werkt.", {"headline": "Haven dicht"})
    assert "its fields are: kop, tekst" in refusal(data, name="lijst.csv")


def test_markup_in_a_record_is_read_as_markup_escaped_or_not():
    (plain, marked, escaped, entities) = sources(
        lines(
            {"body": "1 < 2"},
            {"body": "<p>A</p>"},
            {"body": "&lt;p&gt;A&lt;/p&gt;"},
            {"body": "Tom &amp; Jerry"},
        )
    )
    assert (plain.media, marked.media, escaped.media, entities.media) == (
        Media.TEXT,
        Media.HTML,
        Media.HTML,
        Media.TEXT,
    )
    assert escaped.data == marked.data == b"<p>A</p>"
    assert entities.data == b"Tom & Jerry"


def test_paragraphs_of_a_list_become_paragraphs():
    (source,) = sources(lines({"body": ["One.", "Two."]}))
    assert source.data == b"One.\n\nTwo."


def test_an_address_comes_only_from_the_web():
    a, b = sources(
        lines({"body": "B", "url": "https://example.org/x"}, {"body": "B", "url": "javascript:alert(1)"})
    )
    assert (a.url, b.url) == ("https://example.org/x", None)


def test_a_flash_is_a_headline_without_text():
    flash, nothing = pieces(lines({"title": "PORT CLOSED", "body": ""}, {"title": "", "body": ""}))
    assert (flash.data, flash.stated) == (b"", {"headline": "PORT CLOSED"})
    assert isinstance(nothing.error, NotAnArticle)


def test_a_bad_line_is_refused_in_its_place_and_the_rest_goes_on():
    found = pieces(lines(STORY, '{"title": "cut', "[1, 2]", '{"a": ' * 100_000, {"x": 1}, STORY, "null"))
    assert [piece.locator for piece in found] == [f"file#{n}" for n in range(1, 8)]
    assert [isinstance(piece, Refused) for piece in found] == [False, True, True, True, True, False, True]
    assert "not JSON" in str(found[1].error)
    assert "nested too deeply" in str(found[3].error)
    assert "its fields are: x" in str(found[4].error)


def test_a_line_that_is_too_long_is_refused_and_the_rest_goes_on():
    long, after = pieces(lines({"body": "x" * 1_100_000}, STORY), name="file.jsonl", max_document_mb=1)
    assert isinstance(long.error, OverLimit)
    assert after.stated == STATED


def test_a_line_that_is_no_text_is_refused_and_the_rest_goes_on():
    garbage = bytes(range(128, 256)) * 9 + bytes(range(1, 9)) * 99
    found = pieces(lines(*[STORY] * 100) + b"\n" + garbage + b"\n" + lines(STORY))
    assert [n for n, piece in enumerate(found) if isinstance(piece, Refused)] == [100]
    assert "not text" in str(found[100].error)
    assert found[101].stated == STATED


def test_broken_json_says_where_and_keeps_what_stood_before():
    found = pieces(b'[{"body": "one"}, {"body": "two"}, {"body" "three"}, {"body": "four"}]')
    assert [piece.data for piece in found[:2]] == [b"one", b"two"]
    assert isinstance(found[2].error, Unreadable)
    assert "broken" in str(found[2].error)


@pytest.mark.parametrize("data", [b"[" * 100_000, b'[{"a": ' + b"[" * 100_000, b'{\n"a":' * 100_000])
def test_json_nested_without_end_is_refused(data):
    assert "nested too deeply" in refusal(data)


def test_values_longer_than_a_record_are_refused():
    assert "max_document_mb" in refusal(b'[{"body": "' + b"x" * 2_000_000 + b'"}]', max_document_mb=1)


def test_half_surrogates_and_nuls_in_escapes_do_no_harm():
    (source,) = sources(b'{"title": "a\\ud800b\\u0000c", "body": "\\ud83d\\ude00 \\udc00"}')
    assert source.data.decode() == "😀 \ufffd"
    assert source.stated["headline"] == "a\ufffdbc"


def test_a_line_in_another_character_set_is_read_by_itself():
    _, second = sources(lines(STORY) + b"\n" + '{"body": "Größe und Höhe"}'.encode("cp1252"))
    assert second.data.decode() == "Größe und Höhe"


def test_a_table_keeps_newlines_in_quotes_and_skips_empty_rows():
    found = sources(table(["title", "body"], ["A", "one\ntwo"], ["", ""], ["B", 'say "no"']), name="x.csv")
    assert [(s.locator, s.data) for s in found] == [("x.csv#1", b"one\ntwo"), ("x.csv#2", b'say "no"')]


def test_a_row_with_too_many_fields_is_refused_and_the_rest_goes_on():
    found = pieces(b"title,body\nA,one\nB,two,three\nC,four\n", name="x.csv")
    assert [isinstance(piece, Refused) for piece in found] == [False, True, False]


def test_text_with_commas_is_no_table():
    (source,) = sources(b"Paris, Monday, May 3\nThe title, the body, and nothing else.\n", name="story.txt")
    assert (source.media, source.locator) == (Media.TEXT, "story.txt")


def test_a_table_without_rows_is_no_article():
    assert "no rows" in refusal(b"title,body\n", name="x.csv")


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["title", "body", "x"]), st.text(max_size=30)), min_size=1, max_size=5
    )
)
def test_any_records_come_back_one_by_one(records):
    found = pieces(lines(*records), name="x.jsonl")
    assert [piece.locator for piece in found] == [f"x.jsonl#{n}" for n in range(1, len(records) + 1)]


@given(
    st.binary(max_size=300),
    st.sampled_from(["x.jsonl", "x.csv", "x.json", "x.txt", "x.html", "x.xml", "x.warc", "x.gz"]),
)
def test_any_bytes_under_any_name_end_in_sources_or_reasons(data, name):
    for piece in pieces(data, name):
        assert piece.locator.startswith(name)
        if isinstance(piece, Refused):
            assert str(piece.error)
