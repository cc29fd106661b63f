"""Each fuzzer for a while; `python -m tests.faults.fuzz` runs one as long as one likes, and
`python -m tests.faults.fuzz.guided` has it led by what it reaches. What they found is in test_found.py."""

from __future__ import annotations

import pytest

from tests.faults.counts import TRIED, times
from tests.faults.fuzz.running import fuzz
from tests.faults.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_is_a_fault(name: str) -> None:
    tried, faults = fuzz(TARGETS[name](), times(1, 200) / 10)
    TRIED["inputs of fuzzers"] += tried
    assert tried and not faults
