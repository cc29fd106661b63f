"""Train the models of search/ingest/classifier: `python -m tests.bench.train_classifier [text] [html] [--folds N] [--only-cv]`.

Needs lightgbm and scikit-learn, which nothing else here does, and the labelled pages (gold_pages.py). Recipe:
    0. each page of plain lines is shown twice, the second time with little above and below its body, as papers keep their own files
    1. for plain lines, logistic regression on the words of each block (vocabulary.py); what they say of a page in training comes from
       weights that its site had no part in
    2. logistic regression on what each block says by itself; a page's blocks weigh by the square root of their words
    3. gradient-boosted trees on the blocks that are asked, on all columns; the columns that gain most are kept
    4. the same on these columns, without the pages that such a model, trained without them, gets all wrong: there the
       label is wrong more often than the model
    5. the threshold where the F1 of pages is best across all folds
Folds never share a site. What is printed first is the cross-validated F1; then the models are written, from all pages.
The result is the same on each run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import lightgbm
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from search.ingest import classifier
from search.ingest.classifier import trees, vocabulary
from search.ingest.classifier.choosing import choose
from search.ingest.classifier.wording import Columns
from tests.bench.gold_pages import Labelled, html_pages, plain_pages
from tests.bench.model_files import short, written
from tests.labelled import SETS
from tests.scores import mean_f1

MODELS = Path(classifier.__file__).parent
COLUMNS = {"text": 110, "html": 60}
TREES, LEAVES, RATE = {"text": 150, "html": 180}, {"text": 63, "html": 31}, {"text": 0.08, "html": 0.09}
SEED = 7
GROWTH = {
    "objective": "binary",
    "max_depth": 9,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
CUT_SHORT = ("text",)
"""HTML is not kept so; shown twice, its pages come out 0.1 to 0.3 worse."""
MOST_ABOVE, MOST_BELOW = 8, 30
HOPELESS = {"text": -4.0, "html": -3.5}
PARTS, ASKED_WORDS = 4, ("text",)
"""Of the pages, by which the words are weighed in turn; and the models that ask them."""
WRONG_LABELS = {"text": 0.45, "html": 0.4}
THRESHOLDS = [round(0.3 + 0.025 * i, 3) for i in range(13)]
CONTEXT = ("length", "since ", "until ", "under ")
"""Columns that the logistic regression does not see: raw lengths, and what depends on other blocks' phrases."""
PAGES: dict[str, Callable[[], object]] = {"text": plain_pages, "html": html_pages}

Kept = npt.NDArray[np.bool_]
Judged = list[npt.NDArray[np.float64]]
"""For each page, how likely each block is running text."""


@dataclass(frozen=True)
class Example:
    """A page and what is measured on it, and the same of the page cut short."""

    page: Labelled
    columns: Columns
    short: Example | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=[])
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--only-cv", action="store_true")
    arguments = parser.parse_args()
    for kind in arguments.kinds or list(PAGES):
        examples = gather(kind)
        judged, _, wrong = cross_validate(examples, kind, arguments.folds)
        best = best_threshold([e.page for e in examples], judged)
        print(f"{kind}: cross-validated by site, {arguments.folds} folds, threshold {best}")
        print_scores([e.page for e in examples], judged, best)
        if not arguments.only_cv:
            model = fit([e for i, e in enumerate(examples) if i not in wrong], kind)
            text = written(model.model, model.booster, best)
            (MODELS / f"{kind}.jsonl").write_text(text, encoding="utf-8")
            print(f"{kind}.jsonl: {len(text) / 1000:.0f} KB")


def gather(kind: str) -> list[Example]:
    pages: Sequence[Labelled] = list(PAGES[kind]())  # type: ignore[call-overload]
    random = np.random.RandomState(SEED)
    return [
        Example(page, columns_of(page), Example(short, columns_of(short)))
        for page in pages
        if page.blocks
        for short in [cut(page, random)]
    ]


def columns_of(page: Labelled) -> Columns:
    return classifier.alone(page.blocks, page.known)


def cut(page: Labelled, random: np.random.RandomState) -> Labelled:
    """The body with little above and below it, as papers keep their own files."""
    places = np.flatnonzero(page.body)
    first, last = (int(places[0]), int(places[-1])) if len(places) else (0, len(page.blocks))
    span = slice(max(0, first - random.randint(MOST_ABOVE)), last + 1 + random.randint(MOST_BELOW))
    return replace(
        page,
        blocks=page.blocks[span],
        known=page.known[span],
        body=page.body[span],
        words=page.words[span],
    )


def cross_validate(examples: list[Example], kind: str, folds: int) -> tuple[Judged, list[Fitted], set[int]]:
    """Probabilities from models that saw no page of the same site, these models, one a fold, and the pages whose labels
    are likely wrong."""
    fold = folds_by_site([e.page.site for e in examples], folds)
    first, _ = _out_of_fold(examples, kind, fold, set())
    wrong = {
        i
        for i, (e, p) in enumerate(zip(examples, first, strict=True))
        if e.page.sound and mean_f1([e.page.score(p >= 0.45)]) < 100 * WRONG_LABELS[kind]
    }
    print(f"{kind}: {len(wrong)} pages left out of training, as no model agrees with their labels")
    return *_out_of_fold(examples, kind, fold, wrong), wrong


def _out_of_fold(
    examples: list[Example], kind: str, fold: npt.NDArray[np.int64], without: set[int]
) -> tuple[Judged, list[Fitted]]:
    models = [
        fit([e for i, e in enumerate(examples) if fold[i] != k and i not in without], kind)
        for k in range(int(fold.max()) + 1)
    ]
    return [judge(models[k], example) for k, example in zip(fold, examples, strict=True)], models


def folds_by_site(sites: Sequence[str], folds: int) -> npt.NDArray[np.int64]:
    every = sorted(set(sites))
    np.random.RandomState(0).shuffle(every)
    number = {site: i % folds for i, site in enumerate(every)}
    return np.array([number[site] for site in sites])


@dataclass(frozen=True)
class Fitted:
    model: trees.Model
    booster: lightgbm.Booster | None = None


def fit(examples: list[Example], kind: str) -> Fitted:
    whole = [e for e in examples if e.page.sound]
    sound = [*whole, *(e.short for e in whole if e.short and kind in CUT_SHORT)]
    words = None
    if kind in ASKED_WORDS:
        words = _fit_words(sound)
        part = folds_by_site([e.page.site for e in sound], PARTS)
        tables = [_fit_words([e for e, p in zip(sound, part, strict=True) if p != n]) for n in range(PARTS)]
        sound = [_with_words(e, tables[p]) for e, p in zip(sound, part, strict=True)]
    bare = replace(_fit_weights(sound, kind), words=words)
    placed, rows = zip(*(_placed(e, bare) for e in sound), strict=True)
    names = sorted(set(placed[0]) - {"length"})
    body = np.concatenate([e.page.body[r] for e, r in zip(sound, rows, strict=True)])
    weight = np.concatenate([_importance(e)[r] for e, r in zip(sound, rows, strict=True)])

    def grow(chosen: list[str]) -> lightgbm.Booster:
        values = np.vstack(
            [np.column_stack([c[n][r] for n in chosen]) for c, r in zip(placed, rows, strict=True)]
        )
        data = lightgbm.Dataset(values, body, weight=weight / weight.mean())
        growth = {**GROWTH, "num_leaves": LEAVES[kind], "learning_rate": RATE[kind]}
        return lightgbm.train(growth, data, TREES[kind])

    gain = grow(names).feature_importance("gain")
    best = [names[i] for i in sorted(np.argsort(-gain, kind="stable")[: COLUMNS[kind]])]
    booster = grow(best)
    return Fitted(replace(bare, columns=tuple(best)), booster)


def judge(fitted: Fitted, example: Example) -> npt.NDArray[np.float64]:
    columns, rows = _placed(_with_words(example, fitted.model.words), fitted.model)
    probability = np.zeros(len(rows))
    if rows.any() and fitted.booster:
        values = np.column_stack([columns[name][rows] for name in fitted.model.columns])
        probability[rows] = fitted.booster.predict(values)
    return probability


def _with_words(example: Example, table: vocabulary.Table | None) -> Example:
    if table is None:
        return example
    said = vocabulary.say([block.clean for block in example.page.blocks], table)
    return replace(example, columns={**example.columns, **said})


def _fit_words(examples: list[Example]) -> vocabulary.Table:
    lines, buckets, counts, above = [], [], [], 0
    for e in examples:
        line, bucket = vocabulary.buckets([block.clean for block in e.page.blocks])
        count = np.bincount(line, minlength=len(e.page.blocks))
        lines.append(line + above)
        buckets.append(bucket)
        counts.append(1 / np.sqrt(count[line]))
        above += len(e.page.blocks)
    places = np.concatenate(lines), np.concatenate(buckets)
    values = csr_matrix((np.concatenate(counts), places), shape=(above, vocabulary.BUCKETS))
    weight = np.concatenate([_importance(e) for e in examples])
    fitted = LogisticRegression(C=0.5, solver="liblinear", random_state=SEED).fit(
        values, np.concatenate([e.page.body for e in examples]), sample_weight=weight / weight.mean()
    )
    return np.round(fitted.coef_[0], 2)


def _placed(example: Example, model: trees.Model) -> tuple[Columns, Kept]:
    columns = {**example.columns, **classifier.together(example.page.blocks, example.columns, model)}
    return columns, classifier.asked(columns, model)


def _importance(example: Example) -> npt.NDArray[np.float64]:
    """Blocks by the square root of their words, pages by that of their body: what a shingle of a page is worth."""
    page = example.page
    return np.sqrt(page.words + 2) / np.sqrt(max(float(page.words[page.body].sum()), 30.0))


def _fit_weights(examples: list[Example], kind: str) -> trees.Model:
    names = [name for name in examples[0].columns if not name.startswith(CONTEXT)]
    values = np.vstack([np.column_stack([e.columns[name] for name in names]) for e in examples])
    scaler = StandardScaler().fit(values)
    weight = np.concatenate([_importance(e) for e in examples])
    body = np.concatenate([e.page.body for e in examples])
    fitted = LogisticRegression(C=0.1, max_iter=500).fit(
        scaler.transform(values), body, sample_weight=weight / weight.mean()
    )
    factors = fitted.coef_[0] / scaler.scale_
    return trees.Model(
        words=None,
        threshold=0.5,
        weights={name: short(factor) for name, factor in zip(names, factors, strict=True)},
        intercept=short(float(fitted.intercept_[0] - factors @ scaler.mean_)),
        hopeless=HOPELESS[kind],
        columns=(),
        forest=trees.plant([]),
    )


def best_threshold(pages: Sequence[Labelled], judged: Sequence[npt.NDArray[np.float64]]) -> float:
    """The middle of those that come within a tenth of the best."""
    scores = [
        mean_f1([p.score(q >= t) for p, q in zip(pages, judged, strict=True) if p.sound]) for t in THRESHOLDS
    ]
    near = [t for t, score in zip(THRESHOLDS, scores, strict=True) if score > max(scores) - 0.1]
    return near[len(near) // 2]


def print_scores(
    pages: Sequence[Labelled], judged: Sequence[npt.NDArray[np.float64]], threshold: float
) -> None:
    """Where the best are chosen, and where all at or above the threshold are."""
    sound = [(p, q) for p, q in zip(pages, judged, strict=True) if p.sound]
    chosen = [(p, p.score(choose(q, p.lengths))) for p, q in sound]
    above = [(p, p.score(q >= threshold)) for p, q in sound]
    for name in (*SETS, "all"):
        figures = (mean_f1([s for p, s in pairs if name in (p.set, "all")]) for pairs in (chosen, above))
        print(f"  {name:12}" + "".join(f" {figure:5.2f}" for figure in figures))


if __name__ == "__main__":
    main()
