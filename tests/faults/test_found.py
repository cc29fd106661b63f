"""What fuzzing and the hostile files have found: each was mended, and stays so."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.article import Media, Source
from search.errors import SettingsError
from search.ingest import ingest
from search.ingest.facts import split_people
from search.query import parse
from search.sentences import sentences
from search.settings import Settings
from tests.faults.hostile.case import page


@pytest.mark.timeout(20)
@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0"])
def test_blanks_between_people_are_gone_through_once(blank: str) -> None:
    """They took half a minute, as they were gone through again from each."""
    assert list(split_people(f"Ann Lee{blank * 5}and Max Roe")) == ["Ann Lee", "Max Roe"]
    list(split_people(blank * 200_000))


@pytest.mark.parametrize(
    "stated",
    [
        "port = inf",
        "max_seconds = nan",
        "workers = 1.5",
        f"max_memory_mb = {10**30}",
        f"port = {'9' * 5000}",
        f"title = {'[' * 5000}",
    ],
)
def test_a_number_that_no_setting_can_have_is_refused(tmp_path: Path, stated: str) -> None:
    (tmp_path / "backfile.toml").write_text(stated, encoding="utf-8")
    with pytest.raises(SettingsError):
        Settings.load(environment={}, folder=tmp_path)


@pytest.mark.parametrize("address", ["http://[::1/a", "http://[a]b/c", "//[", "http://x]/y"])
def test_an_address_that_is_none_is_passed_over(address: str) -> None:
    """As a record or the page itself states it."""
    canonical = f'<link rel="canonical" href="{address}">'
    raw = page("word", head=canonical).encode()
    for url in (address, "http://example.org/a"):
        assert ingest(Source("a.html", raw, Media.HTML, url=url), Settings()).url in (
            None,
            "http://example.org/a",
        )


@pytest.mark.parametrize(
    "typed",
    [
        "atleast3) ferry",
        "(a atleast3) OR ferry",
        "atleast3/ ferry",
        "a, atleast3, b",
        "atleast3",
        "a atleast3",
    ],
)
def test_what_was_understood_reads_as_the_same(typed: str) -> None:
    """A count without its word was a word, which reads as a count; ~00 was a fuzzy word with no edits."""
    once = parse(typed, Settings())
    assert parse(once.understood, Settings()).clause == once.clause


@pytest.mark.parametrize("stop", [".", "?!", "…", "؟", ".'", "\u06d4"])
def test_a_run_of_stops_is_looked_at_once(stop: str) -> None:
    """A whole run stood still for many minutes: words are taken from articles after all limits on time."""
    first = f"One{stop * 200_000}two."
    found = [(start, end) for start, end, _ in sentences(f"{first} Three")]
    assert found == [(0, len(first)), (len(first), len(first) + 6)]
