"""A program that asks the archive."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient


def asked(client: FlaskClient, path: str, **parameters: Any) -> Any:
    response = client.get(f"/api/v1/{path}", query_string=parameters)
    assert response.status_code == 200, response.get_data(as_text=True)
    assert response.mimetype == "application/json"
    return response.get_json()


def ids(answer: Any) -> list[str]:
    return [result["id"] for result in answer["results"]]
