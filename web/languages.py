"""The language of the interface: which one a reader gets, and every text of it in that language.

A reader gets what the address says (`ui=tr`), else what the browser asks for, else what the archive's keeper has set.
No cookie remembers it; addresses do. The catalogues are GNU gettext's (`translations/*.po`), read as they are.
"""

from __future__ import annotations

import gettext as gnu
import io
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, request, url_for
from markupsafe import Markup

from search.notes import Note
from search.settings import INTERFACES, Settings

SOURCE = "en"
"""What the texts in the templates and in the code are written in."""

PARAMETER = "ui"

_current: ContextVar[str] = ContextVar("language", default=SOURCE)


def install(app: Flask, settings: Settings) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    # In place of Jinja's own, which look each other up and make markup twice: a page has some eighty texts
    app.jinja_env.globals.update(gettext=_written, ngettext=_counted, _=_written)
    app.jinja_env.filters["said"] = said
    app.jinja_env.globals.update(language=current, direction=direction, languages=others, to=address)

    @app.before_request
    def _choose() -> None:
        asked = request.accept_languages.best_match(INTERFACES, default=settings.language)
        _current.set(stated() or asked or SOURCE)

    @app.after_request
    def _state(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.vary.add("Accept-Language")
            response.content_language.add(current())
        return response


def current() -> str:
    """The code of the language that the request is answered in."""
    return _current.get()


def stated() -> str | None:
    """The language that the request's address asks for, if there is such a one."""
    asked = request.args.get(PARAMETER, "")
    return asked if asked in INTERFACES else None


def spoken() -> tuple[tuple[str, str], ...]:
    """The language that the request's address asks for, as parameters of another address."""
    asked = stated()
    return ((PARAMETER, asked),) if asked else ()


def direction(language: str | None = None) -> str:
    return _direction(language or current())


@lru_cache
def _direction(language: str) -> str:
    return Locale.parse(language).text_direction


def N_(text: str) -> str:
    """Marks a text that is translated where it is used."""
    return text


def gettext(message: str) -> str:
    """The text in the reader's language; itself where that has none."""
    return catalogue(current()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the text that goes with the number in the reader's language."""
    return catalogue(current()).ngettext(one, many, number)


def _written(message: str, /, **values: Any) -> Markup:
    """For templates: a text is markup, what is put into it is not."""
    text = gettext(message)
    return Markup(text) % values if values else Markup(text.replace("%%", "%"))  # noqa: S704 (a catalogue's)


def _counted(one: str, many: str, number: int, /, **values: Any) -> Markup:
    return Markup(ngettext(one, many, number)) % {"num": number, **values}  # noqa: S704 (a catalogue's)


def said(note: str) -> str:
    """A note of `search` in the reader's language; any other text as it is."""
    if not isinstance(note, Note):
        return note
    values = {name: isolated(v) if isinstance(v, str) else v for name, v in note.values.items()}
    return gettext(note.template).format(**values)


def isolated(text: str) -> str:
    """What may be written from left to right, such as what was typed: within Arabic it keeps its order (Unicode's UAX 9)."""
    return f"\u2068{text}\u2069" if direction() == "rtl" else text


def address(endpoint: str, **values: Any) -> str:
    """`url_for`, keeping the language that the address asks for."""
    return url_for(endpoint, **{PARAMETER: stated(), **values})


def others() -> tuple[tuple[str, str, str], ...]:
    """Each other language: its code, its own name, and this page's address in it."""
    return tuple((code, autonym(code), _same_page(code)) for code in INTERFACES if code != current())


@lru_cache
def autonym(code: str) -> str:
    """What the language calls itself."""
    return Locale.parse(code).get_language_name(code) or code


def _same_page(code: str) -> str:
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
    return f"{request.script_root}{quote(request.path)}?{urlencode([*kept, (PARAMETER, code)])}"


@lru_cache(maxsize=len(INTERFACES))
def catalogue(code: str) -> gnu.NullTranslations:
    """The texts of one language."""
    if code == SOURCE:
        return gnu.NullTranslations()
    compiled = io.BytesIO()
    with file(code).open("rb") as written:
        write_mo(compiled, read_po(written, locale=code))
    compiled.seek(0)
    return gnu.GNUTranslations(compiled)


def file(code: str) -> Path:
    return Path(__file__).parent / "translations" / f"{code}.po"
