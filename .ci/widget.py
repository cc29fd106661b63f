"""Make what is shipped of the widget from its source: `python .ci/widget.py [FILE]`.

A module that is imported is put in the place of its import, and the sheet as the text that it is made of; the minifier is
the one that requirements-dev.txt pins.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import minify

SOURCE = Path(__file__).parents[1] / "web" / "widget"
SHIPPED = SOURCE / "dist" / "news-search.js"
MODULE = re.compile(r'^import \{[^}]*\} from "\./([\w.-]+)";\n', re.MULTILINE)
SHEET = re.compile(r'^import (\w+) from "\./([\w.-]+)" with \{ type: "css" \};\n', re.MULTILINE)


def whole(name: str, placed: set[str]) -> str:
    """The module with all that it imports, each once."""

    def module(found: re.Match[str]) -> str:
        return "" if found[1] in placed else whole(found[1], placed)

    def sheet(found: re.Match[str]) -> str:
        rules = minify.string("text/css", (SOURCE / found[2]).read_text(encoding="utf-8"))
        text = json.dumps(rules, ensure_ascii=False)
        return f"const {found[1]} = new CSSStyleSheet();\n{found[1]}.replaceSync({text});\n"

    placed.add(name)
    text = MODULE.sub(module, (SOURCE / name).read_text(encoding="utf-8"))
    return re.sub(r"^export ", "", SHEET.sub(sheet, text), flags=re.MULTILINE)


def main(target: Path) -> None:
    # In a function, as names at the top of a module are not shortened
    script = minify.string("application/javascript", "(() => {" + whole("news-search.js", set()) + "})()")
    target.parent.mkdir(exist_ok=True)
    target.write_text(script, encoding="utf-8", newline="")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else SHIPPED)
