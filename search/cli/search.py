"""`backfile search`: find articles, or run a list of topics and write a TREC run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from search.budget import shared
from search.cli.flags import SEARCHING, json_flag, settings_flags
from search.cli.output import as_line, counted, marked, print_json
from search.engines import open_index
from search.errors import SettingsError
from search.index import Hit, Index, Results, Search, Sort
from search.offers import Offer, Trials
from search.query import Query, parse
from search.relax import Match, loosened, partial
from search.settings import Settings
from search.spans import read_span
from search.trec import trec_run

_LONGEST = 300
"""Characters shown of how a search was understood."""


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
@click.option(
    "--limit", type=click.IntRange(0), metavar="N", default=20, show_default=True, help="So many articles."
)
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
    help="All words, any of them, or auto: all, then apart the articles with some of them.",
)
@click.option(
    "--depth",
    type=click.IntRange(1),
    metavar="N",
    default=100,
    show_default=True,
    help="With --trec: so many a topic.",
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
    README. Where little is found, other searches are offered on stderr.
    """
    index = open_index(settings.index, settings)
    if topics:
        for line in trec_run(topics, index, settings, Match(match), depth):
            click.echo(line)
        return
    with shared(settings.search_seconds) as budget:
        asked = parse(query, settings)
        loose = loosened(asked.clause) if match == Match.ANY else None
        first, last = _stretch(since, until)
        search = Search(
            clause=loose or asked.clause,
            chosen={"source": _named(index, sources)} if sources else {},
            since=first,
            until=last,
            sort=Sort(sort) if sort else Sort.RELEVANCE if asked.understood else Sort.NEWEST,
            limit=limit,
        )
        results = index.search(search)
        trials = Trials(index, settings)
        rest = partial(asked.clause) if match == Match.AUTO and len(results.hits) < limit else None
        answer = _Answer(
            typed=query,
            asked=asked,
            also=trials.hits(replace(search, clause=rest, limit=limit - len(results.hits))) if rest else (),
            spellings=trials.spellings(query, asked, search, results.total),
            relaxations=() if results.total else trials.relaxations(asked, search),
            # The last, as all before may meet the budget
            results=replace(results, notes=tuple(dict.fromkeys((*results.notes, *budget.notes())))),
        )
    if as_json:
        print_json(_as_json(answer))
    else:
        _print(answer)


@dataclass(frozen=True, slots=True)
class _Answer:
    """`also` are articles with some of the words, which are not in the total."""

    typed: str
    asked: Query
    results: Results
    also: tuple[Hit, ...]
    spellings: tuple[Offer, ...]
    relaxations: tuple[Offer, ...]


def _named(index: Index, sources: Sequence[str]) -> frozenset[str]:
    """The publications of these names, however their letters are cased; one that there is not is said to be none."""
    counts = index.search(Search(facets=("source",), facet_limit=None, limit=0)).facets["source"]
    known = {count.value for count in counts}
    chosen = set()
    for name in sources:
        found = {name} & known or {one for one in known if one.casefold() == name.casefold()}
        if not found:
            click.echo(
                f"Note: the archive has no publication {name!r}; `backfile stats` names them.", err=True
            )
        chosen |= found or {name}
    return frozenset(chosen)


def _stretch(since: str | None, until: str | None) -> tuple[str | None, str | None]:
    first, last = _day("--from", since, "since"), _day("--to", until, "until")
    if first and last and first[: len(last)] > last[: len(first)]:
        raise SettingsError(f"--to {last} is before --from {first}.")
    return first, last


def _day(flag: str, text: str | None, end: str) -> str | None:
    if text is None:
        return None
    span = read_span(text, date.today())
    if span is None:
        raise SettingsError(f"{flag}: {text!r} is no date. Give one as 2016, May 2016 or 2016-05-23.")
    day: str | None = getattr(span, end)
    return day


def _as_json(answer: _Answer) -> dict[str, Any]:
    asked, results = answer.asked, answer.results
    return {
        "query": answer.typed,
        "understood": asked.understood,
        "notes": [*asked.notes, *results.notes],
        "total": results.total,
        "took": results.took,
        "generation": results.generation,
        "hits": [_fields(hit) for hit in results.hits],
        "also": [_fields(hit) for hit in answer.also],
        "spellings": [asdict(offer) for offer in answer.spellings],
        "relaxations": [asdict(offer) for offer in answer.relaxations],
    }


def _fields(hit: Hit) -> dict[str, Any]:
    return asdict(hit) | {"headline": hit.headline.text}


def _print(answer: _Answer) -> None:
    """The articles on stdout; on stderr what is said of the search."""
    asked, results = answer.asked, answer.results
    if asked.understood and asked.understood != answer.typed:
        click.echo(f"Understood as: {as_line(asked.understood)[:_LONGEST]}", err=True)
    for note in (*asked.notes, *results.notes):
        click.echo(f"Note: {as_line(note).rstrip('.')}.", err=True)
    _list(results.hits)
    shown = f", {len(results.hits):,} shown" if len(results.hits) < results.total else ""
    click.echo(f"{counted(results.total, 'article')}{shown}.")
    if answer.also:
        click.echo("\nWith some of the words, and not in that count:\n")
        _list(answer.also)
    for offer in answer.spellings:
        _say("Did you mean", offer)
    for offer in answer.relaxations:
        _say(f"To find something {offer.label}", offer)


def _say(what: str, offer: Offer) -> None:
    loose = ", with --match any" if offer.match is Match.ANY else ""
    click.echo(
        f"{as_line(what)}: {as_line(offer.query)} ({counted(offer.total, 'article')}{loose})", err=True
    )


def _list(hits: Sequence[Hit]) -> None:
    for hit in hits:
        click.echo(marked(hit.headline, bold=True))
        click.echo(f"    {as_line(_facts(hit))}")
        for snippet in hit.snippets:
            click.echo(f"    {marked(snippet)}")
        click.echo()


def _facts(hit: Hit) -> str:
    credit = hit.credit if hit.credit != hit.source else None
    facts = (hit.id, hit.published.day or "undated", hit.source, hit.place, credit, *hit.bylines)
    return " · ".join(fact for fact in facts if fact)
