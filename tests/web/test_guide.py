"""What the guide says can be typed is understood as it says."""

from __future__ import annotations

from search.clauses import Everything
from search.query import parse
from search.settings import Settings
from search.tokens import FIELDS
from tests.web.conftest import Read


def test_every_example_is_understood_whole(read: Read) -> None:
    examples = read("/help").select("dt a")
    assert len(examples) > 20
    for example in examples:
        query = parse(example.get_text(), Settings())
        assert not query.notes, (example.get_text(), query.notes)
        assert not isinstance(query.clause, Everything)
        page = read(example["href"])
        assert page.select_one("#q")["value"] == example.get_text()
        assert not page.select(".problem, .found .note")


def test_every_field_is_in_the_guide(read: Read) -> None:
    text = read("/help").get_text()
    for field in set(FIELDS.values()) - {"language"}:
        assert f"{field}:" in text
