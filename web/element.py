"""`<news-search>`, the search box for pages of other sites, as they load it: one script, at an address that states its version.

A page may state the hash of what it loads (https://www.w3.org/TR/sri-2/) and a browser keeps it for a year, so a version that
sites have embedded must never become other bytes: what changes is a further version, beside those that there are.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from flask import Blueprint, Response, url_for

from web import errors
from web.addresses import absolute
from web.cors import OPEN
from web.languages import gettext as _

blueprint = Blueprint("element", __name__)

VERSIONS = {"v1": Path(__file__).parent / "widget" / "dist" / "news-search.js"}
NEWEST = "v1"

_YEAR = 365 * 24 * 3600


@blueprint.get(f"{OPEN}<version>/news-search.js")
def script(version: str) -> Response:
    file = VERSIONS.get(version)
    if file is None:
        words = _("There is no version “%(version)s” of the search box. There are: %(known)s.")
        return errors.page(404, words % {"version": version[:40], "known": ", ".join(VERSIONS)})
    response = Response(file.read_bytes(), mimetype="text/javascript")
    response.cache_control.public = response.cache_control.immutable = True
    response.cache_control.max_age = _YEAR
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def address() -> str:
    """The whole address of the newest version."""
    return absolute(url_for("element.script", version=NEWEST))


def integrity(version: str = NEWEST) -> str:
    """The hash of a version, as the attribute `integrity` states it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(VERSIONS[version].read_bytes()).digest()).decode()
