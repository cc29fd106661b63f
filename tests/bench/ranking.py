"""How well articles are ranked, on judged topics: `python -m tests.bench.ranking ../shared/gold/time`.

The folder holds docs.jsonl (id, title, body, date), topics*.tsv (number, tab, text) and qrels.txt in TREC's form.
Measured are nDCG@10 and average precision. `any` ranks every article that has one of the words; `auto` puts those that have
all of them first; `all` ranks those alone. `--index` names what is measured, as the command has it; it is made anew.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import ir_measures
from ir_measures import AP, Qrel, ScoredDoc, nDCG

from search.article import Article, Published
from search.clauses import All, Any, Clause, Not, Word
from search.engines import open_index
from search.index import Index, Search
from search.settings import Settings

_DEPTH = 100


def judged(path: Path) -> list[Qrel]:
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [Qrel(topic, article, int(grade)) for topic, _, article, grade in rows]


def stories(path: Path) -> Iterator[Article]:
    for line in path.read_text(encoding="utf-8").splitlines():
        story = json.loads(line)
        yield Article(
            id=str(story["id"]),
            locator=f"{path.name}#{story['id']}",
            headline=story.get("title") or "",
            body=story.get("body") or "",
            published=Published(story.get("date"), "day"),
            language="en",
        )


def topics(path: Path) -> dict[str, str]:
    rows = (line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {number.strip(): text.strip().lower() for number, text in rows}


def ranked(index: Index, text: str, match: str) -> list[tuple[str, float]]:
    words = tuple(map(Word, text.split()))
    every, some = All(words), Any(words)
    tiers: list[Clause] = {"all": [every], "any": [some], "auto": [every, All((some, Not(every)))]}[match]
    hits = [hit.id for tier in tiers for hit in index.search(Search(tier, limit=_DEPTH)).hits]
    return [(id, -place) for place, id in enumerate(hits)]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--index", help="a folder, or another engine's location; by default a temporary folder")
    asked = ask.parse_args()
    folder = asked.folder
    qrels = judged(folder / "qrels.txt")
    with tempfile.TemporaryDirectory() as temporary:
        index = open_index(asked.index or f"{temporary}/index", Settings(search_seconds=60), create=True)
        with index.rebuild() as batch:
            for story in stories(folder / "docs.jsonl"):
                batch.put(story)
        print(f"{'':20}{'match':>6}{'nDCG@10':>9}{'AP':>7}")
        for file in sorted(folder.glob("topics*.tsv")):
            for match in ("any", "auto", "all"):
                run = [
                    ScoredDoc(number, id, score)
                    for number, text in topics(file).items()
                    for id, score in ranked(index, text, match)
                ]
                found = ir_measures.calc_aggregate([nDCG @ 10, AP], qrels, run)
                print(f"{file.stem:20}{match:>6}{found[nDCG @ 10]:9.3f}{found[AP]:7.3f}", flush=True)
        index.close()


if __name__ == "__main__":
    main()
