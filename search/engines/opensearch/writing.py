"""Changes → a generation: kept here until a write ends, or sent as they come into an index of its own."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from search.article import Article
from search.engines.opensearch.bulk import Item, Sender, largest
from search.engines.opensearch.client import Cluster, NotThere, Refusal
from search.engines.opensearch.feed import fed
from search.engines.opensearch.forms import Forms
from search.engines.opensearch.layout import index_body, index_name
from search.engines.opensearch.snapshot import generation_index
from search.engines.opensearch.state import Lease, held, read
from search.engines.opensearch.wording import KEEPER
from search.engines.storing import possible
from search.errors import IndexMissing, IndexProblem, NotWritten, SourceError
from search.index import Batch
from search.settings import Settings

_REFRESH_SECONDS = 900.0
"""What was sent is made searchable at the end, which takes the longer the more it is."""
_CREATE_SECONDS = 60.0


@contextmanager
def written(cluster: Cluster, settings: Settings, *, fresh: bool) -> Iterator[Batch]:
    """A write, or with `fresh` a rebuild, as `search.index.Index` has them."""
    with held(cluster, settings) as lease:
        try:
            before = None if fresh else generation_index(cluster)
        except IndexMissing:
            before = None
        except BaseException:
            lease.release(torn=False)
            raise
        yield from _added(cluster, lease, before) if before else _built(cluster, settings, lease)


def swept(cluster: Cluster, settings: Settings) -> None:
    """What writers left that died: what they had sent becomes a generation of its own, and indexes that never came to be
    one are deleted. Raises IndexBusy."""
    if read(cluster).seen:
        with held(cluster, settings) as lease:
            try:
                _sweep(cluster)
            finally:
                lease.release(torn=False)


def _added(cluster: Cluster, lease: Lease, index: str) -> Iterator[Batch]:
    """To the generation that there is. An exception in the body sends nothing."""
    sending = False
    try:
        forms = Forms(cluster, index, lease.number, known=True)
        with closing(Spool()) as spool:
            yield Changes(spool.keep, forms, largest(cluster))
            sending = True
            alias = cluster.address.name
            with _sender(cluster, alias, lease, require_alias=True) as sender:
                for item in spool.items():
                    sender.add(item)
                forms.send(sender)
        lease.seal()
        _refresh(cluster, index)
        lease.done()
    except BaseException:
        lease.release(torn=sending)
        raise


def _built(cluster: Cluster, settings: Settings, lease: Lease) -> Iterator[Batch]:
    """Into a new index, which takes the place of the old one at the end."""
    index = ""
    sealed = False
    try:
        _sweep(cluster)
        index = _created(cluster, settings)
        forms = Forms(cluster, index, lease.number, known=False)
        with _sender(cluster, index, lease) as sender:

            def keep(item: Item) -> None:
                sender.add(item)
                if forms.full:
                    forms.send(sender)

            yield Changes(keep, forms, largest(cluster))
            forms.send(sender)
        _refresh(cluster, index)
        lease.seal()
        sealed = True
        _swap(cluster, index)
        lease.done()
    except BaseException:
        lease.release(torn=sealed)
        if index and not sealed:
            with suppress(IndexProblem):
                cluster.ask("DELETE", f"/{index}")
        raise
    with suppress(IndexProblem):
        _sweep(cluster)


@contextmanager
def _sender(cluster: Cluster, index: str, lease: Lease, **parameters: bool) -> Iterator[Sender]:
    sender = Sender(cluster, index, lease.number, **parameters)
    try:
        yield sender
        sender.drain()
    finally:
        sender.stop()


class Changes:
    """The Batch of a write. `keep` takes what becomes of a document; `most` is in bytes."""

    def __init__(self, keep: Callable[[Item], None], forms: Forms, most: int) -> None:
        self._keep, self._forms, self._most = keep, forms, most

    def put(self, article: Article) -> None:
        """Raises SourceError, with nothing changed, for an article that can't be kept."""
        try:
            made = fed(article)
        except (AttributeError, TypeError, ValueError) as e:
            raise SourceError(f"{getattr(article, 'locator', article)!r} can't be indexed: {e}.") from e
        if len(made.document) > self._most:
            raise SourceError(
                f"{article.locator!r} can't be indexed: it would be sent as {_mb(len(made.document))}, and the cluster takes "
                f"{_mb(self._most)} at once. {KEEPER.capitalize()} can raise http.max_content_length, or give the nodes "
                "more memory."
            )
        self._forms.add(made)
        self._keep(Item(made.id, made.document))

    def delete(self, id: str) -> None:
        """Of an article alone: the ids of words are none that it can have."""
        if possible(id):
            self._keep(Item(id, None))


def _mb(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"


class Spool:
    """The last word on each id, on disk."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="backfile-")  # noqa: SIM115 - closed by `close`
        self._places: dict[str, tuple[int, int] | None] = {}
        self._end = 0

    def keep(self, item: Item) -> None:
        self._places.pop(item.id, None)
        if item.document is None:
            self._places[item.id] = None
            return
        with _speaking():
            self._file.write(item.document)
        self._places[item.id] = self._end, len(item.document)
        self._end += len(item.document)

    def items(self) -> Iterator[Item]:
        for id, place in self._places.items():
            if place is None:
                yield Item(id, None)
                continue
            with _speaking():
                self._file.seek(place[0])
                document = self._file.read(place[1])
            yield Item(id, document)

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()


@contextmanager
def _speaking() -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise NotWritten(
            f"The folder for temporary files can't be used ({e.strerror or e}): {tempfile.gettempdir()}. TMPDIR may name "
            "another one."
        ) from e


def _refresh(cluster: Cluster, index: str) -> None:
    answer = cluster.insist("POST", f"/{index}/_refresh", seconds=_REFRESH_SECONDS)
    if answer["_shards"]["failed"]:
        raise IndexProblem(
            f"The cluster could not make all that was written searchable. Ask {KEEPER}, and run this again."
        )


def _created(cluster: Cluster, settings: Settings) -> str:
    """A new index under the next number."""
    name = cluster.address.name
    taken = [int(index.rpartition("-")[2]) for index in _generations(cluster)]
    index = index_name(name, 1 + max(taken, default=0))
    body, patience = index_body(settings), f"{_CREATE_SECONDS:g}s"
    try:
        answer = cluster.ask("PUT", f"/{index}", body, seconds=_CREATE_SECONDS + 5, timeout=patience)
    except Refusal as e:
        if e.kind != "resource_already_exists_exception":
            raise
        # The answer to a first try was lost with the node that gave it: nobody else makes one of this number
        answer = {"shards_acknowledged": True}
    if not answer.get("shards_acknowledged"):
        with suppress(IndexProblem):
            cluster.ask("DELETE", f"/{index}")
        raise IndexProblem(
            f"The cluster at {cluster.address.shown} found no node for the archive's parts. Ask {KEEPER}."
        )
    return index


def _generations(cluster: Cluster) -> dict[str, int]:
    """Every index of the archive, and how many readers have a point in time of it."""
    name = cluster.address.name
    found = cluster.ask("GET", f"/{name}-*/_stats/search", filter_path="indices.*.total.search")
    ours = re.compile(rf"{re.escape(name)}-\d{{6,}}")
    return {
        index: of["total"]["search"]["point_in_time_current"] + of["total"]["search"]["scroll_current"]
        for index, of in found.get("indices", {}).items()
        if ours.fullmatch(index)
    }


def _behind(cluster: Cluster) -> list[str]:
    """The index that the archive's alias stands for, if any."""
    try:
        return list(cluster.insist("GET", f"/_alias/{cluster.address.name}"))
    except NotThere:
        return []
    except Refusal as e:
        if e.status != 404:
            raise
        return []


def _swap(cluster: Cluster, index: str) -> None:
    """In one step."""
    name = cluster.address.name
    actions = [{"remove": {"index": old, "alias": name}} for old in _behind(cluster)]
    try:
        cluster.insist("POST", "/_aliases", {"actions": [*actions, {"add": {"index": index, "alias": name}}]})
    except Refusal:
        if _behind(cluster) != [index]:  # the answer to a first try was lost
            raise


def _sweep(cluster: Cluster) -> None:
    """Deletes the indexes of earlier generations that nobody reads any more."""
    current = _behind(cluster)
    for index, readers in _generations(cluster).items():
        if index not in current and not readers:
            with suppress(NotThere):
                cluster.ask("DELETE", f"/{index}")
