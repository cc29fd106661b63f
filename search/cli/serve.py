"""`backfile serve`: the search page."""

from __future__ import annotations

import click

from search.cli.flags import SEARCHING, settings_flags
from search.settings import Settings


@click.command("serve")
@settings_flags("host", "port", "url", "index", "title", *SEARCHING)
def verb(*, settings: Settings) -> None:
    """Serve the archive's pages until Ctrl+C."""
    from web.serve import serve  # noqa: PLC0415 - Flask is for this verb alone

    serve(settings)
