"""What a page says of itself comes out as claims, the most trusted first, each with where it stands."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.ingest.facts import split_people
from search.ingest.html import read_html
from search.settings import Settings

SETTINGS = Settings()


def facts(markup, url=None):
    return read_html(markup + "<p>x</p>", url, SETTINGS).facts


def values(claims):
    return [claim.value for claim in claims]


def statement(value):
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Harbour &amp; docks closed",
    "description": "Nobody works.",
    "datePublished": "2016-05-23T09:30:00+03:00",
    "dateModified": "2016-05-23T11:00:00+03:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Omar Said"}],
    "publisher": {"@type": "Organization", "name": "The Quay"},
    "articleSection": "World",
    "inLanguage": "en",
    "dateline": "PORT SAID",
}


@pytest.mark.parametrize(
    "wrapped",
    [
        ARTICLE,
        [ARTICLE],
        {"@graph": [{"@type": "WebSite", "name": "The Quay"}, ARTICLE]},
        {"@type": "WebPage", "name": "Page", "mainEntity": ARTICLE},
        ARTICLE | {"@type": ["Article", "NewsArticle"]},
        ARTICLE | {"@type": "https://schema.org/ReportageNewsArticle"},
        ARTICLE | {"@type": "LiveBlogPosting"},
        "<!--\n" + json.dumps(ARTICLE) + "\n-->",
        "//<![CDATA[\n" + json.dumps(ARTICLE) + "\n//]]>",
        json.dumps(ARTICLE).replace("}]", "},]") + ";",
        json.dumps(ARTICLE).replace("Nobody works.", "Nobody\n\tworks."),
        json.dumps(ARTICLE).replace("Nobody works.", "Nobody\\ works."),
        json.dumps({"@type": "BreadcrumbList"}) + json.dumps(ARTICLE),
    ],
)
def test_json_ld_is_read_however_it_is_wrapped_or_broken(wrapped):
    found = facts(statement(wrapped))
    assert values(found.headlines)[0] == "Harbour & docks closed"
    assert found.published[0].value == "2016-05-23T09:30:00+03:00"
    assert found.published[0].rule == "JSON-LD datePublished"
    assert values(found.updated) == ["2016-05-23T11:00:00+03:00"]
    assert values(found.authors) == ["Ann Lee", "Omar Said"]
    assert {claim.rule for claim in found.authors} == {"JSON-LD author (Person)"}
    assert values(found.sources) == ["The Quay"]
    assert values(found.sections) == ["World"]
    assert values(found.languages)[0] == "en"
    assert values(found.datelines) == ["PORT SAID"]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("Ann Lee and Omar Said", ["Ann Lee", "Omar Said"]),
        (["Ann Lee", "Omar Said"], ["Ann Lee", "Omar Said"]),
        ({"name": "Ann Lee"}, ["Ann Lee"]),
        ({"@type": "Person", "name": ["Ann Lee", "Omar Said"]}, ["Ann Lee", "Omar Said"]),
        ({"@type": "Person", "givenName": "Ann", "familyName": "Lee"}, ["Ann Lee"]),
        ({"@id": "#ann"}, ["Ann Lee"]),
        ([{"@id": "#ann"}, {"@id": "#nobody"}], ["Ann Lee"]),
        ("https://example.org/ann", []),
        ("@annlee", []),
        ("a.lee@example.org", []),
        ("", []),
        (None, []),
        ([[]], []),
        ({"name": {"name": "x"}}, []),
    ],
)
def test_authors_are_people_one_by_one(author, names):
    graph = {
        "@graph": [
            {"@type": "Article", "author": author},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        ]
    }
    assert values(facts(statement(graph)).authors) == names


def test_an_organisation_is_called_one():
    organisation = {"@type": "NewsMediaOrganization", "name": "Quay News Agency"}
    (claim,) = facts(statement({"@type": "NewsArticle", "author": organisation})).authors
    assert claim.rule == "JSON-LD author (NewsMediaOrganization)"


def test_an_article_in_a_list_of_others_is_not_this_one():
    others = {
        "@type": "ItemList",
        "itemListElement": [{"@type": "NewsArticle", "headline": "Other", "author": "Al Ien"}],
    }
    found = facts(statement(others) + "<h1>Own</h1>")
    assert values(found.headlines) == ["Own"]
    assert not found.authors


def test_of_several_articles_the_one_with_the_address_of_the_page_counts():
    both = [
        {"@type": "NewsArticle", "headline": "Other", "url": "https://example.org/other", "author": "Al Ien"},
        {"@type": "NewsArticle", "headline": "Own", "mainEntityOfPage": {"@id": "https://example.org/own/"}},
    ]
    found = facts(statement(both) + '<link rel="canonical" href="https://www.example.org/own">')
    assert values(found.headlines)[0] == "Own"


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("og:title", "headlines"),
        ("dc.title", "headlines"),
        ("parsely-title", "headlines"),
        ("citation_title", "headlines"),
        ("author", "authors"),
        ("sailthru.author", "authors"),
        ("DC.Creator", "authors"),
        ("article:published_time", "published"),
        ("parsely-pub-date", "published"),
        ("DC.date.issued", "published"),
        ("cXenseParse:recs:publishtime", "published"),
        ("publish-date", "published"),
        ("citation_publication_date", "published"),
        ("article:modified_time", "updated"),
        ("og:updated_time", "updated"),
        ("last-modified", "updated"),
        ("og:site_name", "sources"),
        ("article:section", "sections"),
        ("og:locale", "languages"),
        ("og:description", "standfirsts"),
    ],
)
def test_meta_elements_are_known_by_the_ends_of_their_names(name, field):
    (claim,) = getattr(facts(f'<meta property="{name}" content="Some value">'), field)
    assert (claim.value, claim.rule, claim.line) == ("Some value", f"meta {name}", 1)


@pytest.mark.parametrize(
    "name",
    [
        "article:expiration_time",
        "twitter:creator",
        "og:image:alt",
        "twitter:label1",
        "apple-mobile-web-app-title",
        "viewport",
    ],
)
def test_meta_elements_of_other_things_are_not_mistaken(name):
    found = facts(f'<meta name="{name}" content="Some value">')
    assert not any(getattr(found, field) for field in found.__slots__)


def test_handles_and_addresses_are_no_authors():
    markup = "".join(
        f'<meta property="article:author" content="{value}">'
        for value in ("https://social.example/ann", "@ann", "", "admin", "—")
    )
    assert not facts(markup).authors


def test_microdata_of_the_article_and_of_nothing_else():
    markup = """<article itemscope itemtype="http://schema.org/NewsArticle"><h2 itemprop="headline">Harbour closed</h2>
    <span itemprop="author" itemscope itemtype="http://schema.org/Person"><a itemprop="name">Ann Lee</a></span>
    <time itemprop="datePublished" datetime="2016-05-23">Monday</time>
    <div itemprop="comment" itemscope itemtype="http://schema.org/Comment"><b itemprop="author">troll77</b></div></article>"""
    found = facts(markup)
    assert [(claim.value, claim.rule) for claim in found.headlines] == [
        ("Harbour closed", "microdata headline")
    ]
    assert [(claim.value, claim.rule, claim.line) for claim in found.authors] == [
        ("Ann Lee", "microdata author (Person)", 2)
    ]
    assert found.published[0].value == "2016-05-23"


def test_elements_and_addresses_are_claims_with_their_lines():
    markup = """<html lang="tr"><head><title>Liman kapandı - Rıhtım</title>
<link rel="canonical" href="/2016/05/23/liman"></head><body>
<h1>Liman <b>kapandı</b></h1><time datetime="2016-05-23T08:00Z">dün</time><a rel="nofollow author" href="/a">Ayşe Kaya</a>"""
    found = facts(markup, "https://example.org/x?y=1")
    assert [(c.value, c.rule, c.line) for c in found.headlines] == [
        ("Liman kapandı", "<h1>", 3),
        ("Liman kapandı - Rıhtım", "<title>", 1),
    ]
    assert [(c.value, c.rule) for c in found.published] == [("2016-05-23T08:00Z", "<time datetime>")]
    assert values(found.addresses) == ["https://example.org/2016/05/23/liman", "https://example.org/x?y=1"]
    assert values(found.languages) == ["tr"]
    assert values(found.authors) == ["Ayşe Kaya"]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2016/05/23/story.html", "2016-05-23"),
        ("https://example.org/news/2016-5-3/story", "2016-05-03"),
        ("https://example.org/story_20160523.html", "2016-05-23"),
        ("https://example.org/world/2016/may/23/story", "2016-05-23"),
        ("https://example.org/2016/13/40/story", None),
        ("https://example.org/120160523999", None),
        ("https://example.org/2016/05/", None),
    ],
)
def test_a_day_in_the_address_is_a_claim(url, day):
    assert values(facts("", url).published) == ([day] if day else [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("Ann Lee, Omar Said and Kim Il", ["Ann Lee", "Omar Said", "Kim Il"]),
        ("Ann Lee; Omar Said | Kim Il", ["Ann Lee", "Omar Said", "Kim Il"]),
        ("Lee, Ann", ["Lee, Ann"]),
        ("Simon and Garfunkel", ["Simon and Garfunkel"]),
        ("Ayşe Kaya ve Can Demir", ["Ayşe Kaya", "Can Demir"]),
    ],
)
def test_people_in_one_text(text, names):
    assert list(split_people(text)) == names


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["Article", "#a"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@id", "@graph", "author", "name", "headline", "mainEntity", "publisher", "url"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_any_json_ends_in_bounded_claims(value):
    found = facts(statement(json.dumps(value).replace("</", "<\\/")))
    for field in found.__slots__:
        claims = getattr(found, field)
        assert len(claims) <= 16
        assert all(claim.value and claim.rule for claim in claims)


@given(st.text(st.characters(blacklist_characters="<", blacklist_categories=["Cs"]), max_size=100))
def test_a_broken_statement_does_not_hide_the_next(text):
    assert values(facts(statement("{" + text) + statement(ARTICLE)).authors) == ["Ann Lee", "Omar Said"]
