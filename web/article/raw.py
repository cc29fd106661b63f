"""The raw file of an article, to be saved and never shown: it is the work of strangers."""

from __future__ import annotations

import re
from pathlib import PurePath

from flask import Blueprint, Response, abort, current_app, make_response

from search.errors import IndexMissing, OverLimit, SourceError
from search.originals import original
from web import errors
from web.archive import Archive
from web.article import articles
from web.languages import gettext as _
from web.security import HEADERS
from web.takeaway.attachments import disposition

blueprint = Blueprint("raw", __name__)

_ENDING = re.compile(r"\.(?i:html?|xhtml|txt|json|jsonl|xml|csv|tsv|gz|bz2|xz)")
"""Those of the formats that are read; any other could be a program's."""

_POLICY = f"{HEADERS['Content-Security-Policy']}; sandbox"


@blueprint.get("/a/<id:id>/raw")
def raw(id: str) -> Response:
    """As it was received, unless an article has this whole address as its id."""
    archive = Archive.current()
    if archive.index.get(whole := f"{id}/raw"):
        return make_response(articles.article(whole))
    article = archive.index.get(id)
    if article is None or not archive.settings.raw_file_mb:
        abort(404)
    try:
        found = original(article, archive.index.status().location, archive.settings)
    except OverLimit as e:
        return _refused(403, e, _("The file of this article is larger than what this archive hands out."))
    except SourceError as e:
        return _refused(
            410, e, _("The file of this article is no longer what it was when it was read, or is gone.")
        )
    except IndexMissing:
        found = None
    if found is None:
        return errors.page(404, _("This archive does not know from which file this article came."))
    response = make_response(found.data)
    response.headers["Content-Type"] = "application/octet-stream"
    response.headers["Content-Disposition"] = disposition(*_name(found.name))
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _name(name: str) -> tuple[str, str]:
    """A name and its ending, which says what a machine does with the file: only a plain one is kept."""
    path = PurePath(name)
    plain = _ENDING.fullmatch(path.suffix)
    return (path.stem, path.suffix[1:]) if plain else (path.name, "bin")


def _refused(status: int, error: SourceError, words: str) -> Response:
    """The cause may name what strangers need not know: it goes to the log."""
    current_app.logger.warning("raw file refused: %s", error)
    return errors.page(status, words)
