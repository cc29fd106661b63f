"""That the nodes of the tests are what the engine needs: a module that is missing is only said where it is used."""

from __future__ import annotations

import json
import urllib.request
from typing import Any


def _asked(url: str, path: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}{path}", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_a_node_has_the_filters_and_the_scripts_of_the_engine(opensearch: str) -> None:
    given = {
        "tokenizer": "whitespace",
        "filter": [{"type": "pattern_capture", "preserve_original": False, "patterns": ["([^¦]+)"]}],
        "text": "one¦two three",
    }
    tokens = _asked(opensearch, "/_analyze", given)["tokens"]
    assert [(token["token"], token["position"]) for token in tokens] == [("one", 0), ("two", 0), ("three", 1)]
    script = {"script": {"source": "1 + params.one", "params": {"one": 1}}}
    assert _asked(opensearch, "/_scripts/painless/_execute", script)["result"] == "2"
