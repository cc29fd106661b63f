"""Where an engine may differ from the naive evaluator: the numbered lines of "Where engines differ" in ARCHITECTURE.md.

The oracle takes them, so that everything else is compared to the last article whatever the engine.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Differences:
    """Each is one numbered line; an engine that has none of them agrees with the evaluator in all.

    1. `own_scores`: scores are the engine's own BM25; their signs, their order and how ties are settled are known.
    2. `recurring`: within sentences and paragraphs, a phrase that has its first word again begins there too.
    3. `estimated`: how many values a facet has is an estimate where they are more than an answer of the engine holds.
    4. `bounded`: searches of more parts than the engine takes are refused with OverBudget, and a nearness within another with
       SearchError.
    """

    own_scores: bool = False
    recurring: bool = False
    estimated: bool = False
    bounded: bool = False


NONE = Differences()
