"""The house rules that a machine can check: who may import whom, how large a room may be, and what may be raised."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import errors

PROJECT = Path(__file__).parent.parent
LONGEST = 300
FLOORS = (
    ("search", "search.errors"),
    (
        *(
            "search.article",
            "search.clauses",
            "search.database",
            "search.durable",
            "search.folder",
            "search.lock",
        ),
        *("search.offspring", "search.settings"),
    ),
    ("search.ingest.page",),  # and every module of search that is named nowhere here
    ("search.anchors", "search.marking", "search.patterns", "search.snippets"),
    ("search.ingest", "search.engines"),
    (
        *(
            "search.batches",
            "search.check",
            "search.citations",
            "search.copying",
            "search.export",
            "search.history",
            "search.learned",
            "search.ledger",
            "search.offers",
            "search.originals",
            "search.prints",
            "search.since",
        ),
        *(
            "search.reading",
            "search.reindex",
            "search.seal",
            "search.staging",
            "search.trec",
            "search.workers",
        ),
    ),
    ("search.cli", "web"),
)
MIDDLE = 2
STRANGERS = (("search.ingest", "search.engines"), ("search.engines", "search.ingest"), ("web", "search.cli"))
"""The first may not import the second."""
AT_HOME = {
    "bs4": ("search.ingest",),
    "click": ("search.cli",),
    "flask": ("web",),
    "gunicorn": ("web.serve",),
    "langdetect": ("search.ingest.profiles",),
    "lxml": ("search.ingest",),
    "numpy": ("search.engines", "search.ingest.classifier"),
    "opensearchpy": ("search.engines.opensearch",),
    "tantivy": ("search.engines.tantivy",),
    "tqdm": ("search.cli",),
    "warcio": ("search.ingest.sources",),
    "whoosh": ("search.engines.whoosh",),
}
"""The rooms where a library may be imported, and nowhere else."""
NAMELESS = ("util", "utils", "helper", "helpers", "common", "misc", "manager", "tools", "lib")


def modules() -> dict[str, Path]:
    files = [*(PROJECT / "search").rglob("*.py"), *(PROJECT / "web").rglob("*.py")]
    names = {".".join(file.relative_to(PROJECT).with_suffix("").parts): file for file in files}
    return {name.removesuffix(".__init__"): file for name, file in sorted(names.items())}


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """Every module that this one names, at its top or inside a function."""
    for node in ast.walk(ast.parse(MODULES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are written out in full"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in MODULES else str(node.module)


def within(name: str, room: str) -> bool:
    return name == room or (name.startswith(f"{room}.") and room != "search")


def floor(name: str) -> int:
    """By the longest name that fits, as search.ingest.page lies lower than the rest of search.ingest."""
    fits = [
        (len(room), number) for number, rooms in enumerate(FLOORS) for room in rooms if within(name, room)
    ]
    return max(fits)[1] if fits else MIDDLE


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_imported_from_a_floor_above(name: str) -> None:
    above = [other for other in imports(name) if other in MODULES and floor(other) > floor(name)]
    assert not above, f"{name} imports {above}"


@pytest.mark.parametrize(("room", "stranger"), STRANGERS)
def test_strangers_do_not_know_each_other(room: str, stranger: str) -> None:
    known = {(n, o) for n in MODULES if within(n, room) for o in imports(n) if within(o, stranger)}
    assert not {(n, o) for n, o in known if o != "search.ingest.page"}


@pytest.mark.parametrize("name", MODULES)
def test_each_library_is_imported_in_its_own_room_only(name: str) -> None:
    astray = {
        library: room
        for library in {other.partition(".")[0] for other in imports(name)}
        if (room := AT_HOME.get(library)) and not any(within(name, one) for one in room)
    }
    assert not astray, f"{name} imports what belongs to {astray}"


@pytest.mark.parametrize("name", MODULES)
def test_what_is_raised_is_ours_or_python_s(name: str) -> None:
    ours = {n for n, value in vars(errors).items() if isinstance(value, type)}
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    local = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    raised = {
        node.exc.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
    }
    strange = {n for n in raised - ours - local if n[:1].isupper() and not hasattr(builtins, n)}
    assert not strange, f"{name} raises {strange}"


@pytest.mark.parametrize("name", MODULES)
def test_no_room_is_too_large_or_named_after_nothing(name: str) -> None:
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{MODULES[name]} has {lines} lines; cut it in two where it bends"
    assert name.rpartition(".")[2] not in NAMELESS
