"""All engines at hand beside the naive evaluator, in one go: the same archive, the same changes, the same searches."""

from __future__ import annotations

import re
import tempfile
from contextlib import ExitStack, closing
from dataclasses import fields
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from search.index import Index, Search
from tests.engines.comparing import agrees
from tests.engines.conftest import ENGINES, SETTINGS
from tests.engines.differences import Differences
from tests.engines.drawn import articles, searches
from tests.engines.oracle import Oracle

ARCHIVES, SEARCHES = 25, 84
"""2,100 cases, a search of an archive each."""

changes = st.lists(articles() | st.sampled_from("abcdefgh"), max_size=5)


def test_every_difference_is_a_numbered_line() -> None:
    text = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text(encoding="utf-8")
    lines = re.findall(r"^(\d+)\. .*`(\w+)`", text.partition("## Where engines differ")[2], re.MULTILINE)
    assert lines == [(str(n), field.name) for n, field in enumerate(fields(Differences), 1)]


@settings(
    max_examples=ARCHIVES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(
    stood=st.lists(articles(), min_size=1, max_size=8),
    changed=changes,
    drawn=st.lists(searches, min_size=SEARCHES, max_size=SEARCHES),
)
def test_engines_agree(stood: list[Any], changed: list[Any], drawn: list[Search]) -> None:
    """Half of the searches before the changes, half after them."""
    engines = {name: engine for name, engine in ENGINES.items() if not engine.lacks()}
    oracles = {differences: Oracle(differences) for differences in {e.differences for e in engines.values()}}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        indexes = {}
        for name, engine in engines.items():
            (place := Path(folder) / name).mkdir()
            opened.callback(engine.clear, place)
            indexes[name] = opened.enter_context(closing(engine(place, SETTINGS)))
        for number, batch in enumerate((stood, changed)):
            for index in indexes.values():
                _write(index, batch, fresh=not number)
            for oracle in oracles.values():
                for change in batch:
                    oracle.delete(change) if isinstance(change, str) else oracle.put(change)
            for search in drawn[number::2]:
                answers = {differences: oracle.answer(search) for differences, oracle in oracles.items()}
                for name, index in indexes.items():
                    own = engines[name].differences
                    try:
                        agrees(index, answers[own], search, own)
                    except AssertionError:
                        note(f"{name}: {search!r}")
                        raise


def _write(index: Index, batch: list[Any], fresh: bool) -> None:
    with index.rebuild() if fresh else index.write() as writing:
        for change in batch:
            writing.delete(change) if isinstance(change, str) else writing.put(change)
