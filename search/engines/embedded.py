"""What the engines that keep an archive in a folder have in common: generations that are written and swapped whole, the newest one
open for readers, and a budget of time for whatever is asked."""

from __future__ import annotations

import contextlib
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Generic, Protocol, TypeVar

from search.analysis import tongue
from search.budget import Budget, allowed
from search.clauses import Clause
from search.engines import suggesting
from search.engines.cache import Cache
from search.engines.current import Current
from search.engines.generations import Generation, Generations
from search.engines.suggesting import Wordlist
from search.engines.vocabulary import Archive, Words
from search.errors import ArchiveError
from search.index import Batch, Status, Suggestion
from search.limits import check_size
from search.marking import Marker, joined, leaves
from search.settings import Settings


class Opened(Archive, Protocol):
    """A generation, open for reading."""

    generation: Generation

    @property
    def count(self) -> int:
        """How many articles there are."""

    def ids(self) -> Iterator[str]: ...


_T = TypeVar("_T", bound=Opened)


class Embedded(ABC, Generic[_T]):
    NAME: ClassVar[str]

    def __init__(self, root: Path, settings: Settings, generations: Generations) -> None:
        self._root = root
        self._settings = settings
        self._generations = generations
        self._cache = Cache(settings.memory_mb << 20)
        self._current = Current(generations, self._opened)

    @abstractmethod
    def _opened(self, generation: Generation, before: _T | None) -> _T:
        """May keep what it shares with the one before."""

    @abstractmethod
    def _written(self, fresh: bool) -> contextlib.AbstractContextManager[Batch]: ...

    @abstractmethod
    def _wordlist(self) -> Wordlist: ...

    def check_usable(self) -> None:
        """Raises IndexMissing, IndexOutdated or IndexDamaged."""
        self._current.get()

    def write(self) -> contextlib.AbstractContextManager[Batch]:
        return self._written(fresh=False)

    def rebuild(self) -> contextlib.AbstractContextManager[Batch]:
        return self._written(fresh=True)

    def sweep(self) -> None:
        self._generations.sweep()

    def ids(self) -> Iterator[str]:
        return self._current.get().ids()

    def marks(self, clause: Clause, text: str, language: str | None) -> tuple[tuple[int, int], ...]:
        check_size(clause, self._settings)
        words = self._words(self._current.get(), self._budget(), tongue(language))
        return joined(Marker(map(words.pattern, leaves(clause)), words).marks(text, language))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        return suggesting.suggest(prefix, limit, self._wordlist())

    def spellings(self, word: str, limit: int = 3) -> tuple[str, ...]:
        return suggesting.spellings(word, limit, self._wordlist())

    def status(self) -> Status:
        try:
            found = self._current.get()
        except ArchiveError as e:
            return Status(False, self.NAME, str(self._root), "", 0, str(e))
        return Status(True, self.NAME, str(self._root), found.generation.name, found.count)

    def verify(self) -> tuple[str, ...]:
        return self._generations.verify()

    def close(self) -> None:
        self._current.close()

    def _budget(self) -> Budget:
        return allowed(self._settings.search_seconds)

    def _words(self, opened: _T, budget: Budget, *also: str) -> Words:
        return Words(opened, self._settings.max_expansions, budget.check, also)
