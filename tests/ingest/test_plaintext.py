"""Plain text to blocks."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.plaintext import fold, read_text
from tests.ingest.reading import PROSE


def lines(text: str) -> list[tuple[int, str]]:
    return [(block.line, block.clean) for block in read_text(text).blocks]


def test_a_block_is_a_line_and_blank_lines_count() -> None:
    assert lines("\n\nOne\n \u00a0\nTwo\n") == [(3, "One"), (5, "Two")]


def test_the_text_stays_as_received_without_its_newline() -> None:
    (block,) = read_text("\u00a0 US,  Russia\r\n").blocks
    assert (block.text, block.clean) == ("\u00a0 US,  Russia", "US, Russia")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u00a0\u2009b", "a b"),
        ("\ufeffWord\u200b joined", "Word joined"),
        ("soft\u00adhyphen", "softhyphen"),
        ("می\u200cشود", "می\u200cشود"),
        ("\u202eevil\u202c", "evil"),
        ("nul\x00 byte", "nul byte"),
    ],
)
def test_white_space_is_folded_and_the_invisible_goes(raw: str, clean: str) -> None:
    assert fold(raw) == clean


def test_wrapped_copy_is_joined_by_paragraph() -> None:
    text = "\n\n".join(textwrap.fill(paragraph, 65) for paragraph in ("COUNCIL AGREES ON BUDGET", *PROSE))
    assert [clean for _, clean in lines(text)] == ["COUNCIL AGREES ON BUDGET", *PROSE]
    assert [line for line, _ in lines(text)] == [1, 3, 6, 9]


def test_paragraphs_set_apart_by_an_indent_are_joined_too() -> None:
    text = "\n".join(textwrap.fill("    " + paragraph, 60) for paragraph in PROSE)
    assert [clean for _, clean in lines(text)] == list(PROSE)


def test_the_lines_of_a_wrapped_paragraph_are_kept_as_received() -> None:
    text = "\n\n".join(textwrap.fill(paragraph, 65) for paragraph in PROSE)
    assert "\n\n".join(block.text for block in read_text(text).blocks) == text


def test_a_word_broken_at_its_hyphen_closes_up() -> None:
    paragraph = (
        "The talks in Geneva brought no result although they went on for two days and the cease-\nfire held."
    )
    text = f"{textwrap.fill(PROSE[0], 88)}\n\n{paragraph}\n\n{textwrap.fill(PROSE[1], 88)}\n\n{textwrap.fill(PROSE[2], 88)}"
    assert any("the cease-fire held." in clean for _, clean in lines(text))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PROSE),
        "\n\n".join(PROSE),
        "\n".join(["Apples", "Pears and plums", "Cherries", "Oranges", "Figs", "Dates", "Grapes", "Kiwis"]),
        "\n".join(
            ["A menu of links", "that go nowhere", "", "and some more", "of the same", "kind", "of", "thing"]
        ),
    ],
    ids=["paragraphs", "spaced paragraphs", "list", "menu"],
)
def test_what_was_not_wrapped_is_never_joined(text: str) -> None:
    assert len(lines(text)) == sum(bool(line.strip()) for line in text.split("\n"))


@given(st.text(max_size=2000))
def test_no_text_is_lost_and_lines_go_up(text: str) -> None:
    blocks = read_text(text).blocks
    assert "".join(fold(b.text).replace(" ", "") for b in blocks) == "".join(
        b.clean.replace(" ", "") for b in blocks
    )
    assert [b.line for b in blocks] == sorted({b.line for b in blocks})
    assert all(
        fold(line) == "" or any(line.strip("\r") in b.text for b in blocks) for line in text.split("\n")
    )
