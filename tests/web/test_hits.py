"""The marks of an article: numbered in the order of reading, with the way from each to the next."""

from __future__ import annotations

import pytest

from search.clauses import Word
from search.engines import open_index
from search.index import Index
from search.settings import Settings
from tests.articles import make_article
from tests.web.archive import SCRIPT
from tests.web.conftest import Read
from web.app import create_app
from web.article.hits import MOST_STEPS
from web.article.story import story


def test_hits_are_counted_through_headline_standfirst_and_text(read: Read) -> None:
    page = read("/a/pilots?q=harbour+OR+june")
    marks = page.select("article.story mark")
    assert [mark["id"] for mark in marks] == [f"hit-{n}" for n in range(1, len(marks) + 1)]
    assert [mark.get_text().lower() for mark in marks] == ["harbour", "june", "harbour", "june"]
    assert page.h1.mark["id"] == "hit-1"
    assert page.select_one(".standfirst mark")["id"] == "hit-2"
    assert page.select_one("#hits span").get_text() == "4 hits in this article"
    assert page.select_one("#hits a")["href"] == "#hit-1"


def test_each_hit_is_followed_by_the_way_to_its_neighbours(read: Read) -> None:
    page = read("/a/pilots?q=truce")
    ways = []
    for mark in page.select("article.story mark"):
        step = mark.find_next_sibling()
        assert step["class"] == ["step"]
        ways.append([(a["aria-label"], a["href"]) for a in step.select("a")])
    assert ways == [
        [("Hit 1 of 3", "#hits"), ("Next hit", "#hit-2")],
        [("Previous hit", "#hit-1"), ("Hit 2 of 3", "#hits"), ("Next hit", "#hit-3")],
        [("Previous hit", "#hit-2"), ("Hit 3 of 3", "#hits"), ("First hit", "#hit-1")],
    ]
    assert all(page.find(id=address[1:]) for way in ways for _, address in way)


def test_the_only_hit_leads_nowhere_else(read: Read) -> None:
    step = read("/a/pilots?q=okafor").select_one(".step")
    assert [a["aria-label"] for a in step.select("a")] == ["Hit 1 of 1"]


def test_the_way_to_the_next_hit_adds_no_word_to_the_article(read: Read) -> None:
    with_hits, without = read("/a/pilots?q=truce+OR+harbour"), read("/a/pilots")
    assert with_hits.select_one("article.story").get_text() == without.select_one("article.story").get_text()


@pytest.mark.parametrize("address", ["/a/pilots", "/a/pilots?q=zeppelin", "/a/pilots?f.lang=en"])
def test_where_nothing_is_marked_there_is_nothing_to_go_through(read: Read, address: str) -> None:
    page = read(address)
    assert page.select_one("#hits") is None
    assert not page.select("mark, .step")


def test_marks_in_a_hostile_text_stay_marks(read: Read) -> None:
    page = read("/a/hostile?q=script+OR+alert+OR+truce")
    assert page.h1.get_text() == f"{SCRIPT} gpj.truce"
    assert [mark.get_text() for mark in page.h1.select("mark")] == ["script", "alert", "script", "truce"]


def test_of_very_many_hits_all_are_marked_and_the_first_have_steps(index: Index) -> None:
    app = create_app(Settings(index=index.status().location), index)
    article = make_article(headline="Truce", body="\n".join(["the truce, a truce"] * 2500))
    with app.test_request_context("/"):
        told = story(article, index, Word("truce"))
    text = "".join((told.headline, *(part.text for part in told.body)))
    assert told.hits == 5001
    assert text.count("<mark id=") == 5001
    assert text.count('class="step"') == MOST_STEPS
    assert len(told.body) == 2500
    last = text.split(f'id="hit-{MOST_STEPS}"')[1].split("</span>")[0]
    assert f"Hit {MOST_STEPS:,} of 5,001" in last
    assert 'href="#hit-1"' in last
    assert f'href="#hit-{MOST_STEPS + 1}"' not in last


def test_the_page_of_a_long_article_holds_all_of_it(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = open_index(str(tmp_path_factory.mktemp("long") / "index"), settings, create=True)
    body = "\n".join(f"Line {n} tells of the ferry, and of nothing else at all." for n in range(20_000))
    with index.rebuild() as batch:
        batch.put(make_article("long", body=body))
    text = create_app(settings, index).test_client().get("/a/long?q=ferry").get_data(as_text=True)
    index.close()
    assert len(body) > 1_000_000
    assert 'id="hit-20000"' in text
    assert "Line 19999 tells" in text
