"""The words of a segment's stream: a lexicon, and where each word lies in Whoosh's files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from search.engines import lexicon
from search.engines.arrays import Array, Numbers
from search.engines.whoosh.codec import Extent
from search.patterns import Form


def term_of(form: Form) -> bytes:
    """As Whoosh's dictionary has it."""
    return f"{form.tongue}|{form.text}".encode()


SENTENCE, PARAGRAPH = EDGES = (Form("\x01s", ""), Form("\x01p", ""))
"""Terms that stand where a sentence or a paragraph begins. No text has them as words, and no lexicon either."""


def _form_of(term: bytes) -> Form:
    tongue, _, text = term.decode().partition("|")
    return Form(text, tongue)


def lexicon_arrays(stream: str, terms: Mapping[bytes, Extent]) -> dict[str, Array]:
    """The arrays of a lexicon from Whoosh's terms and where each lies."""
    extents = {_form_of(term): extent for term, extent in terms.items()}
    forms, made = lexicon.spelled(form for form in extents if form not in EDGES)
    made["extents"] = np.array([extents[f] for f in forms], np.int64).reshape(-1, len(Extent._fields))
    return {f"{stream}.{name}": array for name, array in made.items()}


class Lexicon(lexicon.Lexicon):
    @cached_property
    def articles(self) -> Numbers:
        """In how many articles each form stands, with those deleted since."""
        return self.extents[:, 0].copy()

    @cached_property
    def extents(self) -> Numbers:
        """Of each form its Extent, as a row."""
        return self._array("extents")
