"""The lazy table of probabilities against langdetect's own."""

from __future__ import annotations

from langdetect import PROFILES_DIRECTORY, DetectorFactory

from search.ingest.profiles import factory


def test_each_run_of_letters_has_the_probabilities_that_langdetect_gives_it() -> None:
    theirs = DetectorFactory()
    theirs.load_profile(PROFILES_DIRECTORY)
    ours = factory()
    assert sorted(ours.langlist) == sorted(theirs.langlist)
    for run in ("e", "th", "ing", "é", "Я", "ção"):
        assert run in ours.word_lang_prob_map
        told = dict(zip(ours.langlist, ours.word_lang_prob_map[run], strict=True))
        assert told == dict(zip(theirs.langlist, theirs.word_lang_prob_map[run], strict=True))


def test_a_run_that_no_language_has_is_not_in_the_table() -> None:
    assert "qqx" not in factory().word_lang_prob_map
    assert 7 not in factory().word_lang_prob_map
