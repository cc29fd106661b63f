"""Captions that no markup tells, by whose picture it is."""

from __future__ import annotations

import re

from search.ingest.agencies import agencies_named
from search.ingest.sentences import ends_sentence

_OF_AGENCY = re.compile(r"(?<=[^\W\d_])\s*[(（]([^()（）]{2,40})[)）]$")
_CREDITED, _LONGEST = (
    re.compile(
        r"(?:[.!?…,»”\"')\]]\s+|[(\[]\s?)"
        r"(?:(?:Photo|Image|Picture) [Cc]redits?|Credits?|Fotos?|FOTOS?|Photos?|PHOTOS?|Photograph|Images?|IMAGE|Pictures?|PICTURE|"
        r"Bild(?:er)?|Billede|Kuva|Фото|ФОТО|Fotograf[ií]a|Imagen|Crédits?(?: photo)?)\s*[:：]\s*[^.!?:]{2,60}\.?$"
        r"|[\s/](?:Getty Images|GETTY IMAGES|Shutterstock|AP Photo|AP Images)\)?\.?$"
        r"|©\s?[^\W\d][^.!?:]{1,40}$"
    ),
    250,
)
_TAIL, _SIGNS = 100, (":", "：", "©", "Images", "IMAGES", "Shutterstock", "AP Photo")
"""Characters at the end within which it is credited, and what is quick to look for and in all that are."""
_TAKEN_BY, _LONGEST_TAKEN = re.compile(r"(?:(?<!拍)[摄攝]|(?<![を・])撮影)[)）】\]。]?$"), 90
"""How captions end, and their characters: a paragraph may end so too."""
_BEFORE = " .!?…,»”\"')](["


def is_caption(text: str) -> bool:
    """Whether a line that is no sentence ends with the agency of its picture: `The old bridge in town (Reuters)`."""
    named = _OF_AGENCY.search(text) if text.endswith((")", "）")) else None
    return named is not None and bool(agencies_named(named[1])) and not ends_sentence(text[: named.start()])


def picture_of(text: str) -> str | None:
    """Whose picture it is, as a caption in the text says at its end: of 34 such lines that read like the text on labelled
    pages none is labelled so."""
    if len(text) > _LONGEST:
        return None
    tail = text[-_TAIL:]
    found = _CREDITED.search(tail) if any(map(tail.__contains__, _SIGNS)) else None
    if found is None and len(text) <= _LONGEST_TAKEN and not text.isascii():
        found = _TAKEN_BY.search(text)
    return found[0].lstrip(_BEFORE) if found else None
