"""The floors of floors.json: what was reached is not to be lost. Raise a figure there when it has risen for good.

Those of `highest` may only sink.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).with_suffix(".json")


@dataclass(frozen=True)
class Floors:
    lowest: Mapping[str, float]
    highest: Mapping[str, float]

    def short(self, measured: Mapping[str, float | None]) -> list[str]:
        """What is below its floor or above its ceiling, in words."""
        said = []
        for name, lowest in self.lowest.items():
            value = measured[name]
            if value is None or value < lowest:
                said.append(f"{name}: {value}, and was at least {lowest}")
        for name, highest in self.highest.items():
            value = measured[name]
            if value is None or value > highest:
                said.append(f"{name}: {value}, and was at most {highest}")
        return said


def floors(of: str) -> Floors:
    return Floors(**json.loads(_FILE.read_text(encoding="utf-8"))[of])
