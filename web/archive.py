"""The one index that the pages read, opened when the first of them needs it."""

from __future__ import annotations

import threading
from contextlib import ExitStack

from flask import Flask, current_app, g

from search.budget import Budget, shared
from search.engines import open_index
from search.index import Index
from search.settings import Settings


class Archive:
    """An index that can be waited for: a server may be started before there is one."""

    def __init__(self, settings: Settings, index: Index | None = None) -> None:
        self.settings = settings
        self._index = index
        self._lock = threading.Lock()

    @property
    def index(self) -> Index:
        """Raises IndexProblem for as long as there is none that can be read."""
        with self._lock:
            if self._index is None:
                self._index = open_index(self.settings.index, self.settings)
            return self._index

    @property
    def budget(self) -> Budget:
        """What all that a page asks for may take together."""
        budget: Budget = g.budget
        return budget

    @staticmethod
    def current() -> Archive:
        """That of the application that answers the request."""
        archive: Archive = current_app.extensions["archive"]
        return archive


def hold_to_budgets(app: Flask, settings: Settings) -> None:
    """One for each page, from before its search is read."""

    @app.before_request
    def _begin() -> None:
        g.spending = ExitStack()
        g.budget = g.spending.enter_context(shared(settings.search_seconds))

    @app.teardown_request
    def _end(_: BaseException | None) -> None:
        if spending := g.pop("spending", None):
            spending.close()
