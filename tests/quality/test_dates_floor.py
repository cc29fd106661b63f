"""The labelled date strings beside the repository, where they are: what is read right may only rise."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.ingest.stamps import read_stamp
from search.ingest.zones import iso_offset

RIGHT, ZONES = 95, 17


def test_labelled_strings_are_read_right_and_none_wrong(project: Path) -> None:
    file = project.parent / "shared" / "gold" / "dates.tsv"
    if not file.is_file():
        pytest.skip("the labelled dates are not beside the repository")
    rows = [(*line.split("\t"), "", "")[:5] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
    right = zones = 0
    wrong = []
    for language, text, day, time, offset in rows:
        stamp = read_stamp(text, (language,))
        if stamp is None or stamp.date is None:
            continue
        reads = stamp.iso()
        if reads[:10] == day and (not time or reads[11:16] == time):
            right += 1
            zones += (
                bool(offset) and stamp.zone is not None and iso_offset(stamp.zone).replace(":", "") == offset
            )
        else:
            wrong.append((text, reads))
    assert wrong == []
    assert right >= RIGHT
    assert zones >= ZONES
