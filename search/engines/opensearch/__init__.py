"""The engine for clusters: OpenSearch keeps our terms (layout.py, feed.py) and finds with queries that are made of patterns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager

from search.article import Article
from search.budget import held
from search.clauses import Clause
from search.engines.opensearch import health, reading
from search.engines.opensearch.address import address_of
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.reader import Reader
from search.engines.opensearch.snapshot import Snapshots
from search.engines.opensearch.state import read
from search.engines.opensearch.writing import swept, written
from search.index import Batch, Hit, Index, Results, Search, Status, Stream, Suggestion
from search.settings import Settings


def open_index(location: str, settings: Settings, create: bool) -> Index:
    index = OpenSearchIndex(location, settings)
    index.check_usable(create)
    return index


class OpenSearchIndex:
    def __init__(self, location: str, settings: Settings) -> None:
        """Raises SettingsError; nothing is asked yet."""
        self._settings = settings
        self._cluster = Cluster(address_of(location), settings)
        self._snapshots = Snapshots(self._cluster)
        self._reader = Reader(self._snapshots, settings)
        self._usable: set[str] = set()

    def check_usable(self, create: bool) -> None:
        """Raises IndexProblem; with `create` an archive may be missing, or of another version, as a rebuild mends it."""
        if create:
            read(self._cluster)
        else:
            self._snapshots.current()

    def write(self) -> AbstractContextManager[Batch]:
        return written(self._cluster, self._settings, fresh=False)

    def rebuild(self) -> AbstractContextManager[Batch]:
        return written(self._cluster, self._settings, fresh=True)

    def sweep(self) -> None:
        swept(self._cluster, self._settings)

    def search(self, search: Search) -> Results:
        return self._reader.search(search)

    def stream(self, search: Search) -> Stream:
        return self._reader.stream(search)

    def marks(self, clause: Clause, text: str, language: str | None) -> tuple[tuple[int, int], ...]:
        return self._reader.marks(clause, text, language)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        return self._reader.suggest(prefix, limit)

    def spellings(self, word: str, limit: int = 3) -> tuple[str, ...]:
        return self._reader.spellings(word, limit)

    def similar(self, id: str, limit: int = 5) -> tuple[Hit, ...]:
        return self._reader.similar(id, limit)

    def get(self, id: str) -> Article | None:
        if held() is None:
            return reading.article(self._cluster, id, self._usable)
        return self._snapshots.asked(lambda snapshot: reading.article_of_generation(snapshot, id))

    def ids(self) -> Iterator[str]:
        return reading.ids(self._cluster)

    def status(self) -> Status:
        return health.status(self._cluster, self._snapshots)

    def verify(self) -> tuple[str, ...]:
        return tuple(health.doubts(self._cluster, self._snapshots))

    def close(self) -> None:
        self._snapshots.forget()
        self._cluster.close()
