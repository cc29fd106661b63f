"""New input from old: pieces are dropped, doubled, swapped and spliced, numbers and marks put in."""

from __future__ import annotations

import random
from collections.abc import Sequence

_PIECES = (
    *(
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xed\xa0\x80",
        b"\xe2\x80\xae",
        b"\xcc\x81",
        b"\r",
        b"\n",
        b"\t",
        b" ",
        b"\x1b[",
    ),
    *(
        b"0",
        b"-1",
        b"9" * 30,
        b"1e999",
        b"NaN",
        b"4294967296",
        b"%",
        b"%00",
        b"\\",
        b"/",
        b"../",
        b"&",
        b"&#0;",
    ),
    *(
        b"<",
        b">",
        b"<!--",
        b"]]>",
        b"<![CDATA[",
        b"<!DOCTYPE x [",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b",",
        b":",
    ),
    *(
        b"(",
        b")",
        b"*",
        b"?",
        b"~",
        b"=",
        b"-",
        b" OR ",
        b" w/5 ",
        b"date:",
        b"2016-05-23",
        b"12:30",
        b"May ",
        b"By ",
    ),
)


def mutated(seeds: Sequence[bytes], chance: random.Random) -> bytes:
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
        if chance.random() < 0.7:
            end = min(end, at + chance.choice((1, 4, 40)))
        piece = data[at:end]
        how = chance.randrange(7)
        if how == 0:
            data = data[:at] + data[end:]
        elif how == 1:
            data = data[:at] + piece * chance.choice((2, 3, 50)) + data[end:]
        elif how == 2:
            data = data[:at] + chance.choice(_PIECES) * chance.choice((1, 1, 1, 3, 300)) + data[end:]
        elif how == 3:
            other = chance.choice(seeds)
            since = chance.randint(0, len(other))
            data = data[:at] + other[since : since + chance.choice((4, 40, 400))] + data[end:]
        elif how == 4 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        elif how == 5:
            data = data[:at] + bytes(chance.randrange(256) for _ in range(len(piece) % 9)) + data[end:]
        else:
            data = data[:at]
    return data[:200_000]
