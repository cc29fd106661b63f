"""What markup says of each block: its element, the words that name it, and how much text the place holds where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from search.article import Markup
from search.ingest.classifier.sequence import window_means
from search.ingest.classifier.wording import Column, Columns

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
    "hidden": "hidden hide sr visually screen reader print none invisible",
    "box": "box infobox factbox fact inline module callout highlight",
}
"""The words by which pages name their parts, in classes, ids and roles; those of the innermost element count most."""
_KIND_OF_NAME = {word: kind for kind, words in _NAMED.items() for word in words.split()}
_NAME = re.compile(r"[^a-z]+")
_INNER = 4.0
_TEXT_SHORT, _TEXT_LONG, _MOST_TEXT = 50, 150, 500.0
_SHIFTED = ("link", "box: of most", "kind: of most", "p", "named text", "steps up")
_REACH = 5


def own(markups: Sequence[Markup]) -> Columns:
    """What the markup of each block says by itself."""
    tags = np.array([_TAG.get(markup.tag, -1) for markup in markups])
    columns: Columns = {tag: (tags == number).astype(np.float64) for tag, number in _TAG.items()}
    ancestors = _of_each((markup.path for markup in markups), _ancestors)
    columns |= {f"in {tag}": ancestors[:, i] for i, tag in enumerate(_ANCESTORS)}
    columns["depth"] = ancestors[:, -1]
    named = _of_each((markup.names for markup in markups), _named)
    columns |= {f"named {kind}": named[:, i] for i, kind in enumerate(_NAMED)}
    columns["link"] = np.fromiter((markup.link_density for markup in markups), np.float64, len(tags))
    columns["bold"] = np.fromiter((markup.bold for markup in markups), np.float64, len(tags))
    return columns


@lru_cache(maxsize=4096)
def _ancestors(path: str) -> tuple[float, ...]:
    tags = path.split("/")
    return (*(float(min(tags.count(tag), 3)) for tag in _ANCESTORS), float(len(tags)))


@lru_cache(maxsize=4096)
def named(names: str, kinds: frozenset[str]) -> tuple[str, str] | None:
    """The first of these kinds of part that the names tell of, and the word that does; the nearest element's come first."""
    words = ((_KIND_OF_NAME.get(word), word) for word in _NAME.split(names))
    return next(((kind, word) for kind, word in words if kind in kinds), None)


@lru_cache(maxsize=4096)
def _named(names: str) -> tuple[float, ...]:
    first: dict[str, float] = {}
    for place, word in enumerate(_NAME.split(names)):
        kind = _KIND_OF_NAME.get(word)
        if kind is not None:
            first.setdefault(kind, 1 / (1 + place / _INNER))
    return tuple(first.get(kind, 0.0) for kind in _NAMED)


def stand(markups: Sequence[Markup], columns: Columns) -> Columns:
    """How much prose there is where the block stands, by container, kind of element, names and path.

    `columns` are those of the wording and of `own`.
    """
    count = len(markups)
    length, link = columns["length"], columns["link"]
    likely = ((columns["ends sentence"] > 0) | (length > _TEXT_LONG)) & (length > _TEXT_SHORT) & (link < 0.5)
    prose = np.minimum(length * (1 - link), _MOST_TEXT) * likely
    places = {
        "box": _numbered(markup.container for markup in markups),
        "kind": _numbered((markup.tag, markup.path) for markup in markups),
        "names": _numbered((markup.tag, markup.names) for markup in markups),
        "path": _numbered(markup.path.rpartition("/")[0] for markup in markups),
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
    kind = places["kind"]
    top = markups[int(np.argmax(np.bincount(kind, weights=prose)[kind]))].path
    steps = _of_each((markup.path for markup in markups), lambda path: _steps(path, top))
    stood["steps up"], stood["steps down"] = steps[:, 0], steps[:, 1]
    box = places["box"]
    order = np.argsort(box, kind="stable")
    sizes = np.bincount(box)
    rank = np.empty(count)
    rank[order] = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    stood["place in box"], stood["left in box"] = rank, sizes[box] - 1 - rank
    _around(stood, {**columns, **stood})
    return stood


def _of_each(texts: Iterable[str], tell: Callable[[str], tuple[float, ...]]) -> npt.NDArray[np.float64]:
    """What is told of each text, a row each; asked once for each different one, of which a page has few."""
    numbers: dict[str, int] = {}
    which = [numbers.setdefault(text, len(numbers)) for text in texts]
    told: npt.NDArray[np.float64] = np.array([tell(text) for text in numbers], np.float64)[which]
    return told


def _numbered(keys: Iterable[Hashable]) -> npt.NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


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


def _around(stood: Columns, columns: Columns) -> None:
    values = np.column_stack([columns[name] for name in _SHIFTED])
    above, below = window_means(values, -_REACH, -1), window_means(values, 1, _REACH)
    for i, name in enumerate(_SHIFTED):
        stood[f"{name} just above"], stood[f"{name} just below"] = above[:, i], below[:, i]
        stood[f"{name} -1"] = np.append(-1.0, values[:-1, i])
        stood[f"{name} +1"] = np.append(values[1:, i], -1.0)
