"""The tree of a page to blocks: each paragraph-level run of text that a reader of the page can see, in reading order.

Nothing is judged here: what is boilerplate, the stages after this decide.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

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
_SHORT = 200

_HIDING = re.compile(r"display\s*:\s*none", re.I)


def read_blocks(root: etree._Element, settings: Settings) -> list[Block]:
    """The visible paragraphs under `root`, with what the markup says of each. Raises OverLimit."""
    run = _Run(settings)
    skipped: etree._Element | None = None
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "start":
            if _is_hidden(element):
                skipped = element
                walk.skip_subtree()
                run.skip(element)
                continue
            run.enter(element)
        elif event == "comment":
            run.at(element)
        elif element is not skipped:
            run.leave(element)
        text = element.text if event == "start" else element.tail
        if text:
            run.add(text)
    return run.blocks


def _is_hidden(element: etree._Element) -> bool:
    """Whether readers don't see it, by its kind or by its attributes."""
    if element.tag in _SKIPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDING.search(style)) or (element.tag == "dialog" and element.get("open") is None)


class _Box:
    """An open element that is set as a block, and what its paragraphs take from it."""

    __slots__ = ("_names", "container", "element", "ordinal", "outer", "path", "tag")
    path: str

    def __init__(self, element: etree._Element, ordinal: int, outer: _Box | None) -> None:
        self.element, self.ordinal, self.outer = element, ordinal, outer
        self.tag: str = element.tag
        self.container: int = outer.container if outer and self.tag in _LEAVES else ordinal
        path = f"{outer.path}/{self.tag}" if outer else self.tag
        self.path = (
            path if len(path) <= _PATH_LENGTH else path[path.find("/", len(path) - _PATH_LENGTH) + 1 :]
        )
        self._names: str | None = None

    @property
    def names(self) -> str:
        """Worked out when first asked for, and without recursion, as boxes may be nested thousands deep."""
        waiting: list[_Box] = []
        box: _Box | None = self
        while box and box._names is None:
            waiting.append(box)
            box = box.outer
        names = box._names or "" if box else ""
        for inner in reversed(waiting):
            own = [] if inner.tag in ("html", "body") else [inner.element]
            inner._names = names = _names(own, names)
        return names


class _Run:
    """The paragraph that is being read, and those that are done."""

    def __init__(self, settings: Settings) -> None:
        self.blocks: list[Block] = []
        self._deepest, self._most = settings.max_depth, settings.max_elements
        self._line = 1
        self._depth = self._count = 0
        self._box: _Box | None = None
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
        self._line = max(self._line, cast(int, element.sourceline) or 0)

    def skip(self, element: etree._Element) -> None:
        self.at(element)
        if len(element):
            self._line += sum(str(text).count("\n") for text in element.itertext(with_tail=False))
        elif text := element.text:
            self._line += text.count("\n")

    def enter(self, element: etree._Element) -> None:
        self.at(element)
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
            self._end()
            self._count += 1
            self._box = _Box(element, self._count, self._box)

    def leave(self, element: etree._Element) -> None:
        self._depth -= 1
        tag = element.tag
        if tag in _INLINE or ":" in tag:
            self._close(element, tag)
        elif tag != "br":
            self._end()
            self._box = self._box and self._box.outer

    def add(self, text: str) -> None:
        """Text as it stands in the source, where a newline is only white space, unless the element is `pre`."""
        if self._box and self._box.tag == "pre":
            for line in text.splitlines(keepends=True):
                self._add(line)
                if line.endswith("\n"):
                    self._end_line()
        elif self._chars or not text.isspace():
            self._add(text)
        else:
            self._line += text.count("\n")

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
        if self._chars and self._box:
            line = " ".join("".join(self._parts).split())
            text = "\n".join([*self._lines, line] if line else self._lines)
            if clean := fold(text):
                self.blocks.append(Block(self._first, text, clean, markup=self._markup(self._box)))
                if len(self.blocks) > self._most:
                    raise OverLimit(f"the page has more than {self._most} paragraphs (max_elements)")
        if self._chars or self._parts or self._inline:
            self._clear()

    def _markup(self, box: _Box) -> Markup:
        short = self._inline and self._chars <= _SHORT
        return Markup(
            tag=box.tag,
            path=box.path,
            names=_names(self._inline, box.names) if short else box.names,
            link_density=round(self._linked / self._chars, 2) if self._linked else 0.0,
            bold=round(self._bold / self._chars, 2) if self._bold else 0.0,
            container=box.container,
        )


def _names(elements: list[etree._Element], outer: str) -> str:
    """The words that name these elements, then the outer ones."""
    own = " ".join([str(value) for element in elements for key, value in element.items() if key in _NAMING])
    return _joined(own, outer) if own else outer


@lru_cache(maxsize=4096)
def _joined(own: str, outer: str) -> str:
    """Each word once, `articleBody` as `article-body`, as far as there is room. A page's lists repeat the same names."""
    plain = own if own.islower() else _HUMP.sub("-", own).lower()
    words = " ".join(dict.fromkeys(f"{plain} {outer}".split()))
    return words if len(words) <= _NAMES_LENGTH else words[: words.rfind(" ", 0, _NAMES_LENGTH + 1)]
