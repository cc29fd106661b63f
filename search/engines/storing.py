"""What is stored of an article, as JSON; and what no engine can keep of it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from search.article import Article, fields_of, written
from search.engines.hits import CARD

LONGEST_ID = 512
"""Bytes, as the strictest engine allows."""

_CLEAN = {0: None} | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def possible(id: str) -> bool:
    """Whether an article can have this id."""
    try:
        return 0 < len(id.encode()) <= LONGEST_ID and "\0" not in id
    except UnicodeEncodeError:
        return False


def storable(article: Article) -> tuple[Article, tuple[str, str]]:
    """The article without characters that can't be kept, and the texts to be stored: the fields that a list of results
    shows, with the texts that snippets are cut from; and the others. Raises ValueError, TypeError or AttributeError for
    one that can't be kept.

    To look for such characters in what is written costs a hundredth of looking in every string.
    """
    texts = _texts(article)
    if any(map(_is_soiled, texts)):
        article = _cleaned(article)
        texts = _texts(article)
    if not possible(article.id):
        raise ValueError(f"its id has to have 1 to {LONGEST_ID} bytes")
    if not isinstance(article.headline, str) or not isinstance(article.body, str):
        raise TypeError("its headline or body is no text")
    return article, texts


def _texts(article: Article) -> tuple[str, str]:
    fields = fields_of(article)
    card = {name: fields.pop(name) for name in CARD} | {"place": article.place}
    return written(card), written(fields)


def _is_soiled(text: str) -> bool:
    if "\\u0000" in text:  # as JSON writes NUL, or a text that has these signs themselves
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


_T = TypeVar("_T")


def _cleaned(value: _T) -> _T:
    """Without NUL, and with lone surrogates as the replacement character, at any depth."""
    if isinstance(value, str):
        return value.translate(_CLEAN)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(map(_cleaned, value))  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _cleaned(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value
