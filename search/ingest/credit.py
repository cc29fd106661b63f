"""The agency from which the story came, if any: what says so in a labelled place first, its own reporters' words last."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from search.article import Block, Dateline, Evidence, Role
from search.ingest.agencies import Agency, agencies_named, agency, agency_spoken_to, may_name_agency
from search.ingest.page import Claim
from search.ingest.wording import recalled

_NEAR = 8
"""Blocks from the running text within which a credit line is the story's."""
_SHORT = 5
_LINKED = 0.5
_TAIL = 120
"""Characters at the end of the text that are looked at."""
_SENTENCE = r"[.!?…。؟]['\"’”»)\]]*"
_BRACKETED = re.compile(rf"(?P<text>.*{_SENTENCE})\s*[(\[](?P<name>[^()\[\]]{{2,60}})[)\]]\s*\.?$", re.DOTALL)
_DASHED = re.compile(
    rf"(?P<text>.*{_SENTENCE})\s*[-–—/]+\s*(?P<name>[^\W\d_][\w .&'/-]{{1,40}}?)\s*[-–—/]*$", re.DOTALL
)
_APPENDED = re.compile(
    rf"(?P<text>.*{_SENTENCE})\s+(?P<name>[A-ZÀ-Þ]{{2,8}}(?:/[A-ZÀ-Þ]{{2,8}})?|dpa|epd|sda)$", re.DOTALL
)
_INITIALS = re.compile(r"(?<=[/)])\s*[A-Z]{1,3}(?:[./-][A-Z]{1,3})*$")
_LABEL = re.compile(
    r"^[^:：]{2,30}[:：]\s*|^(?:with|avec|con|com|mit)\s+(?:[\w ]*?(?:from|de|da|von)\s+)?", re.IGNORECASE
)
_INPUTS = re.compile(r"\b(?:inputs?|agencies|material|informa[cç][ií]on(?:es)?|informações)\b", re.IGNORECASE)


def trailing_credit(clean: str) -> tuple[str, Agency] | None:
    """The text without the agency behind its last sentence (`… he said. – Reuters`, `… (AFP)`), and that agency."""
    begun, tail = clean[:-_TAIL], clean[-_TAIL:]
    for pattern in (_BRACKETED, _DASHED, _APPENDED):
        match = pattern.match(tail)
        named = agencies_named(match["name"]) if match else ()
        if match and named:
            return begun + match["text"].rstrip(), named[0]
    return None


@recalled(longest=60, lines=4096)
def line_credit(clean: str) -> tuple[Agency, ...]:
    """The agencies of a credit line: `Source: AFP`, `(With inputs from PTI)`, `dpa/afp`, `© Reuters`."""
    if not may_name_agency(clean):
        return ()
    text = _INITIALS.sub("", clean).strip("()[] ./©")
    unlabelled = _LABEL.sub("", text, count=1)
    readings = dict.fromkeys((text, unlabelled, _INPUTS.sub("", unlabelled).strip()))
    return next(filter(None, map(agencies_named, readings)), ())


def choose_credit(
    blocks: Sequence[Block],
    body: Sequence[int],
    *,
    claims: Sequence[Claim],
    dateline: Dateline | None,
    bylined: Mapping[int, Agency],
    people_named: bool,
    roles: Sequence[Role],
    language: str | None,
) -> tuple[str | None, Evidence | None]:
    """The credit and why. `body` are the indices of the running text, `bylined` the agencies that stand as bylines.

    An agency spoken to in the text counts least, and not for a single mention beside a writer's name.
    """
    for claim in claims:
        if named := agencies_named(claim.value):
            return named[0].code, Evidence(
                "credit", f"{claim.rule} names {named[0]}", claim.value, claim.line
            )
    if dateline and dateline.credit:
        one = agency(dateline.credit)
        line = blocks[body[0]].line if body else 0
        return dateline.credit, Evidence(
            "credit", f"the dateline names {one or dateline.credit}", dateline.raw, line
        )
    for i, one in bylined.items():
        if not _is_written_as_name(blocks[i]):
            continue
        return one.code, Evidence("credit", f"the byline is {one}", blocks[i].clean, blocks[i].line)
    for i in reversed(body[-1:]):
        if found := trailing_credit(blocks[i].clean):
            return found[1].code, Evidence(
                "credit", f"the text ends with {found[1]}", blocks[i].clean[-40:], blocks[i].line
            )
    first, last = max(min(body, default=0) - _NEAR, 0), max(body, default=len(blocks)) + _NEAR
    for i in range(first, min(last, len(blocks))):
        if (
            roles[i] in (Role.SOURCE_CREDIT, Role.COPYRIGHT, Role.OTHER)
            and (named := line_credit(blocks[i].clean))
            and _is_written_as_name(blocks[i])
        ):
            return named[0].code, Evidence(
                "credit", f"a credit line names {named[0]}", blocks[i].clean, blocks[i].line
            )
    spoken = agency_spoken_to((blocks[i] for i in body), language)
    if spoken and (spoken[1] > 1 or not people_named):
        one, times, block = spoken
        often = "once" if times == 1 else f"{times} times"
        rule = f"the text speaks of {one}’s own reporting {often}; no credit line, so medium confidence"
        return one.code, Evidence("credit", rule, _around(block.clean, one), block.line)
    return None, None


def _is_written_as_name(block: Block) -> bool:
    """A link of the page's frame, a word like `mehr` or `App` and the control for letter size (`AA`) are no credit."""
    short = len(block.clean) <= _SHORT and block.clean.isalpha() and block.clean.isascii()
    linked = block.markup is not None and block.markup.link_density >= _LINKED
    control = set(block.clean.casefold()) == {"a"}
    return not (short and (linked or control or not _is_spelled(block.clean)))


def _is_spelled(word: str) -> bool:
    one = agency(word)
    return one is not None and (word == one.code or word.isupper())


def _around(clean: str, one: Agency) -> str:
    at = max(clean.find(one.code), 0)
    return clean[max(0, at - 30) : at + 30]
