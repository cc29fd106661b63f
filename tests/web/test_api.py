"""The archive for programs: what it answers, and that a program can rely on it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flask.testing import FlaskClient

from search.settings import Settings
from tests.web.archive import ARTICLES, ODD, OVERRIDE, SCRIPT
from tests.web.program import asked
from web.app import create_app


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


def test_under_a_path_of_a_larger_site_permalinks_lead_there(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=pilots", base_url="http://x/archive").get_json()
    assert answer["results"][0]["permalink"] == "http://x/archive/a/pilots"
