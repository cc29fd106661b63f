"""HTML to blocks: each paragraph-level run of text that a reader of the page can see, in reading order.

Nothing is judged here: what is boilerplate, the stages after this decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from search.article import Block, Markup
from search.errors import NotAnArticle, OverLimit
from search.ingest.page import Page
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
# One of these beside another element is set apart from it on the screen, though there is no space in the markup.
_APART = frozenset(("a", "time", "label", "img", "picture"))
_NAMING = ("class", "id", "role", "itemprop", "rel", "data-testid")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMES_LENGTH = 160
_PATH_LENGTH = 24
_SHORT = 200

_find_hidden = etree.XPath(
    "//*[@hidden or contains(translate(@style, ' ', ''), 'display:none') or self::dialog[not(@open)]]"
)


def read_html(text: str, url: str | None, settings: Settings) -> Page:
    """The blocks and claims of one page. Raises OverLimit, and NotAnArticle where there is no markup and no text."""
    return Page(tuple(read_blocks(parse(text, settings), settings)))


def parse(text: str, settings: Settings) -> etree._Element:
    """The tree of a page, without comments. Raises OverLimit before it grows too large, and NotAnArticle."""
    if len(text) > settings.max_document_mb * 1_000_000:
        raise OverLimit(f"the page is larger than {settings.max_document_mb} MB (max_document_mb)")
    if text.count("<") > 2 * settings.max_elements:
        raise OverLimit(f"the page has more than {settings.max_elements} elements (max_elements)")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log.filter_from_fatals()):
        raise OverLimit("the page's elements are nested deeper than an HTML parser goes")
    if root is None:
        raise NotAnArticle("there is no text in it")
    return root


def read_blocks(root: etree._Element, settings: Settings) -> list[Block]:
    """The visible paragraphs under `root`, with what the markup says of each. Raises OverLimit."""
    run = _Run()
    skipped = frozenset(_find_hidden(root)).union(root.iter(*_SKIPPED))
    depth = count = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        inline = tag in _INLINE or ":" in tag
        if event == "start":
            depth += 1
            if depth > settings.max_depth:
                raise OverLimit(
                    f"the page's elements are nested deeper than {settings.max_depth} (max_depth)"
                )
            run.line = max(run.line, element.sourceline or 0)
            if element in skipped:
                walk.skip_subtree()
                run.line += sum(text.count("\n") for text in element.itertext(with_tail=False))
                continue
            if tag == "br":
                run.end_line()
            elif inline:
                run.open(element)
            else:
                count += 1
                run.begin(element, count)
            text = element.text
        else:
            depth -= 1
            if element not in skipped and tag != "br":
                if inline:
                    run.close(element)
                else:
                    run.finish()
            text = element.tail
        if text:
            run.add(text)
        if len(run.blocks) > settings.max_elements:
            raise OverLimit(f"the page has more than {settings.max_elements} paragraphs (max_elements)")
    return run.blocks


class _Box:
    """An open element that is set as a block, and what its paragraphs inherit from it; worked out when asked for."""

    __slots__ = ("element", "names_", "ordinal", "outer", "path_", "tag")

    def __init__(self, element: etree._Element, ordinal: int, outer: _Box | None) -> None:
        self.element, self.ordinal, self.outer = element, ordinal, outer
        self.tag: str = element.tag
        self.path_: str | None = None
        self.names_: tuple[str, ...] | None = None

    @property
    def path(self) -> str:
        if self.path_ is None:
            tags = [*self.outer.path.split("/"), self.tag] if self.outer else [self.tag]
            self.path_ = "/".join(tags[-_PATH_LENGTH:])
        return self.path_

    @property
    def names(self) -> tuple[str, ...]:
        if self.names_ is None:
            own = () if self.tag in ("html", "body") else _words((self.element,))
            self.names_ = _bounded((*own, *(self.outer.names if self.outer else ())))
        return self.names_

    @property
    def container(self) -> int:
        box = self
        while box.tag in _LEAVES and box.outer:
            box = box.outer
        return box.ordinal


class _Run:
    """The paragraph that is being read, and those that are done."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.line = 1
        self._box: _Box | None = None
        self._links = self._bolds = 0
        self._closed: etree._Element | None = None
        self._clear()

    def _clear(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._inline: list[etree._Element] = []
        self._first = self._chars = self._linked = self._bold = 0
        self._edge = False

    def begin(self, element: etree._Element, ordinal: int) -> None:
        self._end()
        self._box = _Box(element, ordinal, self._box)

    def finish(self) -> None:
        self._end()
        self._box = self._box and self._box.outer

    def open(self, element: etree._Element) -> None:
        tag = element.tag
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

    def close(self, element: etree._Element) -> None:
        tag = element.tag
        self._links -= tag == "a"
        self._bolds -= tag in _BOLD
        self._closed = element
        if tag == "q":
            self._parts.append("”")
        self._edge = True

    def add(self, text: str) -> None:
        """Text as it stands in the source, where white space is only white space, unless the element is `pre`."""
        if self._box and self._box.tag == "pre":
            for line in text.splitlines(keepends=True):
                self._add(line)
                if line.endswith("\n"):
                    self.end_line()
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        words = text.strip()
        if words:
            if not self._chars:
                self._first = self.line + text[: text.index(words[0])].count("\n")
            if self._edge and words[0].isupper() and self._parts and self._parts[-1][-1:].islower():
                self._parts.append(
                    " "
                )  # `By<span>The Agency</span>`: words never change case in the middle here
            self._chars += len(words)
            self._linked += len(words) if self._links else 0
            self._bold += len(words) if self._bolds else 0
            self._closed = None
            self._edge = False
        self._parts.append(text)
        self.line += text.count("\n")

    def end_line(self) -> None:
        """A line break; the second of two ends the paragraph."""
        line = " ".join("".join(self._parts).split())
        self._parts = []
        if line:
            self._lines.append(line)
        elif self._lines:
            self._end()

    def _end(self) -> None:
        line = " ".join("".join(self._parts).split())
        text = "\n".join([*self._lines, line] if line else self._lines)
        clean = fold(text)
        if clean and self._box:
            self.blocks.append(Block(self._first, text, clean, markup=self._markup(self._box)))
        self._clear()

    def _markup(self, box: _Box) -> Markup:
        names = box.names
        if self._inline and self._chars <= _SHORT:
            names = _bounded((*_words(self._inline), *names))
        return Markup(
            tag=box.tag,
            path=box.path,
            names=" ".join(names),
            link_density=round(self._linked / self._chars, 2),
            bold=round(self._bold / self._chars, 2),
            container=box.container,
        )


def _words(elements: Iterable[etree._Element]) -> tuple[str, ...]:
    """The words that name these elements, `articleBody` as `article-body`."""
    stated = " ".join(value for element in elements for key in _NAMING if (value := element.get(key)))
    return tuple(_HUMP.sub("-", stated).lower().split())


def _bounded(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, in order, as long as there is room."""
    room = _NAMES_LENGTH
    kept = []
    for word in dict.fromkeys(words):
        room -= len(word) + 1
        if room < 0:
            break
        kept.append(word)
    return tuple(kept)
