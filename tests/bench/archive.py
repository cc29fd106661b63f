"""A large archive for benchmarks: articles recombined from the sentences of real ones.

Articles have 300–450 words in paragraphs, a headline, one of 200 publications, places and agencies, and a day within 15
years. The same number and seed make the same articles.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import string
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

from search.article import Article, Dateline, Published

FREQUENT = "the of to in said and a mln for on it that from by was is dlrs pct with at".split()
_DAYS = 15 * 365


def sentences(path: Path) -> list[str]:
    """Of the stories in a file of JSON lines with `title` and `body`, packed or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        texts = (json.loads(line).get("body") or "" for line in lines)
        return [s for text in texts for s in re.split(r"(?<=[.!?])\s+", text) if 4 < len(s.split()) < 60]


def invented(number: int = 20_000, words: int = 100_000, seed: int = 1) -> list[str]:
    """Sentences of frequent words of English and of made up ones, as frequent as Zipf's law has them."""
    chance = random.Random(seed)
    known = [
        *FREQUENT,
        *("".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 11))) for _ in range(words)),
    ]
    weights = [*accumulate(1 / (rank + 2.7) for rank in range(len(known)))]
    spoken = chance.choices(known, cum_weights=weights, k=number * 20)
    return [" ".join(spoken[at : at + 20]).capitalize() + "." for at in range(0, len(spoken), 20)]


def articles(number: int, material: list[str], seed: int = 1) -> Iterator[Article]:
    chance = random.Random(seed)
    sources = [f"The {chance.choice(material).split()[0].title()} {n}" for n in range(200)]
    names = [
        f"{a} {b}" for a in "Ann Bob Cem Dora Eli Fatma Gus".split() for b in "Lee Kaya Haddad Novak".split()
    ]
    for n in range(number):
        wanted, words, paragraphs = chance.randint(300, 450), 0, []
        while words < wanted:
            paragraph = " ".join(chance.choices(material, k=chance.randint(1, 4)))
            words += len(paragraph.split())
            paragraphs.append(paragraph)
        day = date(2001, 1, 1) + timedelta(days=chance.randrange(_DAYS))
        place = chance.choice(("London", "Ankara", "Beirut", "Geneva", "New York", None))
        yield Article(
            id=f"story-{n:07}",
            locator=f"archive.jsonl#{n}",
            headline=" ".join(chance.choice(material).split()[:8]).rstrip(".,"),
            body="\n".join(paragraphs),
            bylines=(chance.choice(names),) if chance.random() < 0.6 else (),
            dateline=Dateline(place, raw=place) if place else None,
            credit=chance.choice(("Reuters", "AFP", "AP", None)),
            published=Published(day.isoformat(), "day"),
            language="en",
            source=chance.choice(sources),
            section=chance.choice(("World", "Business", "Sport", None)),
        )
