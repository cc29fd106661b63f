"""The forms of an archive: which it has, and in about how many articles each stands.

Only what is new, or has become more frequent by a part, is written: a form that stands in n articles, and in few more with
this write, is counted in steps of n / STEPS, each with the chance that makes the mean right (Morris, Counting large numbers
of events in small registers, CACM 1978). So a common word is not written anew with each article.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from search.engines.opensearch.bulk import Item, Sender
from search.engines.opensearch.client import Cluster
from search.engines.opensearch.feed import Fed, word_document
from search.engines.opensearch.layout import word_id
from search.patterns import Form

STEPS = 8

MOST_HELD = 500_000
"""Forms of a write that are counted before they are sent, some 100 MB."""

_ASKED_AT_ONCE = 5_000


class Forms:
    """Those of the articles of one write. `known` says whether the index can have some already."""

    def __init__(self, cluster: Cluster, index: str, version: int, *, known: bool) -> None:
        self._cluster, self._index, self._version = cluster, index, version
        self._known = known
        self._counts: dict[tuple[str, str], Counter[str]] = {}

    @property
    def full(self) -> bool:
        return sum(map(len, self._counts.values())) >= MOST_HELD

    def add(self, article: Fed) -> None:
        for stream, forms in article.forms.items():
            self._counts.setdefault((stream, article.tongue), Counter()).update(forms)

    def send(self, sender: Sender) -> None:
        """What is to be written of them, and begin anew."""
        counted = self._counted()
        while some := list(islice(counted, _ASKED_AT_ONCE)):
            ids = [word_id(stream, form) for stream, form, _ in some]
            before = self._before(ids) if self._known else {}
            for id, (stream, form, more) in zip(ids, some, strict=True):
                n = before.get(id, 0)
                total = more if not n else _grown(n, more, f"{id}{self._version}")
                if total != n:
                    document = json.dumps(word_document(stream, form, total), ensure_ascii=False)
                    sender.add(Item(id, document.encode()))
        sender.drain()
        self._counts.clear()
        self._known = True

    def _counted(self) -> Iterator[tuple[str, Form, int]]:
        for (stream, tongue), counts in self._counts.items():
            for text, articles in counts.items():
                yield stream, Form(text, tongue), articles

    def _before(self, ids: list[str]) -> dict[str, int]:
        """As sent, whether it is seen yet or not."""
        found = self._cluster.insist("POST", f"/{self._index}/_mget", {"ids": ids}, _source_includes="n")
        return {one["_id"]: one["_source"]["n"] for one in found["docs"] if one.get("found")}


def _grown(n: int, more: int, draw: str) -> int:
    step = max(1, n // STEPS)
    if more >= step:
        return n + more
    return n + step if zlib.crc32(draw.encode()) < more / step * 2**32 else n
