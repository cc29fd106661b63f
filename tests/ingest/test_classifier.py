"""How likely each block is running text: the trees, the runs, and the whole on pages of every size."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.article import Block, Markup
from search.ingest import classifier
from search.ingest.boilerplate import known
from search.ingest.classifier import sequence, trees, vocabulary, wording
from tests.ingest.reading import MORE_PROSE, PROSE

TREE = {
    "column": [0, 1],
    "split": [0.5, 10.0],
    "left": [-1, -2],
    "right": [1, -3],
    "value": [-2.0, 1.0, 3.0],
}
"""Up to 0.5 in the first column: -2; beyond it, up to 10 in the second: 1, else 3."""
HEAD = {
    "threshold": 0.5,
    "intercept": -1.0,
    "hopeless": -3.0,
    "weights": {"a": 2.0},
    "columns": ["a", "b"],
}


def model(*grown: object) -> trees.Model:
    return trees.read("\n".join(json.dumps(line) for line in (HEAD, *grown)))


def likely(*lines: str, markup: Markup | None = None) -> list[float]:
    blocks = [Block(i, line, line, markup=markup) for i, line in enumerate(lines, 1)]
    return classifier.probabilities(blocks, [known(line) for line in lines])


def test_a_tree_sends_each_row_to_its_leaf() -> None:
    forest = trees.plant([TREE])
    rows = np.array([[0.5, 99.0], [0.6, 10.0], [0.6, 10.1]])
    assert forest.sum(rows).tolist() == [-2.0, 1.0, 3.0]


def test_the_leaves_of_all_trees_are_added_however_deep_each_is() -> None:
    stump = {"column": [1], "split": [50.0], "left": [-1], "right": [-2], "value": [0.25, 0.5]}
    lone = {"column": [], "split": [], "left": [], "right": [], "value": [10.0]}
    rows = np.array([[0.0, 99.0], [1.0, 5.0]])
    assert trees.plant([lone, stump, TREE]).sum(rows).tolist() == [8.5, 11.25]


def test_a_model_weighs_every_block_and_asks_its_trees_about_some() -> None:
    columns = {"a": np.array([0.0, 1.0]), "b": np.array([0.0, 20.0]), "length": np.array([5.0, 5.0])}
    one = model(TREE)
    assert one.weigh(columns).tolist() == [-1.0, 1.0]
    judged = one.judge(columns, np.array([False, True]))
    assert judged[0] == 0.0
    assert judged[1] == pytest.approx(1 / (1 + np.exp(-3.0)))


@pytest.mark.parametrize("name", ["html", "text"])
def test_a_shipped_model_asks_for_columns_that_there_are(name: str) -> None:
    shipped = trees.load(name)
    markup = Markup("p", "html/body/p") if name == "html" else None
    blocks = [Block(1, PROSE[0], PROSE[0], markup=markup)]
    columns = classifier.alone(blocks, [None])
    if shipped.words is not None:
        columns |= vocabulary.say([PROSE[0]], shipped.words)
    assert set(shipped.weights) <= set(columns)
    columns |= classifier.together(blocks, columns, shipped)
    assert set(shipped.columns) <= set(columns)
    assert 0 < shipped.threshold < 1


@pytest.mark.parametrize(
    ("weights", "enter", "inside"),
    [
        ([], 1.0, []),
        ([-1.0, -1.0], 1.0, [False, False]),
        ([0.5, 0.4], 1.0, [False, False]),
        ([0.6, 0.6], 1.0, [True, True]),
        ([3.0, -1.0, 3.0], 2.0, [True, True, True]),
        ([3.0, -3.0, 3.0], 2.0, [True, False, True]),
    ],
)
def test_a_run_bridges_what_costs_less_than_to_begin_anew(
    weights: list[float], enter: float, inside: list[bool]
) -> None:
    assert sequence.chosen(np.array(weights), enter).tolist() == inside


@given(st.lists(st.floats(-5, 5), max_size=10), st.floats(0.01, 5))
def test_no_other_runs_weigh_more(weights: list[float], enter: float) -> None:
    def worth(inside: list[bool]) -> float:
        begun = sum(now and not before for before, now in zip([False, *inside], inside, strict=False))
        return sum(w for w, i in zip(weights, inside, strict=True) if i) - enter * begun

    every = range(2 ** len(weights))
    best = max(worth([bool(n >> i & 1) for i in range(len(weights))]) for n in every)
    assert worth(sequence.chosen(np.array(weights), enter).tolist()) == pytest.approx(best)


def test_words_are_the_same_in_either_case_and_shared_between_long_blocks() -> None:
    columns = wording.measure(["Harbour Board " * 10, "harbour board " * 10, "Something else " * 10])
    assert columns["shared"].tolist() == [1.0, 1.0, 0.0]


def test_a_page_without_blocks_has_none_that_is_likely() -> None:
    assert likely() == []


@pytest.mark.parametrize("line", ["x", "…", "\u0301", "\U0001f600", "\ud800", "新华社", "a" * 100_000])
def test_any_one_line_can_be_judged(line: str) -> None:
    assert all(0 <= one <= 1 for one in likely(line))
    assert all(0 <= one <= 1 for one in likely(line, markup=Markup("p")))


def test_the_text_of_a_huge_page_is_found() -> None:
    judged = likely(*["Alpha section"] * 6000, *PROSE, *MORE_PROSE, *["Beta section"] * 6000)
    threshold = trees.load("text").threshold
    assert max(judged[:5990]) < threshold <= min(judged[6000:6009])


def test_a_page_of_any_size_can_be_judged() -> None:
    judged = likely(*[f"Section {n}" for n in range(45_000)])
    assert len(judged) == 45_000
    assert all(0 <= one <= 1 for one in judged)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_the_same_page_is_judged_the_same_each_time(lines: list[str]) -> None:
    first = likely(*lines)
    assert first == likely(*lines)
    assert all(0 <= one <= 1 for one in first)


OWN = (
    "length, letters, digits, capitals, signs, commas, quotes, log words, capitalised, lower, little words, numbers, "
    "word length, sentences, ends sentence, ends in colon, ends in sign, opens quoted, opens lower, opens with sign"
).split(", ")


@given(st.lists(st.text("aZ9 .,:“(¶東\U0001f600", max_size=12), min_size=1, max_size=8))
def test_what_a_block_says_by_itself_is_the_same_among_others(texts: list[str]) -> None:
    together = wording.measure(texts)
    for i, text in enumerate(texts):
        alone = wording.measure([text])
        assert {name: together[name][i] for name in OWN} == {name: alone[name][0] for name in OWN}
