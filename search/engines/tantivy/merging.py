"""Pieces of the forward index that are small become one: a small write makes a small piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np

from search.engines.arrays import Array, Numbers, stretches
from search.engines.tantivy import forward
from search.engines.tantivy.chunks import LINE_END, Reading
from search.engines.tantivy.fields import schema
from search.engines.tantivy.forward import Columns, Piece, sizes_of
from search.engines.tantivy.native import Kind, Native, Query
from search.patterns import Form

_Chunk: TypeAlias = tuple[int, tuple[Reading, ...]]
"""How many words it has, and its forms."""

_LINE_END: _Chunk = (-1, ())

_SMALLEST, _FAN = 250, 4
"""Pieces are of one size when they are within a factor of _FAN; so many of one size are merged into one."""

_MOST_ARTICLES = 250_000
"""Of a piece that is made by merging."""


def end(folder: Path) -> int:
    """The number that the next article gets."""
    found = forward.bases(folder)
    return found[-1] + len(Piece(folder, found[-1])) if found else 0


def numbered(readings: Iterable[Sequence[Reading]]) -> tuple[list[Form], list[tuple[int, int, int, int]]]:
    """The forms of chunks, and their readings: a form's number, chunk, place and width."""
    known: dict[Form, int] = {}
    made = [
        (known.setdefault(Form(form, tongue), len(known)), chunk, place, width)
        for chunk, several in enumerate(readings)
        for form, tongue, place, width in several
    ]
    return [*known], made


def tidy(folder: Path) -> None:
    """The last pieces, as long as enough of them are of one size. What was deleted is left out."""
    while group := _to_merge(folder):
        _merge(folder, group)


def _tier(size: int) -> int:
    tier, most = 0, _SMALLEST
    while most < size:
        tier, most = tier + 1, most * _FAN
    return tier


def _to_merge(folder: Path) -> list[Piece]:
    pieces = [Piece(folder, base) for base in forward.bases(folder)]
    for number in range(len(pieces)):
        last = pieces[number:]
        alike = sum(_tier(len(piece)) == _tier(len(last[0])) for piece in last)
        if alike >= _FAN and sum(map(len, last)) <= _MOST_ARTICLES:
            return last
    return []


def _merge(folder: Path, group: list[Piece]) -> None:
    base, size = group[0].base, sum(map(len, group))
    wanted = Query.range_query(schema(), "number", Kind.Unsigned, base, base + size - 1)
    live = np.zeros(size, bool)
    live[Native(folder).numbers(wanted) - base] = True
    known: dict[_Chunk, int] = {_LINE_END: LINE_END}
    columns = [_kept(piece, live[piece.base - base :][: len(piece)], known) for piece in group]
    forms, readings = numbered(several for _, several in known)
    table = forward.form_table(readings, [max(words, 0) for words, _ in known])
    ends = [0, 0, 0]
    for own in columns:
        own.texts["end"] += np.uint64(ends[0])
        own.rows["end"] += np.uint64(ends[1])
        own.rows["name"] += np.uint64(ends[2])
        ends = [ends[0] + len(own.chunks), ends[1] + len(own.texts), ends[2] + len(own.names)]
    whole = Columns(*(np.concatenate(several) for several in zip(*columns, strict=True)))
    for piece in group:
        forward.remove(folder, piece.base)
    forward.write(folder, base, forms, table, whole)


def _kept(piece: Piece, live: Array, known: dict[_Chunk, int]) -> Columns:
    """Its columns, with nothing but the ids of the articles that are not live, and chunks by their new numbers."""
    ends = piece.columns.rows["end"].astype(np.int64)
    held = sizes_of(ends)
    texts = stretches((ends - held)[live], held[live])
    counts = sizes_of(piece.columns.texts["end"])
    last = piece.columns.texts["end"].astype(np.int64)
    chunks = piece.columns.chunks[stretches((last - counts)[texts], counts[texts])]
    rows = piece.columns.rows.copy()
    rows["end"] = np.cumsum(np.where(live, held, 0))
    kept = piece.columns.texts[texts]
    kept["end"] = np.cumsum(counts[texts])
    return Columns(_renumbered(piece, known)[chunks], kept, rows, np.array(piece.columns.names))


def _renumbered(piece: Piece, known: dict[_Chunk, int]) -> Numbers:
    """The new number of each of its chunks."""
    table = piece.table
    forms: dict[int, Form] = {}
    for stream, lexicon in piece.lexicons.items():
        for number, at in enumerate(piece.table_numbers(stream).tolist()):
            forms[at] = lexicon.form(number)
    several: list[list[Reading]] = [[] for _ in table.sizes]
    for form, chunk, place, width in zip(*(column.tolist() for column in table[1:]), strict=True):
        if form in forms:
            several[chunk].append(Reading(*forms[form], place, width))
    keys: list[_Chunk] = [*zip(table.sizes.tolist(), map(tuple, map(sorted, several)), strict=True)]
    keys[LINE_END] = _LINE_END
    return np.array([known.setdefault(key, len(known)) for key in keys], np.uint32)
