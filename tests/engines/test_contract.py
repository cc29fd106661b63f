"""What every engine keeps: writing and reading, and the traps in which engines have been caught.

What matches what is drawn and compared in test_oracle.py; here and beside stand the cases that have to be readable.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from search.clauses import (
    All,
    Dates,
    Everything,
    Ids,
    Not,
    Word,
)
from search.clauses import Any as AnyOf
from search.errors import IndexBusy, SourceError
from search.index import FACETS, Count, Index, Search, Sort
from tests.articles import make_article
from tests.engines.asking import Fill, found, listed
from tests.engines.conftest import SETTINGS, Engine


def test_empty_index_answers(empty: Index) -> None:
    with empty.rebuild():
        pass
    results = empty.search(Search(Word("any"), facets=FACETS))
    assert results.total == 0 and results.hits == () and results.facets["source"] == ()
    assert list(empty.ids()) == [] and empty.get("a") is None
    assert empty.suggest("a") == () and empty.spellings("word") == () and empty.similar("a") == ()
    assert empty.status().ok and empty.status().articles == 0 and empty.verify() == ()


def test_missing_index_says_what_to_do(empty: Index) -> None:
    status = empty.status()
    assert not status.ok and status.articles == 0 and "reindex" in status.message


def test_last_put_wins_within_a_batch_and_across(filled: Fill) -> None:
    index = filled(make_article("a", body="first"), make_article("a", body="second"))
    assert found(index, Word("first")) == [] and found(index, Word("second")) == ["a"]
    with index.write() as batch:
        batch.put(make_article("a", body="third"))
        batch.put(make_article("a", body="fourth"))
    assert index.search(Search()).total == 1 and found(index, Word("fourth")) == ["a"]
    got = index.get("a")
    assert got is not None and got.body == "fourth"


def test_articles_are_found_by_their_ids_in_every_size_of_a_set(filled: Fill) -> None:
    index = filled(*(make_article(f"a{n}", body="Word." if n % 2 else "Other.") for n in range(600)))
    with index.write() as batch:
        batch.put(make_article("a1", body="Word again."))
        batch.delete("a3")
    for wanted in ({"a1"}, {"a1", "a2", "a3", "nowhere"}, {f"a{n}" for n in range(0, 99, 2)}, set()):
        ids = Ids(frozenset(wanted))
        live = {id for id in wanted if index.get(id)}
        assert set(found(index, ids)) == live
        assert index.search(Search(All((Word("word"), ids)))).total == len(
            {id for id in live if int(id[1:]) % 2}
        )
        assert index.search(Search(All((Everything(), Not(ids))))).total == 599 - len(live)
    hits = index.search(Search(All((Word("again"), Ids(frozenset({"a1"})))))).hits
    assert [hit.snippets[0].text[a:b] for hit in hits for a, b in hit.snippets[0].marks] == ["again"]
    assert index.marks(Ids(frozenset({"a1"})), "a1 word", "en") == ()


def test_delete_of_absent_is_fine_and_order_in_a_batch_counts(filled: Fill) -> None:
    index = filled(make_article("a"), make_article("b"))
    with index.write() as batch:
        batch.delete("nowhere")
        batch.delete("a")
        batch.put(make_article("c"))
        batch.delete("c")
        batch.delete("b")
        batch.put(make_article("b", body="again"))
    assert sorted(index.ids()) == ["b"] and found(index, Word("again")) == ["b"]


def test_a_batch_is_all_or_nothing(filled: Fill) -> None:
    index = filled(make_article("a", body="kept"))
    before = index.search(Search()).generation
    with pytest.raises(RuntimeError), index.write() as batch:
        batch.put(make_article("b"))
        batch.delete("a")
        raise RuntimeError
    with pytest.raises(RuntimeError), index.rebuild() as batch:
        batch.put(make_article("b"))
        raise RuntimeError
    results = index.search(Search())
    assert [hit.id for hit in results.hits] == ["a"] and results.generation == before
    assert index.verify() == ()


def test_what_is_written_is_not_seen_before_the_end(filled: Fill) -> None:
    index = filled(make_article("a"))
    with index.write() as batch:
        batch.put(make_article("b"))
        assert listed(index) == ["a"]
    assert sorted(listed(index)) == ["a", "b"]
    with index.rebuild() as batch:
        batch.put(make_article("c"))
        assert sorted(listed(index)) == ["a", "b"]
    assert listed(index) == ["c"]


def test_second_writer_is_told(filled: Fill) -> None:
    index = filled(make_article("a"))
    with index.write(), pytest.raises(IndexBusy), index.write():
        pass
    with index.write() as batch:
        batch.put(make_article("b"))
    assert index.search(Search()).total == 2


def test_a_reader_sees_what_another_one_wrote(opener: Engine, tmp_path: Path) -> None:
    writer, reader = opener(tmp_path, SETTINGS), opener(tmp_path, SETTINGS)
    generations = set()
    for n in range(3):
        with writer.write() as batch:
            batch.put(make_article(f"a{n}"))
        results = reader.search(Search())
        assert results.total == n + 1
        generations.add(results.generation)
    assert len(generations) == 3
    writer.close()
    reader.close()
    opener.clear(tmp_path)


def test_bad_article_does_not_poison_its_batch(filled: Fill) -> None:
    index = filled()
    with index.write() as batch:
        batch.put(make_article("a", body="before"))
        for bad in (
            make_article("", body="bad"),
            make_article("x" * 600, body="bad"),
            make_article("n", headline=None, body="bad"),
            make_article("t", body=None),
            make_article("b", bylines=(1,), body="bad"),
        ):
            with pytest.raises(SourceError):
                batch.put(bad)
        batch.put(make_article("z", body="after"))
    assert sorted(index.ids()) == ["a", "z"]
    assert found(index, Word("bad")) == [] and found(index, Word("after")) == ["z"]
    assert index.verify() == ()


def test_characters_that_no_file_holds_are_replaced(filled: Fill) -> None:
    index = filled(make_article("a", headline="Half \ud83d pair", body="nul\x00 byte"))
    got = index.get("a")
    assert got is not None and got.headline == "Half \ufffd pair" and got.body == "nul byte"
    assert found(index, Word("pair")) == ["a"]


def test_many_small_writes(filled: Fill) -> None:
    index = filled()
    for n in range(20):
        with index.write() as batch:
            batch.put(make_article(f"a{n % 7}", body=f"round {n}"))
            batch.delete(f"a{(n + 3) % 7}")
    last = {f"a{n % 7}": n for n in range(20)}
    alive = {id for id, n in last.items() if not any((m + 3) % 7 == int(id[1]) for m in range(n, 20))}
    assert {*index.ids()} == alive
    for id in alive:
        assert id in found(index, Word(str(last[id])))
    assert index.verify() == ()


def test_undated_last_both_ways_and_ties_by_id(filled: Fill) -> None:
    index = filled(
        make_article("undated-b", published=None),
        make_article("undated-a", published=None),
        make_article("old", published="2001"),
        make_article("ten-in-ankara", published="2016-05-23T10:00+03:00"),
        make_article("eight-utc", published="2016-05-23T08:00Z"),
        make_article("day-b", published="2016-05-23"),
        make_article("day-a", published="2016-05-23"),
    )
    newest = ["eight-utc", "ten-in-ankara", "day-a", "day-b", "old", "undated-a", "undated-b"]
    oldest = ["old", "day-a", "day-b", "ten-in-ankara", "eight-utc", "undated-a", "undated-b"]
    assert listed(index, sort=Sort.NEWEST) == newest
    assert listed(index, sort=Sort.OLDEST) == oldest
    assert listed(index, clause=Everything(), sort=Sort.RELEVANCE) == newest


def test_pages_are_parts_of_one_list(filled: Fill) -> None:
    index = filled(*(make_article(f"a{n:02}", body="word " * (n % 5 + 1)) for n in range(37)))
    for sort in Sort:
        whole = listed(index, clause=Word("word"), sort=sort, limit=100)
        pages = [listed(index, clause=Word("word"), sort=sort, limit=10, offset=n) for n in range(0, 50, 10)]
        assert [id for page in pages for id in page] == whole and len(whole) == 37
    past = index.search(Search(Word("word"), offset=1000, limit=10))
    assert past.hits == () and past.total == 37
    none = index.search(Search(Word("word"), limit=0, facets=("year",)))
    assert none.hits == () and none.total == 37 and none.facets["year"] == (Count("2016", 37),)


def test_totals_and_top_are_exact_under_filters(filled: Fill) -> None:
    """The query on which Whoosh's own collector answers 324 for 3,163."""
    articles = [
        make_article(
            f"a{n:03}",
            headline="bank rate" if n % 3 else "weather",
            body="the bank " * (n % 7) + "and the river " * (n % 11),
            published=f"{2010 + n % 15}-05-01",
        )
        for n in range(400)
    ]
    index = filled(*articles)
    clause = All((Dates("2020", None), AnyOf((Word("bank", "headline"), Word("bank", "body")))))
    wanted = {a.id for a in articles if (a.published.year or "") >= "2020" and "bank" in a.headline + a.body}
    every = index.search(Search(clause, limit=1000))
    assert every.total == len(wanted) and {hit.id for hit in every.hits} == wanted
    top = index.search(Search(clause, limit=10))
    assert top.total == every.total and top.hits == every.hits[:10]
    scores = [hit.score for hit in every.hits]
    assert scores == sorted(scores, reverse=True)


def test_results_outlive_the_index(filled: Fill, tmp_path: Path) -> None:
    index = filled(make_article("a", body="a truce", bylines=("Ann",)))
    results = index.search(Search(Word("truce"), facets=("byline",)))
    index.close()
    for folder in tmp_path.iterdir():
        shutil.rmtree(folder)
    assert results.total == 1 and results.hits[0].bylines == ("Ann",)
    assert results.facets["byline"] == (Count("Ann", 1),)
    assert results.hits[0].snippets[0].marks and results.took >= 0
