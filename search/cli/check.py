"""`backfile check`: whether the archive is whole."""

from __future__ import annotations

import click

from search.check import doubts_of
from search.cli.flags import json_flag, settings_flags
from search.cli.output import as_line, print_json
from search.engines import open_index
from search.errors import IndexDamaged, IndexProblem
from search.settings import Settings


@click.command("check")
@json_flag
@settings_flags("index", "memory_mb")
def verb(*, as_json: bool, settings: Settings) -> int:
    """Verify the index's files, the ledger against the index, and a sample of the articles.

    Exit status 3 when anything is in doubt; `backfile reindex --full PATH...` mends all of it.
    """
    try:
        doubts = doubts_of(open_index(settings.index, settings))
    except IndexDamaged as e:
        doubts = (str(e),)
    if as_json:
        print_json({"ok": not doubts, "doubts": list(doubts)})
    else:
        for doubt in doubts:
            click.echo(as_line(doubt))
        click.echo(
            "The archive is in doubt. Run: backfile reindex --full PATH..."
            if doubts
            else "The archive is whole."
        )
    return IndexProblem.exit_status if doubts else 0
