"""The one index that the pages read, opened when the first of them needs it."""

from __future__ import annotations

import threading

from flask import current_app

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

    @staticmethod
    def current() -> Archive:
        """That of the application that answers the request."""
        archive: Archive = current_app.extensions["archive"]
        return archive
