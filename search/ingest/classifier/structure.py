"""What markup says of each block: its element, the words that name it, and how much text the place holds where it stands."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from search.article import Markup
from search.ingest.classifier.wording import Column, Columns
from search.ingest.wording import finder

Key = TypeVar("Key", bound=Hashable)

_TAGS = ("p", "li", "div", "h1", "h2", "h3", "h4", "td", "figcaption", "blockquote", "button", "section")
_TAG = {tag: number for number, tag in enumerate(_TAGS)}
_ANCESTORS = (
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "figure",
    "form",
    "ul",
    "table",
    "section",
    "blockquote",
)
_ANCESTOR = {tag: number for number, tag in enumerate(_ANCESTORS)}
_MOST_ALIKE = 3
_NAMED = {
    "text": "article articlebody body content entry story text paragraph post main hentry copy prose richtext wysiwyg",
    "menu": "menu nav navigation navbar breadcrumb breadcrumbs footer topbar toolbar masthead dropdown submenu skip",
    "side": "sidebar aside rail widget secondary complementary right column",
    "related": "related recommend recommended recommendation recommendations more trending popular most teaser teasers "
    "card cards promo promoted recirc readmore read latest next carousel slider stories also feed",
    "social": "share sharing social follow facebook twitter whatsapp instagram youtube linkedin reddit",
    "comment": "comment comments disqus reply replies commenting respond",
    "advert": "ad ads advert advertisement advertising sponsor sponsored commercial banner outbrain taboola affiliate "
    "product price buy shop deal",
    "masthead": "byline author authors bio date time published timestamp meta updated dateline posted writer profile "
    "avatar biography vcard contributor info",
    "caption": "caption captions credit credits copyright figure figcaption photo image img media gallery slideshow video",
    "subscribe": "newsletter subscribe subscription signup sign login paywall cta register donate donation membership "
    "consent cookie gdpr modal popup overlay dialog",
    "tag": "tag tags topic topics category categories keywords taxonomy kicker label labels",
    "headline": "title headline heading header hed",
    "standfirst": "standfirst dek subtitle subheadline summary lead lede intro excerpt abstract description subhead sub",
    "quote": "pullquote pull quote blockquote tweet embed embedded",
    "hidden": "hidden hide sr visually screen print none invisible",
    "box": "box infobox factbox fact inline module callout highlight",
}
"""The words by which pages name their parts, in classes, ids and roles; those of the innermost element count most."""
_KIND_OF_NAME = {word: kind for kind, words in _NAMED.items() for word in words.split()}
_NUMBER_OF_NAME = {word: number for number, words in enumerate(_NAMED.values()) for word in words.split()}
_NAME = re.compile(r"[a-z]+")
_NEXT = "\x00"
_NEXT_NAMES = _NUMBER_OF_NAME[_NEXT] = len(_NAMED)
_words = finder(re.compile(f"[a-z{_NEXT}]+"))
_INNER = 4.0
_TEXT_SHORT, _TEXT_LONG, _MOST_TEXT = 50, 150, 500.0


def own(markups: Sequence[Markup]) -> Columns:
    """What the markup of each block says by itself."""
    tags = np.array([_TAG.get(markup.tag, -1) for markup in markups])
    of_tag = (tags == np.arange(len(_TAGS))[:, None]).astype(np.float64)
    columns: Columns = dict(zip(_TAGS, of_tag, strict=True))
    paths, path = _different([markup.path for markup in markups])
    ancestors = _ancestors(paths)[path]
    columns |= {f"in {tag}": ancestors[:, i] for i, tag in enumerate(_ANCESTORS)}
    columns["depth"] = ancestors[:, -1]
    names, name = _different([markup.names for markup in markups])
    near = _named(names)[name]
    columns |= {f"named {kind}": near[:, i] for i, kind in enumerate(_NAMED)}
    columns["link"] = np.fromiter((markup.link_density for markup in markups), np.float64, len(tags))
    columns["bold"] = np.fromiter((markup.bold for markup in markups), np.float64, len(tags))
    return columns


def _ancestors(paths: Sequence[str]) -> npt.NDArray[np.float64]:
    """How often each of the ancestors stands in each path, three times at most, and how deep it is."""
    steps = [path.split("/") for path in paths]
    depth = np.array([len(tags) for tags in steps])
    numbers = np.array(list(map(_ANCESTOR.get, chain.from_iterable(steps), repeat(len(_ANCESTORS)))))
    row = np.repeat(np.arange(len(paths)), depth)
    width = len(_ANCESTORS) + 1
    counts = np.bincount(row * width + numbers, minlength=len(paths) * width).reshape(-1, width)
    told = np.minimum(counts, _MOST_ALIKE).astype(np.float64)
    told[:, -1] = depth
    return told


@lru_cache(maxsize=4096)
def named(names: str, kinds: frozenset[str]) -> tuple[str, str] | None:
    """The first of these kinds of part that the names tell of, and the word that does; the nearest element's come first."""
    words = ((_KIND_OF_NAME.get(word), word) for word in _NAME.findall(names))
    return next(((kind, word) for kind, word in words if kind in kinds), None)


def _named(names: Sequence[str]) -> npt.NDArray[np.float64]:
    """For all names of a place how near the first word of each kind is: 1 for the first of all words, 0 for none."""
    words = _words(f" {_NEXT} ".join(names))
    kinds = np.fromiter(map(_NUMBER_OF_NAME.get, words, repeat(-1)), np.int64, len(words))
    parts = kinds == _NEXT_NAMES
    begins = np.append(0, np.flatnonzero(parts) + 1)
    row = np.cumsum(parts)
    hits = np.flatnonzero((kinds >= 0) & ~parts)[::-1]  # so that the nearest is written last
    near = np.zeros((len(names), len(_NAMED)))
    near[row[hits], kinds[hits]] = 1 / (1 + (hits - begins[row[hits]]) / _INNER)
    return near


def stand(markups: Sequence[Markup], columns: Columns) -> Columns:
    """How much prose there is where the block stands, by container, kind of element, names and path.

    `columns` are those of the wording and of `own`.
    """
    count = len(markups)
    length, link = columns["length"], columns["link"]
    likely = ((columns["ends sentence"] > 0) | (length > _TEXT_LONG)) & (length > _TEXT_SHORT) & (link < 0.5)
    prose = np.minimum(length * (1 - link), _MOST_TEXT) * likely
    kinds, kind = _different([(markup.tag, markup.path) for markup in markups])
    places = {
        "box": _different([markup.container for markup in markups])[1],
        "kind": kind,
        "names": _different([(markup.tag, markup.names) for markup in markups])[1],
        "path": _different([path.rpartition("/")[0] for _, path in kinds])[1][kind],
    }
    stood: Columns = {}
    for name, group in places.items():
        stood |= _group(name, group, prose=prose, length=length, link=link)
    here = np.arange(count)
    for name in ("box", "kind"):
        most = np.flatnonzero(stood[f"{name}: of most"] == 1.0)
        first, last = (int(most[0]), int(most[-1])) if len(most) else (0, count - 1)
        stood[f"{name}: above most"] = np.maximum(first - here, 0).astype(np.float64)
        stood[f"{name}: below most"] = np.maximum(here - last, 0).astype(np.float64)
    top = kinds[int(np.argmax(np.bincount(kind, weights=prose)))][1]
    steps = np.array([_steps(path, top) for _, path in kinds], np.float64)[kind]
    stood["steps up"], stood["steps down"] = steps[:, 0], steps[:, 1]
    box = places["box"]
    order = np.argsort(box, kind="stable")
    sizes = np.bincount(box)
    rank = np.empty(count)
    rank[order] = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    stood["place in box"], stood["left in box"] = rank, sizes[box] - 1 - rank
    return stood


def _different(keys: Sequence[Key]) -> tuple[list[Key], npt.NDArray[np.int64]]:
    """The different keys, of which a page has few, and for each block which of them is its own."""
    numbers: dict[Key, int] = {}
    numbered = [numbers.setdefault(key, len(numbers)) for key in keys]
    return list(numbers), np.array(numbered, np.int64)


def _group(
    name: str, group: npt.NDArray[np.int64], *, prose: Column, length: Column, link: Column
) -> Columns:
    mass, size = np.bincount(group, weights=prose), np.bincount(group)
    text = np.maximum(np.bincount(group, weights=length), 1)
    linked = np.bincount(group, weights=length * link)
    return {
        f"{name}: of all": (mass / max(float(prose.sum()), 1.0))[group],
        f"{name}: of most": (mass / max(float(mass.max()), 1.0))[group],
        f"{name}: log size": np.log1p(size)[group],
        f"{name}: log text": np.log1p(text / size)[group],
        f"{name}: link": (linked / text)[group],
        f"{name}: prose": (mass / text)[group],
    }


@lru_cache(maxsize=8192)
def _steps(path: str, top: str) -> tuple[int, int]:
    """Steps up from the path of most prose, and down again, to get to this one."""
    here, there = path.split("/"), top.split("/")
    shared = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        shared += 1
    return len(there) - shared, len(here) - shared
