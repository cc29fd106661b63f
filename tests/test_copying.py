"""A copy that is cut short is taken up again, follows its source until it is done, and is compared in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from search import copying
from search.check import doubts_of
from search.copying import copy
from search.engines import open_index
from search.errors import IndexBusy, IndexDamaged, SettingsError
from search.index import Index
from search.ledger import place, sole_writer
from search.settings import Settings
from tests.articles import make_article


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Index, Index]]:
    """An archive of 300 articles, and a place to copy it to, 50 articles at once."""
    monkeypatch.setattr(copying, "ARTICLES", 50)
    with (
        closing(open_index(str(tmp_path / "source"), Settings(), create=True)) as source,
        closing(open_index(str(tmp_path / "deep" / "target"), Settings(), create=True)) as target,
    ):
        with source.write() as batch:
            for n in range(300):
                batch.put(make_article(f"a{n}", body=f"Story {n} of the council."))
        yield source, target


class Stopped(Exception):
    pass


def stop_at(number: int, done: int, of: int) -> None:
    if done == number:
        raise Stopped


def same(one: Index, other: Index) -> bool:
    return {id: one.get(id) for id in one.ids()} == {id: other.get(id) for id in other.ids()}


def test_a_copy_is_taken_up_where_it_was(pair: tuple[Index, Index]) -> None:
    source, target = pair
    told: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        copy(source, target, lambda done, of: stop_at(120, done, of))
    assert target.status().articles == 100
    copied = copy(source, target, lambda done, of: told.append((done, of)))
    assert (copied.articles, copied.written) == (300, 200)
    assert told[0] == (1, 300) and told[-1] == (300, 300)
    assert same(source, target) and not doubts_of(target)
    with pytest.raises(SettingsError, match="already"):
        copy(source, target)


def test_what_changed_at_the_source_meanwhile_is_followed(pair: tuple[Index, Index]) -> None:
    source, target = pair
    with pytest.raises(Stopped):
        copy(source, target, lambda done, of: stop_at(200, done, of))
    with source.write() as batch:
        for id in [*target.ids()][:10]:
            batch.delete(id)
        for id in [*target.ids()][10:20]:
            batch.put(make_article(id, body="Written anew."))
    copied = copy(source, target)
    assert copied.articles == 290 and same(source, target)


def test_a_copy_that_differs_in_the_end_is_not_called_one(pair: tuple[Index, Index]) -> None:
    source, target = pair

    def change(done: int, of: int) -> None:
        if done == 120:
            with target.write() as batch:
                batch.put(make_article("stray"))

    with pytest.raises((IndexDamaged, IndexBusy)):
        copy(source, target, change)
    copied = copy(source, target)
    assert copied.articles == 300 and same(source, target)


def test_neither_is_written_by_others_meanwhile(pair: tuple[Index, Index]) -> None:
    source, target = pair
    for index in pair:
        with sole_writer(place(index.status().location)), pytest.raises(IndexBusy):
            copy(source, target)
    assert not target.status().articles


def test_an_archive_without_articles_is_copied(tmp_path: Path) -> None:
    source = open_index(str(tmp_path / "source"), Settings(), create=True)
    with source.write():
        pass
    target = open_index(str(tmp_path / "target"), Settings(), create=True)
    assert copy(source, target).articles == 0
    assert target.status().ok
