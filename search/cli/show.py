"""`backfile show`: one article of the archive, as it is kept."""

from __future__ import annotations

import json

import click

from search.article import Article
from search.cli.flags import json_flag, settings_flags
from search.cli.output import as_line, print_json
from search.engines import open_index
from search.errors import SearchError
from search.settings import Settings


@click.command("show")
@click.argument("id")
@json_flag
@settings_flags("index")
def verb(*, id: str, as_json: bool, settings: Settings) -> None:
    """Print the article with this ID."""
    article = open_index(settings.index, settings).get(id)
    if article is None:
        raise SearchError(
            f"There is no article {id!r} in {settings.index}. `backfile search` prints the ids."
        )
    if as_json:
        print_json(json.loads(article.to_json()))
    else:
        _print(article)


def _print(article: Article) -> None:
    click.echo(click.style(as_line(article.headline), bold=True))
    for text in (article.standfirst_apart, ", ".join(article.bylines)):
        if text:
            click.echo(as_line(text))
    published = article.published.value or "undated"
    inferred = " (inferred)" if article.published.inferred else ""
    facts = (
        published + inferred,
        article.source,
        article.place,
        article.credit,
        article.section,
        article.language,
    )
    click.echo(as_line(" · ".join(fact for fact in facts if fact)))
    click.echo(as_line(article.url or article.locator))
    for paragraph in article.body.splitlines():
        click.echo(f"\n{as_line(paragraph)}" if paragraph.strip() else "", nl=bool(paragraph.strip()))
