"""The archive keeper's own word on a site: a small TOML file that overrules the cleaner.

    ["example.org"]                     # a host with its subdomains, or a folder of files as their locators have it
    source = "The Example"              # the publication, where the pages don't say it
    language = "tr"
    drop = ["Read also: *", "* likes"]  # lines that are never body; * is any run of characters, ? is one
    keep = ["BLOOD AND BODIES"]         # lines that always are; keep wins

Letter case is laid aside.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from search.article import Block, Role
from search.errors import SettingsError

_TEXTS = ("source", "language")
_LISTS = ("drop", "keep")


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What the keeper says of one site; empty when nothing is said."""

    site: str = ""
    source: str | None = None
    language: str | None = None
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    def overrule(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks with the fates that the rules give them."""
        return tuple(self._overrule(block) for block in blocks) if self.drop or self.keep else tuple(blocks)

    def _overrule(self, block: Block) -> Block:
        if rule := _matching(self.keep, block.clean):
            return (
                block
                if block.kept
                else block.keep(Role.BODY, f"body: the rules for {self.site} keep “{rule}”")
            )
        if rule := _matching(self.drop, block.clean):
            return block.drop(Role.OTHER, f"boilerplate: the rules for {self.site} drop “{rule}”")
        return block


def rules_for(site: str, file: str) -> SiteRules:
    """The rules of the most specific entry that covers the site. Raises SettingsError for a file that can't be used."""
    entries = _load(file) if file else {}
    name = site
    while name:
        if name in entries:
            return entries[name]
        name = name.partition(".")[2]
    return SiteRules()


def _matching(patterns: tuple[str, ...], line: str) -> str | None:
    return next((pattern for pattern in patterns if _compiled(pattern).match(line)), None)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    literal = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(literal + r"\Z", re.IGNORECASE)


@cache
def _load(file: str) -> dict[str, SiteRules]:
    try:
        stated = tomllib.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as e:
        raise SettingsError(f"The rules by site in {file} can't be read: {e}") from e
    return {site: _checked(file, site, entry) for site, entry in stated.items()}


def _checked(file: str, site: str, entry: Any) -> SiteRules:
    if not isinstance(entry, dict):
        raise SettingsError(f'{file}: {site!r} must be a table, as in ["{site}"].')
    values: dict[str, Any] = {}
    for key, value in entry.items():
        if key in _TEXTS and isinstance(value, str):
            values[key] = value
        elif key in _LISTS and isinstance(value, list) and all(isinstance(line, str) for line in value):
            values[key] = tuple(value)
        else:
            raise SettingsError(
                f"{file}: {site}: {key} is no rule, or not of its kind. "
                f"{' and '.join(_TEXTS)} take a text, {' and '.join(_LISTS)} a list of texts."
            )
    return SiteRules(site=site, **values)
