"""Whether the archive can be searched, for whatever watches over it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated

from flask import Blueprint, Response, current_app

from search.article import fields_of
from search.errors import IndexProblem
from web.archive import Archive

blueprint = Blueprint("health", __name__)

PATH = "/healthz"

_RETRY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the archive. Why it can't be searched is in the log, and said by `backfile check`."""

    ok: Annotated[bool, "Whether there is an index that can be searched."]
    generation: Annotated[str | None, "The state of the index; null where there is none that can be read."]
    articles: int


@blueprint.get(PATH)
def healthz() -> Response:
    health = _health()
    text = json.dumps(health, default=fields_of)
    response = Response(text, 200 if health.ok else 503, mimetype="application/json")
    response.cache_control.no_store = True
    if not health.ok:
        response.headers["Retry-After"] = _RETRY_SECONDS
    return response


def _health() -> Health:
    try:
        status = Archive.current().index.status()
    except IndexProblem as e:
        current_app.logger.error("%s: %s", type(e).__name__, e)
        return Health(False, None, 0)
    if not status.ok:
        current_app.logger.error("%s", status.message)
    return Health(status.ok, status.generation or None, status.articles)
