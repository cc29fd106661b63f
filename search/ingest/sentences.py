"""How a line ends, and how long it is, in any script."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(
    r"[.!?…。！？؟।۔։።။។]\s?['\"‘’“”«»‹›)\]*」』）]*$"
    r"|[.!?]['\"‘’“”«»]?\s*(?:\([^()]{1,30}\)|[-–—/]{0,2}\s?[A-ZÀ-Þ]{2,8}(?:/[A-ZÀ-Þ]{2,8})?|[-–—]\s?[A-ZÀ-Þ]\w{2,15})$"
)
"""An agency or a source may stand behind the last full stop."""
_STOPS = frozenset(".!?…。！？؟।۔։።။")
_TAIL = 60
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)
"""The blocks of East Asian width W and F (Unicode TR11) in the basic plane."""


def ends_sentence(text: str) -> bool:
    return text[-1:] in _STOPS or _SENTENCE_END.search(text[-_TAIL:]) is not None


def wide_length(text: str) -> int:
    """Characters, those of scripts that write a word in one or two of them counted as two and a half."""
    if text.isascii():
        return len(text)
    return len(text) + round(1.5 * len(_WIDE.findall(text)))
