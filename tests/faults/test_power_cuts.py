"""The power fails at any moment of a run: what was acknowledged is there, nothing is half, and the next run completes it."""

from __future__ import annotations

import random
from copy import deepcopy

import pytest

from tests.faults.counts import LONG, TRIED, times
from tests.faults.disk import Disk, lay_out
from tests.faults.rerun import Rerun, ids
from tests.faults.strace import needs_strace

pytestmark = [needs_strace, pytest.mark.timeout(1200 if LONG else 120)]
_CUTS = "power cuts, each on a disk that forgot some of what was not synced"


def test_cuts(rerun: Rerun) -> None:
    rerun.restore()
    disk = Disk(rerun.top)
    done, calls = rerun.traced()
    assert done.returncode == 0, done

    chance = random.Random(4711)
    rehearsal = deepcopy(disk)
    moments = [n for n, call in enumerate(calls) if rehearsal.apply(call)]
    chosen = {*chance.sample(moments, times(6, 60)), len(calls) - 1}
    for n, call in enumerate(calls):
        disk.apply(call)
        if n not in chosen:
            continue
        for _ in range(3):
            lay_out(rerun.top, disk.after_a_cut(chance))
            TRIED[_CUTS] += 1
            found = ids(rerun.root)
            assert found in (rerun.before, rerun.after), call
            assert n < len(calls) - 1 or found == rerun.after, "what the command said was done is there"
        rerun.is_completed()
