"""Which of the headlines that a page claims is taken, and what becomes of the others."""

from __future__ import annotations

import json

import pytest

from search.article import Article, Media
from search.ingest.ballot import elect
from search.ingest.page import Claim, Facts
from tests.ingest.reading import PROSE, read

HARBOUR = "Harbour to close for the whole winter"


def page(*, head: str = "", top: str = "", ld: str = "", og: str = "", url: str | None = None) -> Article:
    statement = json.dumps({"@type": "NewsArticle", "headline": ld})
    head += f'<script type="application/ld+json">{statement}</script>' if ld else ""
    head += f'<meta property="og:title" content="{og}">' if og else ""
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    lines = f"<html lang=en><head>{head}</head>", f"<body><article>{top}{text}</article></body></html>"
    return read(*lines, media=Media.HTML, url=url)


def why(article: Article) -> list[str]:
    return [str(one) for one in article.evidence if one.field == "headline"]


@pytest.mark.parametrize(
    "heading",
    [
        f"<h1><span>Shipping</span> <span>{HARBOUR}</span></h1>",
        f"<h1>Shipping : {HARBOUR}</h1>",
        f"<nav><ul><li><h1>Harbour closed in winter</h1></li></ul></nav><h2>Shipping {HARBOUR}</h2>",
    ],
    ids=["in the heading", "with a colon", "the heading is no h1"],
)
def test_a_kicker_in_the_heading_is_no_part_of_the_headline(heading: str) -> None:
    assert page(ld=HARBOUR, og=HARBOUR, top=heading).headline == HARBOUR


def test_a_kicker_that_the_claims_share_is() -> None:
    whole = f"Shipping: {HARBOUR}"
    assert page(ld=whole, og=whole, top=f"<h1>{HARBOUR}</h1>").headline == whole


def test_a_heading_among_breadcrumbs_counts_where_no_other_is_printed() -> None:
    crumbs = f"<nav><ol><li>Home</li><li><h1>{HARBOUR}</h1></li></ol></nav>"
    assert page(ld=HARBOUR, og="Ferries stay away", top=crumbs).headline == HARBOUR
    printed = page(ld="Ferries stay away", og=HARBOUR, top=f"{crumbs}<h2>Ferries stay away</h2>")
    assert printed.headline == "Ferries stay away"


@pytest.mark.parametrize(
    ("title", "site", "url"),
    [
        (f"{HARBOUR} - The Inlet Post", "The Inlet Post", None),
        (f"The Inlet Post | {HARBOUR}", "@TheInletPost", None),
        (f"{HARBOUR} – Inlet Post", "", "https://www.inletpost.example/a"),
        (f"{HARBOUR} | inletpost.example", "", "https://www.inletpost.example/a"),
    ],
    ids=["behind", "before", "the host's name", "the host"],
)
def test_the_name_of_the_site_is_no_part_of_the_headline(title: str, site: str, url: str | None) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="{site}">'
    assert page(head=head, og=title, url=url).headline == HARBOUR


def test_neither_is_the_section_that_stands_tight_before_the_site() -> None:
    title = f"{HARBOUR}-shippingㅣInlet"
    head = f'<title>{title}</title><meta name="headline" content="{HARBOUR}">'
    assert page(head=head, og=title).headline == HARBOUR


def test_a_claim_that_a_quotation_mark_cut_short_speaks_for_the_whole() -> None:
    whole = 'Harbour to close, says the warden of "Inlet Point"'
    head = f"<title>{whole}</title><meta property='og:title' content='Harbour to close, says the warden of'>"
    assert page(head=head, ld="Ferries stay away").headline == whole


def test_what_was_not_taken_is_in_the_evidence() -> None:
    article = page(ld=HARBOUR, og="Ferries stay away", top=f"<h1>{HARBOUR}</h1>")
    assert article.headline == HARBOUR
    assert why(article)[1:] == [
        "line 1: not taken, fewer sources share it: meta og:title: 'Ferries stay away'"
    ]


def test_no_claim_elects_nothing() -> None:
    assert elect(Facts(), ()) == ()
    assert (
        elect(Facts(headlines=(Claim("The Inlet", "<title>"),), sources=(Claim("The Inlet", "x"),)), ()) == ()
    )
