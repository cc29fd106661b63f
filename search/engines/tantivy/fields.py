"""Tantivy's schema, and how our terms are written in it. No analyzer of the library decides anything: terms stand in
texts with spaces between them.

    text       the form of each word, in its place: headline (as often as it weighs), standfirst, bylines, body
    more       without places: the forms over words that have one of their own, compounds and capitals
    side       likewise the words of what is about the article, and of what was removed from it, each with its part
    side_more
    number     of the article in the forward index (see forward.py)
    newest, oldest   the instant, with the undated last
"""

from __future__ import annotations

from functools import cache
from typing import Any

import tantivy

from search.clauses import TEXT
from search.engines.words import stream_of
from search.index import FACETS
from search.patterns import Form
from search.schema import PARTS, parts_of

FORMAT = 2
MORE = "more"
WORDS, FURTHER = {TEXT: TEXT}, {TEXT: MORE}
"""By the stream: the field of forms with places, and of those without."""
for _part in PARTS:
    WORDS.setdefault(_part.stream, "side")
    FURTHER.setdefault(_part.stream, "side_more")

SIDE_MARKS = {
    part.name: chr(ord("a") + n) for n, part in enumerate(part for part in PARTS if part.stream != TEXT)
}
"""What begins the terms of a part beside the text."""

UNKNOWN = "\x00"
"""A facet's value of an article without one. No text has it."""

UNDATED = 1 << 62
TONGUE_END = "|"
"""Between the tongue of a term and its form. No form has it."""

LONGEST_TITLE = 500
"""Characters of a headline by which it is suggested."""


@cache
def schema() -> Any:
    make = tantivy.SchemaBuilder()
    make.add_text_field("id", tokenizer_name="raw", index_option="basic")
    for field in ("text", "side"):
        make.add_text_field(field, tokenizer_name="whitespace", index_option="position")
    for field in ("more", "side_more"):
        make.add_text_field(field, tokenizer_name="whitespace", index_option="basic")
    make.add_text_field("title", tokenizer_name="raw", index_option="basic")
    make.add_unsigned_field("number", indexed=True, fast=True)
    for field in ("day", "words", "length"):
        make.add_unsigned_field(field, fast=True)
    for field in ("newest", "oldest"):
        make.add_integer_field(field, fast=True)
    for facet in FACETS:
        make.add_text_field(facet, tokenizer_name="raw", index_option="basic", fast=True)
    for field in ("card", "rest"):
        make.add_bytes_field(field, stored=True)
    return make.build()


def is_further(form: str) -> bool:
    """Whether it stands over words that have forms of their own."""
    return "-" in form or (form.isascii() and form.isupper())


def term_of(form: str, tongue: str) -> str:
    return "".join(f"{tongue}{TONGUE_END}{form}".split())


def mark_of(field: str) -> str:
    """What begins the terms of a reader's field: nothing in the text."""
    return "" if stream_of(field) == TEXT else SIDE_MARKS[parts_of(field)[0]]


def asked(field: str, form: Form) -> tuple[str, str]:
    """Tantivy's field and term of a form in a reader's field."""
    stream = stream_of(field)
    return (FURTHER if is_further(form.text) else WORDS)[stream], mark_of(field) + term_of(*form)
