"""What an archive holds, and what lies in its folder, in a form that can be compared."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from search.engines import open_index
from search.errors import IndexMissing
from search.settings import Settings

State = dict[str, tuple[str, str]]
"""Each article's id, with its headline and body. Its evidence may name a page that is no more, and so hangs on the way."""


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder where a sync takes no time, if there is one: kills ask nothing of a disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def state(root: Path) -> State:
    """Nothing where there is no index yet."""
    try:
        with closing(open_index(str(root), Settings())) as index:
            return {id: (found.headline, found.body) for id in index.ids() if (found := index.get(id))}
    except IndexMissing:
        return {}


def state_before(root: Path) -> State:
    """As it was one generation ago."""
    with TemporaryDirectory() as folder:
        copy = Path(folder, "index")
        shutil.copytree(root, copy)
        now = int((copy / "current").read_text())
        before = max((int(path.name) for path in copy.glob("0*") if int(path.name) < now), default=0)
        (copy / "current").write_text(f"{before}\n")
        return state(copy)


def generations(root: Path) -> int:
    return len([path for path in root.iterdir() if path.is_dir()])


def beside(root: Path) -> dict[str, int]:
    """The files beside the generations, and their sizes in bytes."""
    return {path.name: path.stat().st_size for path in root.iterdir() if path.is_file()}


def is_free(root: Path) -> bool:
    """Whether nobody holds the folder as its writer."""
    for name in ("lock", "ledger.lock"):
        if (root / name).exists():
            with (root / name).open() as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return False
    return True


def story(number: int, words: str = "It agreed on the budget.") -> str:
    """A page of plain text. Its site's other pages have its second paragraph too."""
    return (
        f"Council agrees on plan {number}\n\nMay {number % 28 + 1}, 2016\n\n"
        f"The council met for the {number}th time this year. {words}\n\n"
        "Write to the desk of the paper with your views on this story.\n"
    )


def record(number: int, words: str = "It agreed on the budget.") -> str:
    """A line of JSON that states its body."""
    body = f"The council met for the {number}th time on Monday. {words} " * 3
    return json.dumps({"id": f"r{number}", "title": f"Report {number}", "body": body, "date": "2016-05-23"})
