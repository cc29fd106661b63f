"""Failures as programs read them: problem details (RFC 9457), for every address that answers with data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, NoReturn

from flask import Response, abort, request

from search.article import fields_of
from web.api import health
from web.languages import current, said
from web.languages import gettext as _
from web.view import Problem

MEDIA = "application/problem+json"

_DATA = ("/api/", f"{health.PATH}/")
_EITHER = "/search."
"""Exports and feeds, which programs fetch and readers click on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A parameter that can't be used as given."""

    parameter: Annotated[str, "Its name, as it was given."]
    detail: Annotated[str, "What is wrong with it, for a person."]


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """What went wrong, as RFC 9457 has it."""

    type: Annotated[str, "about:blank: there is no more to know than the status."]
    title: Annotated[str, "The name of the status."]
    status: Annotated[int, "The status of the answer."]
    detail: Annotated[str, "What is wrong, and who can do what about it, for a person."]
    parameter: Annotated[
        str | None, "The first parameter that can't be used; null where it is not about one."
    ]
    errors: Annotated[tuple[Fault, ...], "Each parameter that can't be used."]


def concerned() -> bool:
    """Whether the request was for data, not for a page."""
    asks_for_a_page = "text/html" in request.headers.get("Accept", "")
    either = request.path.startswith(_EITHER) and not asks_for_a_page
    return either or f"{request.path}/".startswith(_DATA)


def response(status: int, detail: str, faults: Sequence[Problem] = ()) -> Response:
    found = tuple(Fault(fault.parameter, said(fault.message)) for fault in faults)
    details = ProblemDetails(
        "about:blank",
        HTTPStatus(status).phrase,
        status,
        detail,
        found[0].parameter if found else None,
        found,
    )
    text = json.dumps(details, ensure_ascii=False, default=fields_of)
    made = Response(text.encode("utf-8", "replace"), status, mimetype=MEDIA)
    made.vary.add("Accept-Language")
    made.content_language.add(current())
    return made


def refuse(status: int, detail: str) -> NoReturn:
    abort(response(status, detail))


def refuse_parameters(faults: Sequence[Problem]) -> NoReturn:
    names = ", ".join(dict.fromkeys(fault.parameter for fault in faults))
    abort(response(400, _("This can't be used as it is given: %(names)s.") % {"names": names}, faults))
