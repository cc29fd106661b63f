"""`backfile explain`: what became of each line of a file, and why each field has its value."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from search.cli.flags import READING, json_flag, map_flag, mapped, settings_flags
from search.cli.output import as_line, print_json
from search.database import speaking_for
from search.errors import NotAnArticle, SettingsError, SourceError
from search.ingest.explain import explain
from search.ledger import Ledger, Refusal, place
from search.reading import Cleaned
from search.settings import Settings
from search.workers import Workers

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
@click.option("--record", type=click.IntRange(1), default=None, help="The N-th of a file of several.")
@map_flag
@json_flag
@settings_flags("index", *READING)
def verb(*, file: str, record: int | None, names: tuple[str, ...], as_json: bool, settings: Settings) -> None:
    """Read FILE as reindex would, and say what was kept, what was dropped, and why.

    FILE can be any place that reindex names: a record as FILE#N, a member of an archive as FILE!MEMBER.
    """
    known = place(settings.index)
    with speaking_for(known), closing(Ledger.copy(known)) as ledger:
        path, locator, within = _found(file, ledger)
    with Workers(settings, mapped(names)) as workers:
        came = workers.read_one(
            str(path), locator, number=(record or 1) - 1, only=within and locator + within
        )
    if isinstance(came, Refusal):
        raise SourceError(as_line(f"{came.locator}: {came.kind}: {came.reason}"))
    if not isinstance(came, Cleaned):
        what = f"{within} in it" if within else f"record {record}" if record else "article in it"
        raise NotAnArticle(f"{path}: there is no {what}.")
    told = explain(came.article)
    if as_json:
        print_json(told)
    else:
        _print(told, came.article.locator)


def _found(file: str, ledger: Ledger) -> tuple[Path, str, str]:
    """The file on disk, its locator, and the place within it, empty for the first.

    A file that the archive holds has the locator that it has there; another the one that it would have with its folder.
    """
    marks = [at for at, c in enumerate(file) if c in "!#" and at]
    for end in (len(file), *reversed(marks)):
        outer, within = file[:end], file[end:]
        there = ledger.located(outer) if not os.path.lexists(outer) else None
        path = Path(there or outer).absolute()
        if path.is_file():
            known = ledger.known(ledger.name(str(path.resolve())))
            return path, known[0] if known else f"{path.parent.name}/{path.name}".lstrip("/"), within
        if os.path.lexists(path):
            raise SettingsError(f"{file}: it is no file.")
    raise SettingsError(f"{file}: there is no such file.")


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
