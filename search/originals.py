"""What an article was made of: its file, page or record as it was received, as long as it still is what was read."""

from __future__ import annotations

import hashlib
import io
import os
from contextlib import closing
from pathlib import Path

from search.article import Article
from search.database import speaking_for
from search.errors import OverLimit, Unreadable
from search.ingest.sources.opened import open_regular
from search.ingest.sources.received import Received, received
from search.ledger import Ledger, place
from search.prints import Print
from search.settings import Settings


def original(article: Article, location: str, settings: Settings) -> Received | None:
    """The bytes behind an article of the index at this location; None where its ledger knows no file of the article.

    Only the ledger says which file that is, and nothing is written. Raises Unreadable where the file is gone or is not
    what it was when it was read, OverLimit where it is larger than `raw_file_mb`, IndexProblem.
    """
    file = place(location)
    with speaking_for(file), closing(Ledger.reading(file)) as ledger:
        known = ledger.file_of(article.id)
    if not known:
        return None
    path, locator, read = known
    within = article.locator.removeprefix(locator)
    if within == article.locator or within[:1] not in ("", "!", "#"):
        return None
    with open_regular(Path(path)) as stream:
        size = os.fstat(stream.fileno()).st_size
        if size > settings.raw_file_mb * 1_000_000:
            raise OverLimit(f"it is larger than {settings.raw_file_mb} MB (raw_file_mb)")
        _check_unchanged(path, stream, read)
        found = received(stream, size, locator, article.locator, settings)
        if os.fstat(stream.fileno()).st_size != size:
            raise Unreadable("it changed while it was read")
        return found


def _check_unchanged(path: str, stream: io.BufferedReader, read: Print) -> None:
    """By its size and times as far as these can be relied on, else by its content."""
    if Print.glance(path).looks_like(read):
        return
    digest = hashlib.file_digest(stream, "sha256").digest()
    if digest != read.sha256:
        raise Unreadable("it is not what it was when it was read")
    stream.seek(0)
