"""What the API answers, as plain values: texts with the places of their marks, never markup. The API's document is
written from these shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Annotated, Literal

from babel import Locale, UnknownLocaleError

from search.article import Article, Evidence, Published
from search.index import Count, Hit, Results, Snippet, Sort, Suggestion
from search.trends import Period, Trend
from web import wording
from web.addresses import permalink
from web.article.reading import web_address
from web.languages import said
from web.parameters import PARAMETERS, Order
from web.params import View
from web.results import facets

Direction = Literal["ltr", "rtl", "auto"]
Generation = Annotated[
    str, "The state of the index that this was read from; it changes whenever the archive does."
]
Permalink = Annotated[str, "The whole address of the article's page, which stays while it is archived."]
Next = Annotated[str | None, "The `cursor` that goes on from here; null at the end."]
Understood = Annotated[str, "The search as it was understood; empty where all articles are asked for."]
Notes = Annotated[tuple[str, ...], "What was ignored, cut or repaired, for a person."]
Language = Annotated[str | None, "As a BCP 47 tag; null where it is not known."]
Way = Annotated[Direction, "How the text runs; auto where the language is not known."]


@dataclass(frozen=True, slots=True)
class Dated:
    """When it was published, as far as that is known."""

    value: Annotated[str | None, "ISO 8601, cut at the precision that is known; null where no date is."]
    precision: Literal["second", "minute", "hour", "day", "month", "year", "none"]
    inferred: Annotated[bool, "Whether a part (the year) was not stated, but follows from the evidence."]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article among results."""

    id: str
    permalink: Permalink
    headline: Snippet
    snippets: Annotated[tuple[Snippet, ...], "The stretches that show best why it was found."]
    published: Dated
    source: Annotated[str | None, "The publication."]
    place: Annotated[str | None, "Where it was filed from."]
    credit: Annotated[str | None, "The agency."]
    bylines: tuple[str, ...]
    section: str | None
    language: Language
    direction: Way
    url: Annotated[str | None, "Where it was first published."]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value with how many of the search's articles have it."""

    value: Annotated[str, "As `f.…` takes it; empty for the articles of which it is not known."]
    label: Annotated[str, "Its name in the reader's language."]
    count: Annotated[int, "Exact, whatever is chosen in this field itself."]
    chosen: Annotated[bool, "Whether the search asks for it."]


@dataclass(frozen=True, slots=True)
class Listing:
    """A part of what a search finds."""

    generation: Generation
    total: Annotated[int, "How many articles the search finds: exact."]
    understood: Understood
    notes: Notes
    sort: Sort
    offset: Annotated[int, "How many results come before these."]
    results: tuple[Entry, ...]
    also: Annotated[
        tuple[Entry, ...],
        "With `match=auto`, and where the results fill no first part: articles with some of the words but not all.",
    ]
    facets: Annotated[
        Mapping[str, tuple[FacetValue, ...]],
        "For each name in the parameter `facets` the values that most of the articles have, and those that are chosen.",
    ]
    next: Next


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a reader may be typing."""

    generation: Generation
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class FacetValues:
    """A part of the values of a field among the articles of a search."""

    generation: Generation
    field: str
    size: Annotated[int, "How many different values there are, in whose names is what they must contain."]
    order: Order
    offset: Annotated[int, "How many values come before these."]
    values: tuple[FacetValue, ...]
    next: Next


@dataclass(frozen=True, slots=True)
class Line:
    """A number for each period."""

    counts: Annotated[tuple[int, ...], "One for each of `periods`."]
    undated: Annotated[int, "The articles of no period: undated, or of a month that is not known."]
    total: int


@dataclass(frozen=True, slots=True)
class QueryLine:
    """How many articles a search finds in each period."""

    typed: str
    understood: Understood
    notes: Notes
    counts: Annotated[tuple[int, ...], "One for each of `periods`."]
    undated: Annotated[int, "The articles of no period: undated, or of a month that is not known."]
    total: int


@dataclass(frozen=True, slots=True)
class Trends:
    """Searches over time, beside what they were made in: a count alone says more of the archive than of the news."""

    generation: Generation
    by: Period
    periods: Annotated[tuple[str, ...], "YYYY or YYYY-MM, from the first to the last, empty ones too."]
    archive: Annotated[Line, "The articles that pass the filters, whatever is in them."]
    queries: tuple[QueryLine, ...]


@dataclass(frozen=True, slots=True)
class Full:
    """An article with everything that is known of it."""

    generation: Generation
    id: str
    permalink: Permalink
    headline: Snippet
    standfirst: Snippet | None
    body: Annotated[Snippet, "A line for each paragraph; `marks` are where the words of `q` stand."]
    published: Dated
    updated: Annotated[str | None, "ISO 8601, cut at the precision that is known."]
    source: Annotated[str | None, "The publication."]
    place: Annotated[str | None, "Where it was filed from."]
    location: Annotated[str | None, "The place that the article states for its story."]
    credit: Annotated[str | None, "The agency."]
    bylines: tuple[str, ...]
    section: str | None
    language: Language
    direction: Way
    url: Annotated[str | None, "Where it was first published."]
    file: Annotated[str, "The name of the file that it was read from."]
    evidence: Annotated[tuple[Evidence, ...], "Why the fields have their values."]


def entry(hit: Hit) -> Entry:
    return Entry(
        id=hit.id,
        permalink=permalink(hit.id),
        headline=hit.headline,
        snippets=hit.snippets,
        published=dated(hit.published),
        source=hit.source,
        place=hit.place,
        credit=hit.credit,
        bylines=hit.bylines,
        section=hit.section,
        language=hit.language,
        direction=direction(hit.language),
        url=web_address(hit.url) or None,
    )


def listing(
    view: View, results: Results, offset: int, also: tuple[Hit, ...], following: str | None
) -> Listing:
    return Listing(
        generation=results.generation,
        total=results.total,
        understood=view.query.understood,
        notes=tuple(said(note) for note in (*view.query.notes, *results.notes)),
        sort=view.search.sort,
        offset=offset,
        results=tuple(entry(hit) for hit in results.hits),
        also=tuple(entry(hit) for hit in also),
        facets={
            PARAMETERS[field]: tuple(
                facet_value(view, field, one) for one in facets.counted(view, field, counts, {})
            )
            for field, counts in results.facets.items()
        },
        next=following,
    )


def facet_value(view: View, field: str, counted: Count) -> FacetValue:
    chosen = counted.value in view.chosen.get(field, ())
    return FacetValue(counted.value, wording.value(field, counted.value), counted.count, chosen)


def trends(views: Sequence[View], found: Trend) -> Trends:
    queries = (
        QueryLine(
            view.typed,
            view.query.understood,
            tuple(map(said, view.query.notes)),
            line.counts,
            line.undated,
            line.total,
        )
        for view, line in zip(views, found.matching, strict=True)
    )
    archive = Line(found.archive.counts, found.archive.undated, found.archive.total)
    return Trends(found.generation, found.by, found.periods, archive, tuple(queries))


def full(
    article: Article, generation: str, headline: Snippet, standfirst: Snippet | None, body: Snippet
) -> Full:
    """`headline`, `standfirst` and `body` have the marks of the search, if any."""
    return Full(
        generation=generation,
        id=article.id,
        permalink=permalink(article.id),
        headline=headline,
        standfirst=standfirst,
        body=body,
        published=dated(article.published),
        updated=article.updated,
        source=article.source,
        place=article.place,
        location=article.location.raw if article.location else None,
        credit=article.credit,
        bylines=article.bylines,
        section=article.section,
        language=article.language,
        direction=direction(article.language),
        url=web_address(article.url) or None,
        file=PurePath(article.locator).name,
        evidence=article.evidence,
    )


def dated(published: Published) -> Dated:
    return Dated(published.value, published.precision, published.inferred)  # type: ignore[arg-type]


@lru_cache(maxsize=512)
def direction(language: str | None) -> Direction:
    """By the language's script; `auto`, as in HTML, where CLDR does not know it."""
    try:
        locale = Locale.parse(language or "", sep="-")
    except (UnknownLocaleError, ValueError):
        return "auto"
    return "rtl" if locale.text_direction == "rtl" else "ltr"
