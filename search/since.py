"""What an archive's readers may ask its ledger: what differs since a generation. Nothing is written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from search.database import read_only, speaking_for
from search.errors import IndexBusy
from search.history import Changes, changes
from search.index import Status
from search.ledger import FORMAT, place

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Since:
    """`changes` is None where they are not known. `earliest` is the first generation since which they are; empty where
    there is no record. `lags`: the record does not know the newest generation yet, as while an archive is written."""

    changes: Changes | None
    earliest: str
    lags: bool


def since(status: Status, generation: str) -> Since:
    """From the generation to that of the status. Raises IndexBusy, IndexDamaged."""
    file = place(status.location)
    if not file.is_file():
        return Since(None, "", False)
    for _ in range(_TRIES):
        steady = Steady(file)
        with speaking_for(file), closing(read_only(file)) as db:
            db.execute("BEGIN")
            if db.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
                return Since(None, "", False)
            found = changes(db, generation, status.generation)
            names = [name for (name,) in db.execute("SELECT name FROM generations ORDER BY number")]
            if steady():
                return Since(found, names[0] if names else "", status.generation not in names)
    raise IndexBusy(f"{file} changes faster than it can be read. Ask again in a moment.")


class Steady:
    """Calling it tells whether what was read is of one moment. SQLite sees to it where there is a log beside the file; where
    there is none, the file is read as it is, so it has to have stayed so."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._log = file.with_name(f"{file.name}-wal")
        self._logged = self._log.exists()
        self._was = self._stamp()

    def __call__(self) -> bool:
        return self._log.exists() == self._logged and (self._logged or self._stamp() == self._was)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return None
        return found.st_size, found.st_mtime_ns
