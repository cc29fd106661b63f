"""The page that shows the search box for other sites as it will be, and writes down what such a site has to hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from search.index import Search, Sort
from search.settings import INTERFACES
from web import parameters, wording
from web.addresses import absolute
from web.archive import Archive
from web.languages import N_, SOURCE, autonym, catalogue, current, direction, spoken
from web.languages import gettext as _
from web.params import read_own, read_params
from web.results import facets, listing, pages
from web.view import View
from web.widget import element, embedded
from web.widget.cors import EVERYONE

blueprint = Blueprint("builder", __name__)

USUAL = 5
"""Results that the box shows where its attributes don't say how many."""

_MOST = 50
"""Values of a field that can be chosen from here."""

_THEMES = {"auto": N_("as the reader’s system has it"), "light": N_("light"), "dark": N_("dark")}
_NARROWED = ("source", "language", "section")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of those that a field of the form has."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A field of the form by which all that the box finds is narrowed."""

    parameter: str
    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """The element: its attributes in their order, the fields that its plain form holds, and the texts of its language,
    empty where it says them by itself."""

    attributes: tuple[tuple[str, str], ...]
    action: str
    hidden: tuple[tuple[str, str], ...]
    label: str
    submit: str
    texts: Markup


@blueprint.get("/widget")
def page() -> str:
    archive = Archive.current()
    # A choice of a form that is left open is sent as the empty value, which in an address means Unknown
    args = [pair for pair in request.args.items(multi=True) if pair[1]]
    view = read_params(args, archive.settings, path=url_for("pages.search"))
    own, problems = read_own(request.args, (*embedded.OWN, parameters.SPOKEN, parameters.ORDER))
    # The usual order of a box is that of a search with words
    sort = Sort(own[parameters.ORDER.name]) if parameters.ORDER.name in own else None
    view = replace(view, sort=None if sort is Sort.RELEVANCE else sort)
    language = own.get(parameters.SPOKEN.name, current())
    theme = own.get(parameters.THEME.name, parameters.Theme.AUTO)
    counted = facets.fields([own.get(parameters.COUNTED.name, "")])
    size = view.size if parameters.SIZE.name in dict(args) else USUAL
    frame = replace(
        view,
        typed="",
        size=size,
        page=1,
        path=url_for("embedded.page"),
        own=tuple((one.name, own[one.name]) for one in embedded.OWN if one.name in own),
        interface=language,
    )
    framed = absolute(frame.address())
    origins = archive.settings.widget_origins
    return render_template(
        "widget.html",
        **pages.common(archive, view),
        spoken_by=spoken(),
        problems=tuple({one.parameter: one for one in (*view.problems, *problems)}.values()),
        script=url_for("element.script", version=element.NEWEST),
        whole_script=element.address(),
        integrity=element.integrity(),
        live=_box(view, own, language, size, lambda path: path),
        written=_box(view, own, language, size, absolute),
        frame=framed,
        origin="{0.scheme}://{0.netloc}".format(urlsplit(framed)),
        fields=tuple(
            Choice(name, wording.facet_name(field), field in counted)
            for field, name in parameters.PARAMETERS.items()
        ),
        themes=tuple(Choice(one, _(_THEMES[one]), one == theme) for one in parameters.Theme),
        spoken=tuple(Choice(code, autonym(code), code == language) for code in INTERFACES),
        sorts=tuple(Choice(one, listing.sort_name(one), one is view.sort) for one in Sort),
        size=size,
        most=parameters.SIZE.most,
        narrowings=tuple(_narrowings(archive, view)),
        since=view.since_typed,
        until=view.until_typed,
        everyone=origins == EVERYONE,
        asking=len(origins.split()),
        framing=len(archive.settings.frame_origins.split()),
    )


def _box(view: View, own: Mapping[str, str], language: str, size: int, address: Callable[[str], str]) -> Box:
    """`address` makes of a path of the archive what leads there."""
    filters = [pair for pair in view.pairs() if pair[0].removeprefix("-").startswith("f.")]
    bounds = [
        (one.name, value)
        for one in (parameters.SINCE, parameters.UNTIL, parameters.ORDER)
        if (value := dict(view.pairs()).get(one.name))
    ]
    stated = {
        "endpoint": address(url_for("api.search")),
        "facets": own.get(parameters.COUNTED.name),
        "filters": urlencode(filters),
        **dict(bounds),
        "max-results": str(size) if size != USUAL else None,
        "theme": own.get(parameters.THEME.name),
        "lang": language,
        "dir": direction(language),
    }
    say = catalogue(language).gettext
    return Box(
        tuple((name, value) for name, value in stated.items() if value),
        address(view.path),
        (*filters, *bounds, (parameters.INTERFACE.name, language)),
        say(element.TEXTS["label"]),
        say(element.TEXTS["submit"]),
        _data(element.texts(language)) if language != SOURCE else Markup(),
    )


def _data(texts: Mapping[str, object]) -> Markup:
    """As JSON that nothing in it can end (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements)."""
    return Markup(json.dumps(texts, ensure_ascii=False, indent=1).replace("<", "\\u003c"))  # noqa: S704


def _narrowings(archive: Archive, view: View) -> Iterator[Narrowing]:
    results = archive.index.search(Search(facets=_NARROWED, facet_limit=_MOST, limit=0))
    for field in _NARROWED:
        there = [one.value for one in results.facets[field] if one.value]
        chosen = view.chosen.get(field, frozenset())
        yield Narrowing(
            f"f.{parameters.PARAMETERS[field]}",
            wording.facet_name(field),
            tuple(
                Choice(value, wording.value(field, value), value in chosen)
                for value in [*there, *sorted(chosen - {*there})]
            ),
        )
