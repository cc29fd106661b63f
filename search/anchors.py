"""What to look for in a text to find a pattern, before its words are read: words that are in it, and how far it reaches."""

from __future__ import annotations

from search.patterns import Chain, Close, Either, Often, Pattern, Sharing, Terms


def size(pattern: Pattern) -> int | None:
    """How many runs without spaces what matches may take, besides its first; None when there is no saying.

    A run may have no word in it, such as a dash.
    """
    match pattern:
        case Terms():
            return 0
        case Chain(parts):
            sizes = [size(part) for part in parts]
            return None if None in sizes else 3 * (len(sizes) - 1) + 3 * sum(filter(None, sizes))
        case Either(parts):
            sizes = [size(part) for part in parts]
            return None if None in sizes else max(size or 0 for size in sizes)
        case Close(left, right, distance):
            one, other = size(left), size(right)
            return None if one is None or other is None else one + other + 3 * distance
        case Often(part):
            return size(part)
    return None


def anchors(pattern: Pattern) -> list[Terms]:
    """Of each way to match, terms that are in it; of several, those that are likely to be rare."""
    match pattern:
        case Terms():
            return [pattern]
        case Either(parts):
            return [terms for part in parts for terms in anchors(part)]
        case Chain(parts):
            return max(map(anchors, parts), key=_shortest)
        case Close(left, right):
            return max(anchors(left), anchors(right), key=_shortest)
        case Sharing(part) | Often(part):
            return anchors(part)


def _shortest(several: list[Terms]) -> int:
    keys = [key for terms in several for key, _ in terms.keys]
    return min(map(len, [*keys, *(form.text for terms in several for form in terms.forms)]), default=0)
