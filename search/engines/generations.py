"""Generations of an index in one folder: a new one is built beside the old, and a pointer is swapped to it by rename.

    root/            0700, owned by who reads it
      lock           held by the one writer; a kill releases it
      current        the number of the generation that readers use
      000007/        its files, all immutable, and manifest.json: sizes and SHA-256 of each
      000006/        the one before, kept
      ledger.*       what was read, for `search.ledger` and `search.seal`; repeats.* for `search.ingest.repeats`

A write is all or nothing: files, folder and pointer are synced to disk before the pointer is renamed and after. A small
write makes its generation of hard links to the files that stay the same. What a killed writer left is swept by the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.durable import sync, sync_above
from search.engines.manifest import MANIFEST, REBUILD, Entry, doubt_of, linked, read, seal, unreadable
from search.errors import IndexDamaged, IndexMissing, IndexOutdated, IndexProblem, NotWritten
from search.folder import is_generation, is_ours, is_plain, missing, remove, trust, trust_generation
from search.lock import sole_holder

LOCK, CURRENT = "lock", "current"


@dataclass(frozen=True, slots=True)
class Generation:
    """`name` tells it from every other one, of this folder and of its earlier lives."""

    number: int
    folder: Path
    name: str


class Generations:
    """`format` names the engine and the version of its files; another one's are outdated. `first` is the file that says
    what the others are."""

    def __init__(self, root: Path, format: str, first: str = "") -> None:
        self.root = root
        self.format = format
        self._first = first

    def stamp(self) -> tuple[int, int] | None:
        """Changes when the pointer does; None where there is none. One system call."""
        try:
            found = (self.root / CURRENT).stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def current(self) -> Generation:
        """Raises IndexMissing, IndexDamaged, IndexOutdated, or IndexProblem where others could have written to it.

        Damage is noticed as far as that costs next to nothing: in the sizes of the files and in the first of them.
        """
        generation, files = self._pointed()
        for name, (size, digest) in files.items():
            doubt = doubt_of(generation.folder / name, size, digest if name == self._first else "")
            if doubt:
                raise doubt
        return generation

    def _pointed(self) -> tuple[Generation, dict[str, Entry]]:
        """With the files that it should have. Raises as `current` does, for the pointer and the manifest alone."""
        trust(self.root)
        pointer = self.root / CURRENT
        try:
            plain = is_plain(pointer) or not os.path.lexists(pointer)
            text = pointer.read_text("ascii") if plain else ""
        except FileNotFoundError:
            raise missing(self.root) from None
        except OSError as e:
            raise unreadable(pointer, e) from e
        except UnicodeDecodeError:
            text = ""
        if not text.strip().isdecimal():
            raise IndexDamaged(f"The pointer {pointer} is damaged. {REBUILD}")
        folder = self.root / f"{int(text):06}"
        trust_generation(folder, (MANIFEST,))
        held, digest = read(folder)
        trust_generation(folder, tuple(held["files"]))
        if held["format"] != self.format:
            raise IndexOutdated(
                f"The index in {self.root} is of format {held['format']!r}, and this version reads "
                f"{self.format!r}. {REBUILD}"
            )
        return Generation(int(text), folder, f"{int(text)}-{digest[:8]}"), held["files"]

    @contextlib.contextmanager
    def write(self, fresh: bool) -> Iterator[Path]:
        """The folder of the next generation, to be filled; it becomes the current one at exit, and is deleted when an
        exception leaves.

        It begins with links to the current one's files, which may be removed but not changed; or empty when `fresh` or
        when there is no current one. Raises IndexBusy, IndexProblem, and what `current` raises when it isn't fresh.
        """
        self._create()
        with self._locked():
            before = self._before(fresh)
            with translated(self.root):
                if before:
                    self._sweep(before)
                number = 1 + max((int(folder.name) for folder in self._folders()), default=0)
                folder = self.root / f"{number:06}"
                folder.mkdir(0o700)
            try:
                with translated(self.root):
                    known = {} if fresh or not before else linked(before.folder, folder)
                yield folder
                with translated(self.root):
                    seal(folder, self.format, known)
                    self._point(number)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            with contextlib.suppress(OSError):
                self._sweep(self.current())

    def sweep(self) -> None:
        """Gives back the space of what killed writers left. Raises IndexBusy, IndexProblem."""
        if self.root.is_dir():
            with self._locked(), translated(self.root):
                try:
                    current = self._before(fresh=False)
                except IndexProblem:
                    return  # nothing tells then what is to stay
                self._sweep(current)

    def verify(self) -> tuple[str, ...]:
        """Each file of the current generation that is not as it was written, in words."""
        try:
            generation, files = self._pointed()
        except IndexProblem as e:
            return (str(e),)
        folder = generation.folder
        doubts = [str(d) for name, entry in files.items() if (d := doubt_of(folder / name, *entry))]
        strange = {path.name for path in folder.iterdir()} - {*files, MANIFEST}
        doubts += [f"{folder / name} does not belong to the index." for name in sorted(strange)]
        return tuple(doubts)

    def _before(self, fresh: bool) -> Generation | None:
        try:
            return self.current()
        except IndexMissing:
            return None
        except IndexProblem:
            if fresh:
                return None
            raise

    def _create(self) -> None:
        with translated(self.root):
            if not self.root.exists():
                self.root.parent.mkdir(parents=True, exist_ok=True)
                with contextlib.suppress(FileExistsError):
                    self.root.mkdir(0o700)
            if not (self.root / CURRENT).exists():
                sync_above(self.root)  # the ledger may have made the folder
            trust(self.root)
            foreign = [p.name for p in self.root.iterdir() if not is_ours(p)]
            if foreign and not (self.root / CURRENT).exists():
                raise IndexProblem(
                    f"{self.root} holds other files ({foreign[0]}); name an empty folder for the index."
                )

    def _folders(self) -> list[Path]:
        return [path for path in self.root.iterdir() if is_generation(path)]

    def _sweep(self, current: Generation | None) -> None:
        """Deletes unfinished pointers and all generations but this one and the one before it."""
        for path in self.root.glob(f"{CURRENT}.*"):
            remove(path)
        number = current.number if current else 0
        kept = sorted(int(folder.name) for folder in self._folders() if int(folder.name) <= number)[-2:]
        for folder in self._folders():
            if int(folder.name) not in kept:
                remove(folder)

    def _point(self, number: int) -> None:
        draft = self.root / f"{CURRENT}.{os.getpid()}"
        with draft.open("w", encoding="ascii") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / CURRENT)
        sync(self.root)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with contextlib.ExitStack() as stack:
            with translated(self.root):
                stack.enter_context(sole_holder(self.root / LOCK))
            yield


@contextlib.contextmanager
def translated(root: Path) -> Iterator[None]:
    """What the disk says while a generation is made, as NotWritten."""
    try:
        yield
    except OSError as e:
        raise NotWritten(f"The index in {root} can't be written: {e.strerror or e}.") from e
