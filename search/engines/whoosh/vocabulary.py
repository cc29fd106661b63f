"""The words of a whole archive: which a prefix, a wildcard or a fuzzy word stands for, and how often each is used."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable

from search.alphabets import folded, lower
from search.clauses import TEXT, Fuzzy, Prefix, Wildcard
from search.engines.whoosh.finding import stream_of
from search.engines.whoosh.lexicon import Lexicon
from search.engines.whoosh.snapshot import Snapshot
from search.patterns import Form, Key

_SHORTEST_HALF = 3
"""Letters of each half of a word that is also written apart: less would find `to day` and `re elected`."""


class Words:
    """`notes` tells the reader of each limit that was met."""

    def __init__(
        self, snapshot: Snapshot, most: int, check: Callable[[], None], also: Iterable[str] = ()
    ) -> None:
        """`also` are languages beside those that the archive has."""
        self.notes: list[str] = []
        self.tongues = sorted({*snapshot.tongues, *also})
        self._snapshot = snapshot
        self._most = most
        self._check = check

    def expanded(self, clause: Prefix | Wildcard | Fuzzy) -> tuple[Form, ...]:
        """The forms that it stands for; the nearest and most frequent of them when there are too many."""
        stem = "".join(folded(lower(clause.text, "")).split())
        ranked: Counter[Form] = Counter()
        nearness: dict[Form, int] = {}
        for lexicon in self._lexicons(clause.field):
            self._check()
            for number, edits in _matching(lexicon, clause, stem):
                form = lexicon.form(number)
                # A compound stands over words that have forms of their own
                if ("-" in stem) == ("-" in form.text) and not form.text.isupper():
                    ranked[form] += int(lexicon.articles[number])
                    nearness[form] = edits
        forms = sorted(ranked, key=lambda form: (nearness[form], -ranked[form], form))
        if len(forms) > self._most:
            self.notes.append(
                f"“{clause.text}” stands for {len(forms)} words; the {self._most} most frequent were searched."
            )
        return tuple(forms[: self._most])

    def spelled_apart(self, keys: Iterable[Key]) -> tuple[Form, ...]:
        found = set()
        for base, segment in zip(self._snapshot.bases, self._snapshot.segments, strict=True):
            lexicon = segment.lexicons[TEXT]
            for form in map(lexicon.form, lexicon.with_keys(keys)):
                if "-" in form.text and min(map(len, form.text.split("-"))) >= _SHORTEST_HALF:
                    postings = segment.postings(TEXT, form, positions=False)
                    if postings and self._snapshot.live[postings.articles + base].any():
                        found.add(form)
        return tuple(sorted(found))

    def _lexicons(self, field: str) -> list[Lexicon]:
        return [segment.lexicons[stream_of(field)] for segment in self._snapshot.segments]


def _matching(lexicon: Lexicon, clause: Prefix | Wildcard | Fuzzy, text: str) -> Iterable[tuple[int, int]]:
    """The numbers of forms, and how many edits off each is."""
    match clause:
        case Prefix():
            return ((n, 0) for n in lexicon.beginning(text))
        case Wildcard():
            pattern = re.compile(fnmatch.translate(text.replace("[", "[[]")))
            start = re.split(r"[?*]", text)[0]
            among = lexicon.beginning(start) if start else range(len(lexicon.folded))
            return ((n, 0) for n in among if pattern.match(lexicon.folded[n]))
        case Fuzzy(_, _, edits):
            return lexicon.neighbours.within(text, min(edits, 2))
