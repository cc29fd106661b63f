"""`<news-search>`, the search box for pages of other sites, as they load it: one script, at an address that states its version.

A page may state the hash of what it loads (https://www.w3.org/TR/sri-2/) and a browser keeps it for a year, so a version that
sites have embedded must never become other bytes: what changes is a further version, beside those that there are.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from babel import Locale
from flask import Blueprint, Response, url_for

from web import errors, languages
from web.addresses import absolute
from web.languages import N_
from web.languages import gettext as _
from web.parameters import PARAMETERS
from web.widget.cors import OPEN
from web.wording import FACET_NAMES

blueprint = Blueprint("element", __name__)

VERSIONS = {"v1": Path(__file__).parent / "dist" / "news-search.js"}
NEWEST = "v1"

_SAMPLES = 200
"""Numbers among which each plural category of a language has one."""

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


TEXTS = {
    "label": N_("Search the archive"),
    "submit": N_("Search"),
    "list": N_("Results"),
    "none": N_("No results"),
    "searching": N_("Searching…"),
    "down": N_("The archive can’t be reached from here. Enter searches on its own page."),
    "slow": N_("The archive takes too long to answer. Enter searches on its own page."),
    "busy": N_("The archive is busy. Try again in a minute; Enter searches on its own page."),
    "broken": N_("The archive’s answer can’t be read. Enter searches on its own page."),
}


def texts(code: str) -> dict[str, str | dict[str, str]]:
    """All that the box says, in a language of the interface, as its script takes it: counted texts by CLDR's categories."""
    catalogue = languages.catalogue(code)
    plural = Locale.parse(code).plural_form
    found: dict[str, str] = {}
    everything: dict[str, str] = {}
    for number in range(_SAMPLES):
        if (category := plural(number)) not in found:
            words = catalogue.ngettext("%(count)s article", "%(count)s articles", number)
            found[category] = words % {"count": "{n}"}
            words = catalogue.ngettext(
                "Show the article in the archive", "Show all %(count)s articles in the archive", number
            )
            everything[category] = words % {"count": "{n}"}
    return {
        **{name: catalogue.gettext(text) for name, text in TEXTS.items()},
        "found": found,
        "all": everything,
        "fields": {
            PARAMETERS[field]: catalogue.gettext(name) for field, (name, _many) in FACET_NAMES.items()
        },
    }


def address() -> str:
    """The whole address of the newest version."""
    return absolute(url_for("element.script", version=NEWEST))


def integrity(version: str = NEWEST) -> str:
    """The hash of a version, as the attribute `integrity` states it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(VERSIONS[version].read_bytes()).digest()).decode()
