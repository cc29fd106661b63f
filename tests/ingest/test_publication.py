"""Publication, section and place of the story: what a page states of them, and what only looks so."""

from __future__ import annotations

import json

import pytest

from search.article import Article, Media
from tests.ingest.reading import PROSE, read


def page(*, head: str = "", top: str = "", end: str = "", url: str | None = None, **ld: object) -> Article:
    statement = json.dumps({"@type": "NewsArticle", "headline": "Quay opens", **ld})
    head += f'<script type="application/ld+json">{statement}</script>'
    text = "".join(f"<p>{line}</p>" for line in PROSE)
    html = f"<html lang=en><head>{head}</head><body><article><h1>Quay opens</h1>\n{top}\n{text}\n{end}</article></body></html>"
    return read(html, media=Media.HTML, url=url)


def site(name: str) -> str:
    return f'<meta property="og:site_name" content="{name}">'


@pytest.mark.parametrize(
    ("name", "url", "source"),
    [
        ("@harbourpost", None, "harbourpost"),
        ("Harbour Post - News that the coast needs", "https://www.harbourpost.example/a/b", "Harbour Post"),
        ("Harbour.Post: Breaking News", "https://harbour.post/a/b", "Harbour.Post"),
        ("Post - Harbour Media GmbH & Co. KG", None, "Post"),
        ("Harbour Post - Coast", "https://example.org/a/b", "Harbour Post - Coast"),
        ("https://harbourpost.example", "https://harbourpost.example/a/b", "harbourpost.example"),
    ],
)
def test_the_publication_is_named_without_sign_slogan_and_company(
    name: str, url: str | None, source: str
) -> None:
    assert page(head=site(name), url=url).source == source


def test_an_unnamed_publication_is_named_by_its_title_or_its_host() -> None:
    url = "https://www.harbourpost.example/a/b"
    assert (
        page(head="<title>Quay opens | News | The Harbour Post</title>", url=url).source == "The Harbour Post"
    )
    assert page(head="<title>Quay opens - Shipping</title>", url=url).source == "harbourpost.example"
    assert page().source is None


def test_the_section_is_the_first_step_of_the_crumbs_that_is_no_front_page() -> None:
    def crumbs(*steps: tuple[str, str]) -> str:
        items = [
            {"@type": "ListItem", "position": n, "name": name, "item": f"https://post.example{path}"}
            for n, (name, path) in enumerate(steps, 1)
        ]
        listed = json.dumps({"@type": "BreadcrumbList", "itemListElement": items[::-1]})
        return f'<script type="application/ld+json">{listed}</script>'

    assert page(head=crumbs(("Post", "/"), ("Coast", "/coast"), ("Ports", "/coast/ports"))).section == "Coast"
    assert page(head=crumbs(("Start", "/de"), ("Issue", "/i"))).section == "Issue"
    assert page(head=crumbs(("Post", "/"), ("Coast", "/coast")), articleSection="Ports").section == "Ports"


@pytest.mark.parametrize(
    ("stated", "section"),
    [
        ("Ports & Shipping", "Ports & Shipping"),
        ("Ports,Shipping,Home Page,Popular", "Ports"),
        ("42", None),
        ("Harbour Post", None),
    ],
)
def test_a_section_is_one_name(stated: str, section: str | None) -> None:
    assert page(head=site("Harbour Post"), articleSection=stated).section == section


def test_one_location_line_near_the_text_is_the_story_s_and_a_list_of_vacancies_nobody_s() -> None:
    assert page(end="<p>Location: Lebanon, Beirut</p>").location is not None
    jobs = "<p>Location: Brussels, Belgium</p><p>Location: Paris, France</p>"
    assert page(end=jobs).location is None


@pytest.mark.parametrize(
    "line",
    [
        "<figure><div>Members of the board on the quay</div></figure>",
        "<div class=image-caption>Members of the board on the quay</div>",
        "<div>Jane Doe (l.) and John Roe open the quay</div>",
        "<div>The quay at noon. REUTERS/Jane Doe</div>",
        "<div>Watch the opening of the quay (1:39)</div>",
        "<p class=breadcrumbs>Coast &gt; Ports &gt; Quays and more</p>",
        "<button>Share this story by mail</button>",
        "<div class=post-meta>October 12, 2018 / 0 Comments / in Ports</div>",
    ],
)
def test_captions_crumbs_and_buttons_are_no_standfirst(line: str) -> None:
    assert page(top=line).standfirst is None


@pytest.mark.parametrize("kind", ["strapline byline-social", "article-excerpt", "sub-headline", "x"])
def test_a_line_below_the_headline_is(kind: str) -> None:
    line = f"<h2 class='{kind}'>Board praises a debate of four hours</h2>"
    assert page(top=line).standfirst == "Board praises a debate of four hours"


def test_a_stated_dateline_is_a_place() -> None:
    def stated(value: str) -> str | None:
        return page(dateline=value).place

    assert stated("Palma de Mallorca, España") == "Palma de Mallorca"
    assert stated("Sun, 19 Oct 2025 04:00") is None


@pytest.mark.parametrize("sign", ["CNN", "RDN", "HARBOURPOST", "REUTERS"])
def test_a_sign_behind_the_byline_is_no_place(sign: str) -> None:
    line = f"<div class=byline>By Jane Doe | {sign}</div>"
    assert page(top=line, url="https://harbourpost.example/a").place is None
    assert page(top="<div class=byline>By Jane Doe | TARTUS</div>").place == "Tartus"


def test_the_day_in_the_address_counts_whatever_states_the_address() -> None:
    address = "https://post.example/2023/12/20/quay"
    assert page(head=f'<meta property="og:url" content="{address}">').published.value == "2023-12-20"
