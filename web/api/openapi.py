"""The API's document, OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1): written from the parameters, operations and
shapes that the API itself is made of, so that it can't say anything else."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, request

from search import __version__
from search.article import fields_of
from web.api import health, routes
from web.api.operations import Operation
from web.api.problems import MEDIA, Fault, ProblemDetails
from web.api.schemas import Schema, definitions, reference
from web.archive import Archive
from web.parameters import DAY, Kind, Parameter

blueprint = Blueprint("openapi", __name__)

PATH = "/api/openapi.json"

_ALWAYS = (400, 405, 414, 429, 500, 503)

_ABOUT = """Read-only, without a key. Texts are plain: `marks` are places in them, counted in Unicode characters, each
[start, end). A parameter that can't be used is refused, never passed over. Totals and counts are exact. A list goes on with
`cursor`, which holds as long as the archive's generation does (410 after that). Answers carry an ETag; ask again with
If-None-Match, and what is the same is not searched for again. Pages of sites that the archive's `widget_origins` names may
read `search` and `suggest` (CORS, without credentials)."""

_FAILURES = {
    400: "A parameter can't be used as it is given; `errors` names each.",
    404: "There is no such article or field.",
    405: "Anything but GET and HEAD.",
    410: "The archive has changed since the cursor was given.",
    414: "The address is too long.",
    429: "More was asked for from the client's network than the archive answers in a minute.",
    500: "The archive failed.",
    503: "There is no index that can be searched just now, or no time for this search: `detail` says which.",
}

_HEADERS: dict[str, Schema] = {
    "ETag": {
        "description": "Changes with the index, the search and the language.",
        "schema": {"type": "string"},
    },
    "Cache-Control": {"description": "Keep it, and ask each time.", "schema": {"type": "string"}},
}
_RETRY = {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}
_UNCHANGED = {"description": "The same as what If-None-Match names."}


@blueprint.get(PATH)
def openapi() -> Response:
    text = json.dumps(document(Archive.current().settings.title), ensure_ascii=False, default=fields_of)
    return Response(text, mimetype="application/json")


def document(title: str) -> Schema:
    shapes = (ProblemDetails, health.Health, *(operation.answer for operation in routes.operations.all))
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__, "description": " ".join(_ABOUT.split())},
        "servers": [{"url": request.script_root or "/"}],
        "paths": {
            f"{routes.blueprint.url_prefix}{operation.path}": {"get": _operation(operation)}
            for operation in routes.operations.all
        }
        | {health.PATH: {"get": _health()}},
        "components": {"schemas": definitions(*shapes)},
    }


def _operation(operation: Operation) -> Schema:
    return {
        "operationId": operation.name,
        "summary": operation.about,
        "parameters": [
            *(_parameter(place, "path") for place in operation.places),
            *(_parameter(parameter, "query") for parameter in operation.parameters),
        ],
        "responses": {
            "200": {
                "description": " ".join((operation.answer.__doc__ or "").split()),
                "headers": _HEADERS,
                "content": {
                    "application/json": {
                        "schema": reference(operation.answer),
                        "example": operation.example,
                    }
                },
                "links": {
                    name: {"operationId": name, "parameters": {parameter: f"$response.body#{where}"}}
                    for name, parameter, where in operation.leads
                },
            },
            "304": _UNCHANGED,
        }
        | {str(status): _failure(status) for status in sorted({*_ALWAYS, *operation.failures})},
    }


def _parameter(parameter: Parameter, where: str) -> Schema:
    written: Schema = {
        "name": parameter.name,
        "in": where,
        "description": parameter.about,
        "required": parameter.required,
        "schema": _schema(parameter),
    }
    if parameter.times > 1:
        written |= {"style": "form", "explode": True}
    if parameter.example is not None:
        written["example"] = parameter.example if parameter.times == 1 else [parameter.example]
    return written


def _schema(parameter: Parameter) -> Schema:
    one: dict[str, Any]
    match parameter.kind:
        case Kind.NUMBER:
            one = {"type": "integer", "minimum": parameter.least, "maximum": parameter.most}
        case Kind.CHOICE:
            one = {"type": "string", "enum": list(parameter.choices)}
        case Kind.CHOICES:
            choice = f"({'|'.join(parameter.choices)})"
            one = {"type": "string", "pattern": f"^{choice}(,{choice})*$"}
        case Kind.DATE:
            one = {"type": "string", "pattern": DAY}
        case Kind.CURSOR:
            one = {"type": "string", "format": "cursor"}
        case Kind.TEXT:
            one = {"type": "string"} | ({"maxLength": parameter.most} if parameter.most else {})
    if parameter.default is not None:
        one["default"] = parameter.default
    return one if parameter.times == 1 else {"type": "array", "items": one, "maxItems": parameter.times}


def _failure(status: int) -> Schema:
    phrase = HTTPStatus(status).phrase
    faults = (Fault("size", "“0” can't be used. It must be a whole number from 1 to 100."),) * (status == 400)
    named = "size" if faults else None
    return {
        "description": _FAILURES[status],
        "content": {
            MEDIA: {
                "schema": reference(ProblemDetails),
                "example": ProblemDetails("about:blank", phrase, status, _FAILURES[status], named, faults),
            }
        },
    } | ({"headers": _RETRY} if status in (429, 503) else {})


def _health() -> Schema:
    states = {200: health.Health(True, "12-3f0a9c1e", 1204), 503: health.Health(False, None, 0)}
    words = {200: "The archive can be searched.", 503: "It can't be searched just now."}
    return {
        "operationId": health.healthz.__name__,
        "summary": "Whether the archive can be searched.",
        "responses": {
            str(status): {
                "description": words[status],
                "content": {"application/json": {"schema": reference(health.Health), "example": example}},
            }
            for status, example in states.items()
        }
        | {str(status): _failure(status) for status in (405, 414, 500)},
    }
