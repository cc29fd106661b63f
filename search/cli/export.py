"""`backfile export`: every article that a query asks for, in a format that other programs read."""

from __future__ import annotations

import sys

import click

from search.cli.flags import SEARCHING, settings_flags
from search.cli.output import counted
from search.engines import open_index
from search.export import export
from search.index import Search, Sort
from search.query import parse
from search.settings import Settings

_FORMATS = {"jsonl": "jsonl", "csv": "csv", "ris": "ris", "bibtex": "bib", "csl": "csl.json"}


@click.command("export")
@click.argument("query", default="")
@click.option("--format", "named", type=click.Choice(list(_FORMATS)), default="jsonl", show_default=True)
@settings_flags("index", *SEARCHING)
def verb(*, query: str, named: str, settings: Settings) -> None:
    """Write all articles that QUERY asks for to stdout, the newest first; the whole archive without a QUERY."""
    asked = parse(query, settings)
    for note in asked.notes:
        click.echo(f"Note: {note}.", err=True)
    sort = Sort.NEWEST if asked.understood else Sort.RELEVANCE
    index = open_index(settings.index, settings)
    number = export(index, Search(asked.clause, sort=sort), _FORMATS[named], sys.stdout)
    click.echo(f"{counted(number, 'article')} exported.", err=True)
