"""Queries for tests: read as of one day, and with no limit where the limits are not what is tested."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from search.clauses import All, Clause, Word
from search.query import Query, parse
from search.settings import Settings

SETTINGS = Settings()
ROOMY = replace(SETTINGS, max_query_chars=10_000_000, max_clauses=1_000_000)
TODAY = date(2024, 3, 14)
"""A Thursday."""

a, b, c, d = Word("a"), Word("b"), Word("c"), Word("d")


def read(text: str, settings: Settings = SETTINGS) -> Query:
    return parse(text, settings, TODAY)


def words(*texts: str) -> Clause:
    return All(tuple(Word(text) for text in texts))
