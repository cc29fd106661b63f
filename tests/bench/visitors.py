"""Readers as they come: what they ask a server for, in which mix; and what they are answered, by the clock."""

from __future__ import annotations

import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from urllib.parse import quote_plus

from search.index import Index, Search

_GENERATION = re.compile(
    rb'Backfile-Generation: ([\w-]+)|<code dir="ltr">([\w-]+)</code>|"generation": "([\w-]+)"'
)
_CUT = (b"took longer than", b"would take longer than")


@dataclass(frozen=True, slots=True)
class Answer:
    """`generation` is the state of the index that it says to be of; `digest` of its body; `cut`: its budget was met."""

    address: str
    status: int
    seconds: float
    generation: str
    digest: bytes
    cut: bool


def words_of(index: Index, number: int = 400) -> list[str]:
    """Words that its articles have, frequent ones and rare ones as they come."""
    articles = (article for article, _ in zip(index.stream(Search()).articles, range(60), strict=False))
    words = {word for article in articles for word in re.findall(r"[a-z]{3,12}", article.body)}
    return sorted(words)[:: max(1, len(words) // number)]


def addresses(words: list[str], ids: list[str], seed: int = 1) -> Iterator[str]:
    """Without end: searches with their filters, further pages, articles, suggestions, the API and feeds."""
    chance = random.Random(seed)
    while True:
        first, second = chance.choice(words), chance.choice(words)
        some, id = quote_plus(f"{first} {second}"), quote_plus(chance.choice(ids))
        yield chance.choices(
            (
                "/",
                f"/search?q={first}",
                f"/search?q={some}",
                f"/search?q=%22{some}%22",
                f"/search?q={first[:4]}*+{second}",
                f"/search?q={first}&from=2005&to=2010",
                f"/search?q={first}&f.lang=en&sort=newest",
                f"/search?q={first}&page={chance.randint(2, 5)}",
                f"/search?q={first[:-1]}x{second}",
                f"/facet/source?q={first}",
                f"/a/{id}",
                f"/a/{id}?q={first}",
                f"/api/v1/suggest?q={first[: chance.randint(1, 5)]}",
                f"/api/v1/search?q={some}",
                f"/api/v1/articles/{id}",
                f"/search.atom?q={first}",
                "/help",
                "/static/search.css",
            ),
            (4, 12, 10, 3, 3, 3, 4, 5, 2, 2, 8, 10, 20, 8, 2, 2, 1, 4),
        )[0]


def ask(where: tuple[str, int], address: str, timeout: float = 30) -> Answer:
    """Raises OSError."""
    begun = time.perf_counter()
    with socket.create_connection(where, timeout=timeout) as connection:
        connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode("ascii"))
        whole = b"".join(iter(lambda: connection.recv(1 << 18), b""))
    seconds = time.perf_counter() - begun
    head, _, body = whole.partition(b"\r\n\r\n")
    stated = _GENERATION.search(whole)
    generation = next(filter(None, stated.groups()), b"").decode() if stated else ""
    digest = blake2b(body, digest_size=12).digest()
    return Answer(
        address, int(head[9:12] or 0), seconds, generation, digest, any(words in body for words in _CUT)
    )


@dataclass
class Visit:
    """What so many clients at once were answered. `errors` are in words."""

    answers: list[Answer] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def at(self, share: float) -> float:
        """Seconds within which this share of the answers came."""
        ordered = sorted(answer.seconds for answer in self.answers)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def visit(where: tuple[str, int], mix: Iterator[str], clients: int, enough: Callable[[int], bool]) -> Visit:
    """Each client asks for the next address as soon as it has its answer, until there are `enough` answers."""
    visited, lock = Visit(), threading.Lock()

    def come() -> None:
        while not enough(len(visited.answers)):
            with lock:
                address = next(mix, None)
            if address is None:
                return
            try:
                answer = ask(where, address)
            except OSError as e:
                visited.errors.append(f"{address}: {type(e).__name__}: {e}")
                if len(visited.errors) > clients * 10:
                    return
                continue
            visited.answers.append(answer)
            if answer.status != 200:
                visited.errors.append(f"{address}: {answer.status}")

    threads = [threading.Thread(target=come) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visited
