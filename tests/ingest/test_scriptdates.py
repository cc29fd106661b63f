"""Dates in the data of a page's scripts, which count only where nothing else says when it was published."""

from __future__ import annotations

import pytest

from search.article import Media
from tests.ingest.reading import PROSE, read

TEXT = "".join(f"<p>{line}</p>" for line in PROSE)


def published(script: str, *, shown: str = "") -> str | None:
    html = f"<html lang=en><head><script>{script}</script></head><body><h1>Council agrees</h1>{shown}{TEXT}</body></html>"
    return read(html, media=Media.HTML).published.value


@pytest.mark.parametrize(
    "script",
    [
        '{"article": {"publishedAt": "2021-03-04T08:15:00Z", "expires": "2022-01-01"}}',
        'window.__STATE__ = {"a": {"datePublished": "2021-03-04T08:15:00Z", "updatedAt": "2021-03-09"}};',
        'self.__next_f.push([1, "{\\"first_published_date\\":\\"2021-03-04T08:15:00Z\\"}"])',
        "var page = {'publishDate': '2021-03-04T08:15:00Z'};",
        '{"publishTime": 1614845700, "publish": "2019-01-01"}',
    ],
)
def test_the_date_of_publication_in_the_data_of_a_script(script: str) -> None:
    assert published(script) == "2021-03-04T08:15:00+00:00"


@pytest.mark.parametrize(
    "script",
    [
        '{"a": {"publishedAt": "2021-03-04"}, "related": [{"publishedAt": "2021-02-01"}]}',
        '{"updatedAt": "2021-03-04", "release": "2021-03-04", "createdAt": "2021-03-04"}',
        '{"buildDate": "2021-03-04", "expires": "2021-03-04"}',
        '{"publishedAt": "4000-03-04", "publishDate": 12}',
    ],
)
def test_what_may_be_the_date_of_something_else_is_not_taken(script: str) -> None:
    assert published(script) is None


def test_what_the_page_states_comes_before() -> None:
    script = '{"publishedAt": "2021-03-04T08:15:00Z"}'
    assert published(script, shown="<p>March 1, 2021</p>") == "2021-03-01"


def test_a_dotted_date_is_read_and_the_key_is_in_the_evidence() -> None:
    html = f'<html><head><script>{{"deployDt": "2021.3.4"}}</script></head><body><h1>Yes</h1>{TEXT}</body></html>'
    article = read(html, media=Media.HTML)
    assert article.published.value == "2021-03-04"
    assert "script deployDt" in article.published.evidence[0]
