"""How a program goes through all results: cursors, and what tells it that they are the same as before."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.articles import make_article
from tests.web.archive import ARTICLES
from tests.web.program import asked, ids
from web.app import create_app


@pytest.mark.parametrize("parameters", [{}, {"q": "ferry"}, {"sort": "oldest", "f.lang": "en"}])
@pytest.mark.parametrize("size", [1, 7, 20, 100])
def test_cursors_lead_through_all_results_once(
    client: FlaskClient, parameters: dict[str, str], size: int
) -> None:
    everything = ids(asked(client, "search", **parameters, size=100))
    found: list[str] = []
    cursor = {}
    while True:
        answer = asked(client, "search", **parameters, size=size, **cursor)
        assert (answer["offset"], answer["total"]) == (len(found), len(everything))
        found += ids(answer)
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert found == everything


def test_no_window_bounds_how_far_a_cursor_leads(index: Index) -> None:
    client = create_app(Settings(page_window=100), index).test_client()
    seen, cursor = 0, {}
    for _ in range(len(ARTICLES)):
        answer = asked(client, "search", size=3, **cursor)
        seen += len(answer["results"])
        cursor = {"cursor": answer["next"]}
        if not answer["next"]:
            break
    assert seen == len(ARTICLES)


def test_a_cursor_that_was_not_given_for_this_search_is_refused(client: FlaskClient) -> None:
    good = asked(client, "search", q="ferry", size=5)["next"]
    changed = [good[:-1], good + "A", "A" + good, good.swapcase(), "x", "", "=" * 9, "é", "\x00", "a" * 5000]
    flipped = [good[:n] + ("B" if good[n] == "A" else "A") + good[n + 1 :] for n in range(len(good))]
    for cursor, parameters in (
        *((bad, {"q": "ferry"}) for bad in changed + flipped),
        (good, {"q": "truce"}),
        (good, {"q": "ferry", "sort": "newest"}),
        (good, {"q": "ferry", "f.lang": "en"}),
    ):
        response = client.get("/api/v1/search", query_string={**parameters, "cursor": cursor})
        assert (response.status_code, response.get_json()["parameter"]) == (400, "cursor"), cursor
    assert asked(client, "search", q="ferry", size=9, ui="tr", cursor=good)["offset"] == 5


@pytest.fixture
def growing(tmp_path: Any) -> Any:
    settings = Settings(index=str(tmp_path / "index"))
    index = open_index(settings.index, settings, create=True)
    with index.rebuild() as batch:
        for number in range(9):
            batch.put(make_article(f"a{number}"))
    yield index, create_app(settings, index).test_client()
    index.close()


def test_a_cursor_of_another_generation_is_gone(growing: tuple[Index, FlaskClient]) -> None:
    index, client = growing
    cursor = asked(client, "search", size=3)["next"]
    with index.write() as batch:
        batch.put(make_article("a9"))
    response = client.get("/api/v1/search", query_string={"size": 3, "cursor": cursor})
    assert response.status_code == 410
    assert response.mimetype == "application/problem+json"
    assert "changed" in response.get_json()["detail"]


def test_what_is_the_same_is_told_before_it_is_searched_for(growing: tuple[Index, FlaskClient]) -> None:
    index, client = growing
    addresses = (
        "search?q=body&size=3",
        "suggest?q=bo",
        "articles/a1?q=body",
        "facets/year?q=body",
        "trend?q=body",
    )
    tags = {}
    for address in addresses:
        first = client.get(f"/api/v1/{address}")
        assert first.headers["Cache-Control"] == "no-cache"
        assert "Accept-Language" in first.headers["Vary"]
        tags[address] = first.headers["ETag"]
    assert len(set(tags.values())) == len(tags)

    class Unasked:
        status = index.status

    waiting = create_app(Settings(), Unasked()).test_client()
    for address, tag in tags.items():
        again = waiting.get(f"/api/v1/{address}", headers={"If-None-Match": f'"x", {tag}'})
        assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
        turkish = client.get(f"/api/v1/{address}", headers={"If-None-Match": tag, "Accept-Language": "tr"})
        assert (turkish.status_code, turkish.headers["Content-Language"]) == (200, "tr")
    same = client.get(
        "/api/v1/search?size=3&q=+body&sort=relevance", headers={"If-None-Match": tags[addresses[0]]}
    )
    assert same.status_code == 304
    with index.write() as batch:
        batch.put(make_article("a9"))
    for address, tag in tags.items():
        assert client.get(f"/api/v1/{address}", headers={"If-None-Match": tag}).status_code == 200
