"""A plain text file: one raw document."""

from collections.abc import Iterator

from search.article import Media, Source
from search.errors import NotAnArticle
from search.ingest.sources.opened import Opened


def read(opened: Opened) -> Iterator[Source]:
    data = opened.whole()
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        raise NotAnArticle("there is nothing but white space in it")
    yield Source(opened.locator, data, Media.TEXT)
