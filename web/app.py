"""The pages as one WSGI application. It reads the index and never writes."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from search.index import Index
from search.settings import Settings
from web import (
    addresses,
    errors,
    languages,
    log,
    marks,
    mount,
    roles,
    security,
    suggesting,
    throttle,
    transfer,
    wording,
)
from web.api import health, openapi, routes
from web.archive import Archive, hold_to_budgets
from web.article import raw
from web.overtime import changes, trends
from web.results import pages
from web.takeaway import citing, exports, feeds, slots
from web.widget import builder, cors, element, embedded


def create_app(settings: Settings, index: Index | None = None) -> Flask:
    """The application over one archive; over the index that the settings name when none is given."""
    app = Flask("web", template_folder=str(_templates()), root_path=str(Path(__file__).parent))
    app.extensions["archive"] = Archive(settings, index)
    app.extensions[slots.EXTENSION] = slots.Slots(1)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        marked=marks.marked,
        shown=marks.shown,
        plain=marks.plain,
        articles=wording.articles,
        count=wording.count,
        role=roles.role,
        field=roles.field,
    )
    app.jinja_env.globals.update(archive_title=settings.title, suggesting=suggesting.texts)
    log.keep()
    languages.install(app, settings)
    addresses.name(app)
    # Order matters: the first to be registered sees a request first, and a response last
    cors.share(app, settings)
    security.protect(app)
    hold_to_budgets(app, settings)
    throttle.throttle(app, settings)
    transfer.economise(app)
    errors.explain(app)
    for rooms in (
        pages,
        citing,
        exports,
        feeds,
        raw,
        trends,
        changes,
        routes,
        openapi,
        health,
        element,
        embedded,
        builder,
    ):
        app.register_blueprint(rooms.blueprint)
    mount.mount(app, settings)
    return app


def _templates() -> Path:
    """Inside the package when installed; beside it in a checkout."""
    inside = Path(__file__).parent / "templates"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "templates"
