"""Files that could do harm, made when they are needed: a module for each kind, each with its `cases`.

A new case is one line in the module of its kind; nothing else has to be told of it.
"""

from __future__ import annotations

from tests.faults.counts import times
from tests.faults.hostile import bait, charsets, markup, packed, records, webarchives, wires, xml
from tests.faults.hostile.case import Case

KINDS = {
    module.__name__.rpartition(".")[2]: module
    for module in (bait, charsets, markup, packed, records, webarchives, wires, xml)
}


def all_cases() -> dict[str, Case]:
    """By the path of the file that each is written to. Each has a folder of its own, as files of one folder clean each other.

    In short a sample: every sixth of a kind, and fewer of the many runs.
    """
    return {
        f"{kind}/{number}/{case.name}": case
        for kind, module in KINDS.items()
        for number, case in enumerate(module.cases())
        if number % times(26 if module is bait else 6, 1) == 0
    }
