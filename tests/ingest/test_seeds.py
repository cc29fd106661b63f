"""Every sample file comes out as the file beside it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from search.article import Article, Source
from search.ingest import ingest
from search.ingest.explain import explain
from search.ingest.sources import read
from search.settings import Settings

PROJECT = Path(__file__).parent.parent.parent
COMPANION = ".expected.json"
EXPECTED = sorted((PROJECT / "seeds").glob(f"*{COMPANION}"))
GOLD = PROJECT.parent / "shared" / "gold" / "seeds.json"


def articles(file: Path) -> list[Article]:
    found: list[Article] = []
    for record in read(file, f"seeds/{file.name}", Settings()):
        assert isinstance(record, Source), record
        found.append(ingest(record, Settings()))
    return found


def equal(found: Any, expected: Any, where: str = "") -> None:
    """Equal in all that is expected: a trimmed object is compared by the keys that it has."""
    if isinstance(expected, dict):
        assert isinstance(found, dict), where
        for key, value in expected.items():
            equal(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        assert len(found) == len(expected), f"{where}: {found}"
        for i, (one, value) in enumerate(zip(found, expected, strict=True)):
            equal(one, value, f"{where}[{i}]")
    else:
        assert found == expected, where


def test_each_text_seed_has_its_expected_result() -> None:
    texts = {file.name for file in (PROJECT / "seeds").glob("*.txt")}
    assert len(texts) >= 5
    assert texts <= {file.name.removesuffix(COMPANION) for file in EXPECTED}


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.name.removesuffix(COMPANION))
def test_a_seed_comes_out_as_expected(file: Path) -> None:
    expected = json.loads(file.read_text(encoding="utf-8"))
    found = [explain(article) for article in articles(file.with_name(file.name.removesuffix(COMPANION)))]
    equal(found, expected if isinstance(expected, list) else [expected])


def seeds() -> list[tuple[str, dict[str, Any]]]:
    return sorted(json.loads(GOLD.read_text(encoding="utf-8"))["files"].items()) if GOLD.exists() else []


@pytest.mark.skipif(not GOLD.exists(), reason="the labelled data are not beside the project")
@pytest.mark.parametrize(("name", "gold"), seeds(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_seed_equals_the_labelled_truth(name: str, gold: dict[str, Any]) -> None:
    (article,) = articles(PROJECT / "seeds" / name)
    blocks = {block.line: block for block in article.blocks}
    assert article.headline == gold["title"]
    assert article.standfirst == gold["subtitle"]
    assert list(article.bylines) == gold["bylines"]
    assert article.language == gold["language"]
    dateline = gold["dateline"] or {}
    assert article.place == dateline.get("place")
    assert (article.dateline and article.dateline.date) == dateline.get("date_raw")
    assert (article.dateline and article.dateline.raw) == dateline.get("raw")
    assert article.credit == (gold["agency"] or {}).get("name")
    published = gold["published"]
    assert article.published.value == published["value"]
    assert article.published.precision == published["precision"]
    assert article.published.inferred == published.get("year_inferred", False)
    assert article.updated == published.get("updated")
    if place := gold.get("location"):
        assert article.location is not None
        found = (article.location.raw, article.location.city, article.location.country)
        assert found == (place["raw"], place["city"], place["country"])
    for line in gold["boilerplate"]:
        assert blocks[line["line"]].role == line["class"]
    assert [b.line for b in article.blocks if b.kept] == [line["line"] for line in gold["body_lines"]]
    assert article.body == gold["body"]
    for mark in gold["inline_boilerplate"]:
        assert mark["text"] in blocks[mark["line"]].text
        assert mark["text"] not in blocks[mark["line"]].clean
        assert mark["class"] in blocks[mark["line"]].reason
