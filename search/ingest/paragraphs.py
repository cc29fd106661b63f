"""The tree of a page to blocks: each paragraph-level run of text that a reader of the page can see, in reading order.

Nothing is judged here: what is boilerplate, the stages after this decide.
"""

from __future__ import annotations

import re
from functools import lru_cache

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
_KINDS = {
    **dict.fromkeys(_INLINE, "inline"),
    **dict.fromkeys(_SKIPPED, "hidden"),
    **dict.fromkeys(_LEAVES, "box"),
    "div": "box",
    "br": "break",
}
"""How a known element is set; any other is a box, unless its name has a colon: the tags of word processors."""
_BOLD = frozenset(("b", "strong"))
_SENTENCE_ENDS = (".", "!", "?", "…", "”", "»", '"', "؟", "。", "।")
# One of these beside another element is set apart from it on the screen, though there is no space in the markup.
_APART = frozenset(("a", "time", "label", "img", "picture"))
_WORDS = frozenset("AEIOUXYÀÈÉÔKSVWZÅÖŐАВИКОСУЯІΗΟ")
"""Capital letters that are words; any other in an element of its own is the initial of the word after it."""
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
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "end":
            run.leave(element)
            text = element.tail
        else:
            line: int = element.sourceline or 0
            if line > run.line or run.passed:
                run.at(line)
            if event == "comment":
                text = element.tail
            elif run.enter(element):
                text = element.text
            else:
                walk.skip_subtree()
                continue
        if text:
            run.add(text)
    return run.blocks


class _Run:
    """The paragraph that is being read, and those that are done; the `line` of the walk, and hidden elements `passed` since."""

    def __init__(self, settings: Settings) -> None:
        self.blocks: list[Block] = []
        self.line = 1
        self.passed: list[etree._Element] = []
        self._deepest, self._most = settings.max_depth, settings.max_elements
        self._opened: list[str] = []
        self._count = 0
        self._boxes: list[tuple[str, str, int]] = []
        self._places: list[tuple[str, str, int, int]] = []
        self._links = self._bolds = 0
        self._closed: etree._Element | None = None
        self._clear()

    def _clear(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._inline: list[str] = []
        self._first = self._chars = self._linked = self._bold = 0
        self._mark, self._initial = 0, ""
        self._begun = self._edge = self._broken = False

    def at(self, line: int) -> None:
        """Keep the line in step. libxml2 states 65535 for any later line; from there the newlines of texts count."""
        if line >= _LAST_STATED:
            self._pass()
            self.line = max(self.line, line)
        elif line >= self.line:
            self.line = line
            self.passed.clear()

    def enter(self, element: etree._Element) -> bool:
        """False for an element that readers don't see: it is passed."""
        tag = element.tag
        kind = _KINDS.get(tag) or ("inline" if ":" in tag else "box")
        names = None if kind == "hidden" else _own_names(element, tag)
        if names is None:
            self._opened.append("hidden")
            self.passed.append(element)
            return False
        self._opened.append(kind)
        if len(self._opened) > self._deepest:
            raise OverLimit(f"the page's elements are nested deeper than {self._deepest} (max_depth)")
        if kind == "box":
            if self._begun:
                self._end()
            self._count += 1
            self._boxes.append((tag, names, self._count))
        elif kind == "inline":
            self._open(element, tag, names)
        else:
            self._end_line()
            self._broken, self._mark = bool(self._lines), len(self._inline)
        return True

    def leave(self, element: etree._Element) -> None:
        kind = self._opened.pop()
        if kind == "box":
            if self._begun:
                self._end()
            self._boxes.pop()
            if len(self._places) > len(self._boxes):
                self._places.pop()
        elif kind == "inline":
            self._close(element)

    def add(self, text: str) -> None:
        """Text as it stands in the source, where a newline is only white space, unless the element is `pre`."""
        if not self._chars and text.isspace():
            self.line += text.count("\n")
        elif self._boxes and self._boxes[-1][0] == "pre":
            for line in text.splitlines(keepends=True):
                self._add(line)
                if line.endswith("\n"):
                    self._end_line()
        else:
            self._add(text)

    def _pass(self) -> None:
        """Newlines of hidden elements are counted when a paragraph begins before the next line that is stated."""
        for element in self.passed:
            self.line += sum(str(text).count("\n") for text in element.itertext(with_tail=False))
        self.passed.clear()

    def _open(self, element: etree._Element, tag: str, names: str) -> None:
        self._begun = self._edge = True
        if names:
            self._inline.append(names)
        if tag == "a":
            self._links += 1
        elif tag in _BOLD:
            self._bolds += 1
        before = self._closed
        if before is not None:
            self._closed = None
            if tag in _APART or before.tag in _APART or before.get("class") != element.get("class"):
                self._parts.append(" ")
        if tag == "q":
            self._parts.append("“")

    def _close(self, element: etree._Element) -> None:
        self._edge = True
        self._closed = element
        tag = element.tag
        if tag == "a":
            self._links -= 1
        elif tag in _BOLD:
            self._bolds -= 1
        elif tag == "q":
            self._parts.append("”")

    def _add(self, text: str) -> None:
        newlines = text.count("\n") if "\n" in text else 0
        words = text.strip()
        if words:
            if self._broken:
                self._break(words[0])
            if not self._chars:
                if self.passed:
                    self._pass()
                self._begun = True
                self._first = self.line + (text[: text.index(words[0])].count("\n") if newlines else 0)
                alone = self._edge and not self._links and not self._bolds
                self._initial = words if alone and len(words) == 1 and words not in _WORDS else ""
            elif self._chars == 1 and not self._lines and self._initial.isupper() and words[0].islower():
                self._parts, text = [self._initial], text.lstrip()
            if self._edge and words[0].isupper() and self._parts and self._parts[-1][-1:].islower():
                self._parts.append(" ")  # `By<span>The Agency`: no word changes its case between elements
            length = len(words)
            self._chars += length
            if self._links:
                self._linked += length
            if self._bolds:
                self._bold += length
            self._closed = None
            self._edge = False
        self._parts.append(text)
        self.line += newlines

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
            text = " ".join("".join(self._parts).split())
            if self._lines:
                text = "\n".join([*self._lines, text] if text else self._lines)
            if clean := text if text.isprintable() else fold(text):
                self.blocks.append(Block(self._first, text, clean, markup=self._markup()))
                if len(self.blocks) > self._most:
                    raise OverLimit(f"the page has more than {self._most} paragraphs (max_elements)")
        self._clear()

    def _markup(self) -> Markup:
        path, names, container, article = self._place()
        if self._inline and self._chars <= _SHORT:
            names = _joined(" ".join(self._inline), names)
        linked, bold = _share(self._linked, self._chars), _share(self._bold, self._chars)
        return Markup(self._boxes[-1][0], path, names, linked, bold, container, article)

    def _place(self) -> tuple[str, str, int, int]:
        """Path, names, container and article of the innermost box. Most boxes hold only others: these are placed when needed."""
        path, names, container, article = self._places[-1] if self._places else ("", "", 0, 0)
        if len(self._places) < len(self._boxes):
            for tag, own, ordinal in self._boxes[len(self._places) :]:
                path = f"{path}/{tag}" if path else tag
                if len(path) > _PATH_LENGTH:
                    path = path[path.find("/", len(path) - _PATH_LENGTH) + 1 :]
                if own and tag not in ("html", "body"):
                    names = _joined(own, names)
                if not container or tag not in _LEAVES:
                    container = ordinal
                if tag == "article":
                    article = ordinal
                self._places.append((path, names, container, article))
        return path, names, container, article


def _share(part: int, whole: int) -> float:
    """In hundredths. Most paragraphs are a link or have none, and to round takes longer than to see it."""
    if not part:
        return 0.0
    return 1.0 if part == whole else round(part / whole, 2)


def _own_names(element: etree._Element, tag: str) -> str | None:
    """The words that name an element; None where its attributes hide it from readers."""
    names = ""
    attributes: list[tuple[str, str]] = element.items()  # type: ignore[assignment]
    for key, value in attributes:
        if key in _NAMING:
            names = f"{names} {value}" if names else value
        elif key == "hidden" or (key == "style" and _HIDING.search(value)):
            return None
    return None if tag == "dialog" and element.get("open") is None else names


@lru_cache(maxsize=4096)
def _joined(own: str, outer: str) -> str:
    """Each word once, the own before the outer ones, `articleBody` as `article-body`, as far as there is room."""
    words = dict.fromkeys((own if own.islower() else _HUMP.sub("-", own).lower()).split())
    repeated = any(map(outer.__contains__, words))
    names = " ".join(dict.fromkeys([*words, *outer.split()]) if repeated else [*words, outer]).rstrip()
    return names if len(names) <= _NAMES_LENGTH else names[: names.rfind(" ", 0, _NAMES_LENGTH + 1)]
