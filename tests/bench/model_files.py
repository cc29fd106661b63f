"""A trained model as the lines of JSON that search/ingest/classifier/trees.py reads."""

from __future__ import annotations

import json

import lightgbm

from search.ingest.classifier.trees import Model


def written(model: Model, booster: lightgbm.Booster | None, threshold: float) -> str:
    """The model with the threshold, then a tree a line."""
    head = {
        **({} if model.words is None else {"words": model.words.tolist()}),
        "threshold": threshold,
        "intercept": model.intercept,
        "hopeless": model.hopeless,
        "weights": model.weights,
        "columns": model.columns,
    }
    grown = booster.dump_model()["tree_info"] if booster else []
    lines = [head, *(_flat(tree["tree_structure"]) for tree in grown)]
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)


def _flat(root: dict) -> dict[str, list[float]]:  # type: ignore[type-arg]
    tree: dict[str, list[float]] = {"column": [], "split": [], "left": [], "right": [], "value": []}

    def add(node: dict) -> int:  # type: ignore[type-arg]
        if "leaf_value" in node:
            tree["value"].append(short(node["leaf_value"]))
            return -len(tree["value"])
        place = len(tree["column"])
        tree["column"].append(node["split_feature"])
        tree["split"].append(short(node["threshold"]))
        tree["left"].append(0)
        tree["right"].append(0)
        tree["left"][place] = add(node["left_child"])
        tree["right"][place] = add(node["right_child"])
        return place

    add(root)
    return tree


def short(number: float) -> float:
    """Of the digits that tell models apart."""
    return float(f"{number:.5g}")
