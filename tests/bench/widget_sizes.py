"""What search boxes weigh that a site can embed: `python -m tests.bench.widget_sizes`, with npm where the peers are wanted.

Each is taken from its package at a stated version, the script and the sheet that its own documentation has a page load, each
compressed with gzip -9. What is fetched is only looked into, never run.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "web" / "widget" / "dist" / "news-search.js"
PEERS = {
    "DocSearch": {"@docsearch/js@5.2.0": "dist/umd/index.js", "@docsearch/css@5.2.0": "dist/style.css"},
    "InstantSearch": {
        "instantsearch.js@4.118.1": "dist/instantsearch.production.min.js",
        "algoliasearch@5.64.0": "dist/lite/builds/browser.umd.js",
        "instantsearch.css@8.23.0": "themes/satellite-min.css",
    },
    "Typesense DocSearch": {
        "typesense-docsearch.js@3.4.1": "dist/umd/index.js",
        "typesense-docsearch-css@0.4.1": "dist/style.css",
    },
    "Pagefind, components (without the engine)": {
        "@pagefind/component-ui@1.5.2": ("npm_dist/mjs/component-ui.mjs", "css/pagefind-component-ui.css")
    },
    "Pagefind, default (without the engine)": {
        "@pagefind/default-ui@1.5.2": ("npm_dist/mjs/ui-core.mjs", "css/ui.css")
    },
    "Pagefind, modular (without the engine)": {
        "@pagefind/modular-ui@1.5.2": ("npm_dist/mjs/modular-core.mjs", "css/ui.css")
    },
    "docs-searchbar (Meilisearch)": {
        "docs-searchbar.js@2.5.0": (
            "dist/cdn/docs-searchbar.min.js",
            "dist/cdn/docs-searchbar.min.css",
        )
    },
    "lunr (an engine without a box)": {"lunr@2.3.9": "lunr.min.js"},
}


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0))


def fetched(package: str, folder: Path) -> Path | None:
    """The package as the registry has it, by npm as it is set up here."""
    npm = shutil.which("npm")
    asked = [npm, "pack", "--silent", "--ignore-scripts", "--pack-destination", str(folder), package]
    try:
        said = (
            subprocess.run(asked, check=False, capture_output=True, text=True, timeout=120) if npm else None
        )
    except subprocess.TimeoutExpired:
        return None
    return folder / said.stdout.split()[-1] if said and said.returncode == 0 else None


def weighed(packages: Mapping[str, str | tuple[str, ...]], folder: Path) -> list[int] | None:
    sizes = []
    for package, files in packages.items():
        file = fetched(package, folder)
        if file is None:
            return None
        with tarfile.open(file) as archive:
            for name in (files,) if isinstance(files, str) else files:
                member = archive.extractfile(f"package/{name}")
                assert member, f"{package} has no {name}"
                sizes.append(packed(member.read()))
    return sizes


def main() -> None:
    ours = packed(SHIPPED.read_bytes())
    print(f"{'news-search, all in':44}{ours:>9,} bytes")
    with tempfile.TemporaryDirectory() as folder:
        for name, packages in PEERS.items():
            sizes = weighed(packages, Path(folder))
            if sizes is None:
                print(f"{name:44}not reachable")
            else:
                parts = " + ".join(f"{size:,}" for size in sizes)
                print(f"{name:44}{sum(sizes):>9,} bytes = {parts}; {sum(sizes) / ours:.1f} times ours")


if __name__ == "__main__":
    main()
