"""A target, run on one input after the other until time is up: an exception is a fault, and so is one input that takes long."""

from __future__ import annotations

import logging
import random
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults.fuzz.mutation import mutated
from tests.faults.fuzz.targets import Target

SLOW = 5.0
"""Seconds of computing for 200,000 characters at most."""


class TooSlow(BaseException):
    """Nothing of ours catches it."""


def fuzz(target: Target, seconds: float, seed: int = 4711) -> tuple[int, dict[str, bytes]]:
    """How many inputs were tried, and for each kind of fault the shortest input that brings it about."""
    chance = random.Random(seed)
    faults: dict[str, bytes] = {}
    tried = 0
    begun, until = time.monotonic(), time.process_time() + seconds
    logging.disable()
    try:
        while time.process_time() < until and time.monotonic() < begun + 3 * seconds:
            data = target.seeds[tried] if tried < len(target.seeds) else mutated(target.seeds, chance)
            tried += 1
            if (fault := fault_of(target, data)) and len(data) < len(faults.get(fault, data + b"x")):
                faults[fault] = data
    finally:
        logging.disable(logging.NOTSET)
    return tried, faults


def fault_of(target: Target, data: bytes) -> str:
    """In words; empty where there is none."""
    try:
        with _bounded():
            target.run(data)
    except (Exception, TooSlow) as e:
        where = next(
            (f for f in reversed(traceback.extract_tb(e.__traceback__)) if "/fuzz/" not in f.filename), None
        )
        return (
            f"{type(e).__name__}: {str(e)[:120]} ({where.filename.rpartition('/')[2]}:{where.lineno})"
            if where
            else repr(e)[:300]
        )
    return ""


@contextmanager
def _bounded() -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SLOW)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
