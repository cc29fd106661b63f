"""The same archive and the same searches in other engines: tantivy-py, SQLite FTS5, plain Whoosh."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import Stemmer

from search.article import Article, fields_of, written
from search.engines.closeness import PAIR_WORDS
from search.index import FACETS as EVERY_FACET
from search.schema import facet_values
from tests.bench.cases import FACETS, Case

_VALUES = 65_000


class Tantivy:
    """Stemmed English; facets by aggregations; snippets by its own generator. Of an article all is stored, its text apart."""

    def __init__(self, folder: Path, near: bool = False) -> None:
        """`near`: articles in which words that are neighbours in the search stand close score higher, as in ours."""
        import tantivy

        self._lib = tantivy
        self._near = near
        make = tantivy.SchemaBuilder()
        make.add_text_field("id", stored=True, tokenizer_name="raw")
        make.add_text_field("text", stored=True, tokenizer_name="en_stem")
        make.add_text_field("surface", tokenizer_name="default")
        make.add_date_field("day", indexed=True, fast=True)
        make.add_bytes_field("rest", stored=True)
        for facet in EVERY_FACET:
            make.add_text_field(facet, fast=True, tokenizer_name="raw")
        self._schema = make.build()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(folder))

    def build(self, articles: Iterable[Article]) -> None:
        writer = self._index.writer(heap_size=256 << 20, num_threads=1)
        for article in articles:
            text = f"{article.headline}\n{article.body}"
            values = {facet: list(own) for facet, own in facet_values(article).items()}
            day = datetime.fromisoformat(article.published.value or "1900-01-01")
            rest = written(fields_of(article) | {"body": ""}).encode()
            fields = {"id": article.id, "text": text, "surface": text, "day": day, "rest": rest, **values}
            writer.add_document(self._lib.Document.from_dict(fields, self._schema))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, case: Case, facets: bool, snippets: bool) -> int:
        query = self._query(case)
        order = {"order_by_field": "day"} if case.kind == "newest" else {}
        found = self._searcher.search(query, 10, **order)
        hits = [self._searcher.doc(address) for _, address in found.hits]
        for hit in hits:
            json.loads(hit.get_first("rest"))
        if facets:
            # All values, as a page says how many there are
            wanted = {facet: {"terms": {"field": facet, "size": _VALUES}} for facet in FACETS}
            self._searcher.aggregate(query, wanted)
        if snippets:
            cutter = self._lib.SnippetGenerator.create(self._searcher, query, self._schema, "text")
            for hit in hits:
                snippet = cutter.snippet_from_doc(hit)
                snippet.fragment(), snippet.highlighted()
        return int(found.count)

    def _query(self, case: Case) -> Any:
        make, schema = self._lib.Query, self._schema
        read = lambda text: self._index.parse_query(text, ["text"])  # noqa: E731
        must, should = self._lib.Occur.Must, self._lib.Occur.Should
        match case.kind:
            case "term":
                return read(case.words[0])
            case "all" | "any":
                together = must if case.kind == "all" else should
                found = make.boolean_query([(together, read(word)) for word in case.words])
                if self._near:
                    pairs = [(should, read(f'"{a} {b}"~{PAIR_WORDS}')) for a, b in pairwise(case.words)]
                    found = make.boolean_query([(must, found), *pairs])
                return found
            case "phrase":
                return read(f'"{" ".join(case.words)}"')
            case "prefix":
                return make.regex_query(schema, "surface", f"{case.words[0]}.*")
            case "fuzzy":
                return make.fuzzy_term_query(schema, "surface", case.words[0])
            case "dates":
                ends = datetime(2005, 1, 1), datetime(2007, 12, 31)
                span = make.range_query(schema, "day", self._lib.FieldType.Date, *ends)
                return make.boolean_query([(must, span), (must, read(case.words[0]))])
        return make.all_query()


class Fts5:
    """Porter stems; facets by GROUP BY; it has no fuzzy words."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(folder / "archive.db")

    def build(self, articles: Iterable[Article]) -> None:
        self._base.execute("PRAGMA journal_mode=WAL")
        columns = ", ".join(FACETS)
        self._base.execute(f"CREATE TABLE article (id INTEGER PRIMARY KEY, day, {columns})")
        self._base.execute("CREATE INDEX by_day ON article (day)")
        self._base.execute("CREATE VIRTUAL TABLE words USING fts5 (text, tokenize='porter unicode61')")
        for n, article in enumerate(articles):
            row = (n, article.published.value, *(getattr(article, facet) or "" for facet in FACETS))
            self._base.execute(f"INSERT INTO article VALUES (?, ?{', ?' * len(FACETS)})", row)
            text = f"{article.headline}\n{article.body}"
            self._base.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (n, text))
        self._base.commit()

    def open(self) -> None:
        pass

    def search(self, case: Case, facets: bool, snippets: bool) -> int:
        if case.kind == "fuzzy":
            return -1
        joined = {"any": " OR ", "phrase": " "}.get(case.kind, " AND ").join(case.words)
        match = {"phrase": f'"{joined}"', "prefix": f"{joined}*"}.get(case.kind, joined)
        table, where, values = "article", "1", []
        if case.kind != "newest":
            table, where, values = "words JOIN article ON id = words.rowid", "words MATCH ?", [match]
        if case.kind == "dates":
            where += " AND day BETWEEN '2005-01-01' AND '2007-12-31'"
        shown = "snippet(words, 0, '<b>', '</b>', '…', 30)" if snippets and values else "id"
        order = "rank" if values else "day DESC"
        ask = self._base.execute
        ask(f"SELECT {shown} FROM {table} WHERE {where} ORDER BY {order} LIMIT 10", values).fetchall()
        for facet in FACETS if facets else ():
            ask(f"SELECT {facet}, count(*) FROM {table} WHERE {where} GROUP BY 1", values).fetchall()
        return int(ask(f"SELECT count(*) FROM {table} WHERE {where}", values).fetchone()[0])


_ENGLISH = Stemmer.Stemmer("en", 0)


def _stem(word: str) -> str:
    """A function with a name, as Whoosh pickles its schema."""
    stem: str = _ENGLISH.stemWord(word)
    return stem


class PlainWhoosh:
    """Its searcher, its highlighter, its facets by groups, as its documentation shows them; built as fast as it can be:
    with much memory, and a stemmer in C whose stems are kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, articles: Iterable[Article]) -> None:
        from whoosh import analysis, fields, index

        stemming = analysis.StemmingAnalyzer(stemfn=_stem, cachesize=-1)
        self._folder.mkdir(parents=True, exist_ok=True)
        schema = fields.Schema(
            id=fields.ID(stored=True, unique=True),
            text=fields.TEXT(stemming, stored=True),
            surface=fields.TEXT(analysis.StandardAnalyzer(stoplist=None)),
            day=fields.DATETIME(sortable=True),
            **{facet: fields.ID(sortable=True) for facet in EVERY_FACET},
        )
        writer = index.create_in(str(self._folder), schema).writer(limitmb=512)
        for article in articles:
            text = f"{article.headline}\n{article.body}"
            values = {facet: " ".join(of) for facet, of in facet_values(article).items()}
            day = datetime.fromisoformat(article.published.value or "1900-01-01")
            writer.add_document(id=article.id, text=text, surface=text, day=day, **values)
        writer.commit()

    def open(self) -> None:
        from whoosh import index

        self._searcher = index.open_dir(str(self._folder)).searcher()

    def search(self, case: Case, facets: bool, snippets: bool) -> int:
        more: dict[str, Any] = {"groupedby": list(FACETS)} if facets else {}
        if case.kind == "newest":
            more |= {"sortedby": "day", "reverse": True}
        found = self._searcher.search(self._query(case), limit=10, **more)
        if snippets:
            for hit in found:
                hit.highlights("text")
        return len(found)

    def _query(self, case: Case) -> Any:
        from whoosh import qparser, query

        read = qparser.QueryParser("text", self._searcher.schema).parse
        match case.kind:
            case "term" | "all":
                return read(" ".join(case.words))
            case "any":
                return read(" OR ".join(case.words))
            case "phrase":
                return read(f'"{" ".join(case.words)}"')
            case "prefix":
                return query.Prefix("surface", case.words[0])
            case "fuzzy":
                return query.FuzzyTerm("surface", case.words[0])
            case "dates":
                span = query.DateRange("day", datetime(2005, 1, 1), datetime(2007, 12, 31))
                return query.And([span, read(case.words[0])])
        return query.Every()


RIVALS = {"tantivy": Tantivy, "fts5": Fts5, "whoosh": PlainWhoosh}
