"""Recipes in the text, told by their two headings: what to take, and what to do with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from search.article import Block
from search.ingest.boilerplate import Known, phrases
from search.ingest.insets import is_boilerplate
from search.ingest.sentences import ends_sentence

_LONGEST_HEADING = 40
_LEAST, _MOST = 2, 60
"""Lines between the headings."""


def with_recipes(
    blocks: Sequence[Block], known: Sequence[Known | None], chosen: Sequence[bool]
) -> list[bool]:
    """Which blocks are running text, when it is known which read like it: a recipe below the first of them too, whose
    ingredients hardly read like it."""
    added = list(chosen)
    first = added.index(True) if True in added else len(added)
    for start, end in _recipes(blocks):
        for i in range(start, end) if start > first else ():
            added[i] = added[i] or not is_boilerplate(blocks[i], known[i])
    return added


def _recipes(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """From the first heading through the last step."""
    ingredients, method = _headings()
    heads = [_folded(block.clean) for block in blocks]
    if ingredients.isdisjoint(heads):
        return
    end = 0
    for i in (i for i, head in enumerate(heads) if head in ingredients):
        steps = (k for k in range(i + 1 + _LEAST, min(i + 1 + _MOST, len(heads))) if heads[k] in method)
        if i >= end and (step := next(steps, None)) is not None:
            end = _end(blocks, step + 1)
            yield i, end


def _folded(line: str) -> str:
    return line.rstrip(" :：").lower() if len(line) <= _LONGEST_HEADING else ""


def _end(blocks: Sequence[Block], first: int) -> int:
    """Behind the last step: steps stand alike on a page, and are sentences in plain text."""
    end = first
    while end < len(blocks):
        markup, like = blocks[end].markup, blocks[first].markup
        goes_on = markup.path == like.path if markup and like else ends_sentence(blocks[end].clean)
        if not goes_on:
            break
        end += 1
    return end


@cache
def _headings() -> tuple[frozenset[str], frozenset[str]]:
    """Of ingredients and of the method."""
    words = tomllib.loads((resources.files(__package__) / "recipes.toml").read_text(encoding="utf-8"))
    ingredients, method = (
        frozenset(map(_folded, phrases(words[part]))) for part in ("ingredients", "method")
    )
    return ingredients, method
