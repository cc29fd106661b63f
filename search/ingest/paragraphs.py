"""The tree of a page to blocks: each paragraph-level run of text that a reader of the page can see, in reading order.

Nothing is judged here: what is boilerplate, the stages after this decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml import etree

from search.article import Block, Markup
from search.errors import OverLimit
from search.ingest.plaintext import fold
from search.settings import Settings

# Elements that stand in a line of text (HTML standard, 4.5 and 15.3); any other begins and ends a paragraph.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i img ins kbd label mark nobr picture q ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)
# Elements without text for readers: code, media and their fallbacks, form values, ruby readings over their words.
_SKIPPED = frozenset(
    "head script style template noscript noframes noembed title iframe object embed audio video canvas map svg rp rt "
    "select datalist textarea input".split()
)
# Elements that hold one paragraph, as a rule; the element around them is the container.
_LEAVES = frozenset(
    "p h1 h2 h3 h4 h5 h6 li dt dd figcaption caption pre blockquote td th summary address legend button center".split()
)
_BOLD = frozenset(("b", "strong"))
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "»", '"', "؟", "。", "।")
# One of these beside another element is set apart from it on the screen, though there is no space in the markup.
_APART = frozenset(("a", "time", "label", "img", "picture"))
_NAMING = frozenset(("class", "id", "role", "itemprop", "rel", "data-testid"))
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES_LENGTH = 160
_PATH_LENGTH = 160
_LAST_STATED = 65535
_SHORT = 200

_HIDING = re.compile(r"display\s*:\s*none", re.I)


def read_blocks(root: etree._Element, settings: Settings) -> list[Block]:
    """The visible paragraphs under `root`, with what the markup says of each. Raises OverLimit."""
    run = _Run(settings)
    hidden: etree._Element | None = None
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "end":
            if element is not hidden:
                run.leave(element)
            text = element.tail
        else:
            run.at(element)
            if event == "comment":
                text = element.tail
            elif _is_hidden(element):
                hidden = element
                walk.skip_subtree()
                run.skip(element)
                continue
            else:
                run.enter(element)
                text = element.text
        if text:
            run.add(text)
    return run.blocks


def _is_hidden(element: etree._Element) -> bool:
    """Whether readers don't see it, by its kind or by its attributes."""
    tag, get = element.tag, element.get
    if tag in _SKIPPED or get("hidden") is not None:
        return True
    style = get("style")
    return bool(style and _HIDING.search(style)) or (tag == "dialog" and get("open") is None)


class _Place(NamedTuple):
    """What the paragraphs of a box take from it: an open element that is set as a block."""

    path: str
    names: str
    container: int


class _Run:
    """The paragraph that is being read, and those that are done."""

    def __init__(self, settings: Settings) -> None:
        self.blocks: list[Block] = []
        self._line = 1
        self._passed: list[etree._Element] = []
        self._deepest, self._most = settings.max_depth, settings.max_elements
        self._depth = self._count = 0
        self._boxes: list[tuple[etree._Element, int]] = []
        self._places: list[_Place] = []
        self._links = self._bolds = 0
        self._closed: etree._Element | None = None
        self._clear()

    def _clear(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._inline: list[etree._Element] = []
        self._first = self._chars = self._linked = self._bold = 0
        self._edge = self._broken = False
        self._mark = 0

    def at(self, element: etree._Element) -> None:
        """Keep the line in step. libxml2 states 65535 for any later line; from there the newlines of texts count."""
        line: int = element.sourceline or 0  # type: ignore[assignment]
        if line >= _LAST_STATED:
            self._pass()
            self._line = max(self._line, line)
        elif line >= self._line:
            self._line = line
            self._passed.clear()

    def skip(self, element: etree._Element) -> None:
        """Its newlines are counted when a paragraph begins before the next line that is stated."""
        self._passed.append(element)

    def _pass(self) -> None:
        for element in self._passed:
            self._line += sum(str(text).count("\n") for text in element.itertext(with_tail=False))
        self._passed.clear()

    def enter(self, element: etree._Element) -> None:
        self._depth += 1
        if self._depth > self._deepest:
            raise OverLimit(f"the page's elements are nested deeper than {self._deepest} (max_depth)")
        tag = element.tag
        if tag in _INLINE or ":" in tag:
            self._open(element, tag)
        elif tag == "br":
            self._end_line()
            self._broken, self._mark = bool(self._lines), len(self._inline)
        else:
            if self._chars or self._inline:
                self._end()
            self._count += 1
            self._boxes.append((element, self._count))

    def leave(self, element: etree._Element) -> None:
        self._depth -= 1
        tag = element.tag
        if tag in _INLINE or ":" in tag:
            self._close(element, tag)
        elif tag != "br":
            if self._chars or self._inline:
                self._end()
            self._boxes.pop()
            del self._places[len(self._boxes) :]

    def add(self, text: str) -> None:
        """Text as it stands in the source, where a newline is only white space, unless the element is `pre`."""
        if not self._chars and text.isspace():
            self._line += text.count("\n")
        elif self._boxes and self._boxes[-1][0].tag == "pre":
            for line in text.splitlines(keepends=True):
                self._add(line)
                if line.endswith("\n"):
                    self._end_line()
        else:
            self._add(text)

    def _open(self, element: etree._Element, tag: str) -> None:
        self._links += tag == "a"
        self._bolds += tag in _BOLD
        self._inline.append(element)
        before, self._closed = self._closed, None
        if before is not None and (
            tag in _APART or before.tag in _APART or before.get("class") != element.get("class")
        ):
            self._parts.append(" ")
        if tag == "q":
            self._parts.append("“")
        self._edge = True

    def _close(self, element: etree._Element, tag: str) -> None:
        self._links -= tag == "a"
        self._bolds -= tag in _BOLD
        self._closed = element
        if tag == "q":
            self._parts.append("”")
        self._edge = True

    def _add(self, text: str) -> None:
        words = text.strip()
        if words:
            if self._broken:
                self._break(words[0])
            if not self._chars:
                self._pass()
                self._first = self._line + text[: text.index(words[0])].count("\n")
            if self._edge and words[0].isupper() and self._parts and self._parts[-1][-1:].islower():
                self._parts.append(" ")  # `By<span>The Agency`: no word changes its case between elements
            length = len(words)
            self._chars += length
            self._linked += length if self._links else 0
            self._bold += length if self._bolds else 0
            self._closed = None
            self._edge = False
        self._parts.append(text)
        self._line += text.count("\n")

    def _break(self, first: str) -> None:
        """What comes after a line break is a paragraph of its own, unless it goes on with the sentence before."""
        self._broken = False
        if not first.islower() or self._lines[-1].endswith(_SENTENCE_ENDS):
            parts, inline = self._parts, self._inline[self._mark :]
            del self._inline[self._mark :]
            self._parts = []
            self._end()
            self._parts, self._inline = parts, inline

    def _end_line(self) -> None:
        """A line ends; an empty one ends the paragraph."""
        line = " ".join("".join(self._parts).split())
        self._parts = []
        if line:
            self._lines.append(line)
        elif self._lines:
            self._end()

    def _end(self) -> None:
        if self._chars and self._boxes:
            line = " ".join("".join(self._parts).split())
            text = "\n".join([*self._lines, line] if line else self._lines)
            if clean := text if text.isprintable() else fold(text):
                self.blocks.append(Block(self._first, text, clean, markup=self._markup()))
                if len(self.blocks) > self._most:
                    raise OverLimit(f"the page has more than {self._most} paragraphs (max_elements)")
        self._clear()

    def _markup(self) -> Markup:
        path, names, container = self._place()
        if self._inline and self._chars <= _SHORT:
            names = _names(self._inline, names)
        linked = round(self._linked / self._chars, 2) if self._linked else 0.0
        bold = round(self._bold / self._chars, 2) if self._bold else 0.0
        return Markup(self._boxes[-1][0].tag, path, names, linked, bold, container)

    def _place(self) -> _Place:
        """Of the innermost box. Most boxes hold only others: they are placed when one in them has a text."""
        for element, ordinal in islice(self._boxes, len(self._places), None):
            tag: str = element.tag
            path, names, container = self._places[-1] if self._places else _Place("", "", 0)
            path = f"{path}/{tag}" if path else tag
            if len(path) > _PATH_LENGTH:
                path = path[path.find("/", len(path) - _PATH_LENGTH) + 1 :]
            self._places.append(
                _Place(
                    path,
                    names if tag in ("html", "body") else _names((element,), names),
                    container if container and tag in _LEAVES else ordinal,
                )
            )
        return self._places[-1]


def _names(elements: Iterable[etree._Element], outer: str) -> str:
    """The words that name these elements, then the outer ones."""
    own = " ".join([value for element in elements for key, value in element.items() if key in _NAMING])  # type: ignore[misc]
    return _joined(own, outer) if own else outer


@lru_cache(maxsize=4096)
def _joined(own: str, outer: str) -> str:
    """Each word once, `articleBody` as `article-body`, as far as there is room. A page's lists repeat the same names."""
    plain = own if own.islower() else _HUMP.sub("-", own).lower()
    words = " ".join(dict.fromkeys(f"{plain} {outer}".split()))
    return words if len(words) <= _NAMES_LENGTH else words[: words.rfind(" ", 0, _NAMES_LENGTH + 1)]
