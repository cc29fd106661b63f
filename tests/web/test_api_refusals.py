"""What a program is told where its request can't be taken, and that no bytes make another answer."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from search.errors import OverBudget
from search.index import Index
from search.settings import Settings
from tests.web.program import asked
from web.app import create_app


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("search?colour=red", "colour"),
        ("search?page=1000000000", "page"),
        ("search?view=list", "view"),
        ("search?f.colour=red", "f.colour"),
        ("search?f.language=en", "f.language"),
        ("search?facets=", "facets"),
        ("search?facets=source,language", "facets"),
        ("search?facets=source,&facets=lang", "facets"),
        ("search?facets=Source", "facets"),
        ("search?size=0", "size"),
        ("search?size=", "size"),
        ("search?size=٢", "size"),
        ("search?size=10&size=10", "size"),
        ("search?sort=best", "sort"),
        ("search?match=some", "match"),
        ("search?ui=xx", "ui"),
        ("search?from=May+2016", "from"),
        ("search?from=2015-02-29", "from"),
        ("search?from=2016%0A", "from"),
        ("search?to=", "to"),
        ("search?from=2016&to=2014", "to"),
        ("search?q=%ff", "q"),
        ("search?q=%ed%a0%80", "q"),
        (f"search?f.source={'x' * 301}", "f.source"),
        ("search?" + "&".join(f"f.source={n}" for n in range(201)), "f.source"),
        ("facets/source?order=best", "order"),
        ("facets/source?sort=newest", "sort"),
        ("facets/source?cursor=x", "cursor"),
        ("trend?by=day", "by"),
        ("trend?q=a&q=b&q=c&q=d&q=e&q=f&q=g", "q"),
        ("suggest", "q"),
        ("suggest?q=a&limit=21", "limit"),
        ("articles/pilots?size=20", "size"),
    ],
)
def test_what_can_not_be_used_is_named(client: FlaskClient, address: str, parameter: str) -> None:
    response = client.get(f"/api/v1/{address}")
    problem = response.get_json()
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert (problem["status"], problem["title"], problem["parameter"]) == (400, "Bad Request", parameter)
    assert problem["errors"][0]["parameter"] == parameter
    assert problem["errors"][0]["detail"]
    assert parameter in problem["detail"]


def test_all_that_is_wrong_is_named_at_once(client: FlaskClient) -> None:
    errors = client.get("/api/v1/search?size=0&from=x&colour=red").get_json()["errors"]
    assert [error["parameter"] for error in errors] == ["size", "from", "colour"]


def test_what_can_be_read_is_read(client: FlaskClient) -> None:
    for typed in ("\x00", "truce\x00", "ünïcode 旅", "<script>", "(" * 500, "a" * 5000, "f.x:y AND"):
        assert asked(client, "search", q=typed)["total"] >= 0
    assert client.get("/api/v1/search?&&q=truce&").get_json()["total"] == 5
    assert asked(client, "search", **{"from": "2016-02-29"})["total"] > 0


@settings_of(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=80),
    st.sampled_from(["search", "suggest", "facets/source", "trend", "articles/pilots"]),
)
def test_any_bytes_are_answered(client: FlaskClient, raw: bytes, path: str) -> None:
    quoted = "".join(f"%{byte:02x}" for byte in raw)
    sound = raw.decode("utf-8", "ignore").encode() == raw
    for query in (f"q={quoted}", f"q=a&{quoted}=1", f"q=a&f.source={quoted}", f"q=a&cursor={quoted}"):
        response = client.get(f"/api/v1/{path}?{query}")
        assert response.status_code in {200, 400}
        assert response.get_json()
    assert client.get(f"/api/v1/{path}?q={quoted}").status_code == (200 if sound else 400)
    assert client.get(f"/api/v1/articles/{quoted}").mimetype in {
        "application/json",
        "application/problem+json",
    }


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/api/v1/articles/nothing", 404),
        ("GET", "/api/v1/articles/", 404),
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/v1/facets/colour", 404),
        ("GET", "/api/v1/facets/source/x", 404),
        ("GET", "/api/", 404),
        ("GET", "/api", 404),
        ("POST", "/api/v1/search", 405),
        ("OPTIONS", "/api/v1/search", 405),
        ("TRACE", "/api/v1/suggest?q=a", 405),
        ("GET", f"/api/v1/search?q={'a' * 1_000_000}", 414),
    ],
)
def test_every_failure_is_a_problem(client: FlaskClient, method: str, address: str, status: int) -> None:
    response = client.open(address, method=method)
    problem = response.get_json()
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    assert problem["parameter"] is None
    if status == 405:
        assert response.headers["Allow"] == "GET, HEAD"


def test_no_failure_tells_secrets(settings: Settings, index: Index) -> None:
    def client(error: Exception) -> FlaskClient:
        class Failing:
            status = index.status

            def search(self, _: object) -> None:
                raise error

        return create_app(settings, Failing()).test_client()

    broken = client(ZeroDivisionError("/secret/folder")).get("/api/v1/search")
    assert (broken.status_code, broken.mimetype) == (500, "application/problem+json")
    assert "secret" not in broken.get_data(as_text=True)
    costly = client(OverBudget("ask for less")).get("/api/v1/search?q=a*")
    assert costly.get_json()["errors"] == [{"parameter": "q", "detail": "ask for less"}]
    missing = create_app(Settings(index="/secret/folder")).test_client().get("/api/v1/search")
    assert (missing.status_code, missing.mimetype) == (503, "application/problem+json")
    assert missing.headers["Retry-After"]
    assert "backfile reindex" in missing.get_json()["detail"]
    assert "secret" not in missing.get_data(as_text=True)


def test_head_is_get_without_its_body(client: FlaskClient) -> None:
    for address in ("/api/v1/search?q=truce", "/api/v1/suggest?q=a", "/api/v1/articles/pilots", "/api/v1/x"):
        got, head = client.get(address), client.head(address)
        assert (head.status_code, head.get_data()) == (got.status_code, b"")
        assert {n: v for n, v in head.headers if n != "Date"} == {n: v for n, v in got.headers if n != "Date"}
