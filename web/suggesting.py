"""What the script of the search box says of suggestions, in the reader's language: made once for each, not for each page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from web.languages import current, ngettext
from web.languages import gettext as _
from web.parameters import LIMIT
from web.wording import count


@dataclass(frozen=True, slots=True)
class Texts:
    """JSON: the name of each kind of suggestion, and how many there are, for each number that the script gets."""

    kinds: str
    counts: str


def texts() -> Texts:
    return _texts(current())


@lru_cache
def _texts(language: str) -> Texts:
    """In `language`, which must be the current one."""
    kinds = {
        "word": _("word"),
        "headline": _("headline"),
        "byline": _("byline"),
        "place": _("place"),
        "source": _("publication"),
    }
    counts = [
        ngettext("%(count)s suggestion", "%(count)s suggestions", number) % {"count": count(number)}
        for number in range(int(LIMIT.default or 0) + 1)
    ]
    return Texts(json.dumps(kinds, ensure_ascii=False), json.dumps(counts, ensure_ascii=False))
