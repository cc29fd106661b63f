"""Topics in, a TREC run out, so that anyone can measure the ranking on a collection of theirs.

Topics are `qid<TAB>text` lines; a run is `qid Q0 docid rank score tag` lines (https://trec.nist.gov, trec_eval). A topic
that is all in capitals is lower-cased: its AND and NOT are words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from search.errors import SettingsError
from search.index import Hit, Index, Search
from search.query import parse
from search.relax import Match, loosened, partial
from search.settings import Settings

_TAG = "backfile"


def trec_run(topics: Path, index: Index, settings: Settings, match: Match, depth: int) -> Iterator[str]:
    """The run's lines, best first within each topic. Raises SettingsError for a file that holds no topics.

    trec_eval orders by score alone, so each score is lower than the one before, whatever the engine's was.
    """
    for qid, text in _topics(topics):
        least = float("inf")
        for rank, hit in enumerate(_ranked(text, index, settings, match, depth), 1):
            least = min(hit.score, least - 1e-6)
            yield f"{qid} Q0 {'_'.join(hit.id.split())} {rank} {least:.6f} {_TAG}"


def _topics(file: Path) -> Iterator[tuple[str, str]]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as e:
        raise SettingsError(f"{file}: it can't be read as text ({e}).") from e
    for number, line in enumerate(lines, 1):
        qid, tab, text = line.partition("\t")
        if tab and qid.strip():
            yield qid.strip(), text.lower() if text.isupper() else text
        elif line.strip():
            raise SettingsError(f"{file}, line {number}: a topic is `qid<TAB>text`.")


def _ranked(text: str, index: Index, settings: Settings, match: Match, depth: int) -> Iterator[Hit]:
    strict = parse(text, settings).clause
    wanted = (loosened(strict) if match is Match.ANY else None) or strict
    hits = index.search(Search(wanted, limit=depth)).hits
    yield from hits
    rest = partial(strict) if match is Match.AUTO and len(hits) < depth else None
    if rest:
        yield from index.search(Search(rest, limit=depth - len(hits))).hits
