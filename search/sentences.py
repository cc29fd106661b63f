"""Where the sentences of a text begin and end, by its stops: the unit of `w/s`, and what a snippet begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENDS = re.compile(
    r"""[.!?…。！？｡؟۔।](?:"""
    r"""(?<=[.!?…])(?<![.!?…]{2})[.!?…]*+["'”’»)\]]*+(?=\s++["'“‘«(\[¿¡]*+[^\Wa-zà-ÿ])"""
    r"""|(?<=[。！？｡])[。！？｡]*+["”’」』）]*+"""
    r"""|(?<=[؟۔।])(?<![؟۔।]{2})[؟۔।]*+(?=\s))"""
)
"""A run of stops is looked at once, from its start, and never given back in part: else a page of stops takes minutes. It begins
with any stop, as a set of signs is looked for in an eighth of the time that three expressions take."""
_ABBREVIATED = re.compile(
    r"""(?:\b(?:[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Capt|Maj|Sgt|Adm|Brig|Sen|Rep|Gov|Pres|Rev|Hon|St|Jr|Sr|Co|"""
    r"""Corp|Inc|Ltd|No|vs|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|Messrs|Mme|Mlle|Hr|Fr|Sra?|Srta)|\.[^\W\d_])\.$"""
)


def sentences(text: str) -> Iterator[tuple[int, int, bool]]:
    """Start and end of each sentence, and whether a paragraph begins with it. A line is a paragraph."""
    start = 0
    for line in text.split("\n"):
        end, opens, at = start + len(line), True, start
        for stop in _ENDS.finditer(text, start, end):
            if stop.end() < end and not _ABBREVIATED.search(text, max(at, stop.start() - 8), stop.end()):
                yield at, stop.end(), opens
                at, opens = stop.end(), False
        if text[at:end].strip():
            yield at, end, opens
        start = end + 1
