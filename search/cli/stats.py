"""`backfile stats`: what the archive holds."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import asdict, replace

import click

from search.cli.flags import json_flag, settings_flags
from search.cli.output import as_line, counted, print_json
from search.database import speaking_for
from search.engines import open_index
from search.index import FACETS, Search
from search.ledger import Ledger, place
from search.settings import Settings

_PATIENCE = 60.0
"""Seconds: counting everything may take longer than a search may."""
_SHOWN = 8
"""Values of each facet, for people; JSON has all that were counted."""


@click.command("stats")
@json_flag
@settings_flags("index")
def verb(*, as_json: bool, settings: Settings) -> None:
    """Count the articles, files and refusals, and the values of each facet."""
    index = open_index(settings.index, replace(settings, search_seconds=_PATIENCE))
    status = index.status()
    results = index.search(Search(facets=FACETS, limit=0))
    file = place(status.location)
    with speaking_for(file), closing(Ledger.copy(file)) as ledger:
        files, _ = ledger.counts()
        refused = dict(Counter(refusal.kind for refusal in ledger.refusals()))
    if as_json:
        facets = {
            name: {
                "different": results.facet_sizes[name],
                "counts": [asdict(count) for count in results.facets[name]],
            }
            for name in FACETS
        }
        print_json(asdict(status) | {"files": files, "refused": refused, "facets": facets})
        return
    click.echo(f"{counted(status.articles, 'article')} from {counted(files, 'file')} in {status.location}")
    click.echo(f"Engine {status.engine}, generation {status.generation}. {status.message}".rstrip())
    if refused:
        click.echo(
            "Refused: " + ", ".join(f"{number:,} {kind}" for kind, number in sorted(refused.items())) + "."
        )
    for name in FACETS:
        shown = ", ".join(
            f"{as_line(c.value) or 'unknown'} {c.count:,}" for c in results.facets[name][:_SHOWN]
        )
        click.echo(f"{name} ({results.facet_sizes[name]:,}): {shown}")
