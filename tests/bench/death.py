"""Searches that are made to cost, on a large archive: `python -m tests.bench.death FOLDER`, an index of 100,000 articles.

Each is typed as a reader would type it and asked as the page asks it: with every facet and with snippets, by the settings as
they come. A search that is cut by its time budget is one that was answered. What is printed is the slowest by the wall clock,
parse and all, with the computing in it, as a busy machine makes all wait. Then a server is asked for them, AT_ONCE at a time,
and beside them for plain searches. The exit status is 1 where one took more than ALLOWED, or the plain ones more than BESIDE at p95.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice, pairwise
from string import ascii_lowercase
from threading import Event
from urllib.parse import quote_plus

from search.engines import open_index
from search.errors import OverBudget
from search.index import FACETS, Index, Search, Sort
from search.query import parse
from search.settings import Settings
from tests.bench.archive import FREQUENT
from tests.bench.served import served
from tests.bench.visitors import visit, words_of

ALLOWED = 1.2
"""Seconds in all."""

BESIDE = 0.1
"""Seconds of a plain search while one of these is under way."""

AT_ONCE = 2
"""Of these searches that a server is asked for at the same time."""

SHOWN = 10


def typed() -> Iterator[str]:
    """More than a hundred, of every kind that a cap or the budget has to hold."""
    for letter in "abcdefinoprstu":
        yield f"{letter}*"
        yield f"*{letter}*"
    yield from ("*a", "?*", "*?*", "??????*", "*e*e*", "*a*e*i*", "*" * 200, "a*b*c*d*e*", "*ing*", "?a?e*")
    for distance in (1, 2):
        yield " ".join(f"government~{distance}" for _ in range(90))
        yield " OR ".join(f"{word}~{distance}" for word in spelled(90))
        yield f"the~{distance} of~{distance} in~{distance}"
    for first, second in pairwise(FREQUENT):
        yield f"{first} w/50 {second}"
        yield f'"{first} {second} {first} {second} {first}"'
    for operator in ("w/50", "pre/50", "w/s", "w/p"):
        yield f"the {operator} s*"
        yield f"*e* {operator} *a*"
        yield f"({' OR '.join(FREQUENT)}) {operator} ({' OR '.join(FREQUENT)})"
        yield f" {operator} ".join(FREQUENT)
    yield " ".join(FREQUENT * 5)
    yield " OR ".join(FREQUENT * 5)
    yield " OR ".join(f"{letter}*" for letter in ascii_lowercase)
    yield " ".join(f"{letter}*" for letter in ascii_lowercase)
    yield " OR ".join(f"*{a}{b}*" for a in ascii_lowercase[:12] for b in ascii_lowercase[:12])
    yield " AND ".join(f"*{letter}*" for letter in ascii_lowercase)
    yield " OR ".join(f"-{letter}*" for letter in ascii_lowercase)
    yield "NOT " * 300 + "the"
    yield "(" * 900 + "the" + ")" * 900
    yield " ".join("(the OR" for _ in range(150)) + " of" + ")" * 150
    yield '"' + "the of " * 280 + '"'
    yield '"' + "the " * 490 + '"'
    yield " OR ".join(f'"{first} {second}"' for first in FREQUENT[:9] for second in FREQUENT[:9])
    yield "atleast5 the atleast5 of atleast5 in"
    yield "atleast9(" + " OR ".join(FREQUENT) + ")"
    yield "the " * 500
    yield "x" * 2000
    yield "ا" * 2000
    yield "the-of-in-" * 200
    yield " ".join(spelled(190))
    yield " OR ".join(spelled(100))
    yield "headline:*e* standfirst:*e* byline:*a*"
    yield "1* OR 2* OR 3* OR 4* OR 5*"
    yield "-zzzz"
    yield "*"


def spelled(number: int) -> Iterator[str]:
    """Words of five letters that hardly any article has."""
    letters = (a + b + c for a in ascii_lowercase for b in "aeiou" for c in ascii_lowercase)
    return islice((f"{three}er" for three in letters), number)


def ask(index: Index, text: str, sort: Sort, settings: Settings) -> tuple[float, float, str]:
    """Seconds in all and of computing, and what came of it."""
    begun, computed = time.perf_counter(), time.thread_time()
    search = Search(parse(text, settings).clause, facets=FACETS, sort=sort)
    try:
        found = f"{index.search(search).total} found"
    except OverBudget:
        found = "over budget"
    return time.perf_counter() - begun, time.thread_time() - computed, found


def over_http(folder: str, words: list[str]) -> bool:
    """Whether both promises are kept by a server with its usual number of processes."""
    costly = [f"/search?q={quote_plus(text)}" for text in typed()]
    plain = cycle([f"/search?q={word}" for word in words])
    with served(folder) as (where, _), ThreadPoolExecutor(1) as beside:
        visit(where, plain, 8, lambda n: n >= 2 * len(words))
        left = Event()
        asking = beside.submit(visit, where, plain, 1, lambda _: left.is_set())
        died = visit(where, iter(costly), AT_ONCE, lambda n: n >= len(costly))
        left.set()
        lived = asking.result()
    slow = sorted(died.answers, key=lambda answer: answer.seconds, reverse=True)
    for answer in slow[:SHOWN]:
        sys.stdout.write(f"{answer.seconds:6.2f} s  {answer.status}  {answer.address[:90]}\n")
    unlike = [answer for answer in died.answers if answer.status not in {200, 400, 503, 414}]
    over = [answer for answer in slow if answer.seconds > ALLOWED]
    sys.stdout.write(
        f"over HTTP: {len(slow)} searches, {sum(a.cut for a in slow)} cut by the budget, {len(over)} took more than "
        f"{ALLOWED} s, {len(unlike)} failed; beside them {len(lived.answers):,} plain ones, p50 {lived.at(0.5) * 1000:.0f} "
        f"ms, p95 {lived.at(0.95) * 1000:.0f} ms (allowed {BESIDE * 1000:.0f}), {len(lived.errors)} failed; "
        f"load of the machine: {os.getloadavg()[0]:.1f}\n"
    )
    return not (over or unlike or lived.errors or lived.at(0.95) > BESIDE)


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("folder")
    settings = Settings(index=given.parse_args().folder)
    index = open_index(settings.index, settings)
    index.search(Search(facets=FACETS))
    took = sorted(
        (
            (*ask(index, text, sort, settings), sort.value, text)
            for text in typed()
            for sort in (Sort.RELEVANCE, Sort.NEWEST)
        ),
        reverse=True,
    )
    over = [one for one in took if one[0] > ALLOWED]
    for seconds, computed, found, order, text in took[:SHOWN]:
        sys.stdout.write(
            f"{seconds:6.2f} s  {computed:6.2f} s of computing  {found:>14}  {order:<9}  {text[:70]}\n"
        )
    cut = sum(found == "over budget" for _, _, found, _, _ in took)
    sys.stdout.write(
        f"{len(took)} searches of {index.status().articles} articles: {cut} were cut by the budget, "
        f"{len(over)} took more than {ALLOWED} s\n"
    )
    return not over_http(settings.index, words_of(index, 40)) or bool(over)


if __name__ == "__main__":
    sys.exit(main())
