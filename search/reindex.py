"""Files → cleaned articles → the index, and in the ledger what came of each.

A run plans what becomes of each file, reads (`search.workers`), and writes (`search.batches`). A file is read when it is
new, when its content changed, or when a run that was cut short left it in doubt.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from search import __version__, folder
from search.batches import Batches
from search.database import speaking_for
from search.errors import SettingsError, SourceError, Unreadable
from search.index import Index
from search.ingest.repeats import Repeats
from search.ingest.sites import rules_for
from search.ingest.sources import Refused, records
from search.ingest.sources.folders import walk
from search.learned import learned
from search.ledger import Ledger, Refusal, place, sole_writer
from search.prints import IN_DOUBT, Print
from search.reading import Cleaned, Ended
from search.seal import unsealed
from search.settings import Settings
from search.staging import Change, Fate, Stage
from search.workers import Workers

_DECISIVE = (
    "max_file_mb",
    "max_document_mb",
    "max_depth",
    "max_elements",
    "max_ratio",
    "max_nesting",
    "max_memory_mb",
)
"""The settings that decide what comes of a file."""


@dataclass(slots=True)
class Tally:
    """What a run did. `read` and `left` (as they were) count files, the next four articles; `failed` names refusals."""

    read: int = 0
    left: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Refusal] = field(default_factory=list)
    generation: str = ""

    @property
    def kinds(self) -> dict[str, int]:
        """How many of each kind failed."""
        return dict(Counter(refusal.kind for refusal in self.failed))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files and bytes done of those that it reads, and the articles in them."""

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    articles: int


def reindex(
    paths: Sequence[str | Path],
    index: Index | None,
    settings: Settings,
    *,
    full: bool = False,
    dry_run: bool = False,
    names: Mapping[str, str] | None = None,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Tally:
    """Bring the archive to what the paths hold; only below them is anything removed. With `full` it holds nothing else.

    A dry run reads and cleans, and writes nothing; only it may go without an index. `names` maps fields of records to
    ours, as `search.ingest.sources.read` takes them. Raises SettingsError for a path that does not exist or a field that
    we don't have, IndexProblem when the index or the ledger can't be used.
    """
    names = names or {}
    records.check(names)
    file = place(index.status().location if index else settings.index)
    recipe = _recipe(settings, names)
    roots = [Path(path) for path in paths]
    _check_there(roots, file)
    with ExitStack() as stack:
        stack.enter_context(speaking_for(file))
        if not dry_run:
            stack.enter_context(sole_writer(file))
            if full:
                folder.clear(file.parent)
            if index:
                stack.enter_context(unsealed(file, index))
                index.sweep()
        ledger = Ledger.copy(file) if dry_run else Ledger.open(file, renew=full)
        stack.callback(ledger.close)
        if index and full:
            ledger.resume(index.status().generation)
        elif index:
            ledger.reconcile(index, index.status().generation, recipe)
        stage = Stage(ledger, afresh=full)
        written = None if dry_run else index
        repeats = stack.enter_context(
            learned(file, written, afresh=full) if written else closing(Repeats(Path(":memory:")))
        )
        batches = stack.enter_context(Batches(written, stage, repeats, recipe, afresh=full))
        run = _Run(ledger, stage, batches, repeats, full)
        run.plan(roots, file.parent)
        run.forget()
        run.read(stack.enter_context(Workers(settings, names)), progress)
        if full:
            run.tally.removed = stage.unclaimed()
        batches.commit()
        if index and not dry_run:
            _clean_again(index, batches, repeats)
        run.tally.generation = index.status().generation if index else ""
        return run.tally


def _clean_again(index: Index, batches: Batches, repeats: Repeats) -> None:
    """The articles that were read before a line of theirs was known to be their site's."""
    for id in repeats.due():
        article = index.get(id)
        if article and (cleaned := repeats.clean(article)) != article:
            batches.put(cleaned)
            batches.commit_if_large()
    batches.commit()
    repeats.done()


def _recipe(settings: Settings, names: Mapping[str, str]) -> str:
    """All that decides what comes of a file, beside the file: when it changes, every file is read again."""
    rules_for("", settings.sites)  # a fault in the rules is the user's to mend, before anything is read
    sites = Path(settings.sites).read_bytes() if settings.sites else b""
    told = (__version__, [getattr(settings, name) for name in _DECISIVE], sorted(names.items()), sites)
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _check_there(roots: list[Path], file: Path) -> None:
    """Before anything is made. What is no more is fine where a file of this name was read before."""
    if gone := [root for root in roots if not os.path.lexists(root)]:
        with closing(Ledger.copy(file)) as ledger:
            for root in gone:
                if not ledger.known(ledger.name(str(root.resolve()))):
                    raise SettingsError(f"{root}: there is no such file or folder.")


class _Run:
    def __init__(self, ledger: Ledger, stage: Stage, batches: Batches, repeats: Repeats, full: bool) -> None:
        self.tally = Tally()
        self._ledger, self._stage, self._batches, self._full = ledger, stage, batches, full
        self._repeats = repeats
        self._files = self._bytes = 0

    def plan(self, roots: list[Path], own: Path) -> None:
        """Decide what becomes of each file; those in the archive's `own` folder are none of its sources."""
        with self._ledger.transaction():
            for found in walk(root for root in roots if os.path.lexists(root)):
                if isinstance(found, Refused):
                    self._refuse(found.locator, found.error)
                    self._stage.plan_below(str(found.path), Fate.LEAVE)
                elif not found.path.is_relative_to(own):
                    name = self._ledger.name(str(found.path))
                    locator, earlier = self._ledger.known(name) or (found.locator, IN_DOUBT)
                    fate = self._fate(name, locator, IN_DOUBT if self._full else earlier)
                    self._stage.plan(name, locator, fate)
            for root in roots:
                self._stage.plan_below(str(root.resolve()), Fate.FORGET)
        for name, _ in self._stage.planned(Fate.LEAVE):
            self.tally.left += 1
            self.tally.failed += self._ledger.refusals(name)
        self.tally.unchanged = self._stage.articles(Fate.LEAVE)

    def _fate(self, name: bytes, locator: str, earlier: Print) -> Fate:
        """A file's content is looked at when its times changed, and read again when it changed."""
        path = self._ledger.path(name)
        try:
            seen = Print.glance(path)
            if seen.looks_like(earlier):
                return Fate.LEAVE
            if earlier.sha256 and earlier.size == seen.size:
                seen = Print.take(path)
                if seen.sha256 == earlier.sha256:
                    self._ledger.refresh(name, seen)
                    return Fate.LEAVE
        except OSError as e:
            self._refuse(locator, Unreadable(e.strerror or str(e)))
            return Fate.LEAVE
        self._files += 1
        self._bytes += seen.size
        return Fate.READ

    def forget(self) -> None:
        """Before anything is read, so that a file that moved keeps the ids of its articles."""
        for name, _ in self._stage.planned(Fate.FORGET):
            self._remove(self._stage.finish(name, None))

    def read(self, workers: Workers, progress: Callable[[Progress], None]) -> None:
        """A file that can't be read now keeps what it gave before."""
        articles = size = came = 0
        todo = ((self._ledger.path(name), locator) for name, locator in self._stage.planned(Fate.READ))
        for path, at, outcome in workers.read(todo):
            name = self._ledger.name(path)
            if isinstance(outcome, Cleaned):
                self._take(name, outcome)
                came += 1
            elif isinstance(outcome, Refusal):
                self._stage.refusal(name, outcome)
                self.tally.failed.append(outcome)
            else:
                could_be_read = came or outcome.seen != IN_DOUBT
                if could_be_read:
                    self._remove(self._stage.finish(name, outcome.seen))
                articles, came = articles + came, 0
                self.tally.read += 1
                size += outcome.seen.size
            within = 0 if isinstance(outcome, Ended) else at
            progress(Progress(self.tally.read, self._files, size + within, self._bytes, articles + came))

    def _take(self, name: bytes, cleaned: Cleaned) -> None:
        article = replace(cleaned.article, id=self._stage.claim(cleaned.article.id, cleaned.article.locator))
        change = self._stage.change(article.id, cleaned.digest)
        if self._full or change is not Change.UNCHANGED:
            try:
                self._batches.put(self._repeats.learn(article))
            except SourceError as e:
                self._stage.refusal(name, self._refuse(article.locator, e))
                return
        self._stage.article(article.id, name, cleaned.digest)
        if cleaned.damage:
            self._stage.refusal(name, cleaned.damage)
            self.tally.failed.append(cleaned.damage)
        self._batches.commit_if_large()
        if change is Change.ADDED:
            self.tally.added += 1
        elif change is Change.CHANGED:
            self.tally.changed += 1
        else:
            self.tally.unchanged += 1

    def _remove(self, ids: list[str]) -> None:
        self.tally.removed += len(ids)
        self._batches.delete(ids)

    def _refuse(self, locator: str, error: SourceError) -> Refusal:
        self.tally.failed.append(Refusal(locator, error.kind, str(error)))
        return self.tally.failed[-1]
