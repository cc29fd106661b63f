"""`backfile copy`: an archive from one index to another."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

from search.cli.flags import json_flag, settings_flags
from search.cli.output import as_line, counted, print_json
from search.copying import copy
from search.engines import open_index
from search.settings import Settings

_EVERY = 10.0
"""Seconds between two lines of progress where there is no terminal."""


@click.command("copy")
@click.option("--from", "source", metavar="INDEX", required=True, help="The archive: a folder or an address.")
@click.option("--to", "target", metavar="INDEX", required=True, help="A place where there is none yet.")
@json_flag
@settings_flags("memory_mb")
def verb(*, source: str, target: str, as_json: bool, settings: Settings) -> int:
    """Copy an archive to another index, of any engine, with the memory of its files.

    One that was interrupted is taken up where it was by the same command. In the end all that was copied is read back
    and compared. `backfile reindex PATH... --index INDEX` goes on there with what is new.
    """
    with _progress() as progress:
        copied = copy(open_index(source, settings), open_index(target, settings, create=True), progress)
    if as_json:
        print_json(
            {"articles": copied.articles, "written": copied.written, "checksum": copied.checksum}
            | {"failed": [{"id": one.locator, "reason": one.reason} for one in copied.failed]}
        )
    else:
        for one in copied.failed:
            click.echo(f"{as_line(one.locator)}: {as_line(one.reason)}")
        click.echo(f"{counted(copied.articles, 'article')}, {copied.written:,} of them written by this run.")
        click.echo(f"Both archives have the checksum {copied.checksum}.")
    return 1 if copied.failed else 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, a line now and then elsewhere."""
    if sys.stderr.isatty():
        with tqdm(unit=" articles", unit_scale=True, desc="Copying", dynamic_ncols=True, leave=False) as bar:

            def draw(done: int, of: int) -> None:
                bar.total = of
                bar.update(done - bar.n)

            yield draw
    else:
        began = said = time.monotonic()

        def say(done: int, of: int) -> None:
            nonlocal said
            if (now := time.monotonic()) - said >= _EVERY:
                said = now
                left = round((now - began) * (of - done) / done)
                click.echo(
                    f"Copied {done:,} of {counted(of, 'article')}, {done / (now - began):,.0f} a second, "
                    f"{counted(left, 'second')} left",
                    err=True,
                )

        yield say
