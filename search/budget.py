"""The time that one may take: by itself for a search, and one for all that a page asks for where whoever makes it says so;
and the one state of the index that such a page is of.

Time is looked at between the steps of what takes long, so it holds in any thread and needs no signal.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from search.errors import OutOfTime
from search.notes import Note


class Budget:
    """Begins when it is made. `met`: something was cut by it. `held`: by index, the state of it that is read."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until = time.monotonic() + seconds
        self.met = False
        self.held: dict[object, Any] = {}

    def is_spent(self) -> bool:
        self.met = self.met or time.monotonic() > self._until
        return self.met

    @property
    def left(self) -> float:
        """Seconds."""
        return max(self._until - time.monotonic(), 0.0)

    def end(self) -> None:
        """It is spent, as somebody else has found."""
        self.met = True
        self.check()

    def check(self) -> None:
        """Raises OutOfTime."""
        if self.is_spent():
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raises OutOfTime: also for what can't be interrupted and would take longer than is left."""
        raise OutOfTime(
            Note(
                "The search would take longer than {seconds} s; ask for less, such as fewer or longer beginnings "
                "of words.",
                seconds=f"{self._seconds:g}",
            )
        )

    def notes(self) -> tuple[str, ...]:
        """For who is shown results of which a part was cut."""
        if not self.met:
            return ()
        return (
            Note(
                "The search took longer than {seconds} s; a part of what is shown with its results was left out.",
                seconds=f"{self._seconds:g}",
            ),
        )


_SHARED: ContextVar[Budget | None] = ContextVar("budget", default=None)


def allowed(seconds: float) -> Budget:
    """The budget that is shared here; so many seconds where none is."""
    return _SHARED.get() or Budget(seconds)


def held() -> dict[object, Any] | None:
    """Where an index keeps the state that it has opened for the budget that is shared here; None where none is."""
    budget = _SHARED.get()
    return budget.held if budget else None


@contextmanager
def shared(seconds: float) -> Iterator[Budget]:
    """All searches within together take as long as one may, and all that is read within is of one generation. One within
    another takes its part of that."""
    budget = allowed(seconds)
    before = _SHARED.set(budget)
    try:
        yield budget
    finally:
        _SHARED.reset(before)
