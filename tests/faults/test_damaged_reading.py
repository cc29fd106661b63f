"""Whoever reads or goes on writing an archive with a damaged file gets the right answer or is told of the damage: never
another answer, never a library's exception."""

from __future__ import annotations

import gc
import logging
import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from search.engines import open_index
from search.errors import ArchiveError, IndexProblem
from search.index import FACETS, Index, Search, Sort
from search.query import parse
from search.settings import Settings
from tests.articles import make_article
from tests.cli.archive import Archive
from tests.command import run
from tests.faults.counts import LONG, TRIED, times
from tests.faults.damage import damaged
from web.app import create_app

pytestmark = pytest.mark.timeout(1200 if LONG else 120)

WAYS = ("flip", "zero", "cut")
PATIENT = Settings(search_seconds=60)
QUERIES = (
    *("council", "the", '"of the"', "headline:a*", "roof~", "-the", "the w/5 of", "the w/s in"),
    *("byline:*a*", "date:2016", "length>300"),
)
TOLD = "IndexProblem"


@pytest.fixture(autouse=True)
def _no_log() -> Iterator[None]:
    """What is logged holds exceptions, and with them open files."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def root(news: Archive, tmp_path: Path) -> Path:
    """Of several segments, with articles that were deleted since."""
    news.reindex("news")
    index = open_index(str(tmp_path / "backfile-index"), PATIENT)
    with closing(index):
        for start in range(0, 60, 30):
            with index.write() as batch:
                for number in range(start, start + 30):
                    batch.put(make_article(f"a{number}", body=f"The council of town {number} met. " * 9))
        with index.write() as batch:
            batch.delete("a3")
            batch.delete("a50")
    return tmp_path / "backfile-index"


def generation(root: Path) -> Path:
    return root / f"{int((root / 'current').read_text()):06}"


def questions(index: Index) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "ids", lambda: sorted(index.ids())
    for id in ("a0", "a31", "a3", "a59"):
        yield f"get {id}", lambda id=id: index.get(id)
        yield f"similar {id}", lambda id=id: [hit.id for hit in index.similar(id)]
    for query in QUERIES:
        clause = parse(query, PATIENT).clause
        for sort in Sort:
            found = Search(clause, sort=sort, facets=FACETS if sort is Sort.NEWEST else (), limit=5)
            yield f"{query} by {sort}", lambda found=found: replace(index.search(found), took=0.0)
        yield (
            f"all of {query}",
            lambda clause=clause: [a.id for a in index.stream(Search(clause)).articles],
        )
    yield "suggest", lambda: (index.suggest("th"), index.suggest("co"), index.spellings("cuoncil"))


def answers(root: Path) -> dict[str, object]:
    """Whatever is no IndexProblem is raised."""
    try:
        index = open_index(str(root), PATIENT)
    except IndexProblem:
        return {}
    found: dict[str, object] = {}
    with closing(index):
        for name, ask in questions(index):
            try:
                found[name] = ask()
            except IndexProblem:
                found[name] = TOLD
    return found


def test_every_answer_is_right_or_told(root: Path) -> None:
    right = answers(root)
    assert TOLD not in right.values() and len(right) > 50
    chance = random.Random(4711)
    told = 0
    for path in sorted(generation(root).iterdir()):
        held = path.read_bytes()
        for how in (WAYS if LONG else chance.sample(WAYS, 1)) if held else ():
            for _ in range(times(1, 12)):
                path.write_bytes(damaged(held, how, chance))
                TRIED[f"index files damaged ({how}), each answer right or told"] += 1
                found = answers(root)
                wrong = {name for name, answer in found.items() if answer not in (TOLD, right[name])}
                if path.name == "manifest.json":  # of which generations are named
                    wrong = set()
                assert not wrong, (path.name, how)
                told += TOLD in found.values() or not found
        path.write_bytes(held)
    assert told
    assert answers(root) == right


def test_nobody_writes_on_over_damage(root: Path, tmp_path: Path) -> None:
    """Else what is wrong would be sealed as right."""
    right = answers(root)
    chance = random.Random(4711)
    files = [path for path in sorted(generation(root).iterdir()) if path.name != "manifest.json"]
    for path in files if LONG else chance.sample(files, 6):
        for how in WAYS if LONG else chance.sample(WAYS, 1):
            copy = tmp_path / "copy"
            shutil.copytree(root, copy, symlinks=True)
            there = generation(copy) / path.name
            there.write_bytes(damaged(path.read_bytes(), how, chance))
            TRIED[f"index files damaged ({how}) before more is written"] += 1
            with suppress(IndexProblem), closing(open_index(str(copy), PATIENT)) as index:
                for number in range(times(2, 8)):  # of segments that are merged soon
                    with index.write() as batch:
                        batch.put(make_article(f"new{number}"))
                        batch.delete(f"a{number}")
                if not index.verify():
                    late = {f"a{number}" for number in range(8)}
                    for name, ask in questions(index):
                        if name in ("all of council", "get a31", "get a59"):
                            assert without(late, ask()) == without(late, right[name]), (path.name, how)
            shutil.rmtree(copy)


def without(ids: set[str], answer: object) -> object:
    return set(answer) - ids if isinstance(answer, list) else answer


def pages(root: Path) -> dict[str, tuple[int, bytes]]:
    client = create_app(replace(PATIENT, index=str(root))).test_client()
    found = {}
    for path in (
        *("/", "/search?q=council", "/search?q=the&sort=oldest&view=list", "/facet/source?q=the", "/trends?q=the"),
        *("/a/a0", "/a/a31.json", "/a/a59/raw", "/cite?id=a0&as=ris", "/search.atom?q=the", "/healthz"),
        *("/api/v1/search?q=the", "/api/v1/suggest?q=co", f"/api/v1/articles/{quote('a0')}", "/search.csv?q=the"),
        "/changes?since=1-00000000",
    ):  # fmt: skip
        try:
            response = client.get(path)
            found[path] = response.status_code, response.get_data()
        except ArchiveError:  # an export that has begun is cut
            found[path] = 503, b""
    del client
    gc.collect()  # an application holds itself, and so the open index
    return found


def test_every_page_is_the_same_or_an_error_page(root: Path) -> None:
    right = pages(root)
    assert {status for status, _ in right.values()} <= {200, 404, 410}
    chance = random.Random(4711)
    files = [p for p in (*generation(root).iterdir(), *root.iterdir()) if p.is_file() and p.stat().st_size]
    for path in sorted(files) if LONG else chance.sample(sorted(files), 5):
        held = path.read_bytes()
        for how in WAYS if LONG else chance.sample(WAYS, 1):
            for _ in range(times(1, 3)):
                path.write_bytes(damaged(held, how, chance))
                TRIED[f"files damaged ({how}) under pages, each right or an error page"] += 1
                for address, (status, text) in pages(root).items():
                    assert status == 503 or status == right[address][0], (path.name, how, address)
                    assert b"Traceback" not in text and str(root).encode() not in text
                    if address.endswith((".json", "=ris")) and status == 200 and "manifest" not in path.name:
                        assert text == right[address][1], (path.name, how, address)
        path.write_bytes(held)


VERBS = (
    ("search", "council", "--json"),
    ("show", "a31"),
    ("stats", "--json"),
    ("export", "council"),
    ("copy", "--from", "backfile-index", "--to", "copy"),
)


def test_the_command_gives_the_same_or_ends_with_3(root: Path) -> None:
    """In processes of its own, which end with one line that says what to do."""

    def said(*words: str) -> tuple[int, str, str]:
        shutil.rmtree(root.parent / "copy", ignore_errors=True)
        done = run(words, root.parent)
        return done.returncode, re.sub(r'"took": [\d.]+', "", done.stdout), done.stderr

    verbs = VERBS[: times(2, len(VERBS))]
    right = {words: said(*words)[:2] for words in verbs}
    assert {status for status, _ in right.values()} == {0}
    chance = random.Random(4711)
    files = sorted(p for p in generation(root).iterdir() if p.name != "manifest.json" and p.stat().st_size)
    ended = []
    for path in files if LONG else chance.sample(files, 1):
        held = path.read_bytes()
        for how in WAYS if LONG else ("flip",):
            path.write_bytes(damaged(held, how, chance))
            TRIED[
                f"index files damaged ({how}) under the command, each right or told with exit status 3"
            ] += 1
            assert said("check")[0] == 3, (path.name, how)
            for words in verbs:
                status, out, told = said(*words)
                ended.append(status)
                if status == 0:
                    assert out == right[words][1], (path.name, how, words)
                else:
                    assert status == 3 and re.search("backfile reindex --full|Mend", told), (
                        path.name,
                        how,
                        told,
                    )
                assert "Traceback" not in told and "Exception" not in told, (path.name, how, told)
        path.write_bytes(held)
    assert 3 in ended or not LONG
