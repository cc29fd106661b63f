"""A batch of changes → the segments of the next generation."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Segment
from whoosh.index import TOC

from search.article import Article
from search.engines.storing import storable
from search.engines.whoosh.files import Folder
from search.engines.whoosh.segments import (
    ARTICLE,
    MOST_BYTES,
    NAME,
    Segment,
    SegmentWriter,
    schema,
)
from search.errors import IndexDamaged, NotWritten, SourceError

_MOST_ARTICLES = 250_000
"""Of a segment that is made by merging."""

_SMALLEST, _FAN = 250, 4
"""Segments are of one size when they are within a factor of _FAN; that many of one size are merged into one."""

TOC_FILE = f"_{NAME}_1.toc"


def read_segments(folder: Path) -> list[W3Segment]:
    """Raises IndexDamaged."""
    try:
        segments: list[W3Segment] = TOC.read(Folder(folder), NAME, schema=schema()).segments
    except IndexDamaged:
        raise
    except Exception as e:  # Whoosh's reading is unpickling, which raises whatever it meets
        raise IndexDamaged(
            f"{folder} is damaged ({type(e).__name__}: {e}). Run `backfile reindex --full` to build it anew."
        ) from e
    return segments


class Store:
    """The changes of one write. Files are made in `folder`, which holds those of the generation before."""

    def __init__(self, folder: Path, segments: list[W3Segment]) -> None:
        self._folder = folder
        self._old = [(segment, Segment(folder, segment)) for segment in segments]
        self._segments = list(segments)
        self._writer: SegmentWriter | None = None
        self._deleted: set[int] = set()
        self._fresh: dict[str, tuple[W3Segment | None, int]] = {}
        self._failure: NotWritten | None = None

    def put(self, article: Article) -> None:
        """Raises SourceError, with nothing changed, for an article that can't be kept; NotWritten for a full disk."""
        try:
            article, texts = storable(article)
            with self._disk():
                if self._writer is None:
                    self._writer = SegmentWriter(self._folder)
                number = self._writer.add(article, texts)
        except (AttributeError, TypeError, ValueError) as e:
            raise SourceError(f"{getattr(article, 'locator', article)!r} can't be indexed: {e}.") from e
        self.delete(article.id)
        self._fresh[article.id] = None, number
        if self._writer.full:
            with self._disk():
                self._flush()

    def delete(self, id: str) -> None:
        with self._disk():
            fresh = self._fresh.pop(id, None)
            if fresh:
                segment, number = fresh
                if segment is None:
                    self._deleted.add(number)
                else:
                    segment.delete_document(number)
            else:
                for segment, opened in self._old:
                    kept = opened.number_of(id)
                    if kept is not None:
                        segment.delete_document(kept)

    def abandon(self) -> None:
        if self._writer:
            self._writer.abandon()

    def finish(self) -> None:
        if self._failure:
            raise self._failure
        with self._disk():
            self._flush()
            self._tidy()
            TOC(schema(), self._segments, 1).write(Folder(self._folder), NAME)

    def _flush(self) -> None:
        if self._writer is not None:
            segment = self._writer.finish()
            for number in self._deleted:
                segment.delete_document(number)
            self._fresh = {
                id: (segment if owner is None else owner, n) for id, (owner, n) in self._fresh.items()
            }
            self._segments.append(segment)
            self._writer, self._deleted = None, set()

    def _tidy(self) -> None:
        """Merges what is small, rewrites what is mostly deleted, and removes what no segment needs."""
        while group := self._to_merge():
            opened = [(Segment(self._folder, segment), _live(segment)) for segment in group]
            kept = [(segment, live) for segment, live in opened if len(live)]
            self._segments = [s for s in self._segments if s not in group]
            if kept:
                self._segments.append(self._merged(kept))
        needed = {segment.segment_id() for segment in self._segments}
        for path in self._folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name.split(".")[0] not in needed:
                path.unlink()

    def _merged(self, kept: list[tuple[Segment, Any]]) -> W3Segment:
        writer = SegmentWriter(self._folder)
        try:
            return writer.merge(kept)
        except BaseException:
            writer.abandon()
            raise

    def _to_merge(self) -> list[W3Segment]:
        """The segments that are to become one now; none when all is tidy."""
        tiers: dict[int, list[W3Segment]] = {}
        for segment in self._segments:
            live = segment.doc_count()
            if live * 2 < segment.doc_count_all():
                return [segment]
            tier, size = 0, _SMALLEST
            while size < live:
                tier, size = tier + 1, size * _FAN
            tiers.setdefault(tier, []).append(segment)
        for tier in sorted(tiers):
            group: list[W3Segment] = []
            for segment in tiers[tier]:
                if self._bearable([*group, segment]):
                    group.append(segment)
            if len(tiers[tier]) >= _FAN and len(group) > 1:
                return group
        return []

    def _bearable(self, group: list[W3Segment]) -> bool:
        stored: int = sum((self._folder / s.make_filename(f".{ARTICLE}.col")).stat().st_size for s in group)
        articles: int = sum(s.doc_count() for s in group)
        return articles <= _MOST_ARTICLES and stored <= MOST_BYTES

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as e:
            self._failure = NotWritten(
                f"The index in {self._folder.parent} can't be written: {e.strerror or e}."
            )
            raise self._failure from e


def _live(segment: W3Segment) -> Any:
    return np.setdiff1d(np.arange(segment.doc_count_all()), list(segment.deleted_docs()))
