"""Labelled pages for training and measuring the classifier: plain lines and HTML, with the body that is right.

They lie beside the repository in shared/gold and are never part of it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.article import Block
from search.errors import SourceError
from search.ingest.boilerplate import Known, known
from search.ingest.decoding import decode
from search.ingest.html import read_html
from search.ingest.sentences import wide_length
from search.settings import Settings
from tests.labelled import LEAST_COVER, SETS
from tests.scores import Pair, precision_recall, shingles

GOLD = Path(__file__).parents[3] / "shared" / "gold"

_TOKEN = re.compile(r"\w+")
_MOST_PLACES = 8
_CONTAINED, _LEAST_TOKENS = 0.6, 8

Shingles = Counter[tuple[str, ...]]


@dataclass(frozen=True)
class Labelled:
    """One page: its blocks, which of them are body, and the gold body itself."""

    set: str
    site: str
    blocks: Sequence[Block]
    known: Sequence[Known | None]
    body: npt.NDArray[np.bool_]
    gold: str
    sound: bool
    words: npt.NDArray[np.float64]
    address: str | None = None
    raw: bytes = b""

    @property
    def lengths(self) -> list[int]:
        return [wide_length(block.clean) for block in self.blocks]

    def score(self, kept: Sequence[bool] | npt.NDArray[np.bool_]) -> Pair:
        """Precision and recall of 4-word shingles when these blocks are kept."""
        text = "\n".join(block.clean for block, keep in zip(self.blocks, kept, strict=True) if keep)
        return precision_recall(self.gold, text)


def plain_pages() -> Iterator[Labelled]:
    for name in SETS:
        for row in _rows(GOLD / "flat" / f"{name}.jsonl"):
            if row["lines"]:
                blocks = [Block(i, line, line) for i, line in enumerate(row["lines"], 1)]
                sound = row["cover"] >= LEAST_COVER
                yield _labelled(name, row, blocks, labels=row["y"], gold=row["gold"], sound=sound)


def html_pages() -> Iterator[Labelled]:
    settings = Settings()
    for name in SETS:
        for row in _rows(GOLD / name / "index.jsonl"):
            raw = gzip.decompress((GOLD / name / row["file"]).read_bytes())
            try:
                blocks = list(read_html(decode(raw, html=True).text, row["url"], settings).blocks)
            except SourceError:
                blocks = []
            gold = row["gold"]["body"]
            labels = label([block.clean for block in blocks], gold)
            yield _labelled(name, row, blocks, labels=labels, gold=gold, sound=bool(blocks), raw=raw)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _labelled(
    name: str,
    row: dict[str, Any],
    blocks: Sequence[Block],
    *,
    labels: Sequence[bool],
    gold: str,
    sound: bool,
    raw: bytes = b"",
) -> Labelled:
    return Labelled(
        set=name,
        site=row["domain"],
        blocks=blocks,
        known=[known(block.clean) for block in blocks],
        body=np.array(labels, bool),
        gold=gold,
        sound=sound,
        words=np.array([len(_TOKEN.findall(block.clean)) for block in blocks], np.float64),
        address=row.get("url"),
        raw=raw,
    )


def label(texts: Sequence[str], gold: str) -> list[bool]:
    """Which texts are in the body: the chain of them, in order, that covers most of it, and long ones out of order.

    A text may stand in the body at several places, and at one where most of its shingles do.
    """
    right = _TOKEN.findall(gold)
    joined = f" {' '.join(right)} "
    starts = np.cumsum([1, *(len(token) + 1 for token in right)])
    held = shingles(gold)
    tokens = [_TOKEN.findall(text) for text in texts]
    share = []
    places: list[tuple[int, int, int, int]] = []
    for i, own in enumerate(tokens):
        parts = [tuple(own[j : j + 4]) for j in range(len(own) - 3)]
        share.append(sum(part in held for part in parts) / len(parts) if parts else 0.0)
        found = _found(f" {' '.join(own)} ", joined) if own else []
        places += [(i, (at := int(np.searchsorted(starts, f + 1))), at + len(own), len(own)) for f in found]
        if not found and share[-1] >= _CONTAINED and len(own) >= _LEAST_TOKENS:
            hits = [part for part in parts if part in held]
            at = int(np.searchsorted(starts, joined.find(f" {' '.join(hits[0])} ") + 1))
            places.append((i, at, at + len(hits), len(hits)))
    chosen = _chain(places, len(right))
    used: Shingles = Counter()
    for i in chosen:
        used += shingles(texts[i])
    for i, own in enumerate(tokens):
        if i not in chosen and share[i] >= _CONTAINED and len(own) >= _LEAST_TOKENS:
            parts = shingles(texts[i])
            if sum(held[part] > used[part] for part in parts) >= _CONTAINED * len(parts):
                chosen.add(i)
                used += parts
    return [i in chosen for i in range(len(texts))]


def _found(needle: str, text: str) -> list[int]:
    places: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(places) < _MOST_PLACES:
        places.append(at)
        at = text.find(needle, at + 1)
    return places


def _chain(places: list[tuple[int, int, int, int]], length: int) -> set[int]:
    """The texts of the heaviest chain of places that goes forward in both (a Fenwick tree over where places end)."""
    best: list[tuple[float, int]] = [(0.0, -1)] * (length + 3)
    before: list[int] = []
    waiting: list[tuple[int, tuple[float, int]]] = []
    last = -1
    for number, (i, begin, end, weight) in enumerate(places):
        if i != last:
            _put(best, waiting)
            waiting, last = [], i
        reached = _best(best, begin + 1)
        before.append(reached[1])
        waiting.append((end + 1, (reached[0] + weight + 0.01, number)))
    _put(best, waiting)
    number = _best(best, length + 2)[1]
    chosen = set()
    while number >= 0:
        chosen.add(places[number][0])
        number = before[number]
    return chosen


def _put(best: list[tuple[float, int]], entries: list[tuple[int, tuple[float, int]]]) -> None:
    for first, entry in entries:
        at = first
        while at < len(best):
            best[at] = max(best[at], entry)
            at += at & -at


def _best(best: list[tuple[float, int]], at: int) -> tuple[float, int]:
    found = (0.0, -1)
    while at > 0:
        found = max(found, best[at])
        at -= at & -at
    return found
