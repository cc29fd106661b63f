"""`backfile search`: find articles, or run a list of topics and write a TREC run."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from search.cli.flags import SEARCHING, json_flag, settings_flags
from search.cli.output import as_line, counted, marked, print_json
from search.engines import open_index
from search.errors import SettingsError
from search.index import Hit, Results, Search, Sort
from search.query import Query, parse
from search.relax import Match
from search.settings import Settings
from search.spans import read_span
from search.trec import trec_run


@click.command("search")
@click.argument("query", default="")
@click.option("--from", "since", metavar="DATE", help="Published then or later: 2016, May 2016, 2016-05-23.")
@click.option("--to", "until", metavar="DATE", help="Published then or earlier.")
@click.option(
    "--source", "sources", metavar="NAME", multiple=True, help="Of this publication; again for another."
)
@click.option(
    "--sort", type=click.Choice([sort.value for sort in Sort]), help="[relevance; newest without a query]"
)
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="So many articles.")
@click.option(
    "--trec",
    "topics",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="TOPICS",
    help="Run a file of `qid<TAB>text` lines instead, and print `qid Q0 docid rank score tag`.",
)
@click.option(
    "--match",
    type=click.Choice([match.value for match in Match]),
    default="auto",
    show_default=True,
    help="With --trec: all words, any of them, or auto: all first, then any.",
)
@click.option(
    "--depth", type=click.IntRange(1), default=100, show_default=True, help="With --trec: so many a topic."
)
@json_flag
@settings_flags("index", *SEARCHING)
def verb(
    *,
    query: str,
    since: str | None,
    until: str | None,
    sources: tuple[str, ...],
    sort: str | None,
    limit: int,
    topics: Path | None,
    match: str,
    depth: int,
    as_json: bool,
    settings: Settings,
) -> None:
    """Find the articles that QUERY asks for; all of them without one.

    Words, "phrases", AND, OR, NOT, brackets, head*, wom?n, word~, w/5, headline:word, date:2016-05 and more: see the
    README.
    """
    index = open_index(settings.index, settings)
    if topics:
        for line in trec_run(topics, index, settings, Match(match), depth):
            click.echo(line)
        return
    asked = parse(query, settings)
    results = index.search(
        Search(
            clause=asked.clause,
            chosen={"source": frozenset(sources)} if sources else {},
            since=_day("--from", since, "since"),
            until=_day("--to", until, "until"),
            sort=Sort(sort) if sort else Sort.RELEVANCE if asked.understood else Sort.NEWEST,
            limit=limit,
        )
    )
    if as_json:
        print_json(_as_json(query, asked, results))
    else:
        _print(asked, results)


def _day(flag: str, text: str | None, end: str) -> str | None:
    if text is None:
        return None
    span = read_span(text, date.today())
    if span is None:
        raise SettingsError(f"{flag}: {text!r} is no date. Give one as 2016, May 2016 or 2016-05-23.")
    day: str | None = getattr(span, end)
    return day


def _as_json(query: str, asked: Query, results: Results) -> dict[str, Any]:
    return {
        "query": query,
        "understood": asked.understood,
        "notes": [*asked.notes, *results.notes],
        "total": results.total,
        "took": results.took,
        "generation": results.generation,
        "hits": [asdict(hit) | {"headline": hit.headline.text} for hit in results.hits],
    }


def _print(asked: Query, results: Results) -> None:
    for note in (*asked.notes, *results.notes):
        click.echo(f"Note: {note}.", err=True)
    for hit in results.hits:
        click.echo(marked(hit.headline, bold=True))
        click.echo(f"    {as_line(_facts(hit))}")
        for snippet in hit.snippets:
            click.echo(f"    {marked(snippet)}")
        click.echo()
    shown = f", {len(results.hits):,} shown" if len(results.hits) < results.total else ""
    click.echo(f"{counted(results.total, 'article')}{shown}.")


def _facts(hit: Hit) -> str:
    credit = hit.credit if hit.credit != hit.source else None
    facts = (hit.id, hit.published.day or "undated", hit.source, hit.place, credit, *hit.bylines)
    return " · ".join(fact for fact in facts if fact)
