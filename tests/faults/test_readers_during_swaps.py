"""Readers while generations are swapped under them: nobody gets half an answer, and none is of two moments."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest

from search.check import doubts_of
from search.clauses import Word
from search.engines import open_index
from search.index import Index, Search
from search.settings import Settings
from tests.faults.counts import LONG, TRIED, times
from tests.faults.states import generations, in_memory, record
from tests.faults.warm import Warm

pytestmark = pytest.mark.timeout(900 if LONG else 120)
FEWEST = 40
SWAPS = 5


@dataclass(frozen=True)
class Answer:
    """What a reader got: of which generation, if that was said; how many articles; and of which editions they were."""

    how: str
    generation: str
    total: int
    editions: frozenset[str]


@pytest.fixture
def archive(command: Warm) -> Iterator[tuple[Warm, Path]]:
    with in_memory() as folder:
        (folder / "news").mkdir()
        yield command, folder


def write(folder: Path, edition: int) -> None:
    """Every article is of this edition, and there is one more than before."""
    lines = [record(number, f"This is edition{edition}.") for number in range(FEWEST + edition)]
    (folder / "news/all.jsonl").write_text("\n".join(lines), encoding="utf-8")


def editions(*texts: str) -> frozenset[str]:
    return frozenset(found for text in texts for found in re.findall(r"edition\d+", text))


def searched(index: Index) -> Answer:
    found = index.search(Search(Word("council"), facets=("source", "year"), limit=100))
    assert sum(count.count for count in found.facets["year"]) == len(found.hits) == found.total
    texts = [snippet.text for hit in found.hits for snippet in hit.snippets]
    return Answer("search", found.generation, found.total, editions(*texts))


def streamed(index: Index) -> Answer:
    """Slowly, so that it outlasts a swap."""
    stream = index.stream(Search())
    texts = []
    for number, article in enumerate(stream.articles):
        texts.append(article.body)
        time.sleep(0.005 if number % 4 == 0 else 0)
    assert len(texts) == stream.total
    return Answer("stream", stream.generation, stream.total, editions(*texts))


def got(index: Index) -> Answer:
    article = index.get("r7")
    assert article
    return Answer("get", "", 0, editions(article.body))


def counted(index: Index) -> Answer:
    return Answer("ids", "", len(list(index.ids())), frozenset())


def checked(index: Index) -> Answer:
    assert doubts_of(index) == ()
    return Answer("check", "", 0, frozenset())


READS = (searched, streamed, got, counted, checked)


class Reader(Thread):
    """Reads until it is told to stop, which is when all swaps are done."""

    def __init__(self, index: Index, begins_with: int) -> None:
        super().__init__()
        self._index = index
        self._at = begins_with
        self.answers: list[Answer] = []
        self.failure: Exception | None = None
        self.stops = False

    def run(self) -> None:
        try:
            while not self.stops:
                self.answers.append(READS[self._at % len(READS)](self._index))
                self._at += 1
        except Exception as e:
            self.failure = e


def test_readers(archive: tuple[Warm, Path]) -> None:
    command, folder = archive
    root = folder / "backfile-index"
    write(folder, 0)
    command.done(folder, ["reindex", "news", "--workers", "1"])
    shared = open_index(str(root), Settings(search_seconds=60))
    own = [open_index(str(root), Settings(search_seconds=60)) for _ in range(3)]
    early = shared.stream(Search())
    readers = [Reader(index, at) for at, index in enumerate([shared, shared, *own])]
    known = {shared.status().generation: 0}
    for reader in readers:
        reader.start()
    for edition in range(1, times(1, 8) * SWAPS + 1):
        write(folder, edition)
        command.done(folder, ["reindex", "news", "--workers", "1", *(["--full"] if edition % 2 else [])])
        TRIED["reindexes under readers"] += 1
        known[shared.status().generation] = edition
    for reader in readers:
        reader.stops = True
    for reader in readers:
        reader.join(60)
        assert not reader.is_alive()
        assert reader.failure is None, repr(reader.failure)
        TRIED["answers to readers while generations were swapped"] += len(reader.answers)
    wrong = [answer for reader in readers for answer in reader.answers if not is_right(answer, known)]
    assert not wrong
    assert editions(*(article.body for article in early.articles)) == {"edition0"}
    for index in (shared, *own):
        assert searched(index).editions == {f"edition{edition}"}
        index.close()
    assert generations(root) <= 2
    with closing(open_index(str(root), Settings())) as index:
        assert doubts_of(index) == ()


def is_right(answer: Answer, known: dict[str, int]) -> bool:
    if answer.generation:
        edition = known[answer.generation]
        return (answer.total, answer.editions) == (FEWEST + edition, {f"edition{edition}"})
    if answer.how == "ids":
        return answer.total - FEWEST in known.values()
    return len(answer.editions) == (answer.how == "get")
