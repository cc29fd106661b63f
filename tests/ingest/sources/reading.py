"""Read bytes as a file of a name: every test of a format goes the way that a real file goes."""

import tempfile
from pathlib import Path

from search.article import Source
from search.ingest.sources import Refused, read
from search.settings import Settings


def pieces(
    data: bytes, name: str = "file", names: dict[str, str] | None = None, **settings
) -> list[Source | Refused]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "given"
        path.write_bytes(data)
        named = path.rename(Path(folder) / name)
        return list(read(named, name, Settings(**settings), names))


def sources(data: bytes, name: str = "file", **more) -> list[Source]:
    """When nothing is refused."""
    found = pieces(data, name, **more)
    assert not [piece for piece in found if isinstance(piece, Refused)]
    return found


def refusal(data: bytes, name: str = "file", **more) -> str:
    """The reason, when nothing but one refusal comes."""
    (found,) = pieces(data, name, **more)
    return str(found.error)
