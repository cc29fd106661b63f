"""What is logged keeps to its own lines: an address or an article may say what looks like an entry of the log, or what a
terminal takes for a command."""

from __future__ import annotations

import logging

from flask.logging import default_handler


class Entry(logging.Formatter):
    """Begins at the left margin, as no other line of it does; what can't be printed is spelled out."""

    def format(self, record: logging.LogRecord) -> str:
        return "".join(map(_printed, super().format(record))).replace("\n", "\n    ")


def _printed(character: str) -> str:
    if character == "\n" or character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def keep() -> None:
    """For what the application logs; whoever has set up a log of his own keeps that."""
    default_handler.setFormatter(Entry("[%(asctime)s] %(levelname)s: %(message)s"))
