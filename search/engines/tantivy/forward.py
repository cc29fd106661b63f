"""The forward index: the chunks of each article in their order, from which positions are worked out where Tantivy has none
or no notion of them.

It lies in pieces, each a run of articles by their numbers. The files of a piece that begins with article 7:

    words-7.chunks.npy   of one text after the other, the numbers of its chunks
    words-7.texts.npy    of each text its part, the place of its first word, and where its chunks end
    words-7.rows.npy     of each article where its texts end, and where its id does
    words-7.names.npy    the ids
    words-7.table.npz    what the chunks are: their sizes, and the forms with where they stand in them; the lexicons

All but the table is mapped into memory, so that as much is held as there is room for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from search.engines.arrays import Array, ArrayFile, Numbers, save, stretches
from search.engines.lexicon import Lexicon, spelled
from search.engines.manifest import REBUILD, unreadable
from search.engines.tantivy.inversion import CODES
from search.engines.words import STREAM_OF
from search.errors import IndexDamaged
from search.patterns import Form
from search.schema import STREAMS

_STREAM_NUMBERS = np.array([STREAMS.index(STREAM_OF[part]) for part in CODES], np.uint8)

_TEXTS = np.dtype([("part", "u1"), ("place", "<u4"), ("end", "<u8")])
_ROWS = np.dtype([("end", "<u8"), ("name", "<u8")])


class Table(NamedTuple):
    """Of chunks: how many words each has. Of readings, in the order of their forms: the form's number, the chunk in which
    it stands, at which word of it, and how many words it takes."""

    sizes: Array
    form: Array
    chunk: Array
    place: Array
    width: Array


class Columns(NamedTuple):
    chunks: Array
    texts: Array
    rows: Array
    names: Array


def texts_of(parts: Any, places: Any, ends: Any) -> Array:
    made = np.zeros(len(ends), _TEXTS)
    made["part"], made["place"], made["end"] = parts, places, ends
    return made


def rows_of(ends: Any, names: Any) -> Array:
    made = np.zeros(len(ends), _ROWS)
    made["end"], made["name"] = ends, names
    return made


def write(folder: Path, base: int, forms: list[Form], table: Table, columns: Columns) -> None:
    """A piece. `forms` are those that the table numbers."""
    for name, array in columns._asdict().items():
        np.save(folder / f"words-{base}.{name}.npy", array, allow_pickle=False)
    arrays = {name: getattr(table, name) for name in Table._fields}
    counts = sizes_of(columns.texts["end"])
    stream = np.repeat(_STREAM_NUMBERS[columns.texts["part"]], counts)
    for number, name in enumerate(STREAMS):
        held = np.bincount(columns.chunks[stream == number], minlength=len(table.sizes))
        times = np.zeros(len(forms), np.int64)
        np.add.at(times, table.form, held[table.chunk])
        there = {forms[n]: n for n in np.flatnonzero(times).tolist()}
        ordered, own = spelled(there)
        own["at"] = np.array([there[form] for form in ordered], np.uint32)
        own["articles"] = times[own["at"]]
        arrays |= {f"{name}.{key}": array for key, array in own.items()}
    save(folder / f"words-{base}.table.npz", arrays)


def bases(folder: Path) -> list[int]:
    """Where the pieces begin, rising."""
    return sorted(int(path.name.split(".")[0][6:]) for path in folder.glob("words-*.table.npz"))


def by_piece(pieces: Sequence[Piece], numbers: Numbers) -> Iterator[tuple[Piece, Numbers]]:
    """These numbers, which rise, with the piece that they are in."""
    cuts = [*numbers.searchsorted([piece.base for piece in pieces]).tolist(), len(numbers)]
    for piece, first, end in zip(pieces, cuts, cuts[1:], strict=False):
        if end > first:
            yield piece, numbers[first:end]


def remove(folder: Path, base: int) -> None:
    for path in folder.glob(f"words-{base}.*"):
        path.unlink()


def sizes_of(ends: Array) -> Numbers:
    """How many lie between each end and the one before."""
    sizes = ends.astype(np.int64)
    sizes[1:] -= sizes[:-1].copy()
    return sizes


class Piece:
    """A run of articles, open for reading. Safe to share between threads."""

    def __init__(self, folder: Path, base: int) -> None:
        """Raises IndexDamaged, or IndexProblem where the disk refuses it."""
        self.base = base
        try:
            mapped = [
                np.asarray(np.load(folder / f"words-{base}.{name}.npy", mmap_mode="r", allow_pickle=False))
                for name in Columns._fields
            ]
            self._file = ArrayFile(folder / f"words-{base}.table.npz")
        except OSError as e:
            raise unreadable(folder, e) from e
        except Exception as e:  # numpy's reading trusts each byte, and raises whatever comes of it
            raise IndexDamaged(f"{folder} is damaged ({type(e).__name__}: {e}). {REBUILD}") from e
        self.columns = Columns(*mapped)
        self.lexicons = {stream: Lexicon(self._file, stream) for stream in STREAMS}
        self._table: Table | None = None
        self._at: dict[str, Array] = {}

    def __len__(self) -> int:
        return len(self.columns.rows)

    @property
    def table(self) -> Table:
        if self._table is None:
            self._table = Table(*(self._file[name] for name in Table._fields))
        return self._table

    @cached_property
    def odd(self) -> Array:
        """Which chunks have not one word each."""
        odd: Array = np.not_equal(self.table.sizes, 1).astype(np.uint8)
        return odd

    def ids(self, rows: Iterable[int]) -> list[str]:
        names, ends = self.columns.names, self.columns.rows["name"]
        return [bytes(names[ends[n - 1] if n else 0 : ends[n]]).decode() for n in rows]

    def table_numbers(self, stream: str) -> Array:
        """Of each form of a lexicon, its number in the table."""
        if stream not in self._at:
            self._at[stream] = self._file[f"{stream}.at"]
        return self._at[stream]

    def readings(self, stream: str, forms: list[int]) -> tuple[Array, Array, Array]:
        """Of these forms of a lexicon: the chunks, rising, and where in each and how wide a form stands."""
        table = self.table
        wanted = self.table_numbers(stream)[forms].astype(np.int64)
        first = table.form.searchsorted(wanted)
        places = stretches(first, table.form.searchsorted(wanted, "right") - first)
        places = places[np.argsort(table.chunk[places], kind="stable")]
        return table.chunk[places], table.place[places], table.width[places]

    def texts(self, rows: Numbers, parts: frozenset[str]) -> tuple[Numbers, Numbers]:
        """The texts of these articles that are one of the parts: whose each is, by its place among the rows, and which of
        the texts it is."""
        ends = self.columns.rows["end"]
        first = np.where(rows > 0, ends[rows - 1], 0).astype(np.int64)
        sizes = ends[rows].astype(np.int64) - first
        texts = stretches(first, sizes)
        wanted = np.zeros(len(CODES), bool)
        wanted[[CODES[part] for part in parts]] = True
        kept = wanted[self.columns.texts["part"][texts]]
        return np.repeat(np.arange(len(rows)), sizes)[kept], texts[kept]


def form_table(readings: Iterable[tuple[int, int, int, int]], sizes: Any) -> Table:
    """Of readings, each a form's number, chunk, place and width."""
    made = np.array([*readings], np.uint32).reshape(-1, 4)
    made = made[np.argsort(made[:, 0], kind="stable")]
    return Table(np.array(sizes, np.uint32), *made.T)
