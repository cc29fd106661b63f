"""`backfile explain`: what became of each line of a file, and why each field has its value."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click

from search.article import Source
from search.cli.flags import READING, json_flag, settings_flags
from search.cli.output import as_line, print_json
from search.errors import NotAnArticle, SettingsError
from search.ingest import ingest
from search.ingest.explain import explain
from search.ingest.sources import Refused, read
from search.settings import Settings

_SHOWN = (
    *(
        "headline",
        "standfirst",
        "bylines",
        "dateline",
        "location",
        "credit",
        "published",
        "updated",
        "language",
    ),
    *("source", "section", "url"),
)
_TOLD = ("value", "place", "date", "city", "country")


@click.command("explain")
@click.argument("file")
@click.option(
    "--record", type=click.IntRange(1), default=None, help="Which, in a file of several; FILE#N says it too."
)
@json_flag
@settings_flags(*READING)
def verb(*, file: str, record: int | None, as_json: bool, settings: Settings) -> None:
    """Read FILE as reindex would, and say what was kept, what was dropped, and why."""
    path, number = _named(file, record)
    source = _record(path, number, settings)
    told = explain(ingest(source, settings))
    if as_json:
        print_json(told)
    else:
        _print(told, source.locator)


def _named(file: str, record: int | None) -> tuple[Path, int]:
    path = Path(file)
    if not path.exists() and (match := re.fullmatch(r"(.+)#(\d+)", file)):
        path, record = Path(match[1]), record or int(match[2])
    if not path.exists():
        raise SettingsError(f"{file}: there is no such file.")
    return path, record or 1


def _record(path: Path, number: int, settings: Settings) -> Source:
    """The n-th document of the file. Raises what was the matter with it."""
    count = 0
    for count, found in enumerate(read(path, path.name, settings), 1):
        if count == number:
            if isinstance(found, Refused):
                raise found.error
            return found
    raise NotAnArticle(f"{path} has {count} records; there is no record {number} in it.")


def _print(told: dict[str, Any], locator: str) -> None:
    click.echo(as_line(locator))
    for field in _SHOWN:
        reasons = [one for one in told["evidence"] if one["field"] == field]
        if told[field] or reasons:
            click.echo(f"{field:>10}  {as_line(_value(told[field])) or '–'}")
        for one in reasons:
            where = f"line {one['line']}: " if one["line"] else ""
            text = f": {one['text']}" if one["text"] else ""
            click.echo(click.style(f"{'':>12}{as_line(where + one['rule'] + text)}", dim=True))
    click.echo()
    for block in told["blocks"]:
        sign = "+" if block["kept"] else "-"
        reason = click.style(f"[{as_line(block['reason'])}]", dim=True)
        click.echo(f"{sign} {block['line']:>4}  {as_line(block['text'])} {reason}")


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inferred = " (the year is inferred)" if value.get("inferred") else ""
        return ", ".join(str(v) for k, v in value.items() if v and k in _TOLD) + inferred
    return ", ".join(value) if isinstance(value, list) else str(value or "")
