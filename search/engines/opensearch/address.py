"""A location and the settings → where a cluster is, who asks it, and what the archive is called there."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from netrc import NetrcParseError, netrc
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from search.errors import SettingsError
from search.settings import Settings

PORT = 9200
"""Where a location names none."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")
_OURS = re.compile(r".*-(?:\d{6}|state)")
"""Names of indexes that belong to an archive of a shorter name."""


@dataclass(frozen=True, slots=True)
class Address:
    """`hosts` are nodes of one cluster, each asked when the one before it can't be reached. `name` is the archive's alias."""

    secure: bool
    hosts: tuple[tuple[str, int], ...]
    user: str
    name: str

    @property
    def location(self) -> str:
        """The same however it was written: with every port, hosts in small letters, and no slash at the end."""
        scheme, _, nodes = self.shown.partition("://")
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        return f"opensearch+{scheme}://{user}{nodes}/{self.name}"

    @property
    def shown(self) -> str:
        """For messages: the nodes alone."""
        scheme = "https" if self.secure else "http"
        hosts = (f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in self.hosts)
        return f"{scheme}://{','.join(hosts)}"


def address_of(location: str) -> Address:
    """Of `opensearch+https://[user@]host[:port][,host[:port]…]/name`. Raises SettingsError."""
    scheme, _, rest = location.partition("://")
    secure = scheme == "opensearch+https"
    authority, _, name = rest.partition("/")
    userinfo, _, nodes = authority.rpartition("@")
    if ":" in userinfo:
        raise SettingsError(
            "A password has no place in the address of an index, where others see it: leave it out and set "
            "BACKFILE_OPENSEARCH_PASSWORD or opensearch_password_file."
        )
    if not _NAME.fullmatch(name.rstrip("/")) or _OURS.fullmatch(name.rstrip("/")):
        raise SettingsError(
            f"{location!r} names no archive: after the host comes its name, of small letters, digits, dots, hyphens and "
            "underscores, not ending in -state or six digits, as in opensearch+https://host:9200/news."
        )
    try:
        hosts = tuple(_host(node) for node in nodes.split(","))
    except ValueError as e:
        raise SettingsError(
            f"{location!r} names no host; write it as opensearch+https://host:9200/news."
        ) from e
    return Address(secure, hosts, unquote(userinfo), name.rstrip("/"))


def _host(node: str) -> tuple[str, int]:
    parts = urlsplit(f"//{node}")
    if not parts.hostname or parts.path or parts.query or parts.fragment or any(map(str.isspace, node)):
        raise ValueError
    return parts.hostname, parts.port or PORT


def password_of(settings: Settings, address: Address) -> str:
    """Empty for none. Raises SettingsError where its file can't be read, or names other hosts or users only."""
    if not settings.opensearch_password_file:
        return settings.opensearch_password
    path = Path(settings.opensearch_password_file)
    try:
        text = path.read_text(encoding="utf-8")
        if not text.startswith("machine "):
            return text.rstrip("\r\n")
        known = netrc(path)
    except (OSError, UnicodeDecodeError, NetrcParseError) as e:
        raise SettingsError(f"opensearch_password_file can't be read: {e}.") from e
    if not address.user:
        return ""
    for host, _ in address.hosts:
        login = known.hosts.get(host)
        if login and login[0] == address.user:
            return login[2] or ""
    raise SettingsError(f"opensearch_password_file has no password of {address.user!r} at {address.shown}.")


def trust(settings: Settings) -> ssl.SSLContext:
    """Certificates are verified: by the authorities that the system trusts, or by those in the file `opensearch_ca`."""
    try:
        return ssl.create_default_context(cafile=settings.opensearch_ca or None)
    except OSError as e:  # and so is ssl.SSLError
        raise SettingsError(f"opensearch_ca can't be used as a file of certificates: {e}.") from e
