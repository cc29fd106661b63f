"""The words of a stream as sorted arrays: forms by their keys, by how they begin, by a pattern.

A form stands once for each language in which it was written. Keys are kept as 64-bit hashes; at a million of them the
odds of any two being alike are below 1 in 30 million.
"""

from __future__ import annotations

import fnmatch
import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from search.alphabets import folded
from search.analysis import keys_of
from search.engines.arrays import Array, ArrayFile, Flags, Numbers, texts
from search.engines.fuzzy import Neighbours
from search.patterns import Form


def hash_of(key: str, tongue: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{tongue}|{key}".encode(), digest_size=8).digest(), "little")


def spelled(forms: Iterable[Form]) -> tuple[list[Form], dict[str, Array]]:
    """The forms in the order of a lexicon, and its arrays but for `articles`."""
    ordered = sorted(forms, key=lambda f: (folded(f.text), f))
    tongues = sorted({form.tongue for form in ordered})
    keyed = [(hash_of(k, f.tongue), n) for n, f in enumerate(ordered) for k in keys_of(f.text, f.tongue)]
    keys = np.array([key for key, _ in keyed], np.uint64)
    order = np.argsort(keys, kind="stable")
    return ordered, {
        "forms": texts([f.text for f in ordered]),
        "tongues": texts(tongues),
        "tongue": np.array([tongues.index(f.tongue) for f in ordered], np.uint8),
        "plain": np.array(["-" not in f.text for f in ordered], bool),
        "keys": keys[order],
        "keyed": np.array([n for _, n in keyed], np.uint32)[order],
    }


_STEP = 10_000
"""Words that are looked at before time is."""


class Lexicon:
    """Forms have numbers, in the order of their folded spelling."""

    def __init__(self, file: ArrayFile, stream: str) -> None:
        self._file = file
        self._stream = stream

    def _array(self, name: str) -> Array:
        return self._file[f"{self._stream}.{name}"]

    @cached_property
    def tongues(self) -> list[str]:
        return self._file.strings(f"{self._stream}.tongues")

    @cached_property
    def _tongue(self) -> NDArray[np.uint8]:
        return self._array("tongue")

    @cached_property
    def articles(self) -> Numbers:
        """In about how many articles each form stands."""
        return self._array("articles")

    @cached_property
    def plain(self) -> Flags:
        """Which forms are words, not compounds."""
        return self._array("plain")

    @cached_property
    def _keys(self) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        return self._array("keys"), self._array("keyed")

    @cached_property
    def texts(self) -> list[str]:
        return self._file.strings(f"{self._stream}.forms")

    @cached_property
    def folded(self) -> list[str]:
        return folded("\n".join(self.texts)).split("\n") if self.texts else []

    @cached_property
    def _lined(self) -> tuple[str, Numbers]:
        """The folded spellings, each between two line ends, and where each begins."""
        sizes = np.fromiter(map(len, self.folded), np.int64, len(self.folded)) + 1
        return "\n".join(("", *self.folded, "")), np.cumsum(sizes) - sizes

    def matching(self, wildcard: str, check: Callable[[], None]) -> Numbers:
        """The forms whose folded spelling matches, where ? is one character and * any number.

        Those that have its longest stretch without such signs are found first, and then looked at. `check` is called
        between.
        """
        text, starts = self._lined
        literal = max(re.split(r"[?*]", f"\n{wildcard}\n"), key=len)
        found, at = [], text.find(literal)
        while at >= 0:
            found.append(at)
            if len(found) % _STEP == 0:
                check()
            after = text.find("\n", at + 1)
            at = text.find(literal, after) if after >= 0 else -1
        numbers = starts.searchsorted(found, "right") - 1
        pattern = re.compile(fnmatch.translate(wildcard.replace("[", "[[]")))
        matched: list[int] = []
        for first in range(0, len(numbers), _STEP):
            check()
            some = numbers[first : first + _STEP].tolist()
            matched += [n for n in some if pattern.match(self.folded[n])]
        return np.array(matched, np.int64)

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(self.folded)

    def form(self, number: int) -> Form:
        return Form(self.texts[number], self.tongues[self._tongue[number]])

    def numbers(self, forms: Iterable[Form]) -> list[int]:
        """Of those of the forms that it has."""
        found = []
        for form in forms:
            spelling = folded(form.text)
            at = bisect_left(self.folded, spelling)
            while at < len(self.folded) and self.folded[at] == spelling:
                if self.form(at) == form:
                    found.append(at)
                at += 1
        return found

    def with_keys(self, keys: Iterable[tuple[str, str]]) -> list[int]:
        """The forms that have one of these keys, each with its language."""
        hashes, numbers = self._keys
        found: set[int] = set()
        for key, tongue in keys:
            wanted = np.uint64(hash_of(key, tongue))
            first, last = hashes.searchsorted(wanted), hashes.searchsorted(wanted, "right")
            found.update(numbers[first:last].tolist())
        return sorted(found)

    def beginning(self, start: str) -> range:
        """The forms whose folded spelling begins so."""
        first = bisect_left(self.folded, start)
        return range(first, bisect_left(self.folded, start + "\U0010ffff", first))
