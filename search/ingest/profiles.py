"""What langdetect's statistics say of a text, with its table of probabilities made only of what is asked.

langdetect makes a list of 55 numbers for each of 90,000 runs of letters, in a fifth of a second and 45 MB a process, and
of those in a text draws some hundred.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from langdetect import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

DetectorFactory.seed = 0
"""Unseeded, langdetect changes its answer from run to run."""


def likeliest(text: str) -> tuple[str | None, float]:
    """The language as an ISO 639-1 code and its probability; None and 0 where the text has no letters to measure."""
    try:
        detector = factory().create()
        detector.append(text)
        found = detector.get_probabilities()
    except LangDetectException:
        return None, 0.0
    return (found[0].lang[:2], found[0].prob) if found else (None, 0.0)


def languages() -> list[str]:
    """The codes of the languages that it knows, Chinese as zh-cn and zh-tw."""
    known: list[str] = factory().langlist
    return known


class _Profile(NamedTuple):
    """How often runs of one, two and three letters were counted in a language, and how many there were of each length."""

    name: str
    frequency: dict[str, int]
    totals: list[int]


class _Probabilities(dict[str, list[float]]):
    """For a run of letters the share that it has in each language; a run that no language has is not in it."""

    def __init__(self, profiles: list[_Profile]) -> None:
        super().__init__()
        self._frequencies = [profile.frequency for profile in profiles]
        self._had: set[object] = set()
        self._of_length = [
            [(profile.frequency.get, profile.totals[length]) for profile in profiles] for length in range(3)
        ]

    def __contains__(self, run: object) -> bool:
        if run in self._had:
            return True
        if not any(run in frequency for frequency in self._frequencies):
            return False
        self._had.add(run)
        return True

    def __missing__(self, run: str) -> list[float]:
        shares = [count(run, 0) / total for count, total in self._of_length[len(run) - 1]]
        self[run] = shares
        return shares


@cache
def factory() -> DetectorFactory:
    """Not for use by several threads at once."""
    profiles = []
    for file in sorted(Path(PROFILES_DIRECTORY).iterdir()):
        if not file.name.startswith("."):
            stated = json.loads(file.read_bytes())
            profiles.append(_Profile(stated["name"], stated["freq"], stated["n_words"]))
    made = DetectorFactory()
    made.langlist = [profile.name for profile in profiles]
    made.word_lang_prob_map = _Probabilities(profiles)
    return made
