"""An article → its document, and its forms → theirs; and an article back from its document. What the streams are is in
streams.py."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from search.alphabets import folded
from search.analysis import keys_of
from search.article import Article
from search.engines.opensearch.layout import (
    ARTICLE,
    CAPITALS,
    COMPOUND,
    LONGEST_VALUE,
    NAMED,
    PLAIN,
    SEPARATOR,
    WORD,
)
from search.engines.opensearch.streams import Streams, key_term
from search.engines.storing import storable
from search.patterns import Form
from search.schema import facet_values, moment

_COMPRESSION = 3


def shape_of(form: str) -> str:
    return COMPOUND if "-" in form else CAPITALS if form.isupper() else PLAIN


@dataclass(frozen=True, slots=True)
class Fed:
    """`document` as it is sent, JSON in UTF-8; `forms` are those of each stream."""

    id: str
    document: bytes
    tongue: str
    forms: dict[str, set[str]]


def fed(article: Article) -> Fed:
    """Raises ValueError, TypeError or AttributeError for an article that can't be kept."""
    article, (card, rest) = storable(article)
    streams = Streams(article)
    when = moment(article.published)
    head = {
        "kind": ARTICLE,
        "id": article.id,
        **streams.texts,
        **{facet: _cut(values) for facet, values in facet_values(article).items()},
        **({"day": when[0], "instant": when[1]} if when else {}),
        "length": streams.words,
        "named": dict(_named(article)),
        "rest": base64.b64encode(zlib.compress(rest.encode(), _COMPRESSION)).decode("ascii"),
    }
    written = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return Fed(article.id, f'{written[:-1]},"card":{card}}}'.encode(), streams.tongue, streams.forms)


def word_document(stream: str, form: Form, articles: int) -> dict[str, Any]:
    """What is known of a form that stands in about so many articles."""
    return {
        "kind": WORD,
        "stream": stream,
        "form": form.text,
        "tongue": form.tongue,
        "folded": folded(form.text),
        "keys": [key_term(key, form.tongue) for key in keys_of(form.text, form.tongue)],
        "shape": shape_of(form.text),
        "n": articles,
    }


def article_of(source: dict[str, Any]) -> Article:
    """The inverse: from the `card` and the `rest` that are stored."""
    card: dict[str, Any] = dict(source["card"])
    card.pop("place")
    return Article.from_fields({**card, **json.loads(zlib.decompress(base64.b64decode(source["rest"])))})


def _cut(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value[:LONGEST_VALUE] for value in values))


def _named(article: Article) -> Iterator[tuple[str, list[str]]]:
    values = {**facet_values(article), "headline": (article.headline,)}
    for name in NAMED:
        cut = _cut(value for value in values[name] if value)
        yield name, [f"{folded(value.casefold())}{SEPARATOR}{value}"[:LONGEST_VALUE] for value in cut]
