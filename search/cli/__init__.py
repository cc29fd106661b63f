"""The command line: one verb, one file, loaded when it is used. Results go to stdout, everything else to stderr.

Exit status: 0 done; 1 done, but some files failed, each named; 2 usage or settings; 3 the index can't be used; 130
interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from search import __version__
from search.errors import ArchiveError

VERBS = ("reindex", "search", "show", "explain", "serve", "stats", "check", "export", "copy")
INTERRUPTED = 130
NOBODY_READS = 141
"""What a shell reports of a program that wrote to a closed pipe."""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"search.cli.{cmd_name}").verb
        return command


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
def backfile() -> None:
    """A full-text search engine for news archives."""


def main() -> None:
    """What the installed command runs."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Carry out one command and return its exit status; never a traceback for what a user can meet."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = backfile.main(arguments, prog_name="backfile", standalone_mode=False)
        sys.stdout.flush()
    except ArchiveError as e:
        click.echo(f"backfile: {e}", err=True)
        status = e.exit_status
    except click.ClickException as e:
        e.show()
        status = 2
    except click.Abort:
        click.echo("backfile: interrupted; what was done so far is kept whole", err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = NOBODY_READS
    return int(status or 0)
