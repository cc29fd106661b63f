"""Three nodes, and the elected manager is killed in the middle of a bulk and of a rebuild: nothing that was acknowledged is lost,
a total is exact or an error is shown, and searches are served again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from search.article import Article
from search.clauses import Word
from search.engines import open_index
from search.errors import ArchiveError, IndexProblem
from search.index import Index, Search
from search.settings import Settings
from tests.articles import make_article
from tests.cluster.nodes import Cluster, missing, running

pytestmark = pytest.mark.timeout(600)

ARTICLES, BATCH = 20_000, 2_500
SERVED_AGAIN = 60.0
"""Seconds after a kill within which searches are answered; two slow cores elect, and copies are promoted."""

SETTINGS = Settings(opensearch_shards=3, opensearch_replicas=1, search_seconds=20)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    if why := missing():
        pytest.skip(why)
    with running(3) as cluster:
        yield cluster


@pytest.fixture
def location(cluster: Cluster, request: pytest.FixtureRequest) -> str:
    hosts = ",".join(node.url.removeprefix("http://") for node in cluster.nodes)
    return f"opensearch+http://{hosts}/{request.node.name.replace('_', '-')}"


@dataclass
class Reader:
    """Asks all the time. `totals` are those that were answered, `gaps` the seconds from an answer to the next."""

    index: Index
    totals: list[int] = field(default_factory=list)
    longest: float = 0.0
    strange: list[BaseException] = field(default_factory=list)

    def run(self, done: threading.Event) -> None:
        answered = time.monotonic()
        while not done.is_set():
            try:
                self.totals.append(self.index.search(Search(Word("council"), limit=1)).total)
                self.longest = max(self.longest, time.monotonic() - answered)
                answered = time.monotonic()
            except ArchiveError:
                pass
            except BaseException as e:
                self.strange.append(e)
            time.sleep(0.1)
        self.longest = max(self.longest, time.monotonic() - answered)


def story(number: int, word: str) -> Article:
    return make_article(f"a{number}", body=f"The council met about {word} {number}. It agreed on the budget.")


def until_done(act: Callable[[], None]) -> None:
    """As whoever runs `reindex` again until it ends well."""
    until = time.monotonic() + 240
    while True:
        try:
            return act()
        except IndexProblem:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def with_a_reader(location: str, act: Callable[[], None]) -> Reader:
    with closing(open_index(location, SETTINGS)) as index:
        reader, done = Reader(index), threading.Event()
        thread = threading.Thread(target=reader.run, args=(done,))
        thread.start()
        try:
            act()
            time.sleep(2)
        finally:
            done.set()
            thread.join()
    assert not reader.strange
    return reader


def kill_after(cluster: Cluster, seconds: float) -> tuple[threading.Thread, list[str]]:
    killed: list[str] = []

    def kill() -> None:
        time.sleep(seconds)
        node = cluster.manager()
        killed.append(node.name)
        node.kill()

    thread = threading.Thread(target=kill)
    thread.start()
    return thread, killed


def back(cluster: Cluster, names: list[str]) -> None:
    cluster.start(*(node for node in cluster.nodes if node.name in names))
    for node in cluster.nodes:
        node.wait(len(cluster.nodes), "green")


def written(index: Index, numbers: range) -> None:
    with index.write() as batch:
        for number in numbers:
            batch.put(story(number, "roads"))


def test_the_manager_dies_in_the_middle_of_a_bulk(cluster: Cluster, location: str) -> None:
    with closing(open_index(location, SETTINGS, create=True)) as index:
        written(index, range(BATCH))
        states = {BATCH}

        def load() -> None:
            for first in range(BATCH, ARTICLES, BATCH):
                if first == 3 * BATCH:
                    thread, killed = kill_after(cluster, 0.5)
                until_done(lambda at=first: written(index, range(at, at + BATCH)))  # type: ignore[misc]
                states.add(first + BATCH)
                assert index.status().articles >= first + BATCH
            thread.join()
            assert killed

        reader = with_a_reader(location, load)
        assert {*reader.totals} <= states, "a total is of one generation, or it is none"
        assert reader.longest < SERVED_AGAIN
        back(cluster, [node.name for node in cluster.nodes if not node.alive])
        assert sorted(index.ids()) == sorted(f"a{n}" for n in range(ARTICLES))
        assert index.search(Search(Word("council"))).total == ARTICLES
        assert not index.verify() and index.status().ok


def test_the_manager_dies_in_the_middle_of_a_rebuild(cluster: Cluster, location: str) -> None:
    with closing(open_index(location, SETTINGS, create=True)) as index:
        written(index, range(BATCH))

        def rebuild() -> None:
            with index.rebuild() as batch:
                for number in range(2 * BATCH):
                    batch.put(story(number, "bridges"))

        def act() -> None:
            thread, killed = kill_after(cluster, 1.0)
            # What is built has no copies before it is done, so its part of the new index waits for the node
            again = threading.Timer(15, back, (cluster, killed))
            again.start()
            until_done(rebuild)
            thread.join()
            again.join()
            assert killed

        reader = with_a_reader(location, act)
        assert {*reader.totals} <= {BATCH, 2 * BATCH}
        assert reader.longest < SERVED_AGAIN
        assert index.search(Search(Word("bridges"))).total == 2 * BATCH
        assert index.search(Search(Word("roads"))).total == 0
        assert not index.verify()
        left = cluster.nodes[0].ask(f"/_cat/indices/{location.rpartition('/')[2]}-0*?format=json")
        assert len(left) <= 2, "the generation before may be kept, and no more"
