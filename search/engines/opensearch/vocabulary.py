"""The words of an archive as its documents of the kind WORD tell them: which a prefix, a wildcard or a fuzzy word stands for,
and how a key is written. What was asked is kept for the generation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from search.alphabets import folded, lower
from search.analysis import keys_asked, keys_of, tokens
from search.clauses import (
    TEXT,
    All,
    AtLeast,
    Clause,
    Fuzzy,
    Near,
    Not,
    Phrase,
    Prefix,
    Wildcard,
    Within,
    Word,
)
from search.clauses import (
    Any as AnyOf,
)
from search.engines.opensearch.asking import Asking, every
from search.engines.opensearch.layout import ARTICLE, COMPOUND, PLAIN, WORD
from search.engines.opensearch.streams import form_term, key_term, piece, width_of
from search.engines.words import stream_of
from search.notes import Note
from search.patterns import (
    Chain,
    Close,
    Either,
    Form,
    Key,
    Leaf,
    Often,
    Pattern,
    Sharing,
    Terms,
    pattern_of,
    terms_of,
)

_REMEMBERED = 1000
"""Patterns that a generation keeps."""
_MOST_KEYS = 200_000
"""Keys of which it keeps the forms."""
_ASKED_AT_ONCE = 10_000
"""Keys in one search, of 65,536 that OpenSearch takes."""

_SHORTEST_HALF = 3
"""Letters of each half of a word that is also written apart: less would find `to day` and `re elected`."""

_MOST_TONGUES = 1000


class Known:
    """What has been learned of the words of one generation."""

    def __init__(self) -> None:
        self.tongues: list[str] | None = None
        self.patterns: dict[Leaf, tuple[Pattern | None, tuple[str, ...]]] = {}
        self.forms: dict[Key, dict[tuple[str, Form], int]] = {}
        self.counts: dict[Form, int] = {}
        self.apart: dict[Form, bool] = {}


class Words:
    """`notes` tells the reader of each limit that was met."""

    def __init__(self, known: Known, ask: Asking, most: int, also: Iterable[str] = ()) -> None:
        """`also` are languages beside those that the archive has."""
        self.notes: list[str] = []
        self._known = known
        self._ask = ask
        self._most = most
        self._also = {*also}

    @cached_property
    def tongues(self) -> Sequence[str]:
        if self._known.tongues is None:
            tongues = {"terms": {"field": "tongue", "size": _MOST_TONGUES}}
            found = self._ask({"query": words_where(), "size": 0, "aggs": {"tongues": tongues}})
            self._known.tongues = sorted(one["key"] for one in found["aggregations"]["tongues"]["buckets"])
        return sorted({*self._known.tongues, *self._also})

    def prepare(self, clause: Clause) -> None:
        """Learn at once what the leaves of a clause need, where one after the other would ask."""
        new = [leaf for leaf in _texts(clause) if leaf not in self._known.patterns]
        self._learn(
            (key, tongue)
            for leaf in new
            if not leaf.exact
            for tongue in self.tongues
            for token in tokens(leaf.text, tongue)
            if not token.extra or token.width > 1
            for key in keys_asked(token.form, tongue)
        )

    def pattern(self, leaf: Leaf) -> Pattern | None:
        """Worked out once for a generation."""
        known = self._known.patterns if self.tongues == self._known.tongues else {}
        if leaf not in known:
            self._ask.budget.check()
            before = len(self.notes)
            pattern = pattern_of(leaf, self)
            if pattern:
                self._learn(_keys(pattern))
            if len(known) >= _REMEMBERED:
                known.clear()
            known[leaf] = pattern, tuple(self.notes[before:])
            return pattern
        pattern, notes = known[leaf]
        self.notes += notes
        return pattern

    def expanded(self, clause: Prefix | Wildcard | Fuzzy) -> tuple[Form, ...]:
        """The forms that it stands for; the nearest and most frequent of them when there are too many."""
        text = "".join(folded(lower(clause.text, "")).split())
        query = matching(clause, text, stream_of(clause.field), shape=COMPOUND if "-" in text else PLAIN)
        found = dict(self._found(query, self._most + 1))
        if len(self._known.counts) > _MOST_KEYS:
            self._known.counts.clear()
        self._known.counts |= found
        forms = [*found]
        if len(forms) > self._most:
            self.notes.append(
                Note(
                    "“{text}” stands for more than {most} words; the most frequent were searched.",
                    text=clause.text,
                    most=self._most,
                )
            )
        return tuple(forms[: self._most])

    def _found(self, query: dict[str, Any], most: int) -> Iterator[tuple[Form, int]]:
        sort = [{"_score": "desc"}, {"n": "desc"}, {"form": "asc"}, {"tongue": "asc"}]
        for hit in every(self._ask, {"query": query, "sort": sort, "_source": ["form", "tongue", "n"]}, most):
            source = hit["_source"]
            yield Form(source["form"], source["tongue"]), source["n"]

    def written(self, keys: Iterable[Key]) -> set[Form]:
        keys = tuple(keys)
        self._learn(keys)
        return {form for key in keys for stream, form in self._known.forms.get(key, ()) if stream == TEXT}

    def spelled_apart(self, keys: Iterable[Key]) -> tuple[Form, ...]:
        forms = [
            form
            for form in self.written(keys)
            if "-" in form.text and min(map(len, form.text.split("-"))) >= _SHORTEST_HALF
        ]
        self._look(forms)
        return tuple(sorted(form for form in forms if self._known.apart[form]))

    def widths(self, key: Key) -> Iterable[int]:
        """Of how many words the compounds are that have the key, in any stream."""
        self._learn((key,))
        return sorted(
            {width for _, form in self._known.forms.get(key, ()) if (width := width_of(form.text)) > 1}
        )

    def articles_with(self, several: Iterable[tuple[Key, ...]]) -> list[int]:
        """About how many articles have one of the keys in their text, for each of several: those deleted count, and two
        forms in one count twice."""
        listed = [*several]
        self._learn(key for keys in listed for key in keys)
        forms = self._known.forms
        return [
            sum({f: n for key in keys for (s, f), n in forms.get(key, {}).items() if s == TEXT}.values())
            for keys in listed
        ]

    def frequency(self, pattern: Pattern) -> int:
        """In about how many articles it stands, at most."""
        match pattern:
            case Terms(_, keys, forms):
                (having,) = self.articles_with([keys])
                return having + sum(self._known.counts.get(form, 0) for form in forms)
            case Chain(parts):
                return min(map(self.frequency, parts))
            case Either(parts):
                return sum(map(self.frequency, parts))
            case Close(left, right) | Sharing(left, right):
                return min(self.frequency(left), self.frequency(right))
            case Often(part):
                return self.frequency(part)

    def _learn(self, keys: Iterable[Key]) -> None:
        """The forms that have these keys."""
        known = self._known.forms
        new = [key for key in dict.fromkeys(keys) if key not in known]
        if len(known) + len(new) > _MOST_KEYS:
            known.clear()
        for first in range(0, len(new), _ASKED_AT_ONCE):
            some = new[first : first + _ASKED_AT_ONCE]
            learned: defaultdict[Key, dict[tuple[str, Form], int]] = defaultdict(dict)
            wanted = {"terms": {"keys": [key_term(*key) for key in some]}}
            sort = [{"form": "asc"}, {"tongue": "asc"}, {"stream": "asc"}]
            body = {"query": words_where(wanted), "sort": sort, "_source": ["n"]}
            for hit in every(self._ask, body):
                text, tongue, stream = hit["sort"]
                for key in keys_of(text, tongue):
                    learned[key, tongue][stream, Form(text, tongue)] = hit["_source"]["n"]
            known |= {key: learned.get(key, {}) for key in some}

    def _look(self, forms: Iterable[Form]) -> None:
        """Which of the compounds stand in the text of articles that are still there."""
        new = [form for form in dict.fromkeys(forms) if form not in self._known.apart]
        if new:
            counts = counted(self._ask, [[piece(form_term(f), 1, width_of(f.text))] for f in new])
            self._known.apart |= {form: count > 0 for form, count in zip(new, counts, strict=True)}


def matching(
    clause: Prefix | Wildcard | Fuzzy, text: str, stream: str, shape: str | None = None
) -> dict[str, Any]:
    """The query for the words of a stream whose folded spelling the clause means; the nearest score highest, by one for
    each edit fewer."""
    own: list[dict[str, Any]] = [{"term": {"stream": stream}}]
    if shape:
        own.append({"term": {"shape": shape}})
    match clause:
        case Prefix():
            own.append({"prefix": {"folded": {"value": text}}})
        case Wildcard():
            own.append({"wildcard": {"folded": {"value": text.replace("\\", "\\\\")}}})
        case Fuzzy(_, _, edits):
            near = [_fuzzy(text, fewer) for fewer in range(min(edits, 2) + 1)]
            named = [{"constant_score": {"filter": query, "_name": str(n)}} for n, query in enumerate(near)]
            return {"bool": {"filter": [words_where(*own), near[-1]], "should": named}}
    return words_where(*own)


def _fuzzy(text: str, edits: int) -> dict[str, Any]:
    if not edits:
        return {"term": {"folded": text}}
    told = {"value": text, "fuzziness": edits, "transpositions": True, "rewrite": "constant_score"}
    return {"fuzzy": {"folded": told}}


def words_where(*more: dict[str, Any]) -> dict[str, Any]:
    return {"bool": {"filter": [{"term": {"kind": WORD}}, *more]}}


def counted(ask: Callable[..., Any], several: Sequence[Sequence[str]]) -> list[int]:
    """How many articles have one of the terms in their text, for each of several."""
    if not several:
        return []
    filters = [{"terms": {TEXT: terms}} for terms in several]
    found = ask(
        {
            "query": {"term": {"kind": ARTICLE}},
            "size": 0,
            "aggs": {"counts": {"filters": {"filters": filters}}},
        }
    )
    return [one["doc_count"] for one in found["aggregations"]["counts"]["buckets"]]


def _texts(clause: Clause) -> Iterator[Word | Phrase]:
    match clause:
        case Word() | Phrase():
            yield clause
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _texts(part)
        case Not(part) | AtLeast(part):
            yield from _texts(part)
        case Near(left, right) | Within(left, right):
            yield from _texts(left)
            yield from _texts(right)


def _keys(pattern: Pattern) -> Iterator[Key]:
    return (key for terms in terms_of(pattern) for key in terms.keys)
