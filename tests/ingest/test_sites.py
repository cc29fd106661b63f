"""The keeper's rules by site."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.article import Block, Role
from search.errors import SettingsError
from search.ingest.sites import SiteRules, rules_for


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "sites.toml"
    path.write_text(
        """
        ["example.org"]
        source = "The Example"
        drop = ["Read also: *", "[sponsored]"]
        keep = ["Read also: the treaty itself"]
        ["news.example.org"]
        language = "tr"
        ["scans/1987"]
        source = "The Courier"
        """,
        encoding="utf-8",
    )
    return str(path)


def test_a_host_stands_for_its_subdomains_unless_they_have_rules(file: str) -> None:
    assert rules_for("example.org", file).source == "The Example"
    assert rules_for("m.example.org", file).source == "The Example"
    assert rules_for("news.example.org", file) == SiteRules("news.example.org", language="tr")
    assert rules_for("scans/1987", file).source == "The Courier"
    assert rules_for("notexample.org", file) == SiteRules()
    assert rules_for("example.org", "") == SiteRules()


def test_lines_are_dropped_and_kept_with_the_rule_as_reason(file: str) -> None:
    lines = ["read also: ten more", "Read also: the treaty itself", "The treaty was signed.", "[Sponsored]"]
    blocks = [Block(n, line, line) for n, line in enumerate(lines, 1)]
    blocks[1] = blocks[1].drop(Role.RELATED_POSTS, "related-posts: a guess")
    dropped, kept, left, sponsored = rules_for("example.org", file).overrule(blocks)
    assert (dropped.kept, kept.kept) == (False, True)
    assert "example.org" in dropped.reason
    assert "Read also: *" in dropped.reason
    assert left == blocks[2]
    assert not sponsored.kept


@pytest.mark.parametrize(
    "text", ['drop = "x"', '["a"]\ndrop = "x"', '["a"]\ndrpo = ["x"]', "[[", "[a]\nkeep = [1]"]
)
def test_a_file_that_can_not_be_used_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "sites.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"sites\.toml"):
        rules_for("a", str(tmp_path / "sites.toml"))
