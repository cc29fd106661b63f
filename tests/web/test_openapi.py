"""The API does what its document says: every operation is asked what the document allows, and what it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import strategies as st
from schemathesis.engine import Status, events, from_schema

from web import parameters

EXAMPLES = 25
CURSOR = "cursor"
"""Stands for one that the API gave, until the other parameters are known."""

CONFIG = {
    "seed": 1,
    "continue-on-failure": True,
    "headers": {"Accept-Encoding": "identity"},
    "generation": {"deterministic": True, "max-examples": EXAMPLES, "database": "none"},
    # No schema can say how long an address may be in all; it is said as 414
    "checks": {
        "negative_data_rejection": {"expected-statuses": [400, 404, 405, 414]},
        "positive_data_acceptance": {"expected-statuses": ["2xx", 404, 414]},
    },
}


def test_the_document_is_whole_and_linked(client: FlaskClient) -> None:
    link = BeautifulSoup(client.get("/help").get_data(), "html.parser").select_one("a[href*=openapi]")
    document = client.get(link["href"]).get_json()
    assert document["openapi"].startswith("3.1.")
    shapes = document["components"]["schemas"]
    examples = 0
    for path, methods in document["paths"].items():
        for parameter in methods["get"].get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
        for answer in methods["get"]["responses"].values():
            for media in answer.get("content", {}).values():
                jsonschema_rs.validate(
                    {**media["schema"], "components": {"schemas": shapes}}, media["example"]
                )
                examples += 1
    assert examples > 30
    read = {name: shape["properties"] for name, shape in shapes.items()}
    assert read["Snippet"]["marks"]["items"]["minItems"] == 2
    assert client.get("/api/openapi.json", base_url="http://x/archive").get_json()["servers"] == [
        {"url": "/archive"}
    ]


def test_every_parameter_of_a_page_is_in_the_document_or_has_its_reason(client: FlaskClient) -> None:
    operation = client.get("/api/openapi.json").get_json()["paths"]["/api/v1/search"]["get"]
    described = {parameter["name"] for parameter in operation["parameters"]}
    pages = {parameter.name for parameter in parameters.SEARCH}
    assert pages - described == {"view", "page"}
    assert described - pages == {"cursor", "facets"}


@pytest.fixture
def sound(client: FlaskClient) -> Iterator[None]:
    """What hangs on two parameters, no schema can say: a time ends after it begins, a cursor is of its search."""

    @schemathesis.hook
    def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
        query = case.query
        if {"from", "to"} <= set(query) and str(query["from"]) > str(query["to"]):
            query["from"], query["to"] = query["to"], query["from"]
        if query.get("cursor") == CURSOR:
            others = {name: value for name, value in query.items() if name != "cursor"}
            answer = client.get(case.formatted_path, query_string=others).get_json()
            query["cursor"] = answer.get("next") or CURSOR
            if answer.get("next", "") is None:
                del query["cursor"]

    yield
    schemathesis.hooks.unregister(before_call)


@pytest.mark.usefixtures("sound")
def test_every_operation_keeps_to_the_document(app: Flask) -> None:
    schemathesis.openapi.format("cursor", st.just(CURSOR))
    schema = schemathesis.openapi.from_wsgi(
        "/api/openapi.json", app, config=schemathesis.Config.from_dict(CONFIG)
    )

    failures: list[str] = []
    asked: Counter[tuple[str, str]] = Counter()
    answered: Counter[tuple[str, int]] = Counter()
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            failures.append(repr(event))
        if not isinstance(event, events.ScenarioFinished):
            continue
        for one in event.recorder.interactions.values():
            if one.response:
                answered[event.recorder.label, one.response.status_code] += 1
        for case, checks in event.recorder.checks.items():
            for check in checks:
                asked[event.recorder.label, check.name] += 1
                if check.status is not Status.SUCCESS:
                    answer = event.recorder.interactions[case].response
                    said = f"{check.failure_info.failure}\n{answer and answer.text}\n{check.failure_info.code_sample[-500:]}"
                    failures.append(f"{event.recorder.label}: {check.name}: {said}")
    assert not failures, "\n\n".join(failures[:5])
    for label in (f"GET {path}" for path in schema.raw_schema["paths"]):
        assert answered[label, 200] and answered[label, 405], label
    for name in ("negative_data_rejection", "positive_data_acceptance", "response_schema_conformance"):
        assert sum(number for (_, check), number in asked.items() if check == name) > EXAMPLES * 5
