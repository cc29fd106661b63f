"""What is set into the running text of a page and says too little to be told for it by itself: lists, tables and questions,
and paragraphs against which speaks what stands beside them.

An element with paragraphs of the text before and after them encloses them, and where they stand in it directly, without
links, a heading or a name that tells of something else, they are of the text. On labelled pages of sites that no model
had seen, 8 of 10 of the list items and questions that this adds are labelled as text, and most others are so to a reader:
the labels of some sites leave out every list, and nearly all leave out tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from search.article import Block, Role
from search.ingest.boilerplate import Known
from search.ingest.classifier.structure import named
from search.ingest.sentences import ends_sentence

_STOPS = (".", "!", "。", "！", "।", "۔")
LISTED = frozenset(("li", "dt", "dd"))
_KINDS = {
    "list": re.compile(r"(?:(?:ul|ol|dl)/)?(?:li|dd|dt)(?:/p)?|(?:ul|ol)/li/(?:ul|ol)/li"),
    "table": re.compile(r"(?:(?:div|figure|section)/){0,2}table/(?:(?:thead|tbody|tfoot)/)?tr/t[dh](?:/p)?"),
    "question": re.compile("p|h[2-6]|div"),
}
"""The tags from the element that encloses an inset down to its blocks."""
_ITEM = re.compile(r"(?:/[uo]l/li)?/(?:[uo]l/li|dl/d[dt])(?:/p)?$")
"""The same of an item of a list, at the end of its path."""
_OF_CELL = ("/td", "/th", "/td/p", "/th/p")
"""How the path of a cell ends."""
_QUESTION = re.compile(r"[?؟？;]['\"’”»)]*$")
_OTHER = frozenset(
    ("menu", "side", "related", "social", "comment", "advert", "subscribe", "tag", "caption", "hidden")
)
_SHARES = re.compile(r"ticker|stock|quote|toc\b|contents")
"""Words of a table of share prices or of contents, which systems set into every text."""
_MOST_LINKED, _MOST_LINKED_CELLS = 0.4, 0.6
_LEAST_ROWS, _LEAST_COLUMNS, _LONGEST_CELL = 3, 2, 60
"""Of a table of data; smaller ones, and those with text in their cells, lay a page out. Characters on average."""
_LONGEST_QUESTION, _SHORTEST = 120, 50
"""Characters of a question, and of a paragraph that is told by standing between others."""
_TAIL = 80
"""Characters of a path cut short that must be the same."""


def with_insets(blocks: Sequence[Block], known: Sequence[Known | None], chosen: Sequence[bool]) -> list[bool]:
    """Which blocks are running text, when it is known which read like it. All blocks must have markup."""
    added = list(chosen)
    for first, group in groupby(_enclosed(blocks, chosen), key=itemgetter(0)):
        indices = [i for _, i in group]
        if all(chosen[i] for i in indices):
            continue  # there is nothing to add
        for kind, part in groupby(indices, key=lambda i: _kind(blocks[i], blocks[first])):
            inset = list(part)
            above = known[inset[0] - 1]
            if not (above and above.opens) and _fits(kind, [blocks[i] for i in inset]):
                for i in inset:
                    added[i] = added[i] or not is_boilerplate(blocks[i], known[i])
    cross_heads = {_make(blocks[i]) for i, taken in enumerate(chosen) if taken and _is_heading(blocks[i])}
    for i in range(len(blocks) - 1) if cross_heads else ():
        if not added[i] and known[i] is None and _is_heading(blocks[i]) and _make(blocks[i]) in cross_heads:
            added[i] = added[i + 1] and _box(blocks[i]) == _box(blocks[i + 1])
    return added


def paragraphs(blocks: Iterable[Block]) -> str:
    """The text of blocks: paragraphs parted by an empty line, each row of a table as one, its cells parted by tabs."""
    rows: list[list[Block]] = []
    for block in blocks:
        if rows and is_cell(block) and is_cell(rows[-1][-1]) and _box(block) == _box(rows[-1][-1]):
            rows[-1].append(block)
        else:
            rows.append([block])
    return "\n\n".join("\t".join(block.clean for block in row) for row in rows)


def is_cell(block: Block) -> bool:
    """Whether it is a cell of a table, which says something only in its row."""
    return block.markup is not None and block.markup.path.endswith(_OF_CELL)


def is_boilerplate(block: Block, words: Known | None) -> bool:
    """Whether its words tell that it is none of the text, in which `Iran`, `Sport` or `Yes.` may be a menu's words."""
    if words is None or words.role is Role.SITE_SLOGAN:
        return False
    if words.role is not Role.NAVIGATION or words.opens or block.markup is None or block.markup.link_density:
        return True
    return not (is_cell(block) or block.markup.tag in LISTED or block.clean.endswith(_STOPS))


def _is_heading(block: Block) -> bool:
    return (
        block.markup is not None and block.markup.tag in ("h2", "h3", "h4") and not block.markup.link_density
    )


def _make(block: Block) -> tuple[str, str]:
    """How headings of one kind are alike, as those over the entries of a live blog are."""
    return (block.markup.path, block.markup.names.partition(" ")[0]) if block.markup else ("", "")


def _box(block: Block) -> int:
    return block.markup.container if block.markup else 0


def _enclosed(blocks: Sequence[Block], chosen: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Each block with paragraphs of one container before and after it, behind the first of the innermost of these.

    Items of a list that stands in the container are paragraphs of it. A table may also stand right below the last.
    """
    spans: dict[int, tuple[int, int]] = {}
    boxes: dict[str, int] = {}
    for i, block in enumerate(blocks):
        if chosen[i] and block.markup and not is_cell(block):
            box = boxes.get(_around_item(block.markup.path), 0)
            if box not in spans or _kind(block, blocks[spans[box][0]]) != "list":
                box = block.markup.container
                boxes[block.markup.path.rpartition("/")[0]] = box
            first, _ = spans.get(box, (i, i))
            spans[box] = first, i
    lasts = {first: last for first, last in spans.values() if first < last}
    around: list[tuple[int, int]] = []
    for i, block in enumerate(blocks):
        while around and around[-1][1] < i:
            first, last = around.pop()
            if last == i - 1 and _kind(block, blocks[first]) == "table":
                around.append((first, i))
                break
        if around:
            yield around[-1][0], i
        if i in lasts:
            around.append((i, lasts[i]))


@lru_cache(maxsize=256)
def _around_item(path: str) -> str:
    """The path of what holds the list if a block there is an item of one; else the path itself."""
    return _ITEM.sub("", path)


def _kind(block: Block, first: Block) -> str | None:
    """What it is that stands directly in the container of the first paragraph."""
    if block.markup is None or first.markup is None:
        return None
    if _is_made_like(block, first) and _is_sentence(block):
        return "paragraph"
    kind = _kind_at(_path_within(block.markup.path, first.markup.path.rpartition("/")[0]))
    if kind is None or (kind == "question" and not _asks(block)):
        return None
    around = set(first.markup.names.split())
    names = " ".join(name for name in block.markup.names.split() if name not in around)
    return None if named(names, _OTHER) or _SHARES.search(names) else kind


def _is_made_like(block: Block, other: Block) -> bool:
    one, two = block.markup, other.markup
    return one is not None and two is not None and (one.path, one.names) == (two.path, two.names)


def _is_sentence(block: Block) -> bool:
    """Whether it is a paragraph by itself: one that stands among others and is made like them is of the text."""
    linked = block.markup is not None and block.markup.link_density >= _MOST_LINKED
    return len(block.clean) >= _SHORTEST and not linked and ends_sentence(block.clean)


@lru_cache(maxsize=256)
def _kind_at(path: str) -> str | None:
    return next((kind for kind, pattern in _KINDS.items() if pattern.fullmatch(path)), None)


def _asks(block: Block) -> bool:
    """Whether it is a question as interviews have them; longer ones read like running text by themselves."""
    linked = block.markup is not None and block.markup.link_density > 0
    return len(block.clean) <= _LONGEST_QUESTION and not linked and bool(_QUESTION.search(block.clean))


def _path_within(path: str, outer: str) -> str:
    """The tags from the outer element down to the block; empty if it is not within. Long paths are cut at their beginning."""
    if path.startswith(f"{outer}/"):
        return path[len(outer) + 1 :]
    tail = outer[-_TAIL:]
    return path.rpartition(f"{tail}/")[2] if len(tail) == _TAIL and tail in path else ""


def _fits(kind: str | None, inset: Sequence[Block]) -> bool:
    length = sum(len(block.clean) for block in inset)
    linked = sum(len(block.clean) * block.markup.link_density for block in inset if block.markup)
    if kind == "table":
        rows = len({_box(block) for block in inset})
        of_data = rows >= _LEAST_ROWS and _LEAST_COLUMNS * rows <= len(inset)
        return of_data and length <= _LONGEST_CELL * len(inset) and linked < _MOST_LINKED_CELLS * length
    return kind is not None and linked < _MOST_LINKED * length
