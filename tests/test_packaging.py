"""What is built from here works elsewhere: a wheel, made offline, with its templates and static files inside."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.command import run, serving


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Path:
    """A folder into which the wheel is installed; what it depends on comes from this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    offline = ["--no-index", "--no-deps"]
    build = [*pip, "wheel", *offline, "--no-build-isolation", "--wheel-dir", folder / "built", project]
    subprocess.run(build, check=True)
    (wheel,) = (folder / "built").glob("backfile-*-py3-none-any.whl")
    subprocess.run([*pip, "install", *offline, "--target", folder / "installed", wheel], check=True)
    return folder / "installed"


def test_the_installed_command_works_from_another_folder(
    installed: Path, project: Path, tmp_path: Path
) -> None:
    shutil.copytree(project / "seeds", tmp_path / "news")
    paths = {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    where = "import search, web; print(search.__file__, web.__file__)"
    found = run(["-c", where], tmp_path, [sys.executable], **paths)
    assert all(Path(file).is_relative_to(installed) for file in found.stdout.split()), found

    command = [sys.executable, installed / "bin" / "backfile"]
    assert run(["reindex", "news"], tmp_path, command, **paths).returncode == 0
    with serving(tmp_path, command, **paths) as address:
        for page in ("", "search?q=ceasefire", "static/backfile.css", "widget/v1/news-search.js"):
            with urllib.request.urlopen(address + page) as answer:
                assert answer.status == 200 and answer.read()
