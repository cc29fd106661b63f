"""An HTML page that was saved as a file."""

import re
from collections.abc import Iterator

from search.article import Media, Source
from search.ingest.sources.opened import Opened

# What browsers write above a page that they save, with the address and its length.
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(https?://[^\s<>\"']{1,2000})")


def read(opened: Opened) -> Iterator[Source]:
    saved = _SAVED_FROM.search(opened.head())
    url = saved[1].decode("ascii", "ignore") if saved else None
    yield Source(opened.locator, opened.whole(), Media.HTML, url=url)
