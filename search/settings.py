"""Every setting, defined once: its name, default, check and meaning.

Defaults < `backfile.toml` in the working folder < environment `BACKFILE_NAME` < flags. An unknown key is an error. One
frozen value is made at the start and passed in; nothing here is global.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from search.errors import SettingsError

FILE = "backfile.toml"
PREFIX = "BACKFILE_"
_HUGE = 10**12
"""No number of a setting comes near it, and none that does fits where numbers are kept."""


INTERFACES = ("en", "tr", "ar")
"""The languages that the pages speak."""


_ORIGIN = (
    r"(?!https://\S*:443(?!\S))(?!http://\S*:80(?!\S))"
    r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?"
)
_ORIGINS = rf"{_ORIGIN}(?: {_ORIGIN})*"
"""As https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin has them."""


def _setting(
    default: Any,
    about: str,
    least: float | None = None,
    most: float | None = None,
    *,
    choices: tuple[str, ...] = (),
    pattern: str = "",
    example: str = "",
    secret: bool = False,
) -> Any:
    checks = {"least": least, "most": most, "choices": choices, "pattern": pattern, "example": example}
    return field(default=default, repr=not secret, metadata={"about": about, **checks})


@dataclass(frozen=True, slots=True)
class Settings:
    index: str = _setting(
        "backfile-index",
        "The archive: a folder, `tantivy:DIR` for one in Tantivy, or `opensearch+https://user@host:9200/name` for one in a cluster.",
    )
    title: str = _setting("Backfile", "The name of the archive, as its pages show it.")
    language: str = _setting(
        "en",
        f"What the pages speak where the browser states none of: {', '.join(INTERFACES)}.",
        choices=INTERFACES,
    )
    url: str = _setting(
        "",
        "The archive's public address, in citations, exports and feeds; empty for the one that a reader came to.",
        pattern=r"(https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~/-]*)?)?",
        example="https://archive.example/news",
    )
    widget_origins: str = _setting(
        "",
        "Sites whose pages may ask this archive by its search box for other sites: origins as browsers state them, in "
        "small letters, without path or usual port, with spaces between them; `*` for every site, empty for none.",
        pattern=rf"\*|({_ORIGINS})?",
        example="https://paper.example https://blog.example:8443",
    )
    frame_origins: str = _setting(
        "",
        "Sites whose pages may show the archive's `/embed` in a frame: origins, likewise; empty for none.",
        pattern=rf"({_ORIGINS})?",
        example="https://paper.example https://blog.example:8443",
    )
    host: str = _setting("127.0.0.1", "The address that `serve` listens on.")
    port: int = _setting(8000, "The port that `serve` listens on.", 0, 65535)
    requests_per_minute: int = _setting(
        30_000,
        "What one client may ask for, static files aside, before it is told to wait (429); one of IPv6 is a /64. 0 for no "
        "bound. The default stops only programs that have run wild; 600 is ample for a person, not for a house of readers "
        "behind one address.",
        0,
    )
    trusted_proxies: int = _setting(
        0,
        "How many proxies stand before the archive and each add to X-Forwarded-For whom they were asked by; 0 for none, as "
        "anyone could then write there what he likes.",
        0,
        10,
    )
    workers: int = _setting(0, "Processes that read and clean files; 0 for one a core.", 0, 256)
    sites: str = _setting("", "A TOML file of rules by site that overrule the cleaner; empty for none.")
    max_file_mb: int = _setting(2048, "A larger file is not read.", 1)
    max_document_mb: int = _setting(20, "A larger page or record is not read.", 1)
    max_depth: int = _setting(2000, "A page whose elements are nested deeper is not read.", 16)
    max_elements: int = _setting(
        100_000, "A page with more elements, or a text with more lines, is not read.", 100
    )
    max_ratio: int = _setting(
        200, "A compressed file that grows by more than this factor is not read further.", 2
    )
    max_nesting: int = _setting(4, "Archives that lie in archives are read to this depth.", 1, 50)
    max_seconds: float = _setting(10.0, "A page that takes longer to read and clean is given up.", 0.1)
    max_memory_mb: int = _setting(512, "A page that takes more memory to read and clean is given up.", 192)
    memory_mb: int = _setting(256, "Memory for what is kept decoded from the index between searches.", 16)
    max_query_chars: int = _setting(2000, "A longer query is cut there, and the reader is told.", 10)
    max_clauses: int = _setting(
        200, "Words and operators in one search; the rest is ignored, and the reader is told.", 1
    )
    max_expansions: int = _setting(
        2000, "Words that one prefix, wildcard or fuzzy word may stand for; the most frequent are taken.", 10
    )
    search_seconds: float = _setting(
        1.0, "Time budget of one search, and of all together that a page asks for.", 0.01
    )
    raw_file_mb: int = _setting(
        50,
        "Readers are handed an article's file as it was received, or its record, where the file has at most so many MB; "
        "0 for never, which suits an archive that is open to all: records can hold what no page shows.",
        0,
    )
    page_window: int = _setting(10_000, "How far down a result list one can page.", 100)
    opensearch_password: str = _setting(
        "",
        "That of the user whom the address of a cluster names; better set in the environment.",
        secret=True,
    )
    opensearch_password_file: str = _setting(
        "",
        "A file that holds it instead, its last line end left out; or that of each cluster, by lines as .netrc has them: "
        "`machine HOST login USER password …`.",
    )
    opensearch_ca: str = _setting(
        "",
        "A file of certificates (PEM) by which a cluster is known; empty for those that the system trusts.",
    )
    opensearch_shards: int = _setting(
        1, "Parts into which a cluster divides an archive that is built.", 1, 1024
    )
    opensearch_replicas: int = _setting(
        1,
        "Copies of each part that a cluster keeps beside the first, as far as it has nodes for them.",
        0,
        10,
    )

    @classmethod
    def load(
        cls,
        flags: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> Settings:
        """Read all four layers. Flags that are None are not given. Raises SettingsError, naming the layer and key."""
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        file = (folder or Path()) / FILE
        if file.is_file():
            try:
                stated = tomllib.loads(file.read_text(encoding="utf-8"))
            except (OSError, ValueError, RecursionError) as e:
                raise SettingsError(f"{FILE} can't be read: {e}") from e
            values |= {k: _checked(k, v, FILE) for k, v in stated.items()}
        for key, text in environment.items():
            if key.startswith(PREFIX):
                values[key.removeprefix(PREFIX).lower()] = _checked(
                    key.removeprefix(PREFIX).lower(), text, key
                )
        for key, value in (flags or {}).items():
            if value is not None:
                values[key] = _checked(key, value, f"--{key.replace('_', '-')}")
        return cls(**values)


def _checked(key: str, value: Any, layer: str) -> Any:
    """The value in its setting's own type. Strings are taken for any type, as the environment knows no other."""
    setting = next((f for f in fields(Settings) if f.name == key), None)
    if setting is None:
        known = ", ".join(f.name for f in fields(Settings))
        raise SettingsError(f"{layer}: there is no setting {key!r}. The settings are: {known}.")
    kind: type[Any] = type(setting.default)
    try:
        if kind is str and not isinstance(value, str):
            raise ValueError
        converted = value if isinstance(value, kind) and not isinstance(value, bool) else kind(value)
        if kind is not str and (
            not abs(converted) < _HUGE or (isinstance(value, float) and converted != value)
        ):
            raise ValueError
    except (TypeError, ValueError, OverflowError):
        word = {int: "a whole number", float: "a number", str: "a text"}[kind]
        raise SettingsError(f"{layer}: {key} must be {word}, not {value!r}.") from None
    choices = setting.metadata["choices"]
    if choices and converted not in choices:
        raise SettingsError(f"{layer}: {key} must be one of {', '.join(choices)}, not {value!r}.")
    if setting.metadata["pattern"] and not re.fullmatch(setting.metadata["pattern"], converted):
        raise SettingsError(
            f"{layer}: {key} must look like {setting.metadata['example']}, not {converted!r}."
        )
    least, most = setting.metadata["least"], setting.metadata["most"]
    if (least is not None and converted < least) or (most is not None and converted > most):
        bounds = f"at least {least}" + (f" and at most {most}" if most is not None else "")
        raise SettingsError(f"{layer}: {key} must be {bounds}, not {value!r}.")
    return converted
