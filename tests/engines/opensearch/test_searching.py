"""What a cluster is asked where one plain search is not enough: several parts, deep pages, many words, many values."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest

from search.budget import shared
from search.clauses import All, Any, AtLeast, Clause, Near, Phrase, Prefix, Unit, Within, Word
from search.engines import open_index
from search.engines.opensearch import asking, facets, results
from search.errors import OutOfTime, OverBudget
from search.index import FACETS, Count, Index, Search, Sort
from tests.articles import make_article
from tests.engines.differences import NONE, Differences
from tests.engines.opensearch.between import Asked, Said, between
from tests.engines.opensearch.conftest import SETTINGS, Node
from tests.engines.oracle import Oracle

MANY = 300


@pytest.fixture(scope="module")
def divided(node: Node) -> Iterator[Index]:
    """An archive in three parts."""
    settings = replace(SETTINGS, opensearch_shards=3)
    name = f"test-{secrets.token_hex(6)}"
    with closing(open_index(f"opensearch+{node.url}/{name}", settings, create=True)) as index:
        with index.rebuild() as batch:
            for n in range(MANY):
                batch.put(
                    make_article(
                        f"a{n:03}",
                        headline=f"Story number{n}",
                        body=f"The ferry {'waits ' * (n % 7)}for the {'harbour' if n % 3 else 'strike'}.",
                        source=f"Paper {n % 90}",
                        bylines=(f"Ann {n}", f"Bob {n % 11}"),
                        published=None if n % 10 == 0 else f"20{10 + n % 7}-{1 + n % 12:02}",
                    )
                )
        yield index
    node.ask("DELETE", f"/{name}-*")


FERRY = Any((Word("ferry"), Word("strike")))


@pytest.mark.parametrize("sort", Sort)
def test_deep_pages_go_on_where_others_end(
    divided: Index, sort: Sort, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(FERRY, sort=sort, limit=MANY)
    whole = [hit.id for hit in divided.search(search).hits]
    assert len({*whole}) == MANY
    assert [article.id for article in divided.stream(search).articles] == whole
    monkeypatch.setattr(results, "AT_ONCE", 37)
    for offset, limit in ((0, 37), (10, 50), (36, 1), (37, 40), (199, 3), (250, 100), (MANY, 5), (10**12, 5)):
        page = divided.search(replace(search, offset=offset, limit=limit))
        assert [hit.id for hit in page.hits] == whole[offset : offset + limit], (offset, limit)
        assert page.total == MANY


@pytest.mark.parametrize("limit", [None, 0, 3])
def test_facets_of_any_number_of_values_are_exact(
    divided: Index, limit: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Search(
        Word("harbour"), {"source": frozenset({"Paper 5", "gone"})}, facets=FACETS, facet_limit=limit
    )
    wanted = divided.search(search)
    assert wanted.facet_sizes["byline"] == len(
        {name for n in range(5, MANY, 90) if n % 3 for name in (f"Ann {n}", f"Bob {n % 11}")}
    )
    assert wanted.facet_sizes["source"] == 60
    if limit is None:
        assert Count("Paper 5", 4) in wanted.facets["source"] and len(wanted.facets["source"]) == 61
    monkeypatch.setattr(facets, "MOST", 40)
    for _ in range(2):  # the second time it is known which have many
        found = divided.search(search)
        assert found.facets == wanted.facets and found.facet_sizes == wanted.facet_sizes
    everything = divided.search(Search(facets=FACETS, facet_limit=limit))
    assert everything.facet_sizes["source"] == 90
    exact = limit is None  # else the third of "Where engines differ"
    assert everything.facet_sizes["byline"] == pytest.approx(MANY + 11, rel=0 if exact else 0.02)


def test_scores_do_not_hang_on_the_part_that_an_article_is_in(divided: Index) -> None:
    hits = divided.search(Search(Word("strike"), limit=MANY)).hits
    by_length: dict[int, set[float]] = {}
    for hit in hits:
        by_length.setdefault(int(hit.id[1:]) % 7, set()).add(hit.score)
    assert len(hits) == MANY // 3 and all(len(scores) == 1 for scores in by_length.values())


def test_a_beginning_of_many_words_stands_near_others(divided: Index) -> None:
    every = Prefix("number", "headline")
    for clause, total in (
        (Near(Word("story", "headline"), every, 1, ordered=True), MANY),
        (Near(every, Word("story", "headline"), 1, ordered=True), 0),
        (Within(Word("story", "headline"), every, Unit.SENTENCE), MANY),
        (AtLeast(Prefix("wai"), 6), len([n for n in range(MANY) if n % 7 == 6])),
    ):
        assert divided.search(Search(clause)).total == total, clause


def test_words_are_asked_for_in_as_many_answers_as_it_takes(
    divided: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_FIRST", 5)
    monkeypatch.setattr(asking, "AT_ONCE", 7)
    assert divided.search(Search(Prefix("number1"))).total == 111
    assert divided.spellings("numbre12") == ("number12",)


@pytest.mark.parametrize(
    "clause",
    [
        Any(tuple(Word(f"w{n}") for n in range(2000))),
        All(tuple(Near(Word(f"w{n}"), Word(f"v{n}"), 3) for n in range(600))),
        Phrase(" ".join(f"w{n}-v{n}" for n in range(2000))),
        AtLeast(Word("ferry"), 100_000),
    ],
    ids=["words", "pairs", "phrase", "times"],
)
def test_more_parts_than_a_cluster_takes_are_refused_in_our_words(divided: Index, clause: Clause) -> None:
    with pytest.raises(OverBudget):
        divided.search(Search(clause))


def test_a_search_that_the_cluster_gave_up_is_out_of_time(location: str, node: Node) -> None:
    with closing(open_index(location, SETTINGS, create=True)) as index, index.rebuild() as batch:
        batch.put(make_article("a"))

    def late(asked: Asked) -> Said | None:
        if b'"_score"' not in asked.body:
            return None
        return Said(200, {**node.raw("POST", asked.path, asked.body), "timed_out": True})

    with (
        between(node.url, late) as host,
        closing(open_index(location.replace(node.host, host), SETTINGS)) as slow,
        pytest.raises(OutOfTime),
    ):
        slow.search(Search(Word("body")))


def test_the_best_are_shown_when_time_runs_out_before_the_closest_are_known(
    divided: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = All((Word("ferry"), Word("harbour")))
    wanted = divided.search(Search(both, limit=5))
    with shared(60) as budget:

        def spending(*_: object) -> dict[str, object]:
            budget.met = True
            return {}

        monkeypatch.setattr(results, "ranked_among", spending)
        found = divided.search(Search(both, limit=5))
    assert found.total == wanted.total and len(found.hits) == 5 and found.notes
    assert all(one.score >= other.score > 0 for one, other in pairwise(found.hits))


def test_a_phrase_that_has_its_first_word_again_begins_there_too_within_a_sentence(location: str) -> None:
    """The second of "Where engines differ"; an article has to be made for it."""
    article = make_article("a", body="They waited and. And so came the ferry.")
    asked = Within(Phrase("and and"), Word("ferry"), Unit.SENTENCE)
    found = {}
    for differences in (NONE, Differences(recurring=True)):
        oracle = Oracle(differences)
        oracle.put(article)
        found[differences.recurring] = [*(oracle.scores(asked) or {})]
    assert found == {False: [], True: ["a"]}
    with closing(open_index(location, SETTINGS, create=True)) as index:
        with index.rebuild() as batch:
            batch.put(article)
        assert index.search(Search(asked)).total == 1
        assert index.search(Search(Within(Phrase("waited and"), Word("ferry"), Unit.SENTENCE))).total == 0
