"""What the documents say is so: each command runs, each setting stands there as it is, the tree of errors is the real one."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from search import errors
from search.settings import Settings
from tests.command import run, serving

PROJECT = Path(__file__).parent.parent
README = (PROJECT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")]


def commands() -> Iterator[list[str]]:
    for block in re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S):
        for line in block.splitlines():
            if words := shlex.split(line, comments=True):
                yield words


def test_the_readme_opens_with_its_two_commands() -> None:
    assert list(commands())[:2] == [["./run"], ["./test"]]
    for name in ("run", "test", ".ci/run"):
        assert os.access(PROJECT / name, os.X_OK)
        subprocess.run(["bash", "-n", PROJECT / name], check=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(PROJECT / "seeds", folder / "seeds")
    return folder


def test_each_command_of_the_readme_runs(folder: Path) -> None:
    ran = [words[1:] for words in commands() if words[0] == "backfile"]
    for words in ran:
        if words == ["serve"]:
            with serving(folder) as address:
                assert address.startswith("http://127.0.0.1:")
            continue
        done = run(words, folder)
        assert done.returncode == 0, (words, done.stderr)
        assert done.stdout.strip(), words
    assert {words[0] for words in ran} >= {
        "reindex",
        "search",
        "stats",
        "explain",
        "export",
        "check",
        "copy",
        "serve",
    }


def test_each_measurement_of_the_readme_is_there() -> None:
    named = [words[words.index("-m") + 1] for words in commands() if "-m" in words]
    assert named
    for name in named:
        assert (PROJECT / f"{name.replace('.', '/')}.py").is_file(), name
    pinned = [words[-1] for words in commands() if "--require-hashes" in words]
    assert pinned and all((PROJECT / file).is_file() for file in pinned)


def test_each_setting_stands_in_the_readme_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:`(.*?)`|–) \|", README, re.M))
    assert rows == {f.name: str(f.default) for f in fields(Settings)}


def test_the_tree_of_errors_is_the_real_one() -> None:
    parents: list[str] = []
    drawn = {}
    for line in str(errors.__doc__).splitlines():
        if match := re.match(r"([│├└─ ]*)(\w+)(?:  |$)", line):
            depth = len(match[1]) // 4
            if not hasattr(errors, match[2]):
                continue
            parents[depth:] = [match[2]]
            drawn[match[2]] = parents[depth - 1] if depth else "Exception"
    real = {n: e.__base__.__name__ for n, e in vars(errors).items() if isinstance(e, type) and e.__base__}
    assert drawn == real


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    missing = [link for link in links if not (document.parent / link).exists()]
    assert not missing


def test_what_architecture_names_is_there() -> None:
    text = (PROJECT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:search|web|tests|templates|seeds)/[\w./-]*)`", text))
    missing = sorted(name for name in named if not (PROJECT / name).exists())
    assert named and not missing
