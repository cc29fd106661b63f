"""Articles in which the words of a search stand close together come before those in which they stand far apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.clauses import All, Any, Word
from search.index import Index, Search, Sort
from tests.articles import make_article

Filled = Callable[..., Index]
BOTH = All((Word("ferry"), Word("harbour")))


def _apart(id: str, words: int) -> object:
    """An article of 120 words, two of which are so many words apart."""
    filler = ["stone"] * 120
    filler[10], filler[10 + words] = "ferry", "harbour"
    return make_article(id, headline="", body=" ".join(filler))


@pytest.mark.parametrize(("nearer", "farther"), [(8, 9), (39, 40)], ids=["pair", "passage"])
def test_up_to_this_distance_nearness_counts(filled: Filled, nearer: int, farther: int) -> None:
    index = filled(_apart("near", nearer), _apart("far", farther), _apart("farther", farther + 20))
    near, far, farther_still = index.search(Search(BOTH)).hits
    assert (near.id, {far.id, farther_still.id}) == ("near", {"far", "farther"})
    assert near.score > far.score


@pytest.mark.parametrize("distance", [9, 40])
def test_beyond_it_a_word_more_or_less_does_not(filled: Filled, distance: int) -> None:
    one, other = filled(_apart("a", distance), _apart("b", distance + 1)).search(Search(BOTH)).hits
    assert one.score == pytest.approx(other.score)


def test_order_by_date_is_left_alone(filled: Filled) -> None:
    index = filled(_apart("a", 1), _apart("b", 100))
    one, other = index.search(Search(BOTH, sort=Sort.NEWEST)).hits
    assert (one.id, one.score) == ("a", pytest.approx(other.score))


def test_pages_beyond_the_best_go_on_where_these_end(filled: Filled) -> None:
    index = filled(*(_apart(f"{n:03}", 1 + n % 100) for n in range(250)))
    clause = Any((Word("ferry"), Word("harbour")))
    whole = index.search(Search(clause, limit=250)).hits
    paged = [
        hit
        for offset in range(0, 250, 30)
        for hit in index.search(Search(clause, offset=offset, limit=30)).hits
    ]
    assert [hit.id for hit in paged] == [hit.id for hit in whole]
    assert len({hit.id for hit in whole}) == 250
    scores = [hit.score for hit in whole]
    assert scores == sorted(scores, reverse=True)
