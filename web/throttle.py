"""How much one client may ask for in a minute, so that a program that has run wild leaves something for readers.

A bucket for each client, of which all processes of a server keep count together. It is one number: the moment at which the
bucket will be full again (the generic cell rate algorithm, ITU-T I.371). Memory is fixed, so clients whose names hash to one
bucket share it; the hash is keyed anew at each start, so that nobody can choose with whom.
"""

from __future__ import annotations

import math
import mmap
import os
import time
from collections.abc import Callable
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import Flask, abort, current_app, request

from search.settings import Settings
from web.api import health
from web.widget import element

EXTENSION = "buckets"
"""Under which an application knows its own."""

_EXEMPT = frozenset({"static", f"{health.blueprint.name}.{health.healthz.__name__}"})
_EXEMPT_ROOMS = frozenset({element.blueprint.name})
"""What costs next to nothing, and what watches over the archive."""

_MINUTE = 60.0
_PREFIX = 64
"""Bits of an address of IPv6 that its holder can't choose (RFC 6177)."""


class Buckets:
    """Of a minute's requests each, for all processes that are forked from this one. They take no lock: of two that count in
    the same instant one may be forgotten, which a soft limit bears. `clock` is in seconds, and one for all processes."""

    def __init__(
        self, per_minute: int, number: int = 1 << 16, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._pause = _MINUTE / per_minute if per_minute else 0.0
        self._number = number
        self._clock = clock
        self._key = os.urandom(16)
        self._full_at = memoryview(mmap.mmap(-1, number * 8)).cast("d")

    def take(self, client: str) -> int:
        """Take one request out: 0, or the seconds until there is one again, in which case nothing is taken."""
        if not self._pause:
            return 0
        digest = blake2b(client.encode("utf-8", "replace"), digest_size=8, key=self._key).digest()
        slot = int.from_bytes(digest) % self._number
        now = self._clock()
        full_at = max(self._full_at[slot], now) + self._pause
        # A thousandth of a pause, as sums of fractions are not exact
        if (over := full_at - now - _MINUTE) > self._pause / 1000:
            return math.ceil(over)
        self._full_at[slot] = full_at
        return 0


def throttle(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = Buckets(settings.requests_per_minute)

    @app.before_request
    def _count() -> None:
        if request.endpoint in _EXEMPT or request.blueprint in _EXEMPT_ROOMS:
            return
        forwarded = request.headers.get("X-Forwarded-For", "")
        name = client(request.remote_addr or "", forwarded, settings.trusted_proxies)
        if seconds := current_app.extensions[EXTENSION].take(name):
            abort(429, retry_after=seconds)


def client(connected: str, forwarded: str, proxies: int) -> str:
    """Who asks, as so many proxies before the archive say. Each adds at the end of X-Forwarded-For whom it was asked by; what
    stands before that is only claimed. The address that has connected, where they don't say."""
    claims = forwarded.split(",")
    told = _network(claims[-proxies]) if 0 < proxies <= len(claims) else None
    return told or _network(connected) or connected


def _network(text: str) -> str | None:
    """Of one client; some proxies add a port."""
    address = _address(text.strip())
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Network((int(address), _PREFIX), strict=False))
    return str(address) if address else None


def _address(text: str) -> IPv4Address | IPv6Address | None:
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return ip_address(bare)
    except ValueError:
        return None
