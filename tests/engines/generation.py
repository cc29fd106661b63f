"""Generations of small text files, for the tests of how they are written."""

from __future__ import annotations

from search.engines.generations import Generations


def write(generations: Generations, fresh: bool = False, **files: str) -> None:
    with generations.write(fresh) as folder:
        for name, text in files.items():
            (folder / name).unlink(missing_ok=True)
            (folder / name).write_text(text)


def contents(generations: Generations) -> dict[str, str]:
    folder = generations.current().folder
    return {path.name: path.read_text() for path in folder.iterdir() if path.name != "manifest.json"}
