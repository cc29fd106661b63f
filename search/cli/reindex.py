"""`backfile reindex`: bring the archive to what files and folders hold."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click
from tqdm import tqdm

from search.cli.flags import READING, json_flag, map_flag, mapped, settings_flags
from search.cli.output import as_line, counted, print_json
from search.engines import open_index
from search.errors import IndexMissing
from search.index import Index
from search.reindex import Progress, Tally, reindex
from search.settings import Settings

_EVERY = 10.0
"""Seconds between two lines of progress where there is no terminal."""


@click.command("reindex")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--full", is_flag=True, help="Build anew: the archive then holds the PATHs and nothing else.")
@click.option("--dry-run", is_flag=True, help="Read and clean all that a run would, and write nothing.")
@map_flag
@json_flag
@settings_flags("index", "workers", *READING)
def verb(
    *,
    paths: tuple[str, ...],
    full: bool,
    dry_run: bool,
    names: tuple[str, ...],
    as_json: bool,
    settings: Settings,
) -> int:
    """Read, clean and index files and folders.

    Only what is new or has changed since the last run is read, and what was deleted below the PATHs is removed. Text,
    HTML, WARC, JSON lines, CSV, NITF, NewsML, RSS and Atom are read, also packed in gzip, bzip2, xz, zip or tar.
    """
    index = _open(settings, dry_run)
    with _progress() as progress:
        tally = reindex(
            paths, index, settings, full=full, dry_run=dry_run, names=mapped(names), progress=progress
        )
    if as_json:
        print_json(asdict(tally) | {"failed_by_kind": tally.kinds, "dry_run": dry_run})
    else:
        _print(tally, dry_run)
    return 1 if tally.failed else 0


def _open(settings: Settings, dry_run: bool) -> Index | None:
    try:
        return open_index(settings.index, settings, create=not dry_run)
    except IndexMissing:
        if dry_run:
            return None
        raise


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, a line now and then elsewhere."""
    if sys.stderr.isatty():
        with tqdm(unit="B", unit_scale=True, desc="Reading", dynamic_ncols=True, leave=False) as bar:

            def draw(at: Progress) -> None:
                bar.total = at.of_bytes
                bar.set_postfix_str(
                    f"{counted(at.articles, 'article')}, file {at.files:,} of {at.of_files:,}", False
                )
                bar.update(at.bytes - bar.n)

            yield draw
    else:
        began = said = time.monotonic()

        def say(at: Progress) -> None:
            nonlocal said
            if (now := time.monotonic()) - said >= _EVERY:
                said = now
                click.echo(_line(at, now - began), err=True)

        yield say


def _line(at: Progress, seconds: float) -> str:
    line = f"Read {at.files:,} of {counted(at.of_files, 'file')}, {counted(at.articles, 'article')}"
    line += f", {at.articles / seconds:,.0f} a second"
    if at.bytes:
        left = seconds * (at.of_bytes - at.bytes) / at.bytes
        line += (
            f", {counted(round(left / 60), 'minute') if left >= 90 else counted(round(left), 'second')} left"
        )
    return line


def _print(tally: Tally, dry_run: bool) -> None:
    for refusal in tally.failed:
        click.echo(f"{as_line(refusal.locator)}: {refusal.kind}: {as_line(refusal.reason)}")
    click.echo(f"{counted(tally.read, 'file')} read, {tally.left:,} left as they were.")
    counts = f"{tally.added:,} added, {tally.changed:,} changed, {tally.unchanged:,} unchanged, {tally.removed:,} removed"
    click.echo(f"Articles: {counts}.")
    if tally.failed:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(tally.kinds.items()))
        click.echo(f"Failed: {kinds}.")
    if dry_run:
        click.echo("Nothing was written (--dry-run).")
