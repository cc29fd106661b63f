"""Index engines: strangers to each other behind one seam. A new one is a line in this table."""

from __future__ import annotations

import importlib

from search.errors import EngineMissing, SettingsError
from search.index import Index
from search.settings import Settings

ENGINES = {
    "opensearch": ("search.engines.opensearch", "pip install 'backfile[opensearch]'"),
    "tantivy": ("search.engines.tantivy", "pip install 'backfile[tantivy]'"),
    "whoosh": ("search.engines.whoosh", "pip install backfile"),
}
"""Name → module with `open_index(location, settings, create)`, and how to install what it needs."""

_FOREIGN = {"tantivy:": "tantivy", "opensearch+http://": "opensearch", "opensearch+https://": "opensearch"}
"""How a location names another engine than Whoosh, for which it is a folder."""


def open_index(location: str, settings: Settings, create: bool = False) -> Index:
    """The index at a folder, `tantivy:DIR` or `opensearch+https://host:9200/name`.

    Without `create` it has to be there and of this version: IndexMissing, IndexOutdated, IndexDamaged. EngineMissing
    when the engine can't be loaded; SettingsError for a location that names nothing.
    """
    if not location.strip():
        raise SettingsError("The setting `index` is empty; name a folder.")
    if "://" in location and not location.startswith(tuple(_FOREIGN)):
        raise SettingsError(
            f"{location!r} names no index; it is a folder, tantivy:DIR or opensearch+https://host:9200/name."
        )
    name = next((name for start, name in _FOREIGN.items() if location.startswith(start)), "whoosh")
    module, hint = ENGINES[name]
    try:
        engine = importlib.import_module(module)
    except ImportError as e:
        raise EngineMissing(f"The engine {name!r} can't be loaded ({e}): {hint}.") from e
    opened: Index = engine.open_index(location, settings, create)
    return opened
