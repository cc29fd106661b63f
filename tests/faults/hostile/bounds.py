"""`python -m tests.faults.hostile.bounds FOLDER`: what it costs to read each file below a folder, as lines of JSON: its path,
seconds of computing, and the most memory in MB that its process ever held, in a process of its own as `search.reading` has it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from search.ingest import ingest
from search.reading import Task, bound, outcomes
from search.settings import Settings


def main(folder: Path) -> None:
    settings = Settings()
    assert ingest  # all that reading takes is loaded before the first process starts
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        process = os.fork()
        if not process:
            bound(settings)
            for _ in outcomes(Task(str(path), path.name), settings, {}):
                pass
            os._exit(0)
        _, status, used = os.wait4(process, 0)
        seconds = used.ru_utime + used.ru_stime
        told = [str(path.relative_to(folder)), seconds, used.ru_maxrss / 1000, status]
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
