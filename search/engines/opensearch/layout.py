"""What an archive is in a cluster: the names of its indexes and of their fields.

    NAME             an alias, of the one generation that readers use
    NAME-000007      an index: a generation, from when it is built anew until the next time
    NAME-state       an index with one document: the state of the archive, and who writes it (see state.py)

An index holds documents of two kinds, which the field `kind` tells apart. ARTICLE, under the article's own id:

    id                      the same, for sorting and as a term
    text, about, removed    the streams of `search.schema`, as terms (see streams.py); an analyzer of OpenSearch only cuts them
                            apart: what stands between two spaces is one position, what stands between two ¦ is one term of it.
                            So a `match`, a `match_phrase` or an `intervals` rule `match` with the text `a¦b c` means: a or b
                            (scored as one word), and c at the next position. Length, for BM25, is terms.
    source, place, year, month, language, credit, byline, section
                            the values of the facets, each cut at LONGEST_VALUE characters; "" for none (Unknown)
    day                     when it was published, as yyyymmdd; none for an undated article
    instant                 likewise, in seconds since 1970: newest is `instant` descending, oldest ascending, with `missing`
                            _last both ways; then `id` ascending
    length                  words of the body
    named.place, named.source, named.byline, named.headline
                            FOLDED + SEPARATOR + VALUE, as `folded(value.casefold())` folds it: what suggestions are looked up by
    card, rest              nothing is searched: what `Hits` makes a hit of, as JSON; the other fields of the article, as JSON
                            that is compressed with zlib and in base 64

WORD, one for each form of each stream, under an id that no article can have (it begins with NUL):

    stream, form, tongue    as in `search.patterns.Form`
    folded                  the form without diacritics, `search.alphabets.folded`
    keys                    KEY|TONGUE, as in the streams
    shape                   PLAIN, COMPOUND (with hyphens, over words that have forms of their own), CAPITALS (`US` over `us`)
    n                       in about how many articles it stands; those deleted since count

`_source` has card, rest, form, tongue, folded, shape and n; the other fields can be had as `docvalue_fields`.
Words that stand in deleted articles only stay until the archive is built anew.
"""

from __future__ import annotations

import hashlib
from typing import Any

from search.analysis import VERSION
from search.index import FACETS
from search.patterns import Form
from search.schema import STREAMS
from search.settings import Settings

FORMAT = f"opensearch 2, words {VERSION}"
"""In the mapping of each index; one made by another version is IndexOutdated."""

ARTICLE, WORD = "article", "word"
PLAIN, COMPOUND, CAPITALS = "plain", "compound", "capitals"

SEPARATOR = "\t"
NAMED = ("place", "source", "byline", "headline")

LONGEST_VALUE = 8_000
"""Characters of a facet's value: a term of Lucene has at most 32,766 bytes."""

GAP = 10_000
"""Positions between two texts."""

K1, B = 1.2, 0.75
"""Of BM25, as Whoosh's engine has them."""

_KEYWORD = {"type": "keyword"}


def index_name(name: str, number: int) -> str:
    return f"{name}-{number:06}"


def state_name(name: str) -> str:
    return f"{name}-state"


def word_id(stream: str, form: Form) -> str:
    """By a hash, as the form itself can be longer than an id may."""
    told = f"{stream}|{form.tongue}|{form.text}".encode()
    return f"\0{hashlib.blake2b(told, digest_size=16).hexdigest()}"


def index_body(settings: Settings) -> dict[str, Any]:
    """What an index is created with."""
    stream = {
        "type": "text",
        "analyzer": "terms",
        "position_increment_gap": GAP,
        "similarity": "every_term",
    }
    fields = {
        "kind": _KEYWORD,
        "id": _KEYWORD,
        **dict.fromkeys(STREAMS, stream),
        **dict.fromkeys(FACETS, _KEYWORD),
        "day": {"type": "integer"},
        "instant": {"type": "long"},
        "length": {"type": "integer"},
        "named": {"properties": dict.fromkeys(NAMED, _KEYWORD)},
        "card": {"type": "object", "enabled": False},
        "rest": {"type": "binary"},
        "stream": _KEYWORD,
        "form": _KEYWORD,
        "tongue": _KEYWORD,
        "folded": _KEYWORD,
        "keys": _KEYWORD,
        "shape": _KEYWORD,
        "n": {"type": "long"},
    }
    return {
        "settings": {
            "index": {
                "number_of_shards": settings.opensearch_shards,
                **copies(settings),
                "refresh_interval": "-1",
            },
            # The average length counts every term of a position, so an article's own has to
            "similarity": {"every_term": {"type": "BM25", "k1": K1, "b": B, "discount_overlaps": False}},
            "analysis": {
                "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1 << 20}},
                "filter": {
                    "apart": {"type": "pattern_capture", "preserve_original": False, "patterns": ["([^¦]+)"]}
                },
                "analyzer": {"terms": {"type": "custom", "tokenizer": "spaces", "filter": ["apart"]}},
            },
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"format": FORMAT},
            "_source": {"includes": ["card", "rest", "form", "tongue", "folded", "shape", "n"]},
            "properties": fields,
        },
    }


def state_body(settings: Settings) -> dict[str, Any]:
    return {
        "settings": {"index": {"number_of_shards": 1, **copies(settings)}},
        "mappings": {"dynamic": False, "properties": {}},
    }


def copies(settings: Settings) -> dict[str, Any]:
    """As many as asked for, or as there are nodes for: a cluster of one node is no less sound for having no second."""
    if settings.opensearch_replicas:
        return {"auto_expand_replicas": f"0-{settings.opensearch_replicas}"}
    return {"number_of_replicas": 0}
