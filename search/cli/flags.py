"""Flags that several verbs have: the settings, each under its own name, and --json."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import click

from search.errors import SettingsError
from search.ingest.sources import records
from search.settings import Settings

READING = (
    "sites",
    "max_file_mb",
    "max_document_mb",
    "max_depth",
    "max_elements",
    "max_ratio",
    "max_nesting",
    "max_seconds",
    "max_memory_mb",
)
"""The settings of a verb that reads files."""
SEARCHING = ("memory_mb", "max_query_chars", "max_clauses", "max_expansions", "search_seconds", "page_window")
"""The settings of a verb that searches."""

Verb = Callable[..., Any]

json_flag = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
map_flag = click.option(
    "--map", "names", metavar="THEIRS=OURS", multiple=True, help="A field of records: kop=headline."
)


def mapped(names: tuple[str, ...]) -> dict[str, str]:
    """What --map gives. Raises SettingsError, also for a field that we don't have."""
    for name in names:
        if "=" not in name.strip("="):
            raise SettingsError(f"--map {name}: give it as THEIRS=OURS, as in --map kop=headline.")
    fields = dict(name.split("=", 1) for name in names)
    records.check(fields)
    return fields


def settings_flags(*names: str) -> Callable[[Verb], Verb]:
    """Give a verb the flags of these settings, and the Settings made of them as its argument `settings`."""
    known = {f.name: f for f in fields(Settings)}

    def decorate(verb: Verb) -> Verb:
        @functools.wraps(verb)
        def with_settings(**given: Any) -> Any:
            stated = {name: given.pop(name) for name in names}
            return verb(settings=Settings.load(stated), **given)

        flagged: Verb = with_settings
        for name in reversed(names):
            about, default = known[name].metadata["about"], known[name].default
            shown = f"{about} [{default}]" if default != "" else about
            flag = f"--{name.replace('_', '-')}"
            metavar = {int: "N", float: "SECONDS"}.get(type(default), "TEXT")
            flagged = click.option(flag, name, metavar=metavar, help=shown)(flagged)
        return flagged

    return decorate
