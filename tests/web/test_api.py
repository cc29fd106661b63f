"""The archive for programs: what it answers, and that a program can rely on it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of
from hypothesis import strategies as st

from search.engines import open_index
from search.errors import OverBudget
from search.index import Index
from search.settings import Settings
from tests.articles import make_article
from tests.web.archive import ARTICLES, ODD, OVERRIDE, SCRIPT
from web.app import create_app


def asked(client: FlaskClient, path: str, **parameters: Any) -> Any:
    response = client.get(f"/api/v1/{path}", query_string=parameters)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    return response.get_json()


def ids(answer: Any) -> list[str]:
    return [result["id"] for result in answer["results"]]


def test_a_search_is_answered_in_plain_values(client: FlaskClient) -> None:
    answer = asked(client, "search", q="truce pilots AND (")
    assert (answer["total"], answer["understood"], answer["sort"], answer["offset"]) == (
        1,
        "truce pilots",
        "relevance",
        0,
    )
    assert any("bracket" in note for note in answer["notes"])
    (found,) = answer["results"]
    assert (found["id"], found["permalink"], found["language"], found["direction"]) == (
        "pilots",
        "http://localhost/a/pilots",
        "en",
        "ltr",
    )
    assert found["published"] == {"value": "2016-05-23", "precision": "day", "inferred": True}
    assert answer["generation"].startswith("1-")
    assert answer["next"] is None
    assert "pilots" not in [also["id"] for also in answer["also"]]
    assert answer["also"]


def test_marks_are_places_in_texts_that_are_as_they_were_written(client: FlaskClient) -> None:
    answer = asked(client, "search", q="truce", size=100)
    hostile = next(result for result in answer["results"] if result["id"] == "hostile")
    assert hostile["headline"]["text"] == f"{SCRIPT} {OVERRIDE}gpj.truce"
    assert hostile["url"] is None
    texts = [text for result in answer["results"] for text in (result["headline"], *result["snippets"])]
    marked = [text["text"][start:end] for text in texts for start, end in text["marks"]]
    assert len(marked) >= 5
    assert {word.casefold() for word in marked} == {"truce"}


def test_each_choice_of_a_page_is_one_of_the_api(client: FlaskClient) -> None:
    answer = asked(
        client,
        "search",
        **{
            "f.lang": ["en", "de"],
            "-f.source": "Morning Post",
            "from": "2015",
            "to": "2016-12",
            "sort": "oldest",
        },
    )
    days = [result["published"]["value"] for result in answer["results"]]
    assert days == sorted(days)
    assert {day[:4] for day in days} == {"2015", "2016"}
    assert {result["source"] for result in answer["results"]}.isdisjoint({"Morning Post", None})
    assert {result["language"] for result in answer["results"]} == {"en", "de"}


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


def test_suggestions(client: FlaskClient) -> None:
    answer = asked(client, "suggest", q="tru")
    assert {"text": "truce", "kind": "word", "count": 5} in answer["suggestions"]
    assert {one["kind"] for one in asked(client, "suggest", q="har")["suggestions"]} >= {"source", "headline"}
    assert len(asked(client, "suggest", q="r", limit=2)["suggestions"]) == 2
    assert asked(client, "suggest", q="")["suggestions"] == []


def test_values_of_a_field_are_counted_exactly_and_go_on_by_cursor(client: FlaskClient) -> None:
    counted = Counter(article.source or "" for article in ARTICLES)
    found: dict[str, int] = {}
    cursor: dict[str, str] = {}
    while True:
        answer = asked(client, "facets/source", size=3, **cursor)
        assert (answer["offset"], answer["size"], answer["field"]) == (len(found), len(counted), "source")
        found |= {one["value"]: one["count"] for one in answer["values"]}
        if answer["next"] is None:
            break
        cursor = {"cursor": answer["next"]}
    assert found == counted
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_values_can_be_sought_and_ordered_by_name(client: FlaskClient) -> None:
    sought = asked(client, "facets/source", contains="NÓRTH", **{"f.source": "Northern Star"})
    assert [(one["value"], one["chosen"]) for one in sought["values"]] == [("Northern Star", True)]
    labels = [one["label"] for one in asked(client, "facets/language", contains="german")["values"]]
    assert labels == ["German"]
    turkish = asked(client, "facets/language", contains="alman", ui="tr")["values"]
    assert [(one["value"], one["label"]) for one in turkish] == [("de", "Almanca")]
    years = [one["value"] for one in asked(client, "facets/year")["values"]]
    assert years[:-1] == sorted(years[:-1])
    assert years[-1] == ""
    named = [one["value"] for one in asked(client, "facets/byline", order="name", q="ferry")["values"]]
    assert named[:-1] == sorted(named[:-1])


def test_a_search_counts_the_fields_that_it_is_asked_for(client: FlaskClient) -> None:
    answer = asked(client, "search", q="ferry", facets="lang,source", **{"f.source": "The Ledger"})
    assert list(answer["facets"]) == ["lang", "source"]
    ferries = [article for article in ARTICLES if "ferry" in article.body]
    papers = Counter(article.source for article in ferries)
    assert papers["The Ledger"] == answer["total"]
    counted = {one["value"]: one["count"] for one in answer["facets"]["source"]}
    assert counted == {paper: papers[paper] for paper in counted}
    assert len(counted) < len(papers)
    assert [one["value"] for one in answer["facets"]["source"] if one["chosen"]] == ["The Ledger"]
    languages = {one["value"]: (one["label"], one["count"]) for one in answer["facets"]["lang"]}
    within = Counter(article.language for article in ferries if article.source == "The Ledger")
    assert languages == {"en": ("English", within["en"]), "de": ("German", within["de"])}
    turkish = asked(client, "search", q="ferry", facets="lang", ui="tr")["facets"]["lang"]
    assert {one["label"] for one in turkish} == {"İngilizce", "Almanca"}


def test_fields_to_count_may_be_repeated_and_lead_on_with_the_list(client: FlaskClient) -> None:
    first = asked(client, "search", facets=["source,year", "source"], size=5)
    assert list(first["facets"]) == ["source", "year"]
    second = asked(client, "search", facets="month", size=5, cursor=first["next"])
    assert (second["offset"], list(second["facets"])) == (5, ["month"])
    assert asked(client, "search")["facets"] == {}
    tag = client.get("/api/v1/search?facets=year").headers["ETag"]
    assert client.get("/api/v1/search", headers={"If-None-Match": tag}).status_code == 200


def test_trends_count_searches_beside_the_archive(client: FlaskClient) -> None:
    answer = asked(client, "trend", q=["truce", "ferry AND ("], by="year")
    years = Counter(article.published.year or "" for article in ARTICLES)
    assert answer["by"] == "year"
    assert answer["periods"] == [str(year) for year in range(2011, 2019)]
    assert answer["archive"]["counts"] == [years[period] for period in answer["periods"]]
    assert (answer["archive"]["undated"], answer["archive"]["total"]) == (years[""], len(ARTICLES))
    truce, ferry = answer["queries"]
    assert (truce["typed"], truce["understood"], truce["total"], truce["undated"]) == ("truce", "truce", 5, 1)
    assert ferry["notes"]
    for line in (truce, ferry):
        assert line["total"] == asked(client, "search", q=line["typed"])["total"]
    german = asked(client, "trend", q="ferry", by="month", **{"f.lang": "de"})
    assert (
        german["archive"]["total"]
        == german["queries"][0]["total"]
        == asked(client, "search", **{"f.lang": "de"})["total"]
    )
    assert all(len(period) == 7 for period in german["periods"])


def test_health(client: FlaskClient, tmp_path: Path) -> None:
    well = client.get("/healthz")
    assert (well.status_code, well.mimetype) == (200, "application/json")
    assert well.get_json() == {
        "ok": True,
        "generation": asked(client, "search")["generation"],
        "articles": len(ARTICLES),
    }
    folder = tmp_path / "secret"
    waiting = create_app(Settings(index=str(folder))).test_client()
    ill = waiting.get("/healthz")
    assert (ill.status_code, ill.get_json()) == (503, {"ok": False, "generation": None, "articles": 0})
    assert ill.headers["Retry-After"]
    assert "secret" not in ill.get_data(as_text=True)
    assert client.head("/healthz").status_code == 200
    for answer in (well, ill):
        assert answer.headers["Cache-Control"] == "no-store"
    assert client.post("/healthz").mimetype == "application/problem+json"


def test_an_article(client: FlaskClient) -> None:
    answer = asked(client, "articles/pilots", q="truce")
    body = answer["body"]
    assert [body["text"][start:end] for start, end in body["marks"]] == ["truce", "truce"]
    assert answer["published"]["inferred"] is True
    assert answer["evidence"][0]["rule"] == "the first line that stands alone"
    assert answer["file"] == "pilots.html#2"
    assert "folder/of/the/keeper" not in str(answer)
    assert asked(client, "articles/arabic")["direction"] == "rtl"
    assert asked(client, "articles/arabic")["body"]["marks"] == []


def test_an_id_may_hold_anything(client: FlaskClient) -> None:
    (found,) = [one for one in asked(client, "search", size=100)["results"] if one["id"] == ODD]
    assert client.get(found["permalink"]).status_code == 200
    again = client.get(found["permalink"].replace("/a/", "/api/v1/articles/", 1))
    assert again.get_json()["id"] == ODD


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


def test_under_a_path_of_a_larger_site_permalinks_lead_there(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=pilots", base_url="http://x/archive").get_json()
    assert answer["results"][0]["permalink"] == "http://x/archive/a/pilots"
