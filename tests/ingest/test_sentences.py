"""How lines end, and how long they are."""

from __future__ import annotations

import pytest

from search.ingest.sentences import ends_sentence, wide_length


@pytest.mark.parametrize(
    "text",
    [
        "He left.",
        "“He left.”",
        "„Er ging.“",
        "‚Er ging.‘",
        "»Er ging.«",
        "« Il est parti. »",
        "Did he leave?",
        "他走了。",
        "वह चला गया।",
        "هل غادر؟",
        "وہ چلا گیا۔",
        "He left. (AFP)",
        "Se fue. EFE",
    ],
)
def test_sentences_end(text: str) -> None:
    assert ends_sentence(text)


@pytest.mark.parametrize("text", ["", "A headline", "as follows:", "“BLOOD AND BODIES”", "Tags: a, b"])
def test_other_lines_do_not(text: str) -> None:
    assert not ends_sentence(text)


def test_a_wide_character_counts_for_more() -> None:
    assert wide_length("abc") == 3
    assert wide_length("新华社") > 6
