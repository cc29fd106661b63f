"""An example of each answer of the API, for its document."""

from __future__ import annotations

from search.article import Evidence
from search.index import Snippet, Sort, Suggestion
from search.trends import Period
from web.api.answers import (
    Dated,
    Entry,
    FacetValue,
    FacetValues,
    Full,
    Line,
    Listing,
    QueryLine,
    Suggestions,
    Trends,
)
from web.parameters import Order

_GENERATION = "12-3f0a9c1e"
_PILOTS = "Harbour pilots agree to a truce"
_DAY = Dated("2016-05-23", "day", inferred=False)

_ENTRY = Entry(
    id="harbour/2016/pilots.html",
    permalink="https://archive.example/a/harbour/2016/pilots.html",
    headline=Snippet(_PILOTS, ((26, 31),)),
    snippets=(Snippet("The pilots agreed to a truce on Monday.", ((23, 28),)),),
    published=_DAY,
    source="Harbour News",
    place="Port Sunil",
    credit="AFP",
    bylines=("Ines Varga",),
    section="Shipping",
    language="en",
    direction="ltr",
    url="https://harbour.example/2016/pilots.html",
)

LISTING = Listing(
    generation=_GENERATION,
    total=1204,
    understood="truce OR ceasefire",
    notes=(),
    sort=Sort.RELEVANCE,
    offset=0,
    results=(_ENTRY,),
    also=(),
    facets={
        "source": (
            FacetValue("Harbour News", "Harbour News", 40, chosen=False),
            FacetValue("Morning Post", "Morning Post", 12, chosen=False),
        )
    },
    next="qT0cXk1bVQ8xLjEyLTNmMGE5YzFl",
)

SUGGESTIONS = Suggestions(
    _GENERATION, (Suggestion("Damascus", "word", 311), Suggestion("Damascus", "place", 57))
)

VALUES = FacetValues(
    generation=_GENERATION,
    field="source",
    size=2,
    order=Order.COUNT,
    offset=0,
    values=(
        FacetValue("Harbour News", "Harbour News", 40, chosen=True),
        FacetValue("Morning Post", "Morning Post", 12, chosen=False),
    ),
    next=None,
)

TRENDS = Trends(
    generation=_GENERATION,
    by=Period.YEAR,
    periods=("2014", "2015", "2016"),
    archive=Line((310, 0, 482), undated=7, total=799),
    queries=(QueryLine("truce", "truce", (), (12, 0, 61), undated=1, total=74),),
)

ARTICLE = Full(
    generation=_GENERATION,
    id=_ENTRY.id,
    permalink=_ENTRY.permalink,
    headline=_ENTRY.headline,
    standfirst=None,
    body=Snippet("The pilots agreed to a truce on Monday.\nTalks begin in June.", ((23, 28),)),
    published=_DAY,
    updated=None,
    source="Harbour News",
    place="Port Sunil",
    location=None,
    credit="AFP",
    bylines=("Ines Varga",),
    section="Shipping",
    language="en",
    direction="ltr",
    url="https://harbour.example/2016/pilots.html",
    file="pilots.html",
    evidence=(Evidence("published", "a stamp near the headline", "May 23, 2016", 4),),
)
