"""Models of the classifier that have seen no page of a site, so that the labelled pages can be measured honestly.

The models that are shipped were trained on all labelled pages: measured on them, they look better than they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from search.ingest.classifier import trees
from tests.bench.model_files import written
from tests.bench.train_classifier import best_threshold, cross_validate, folds_by_site, gather

KINDS = ("html", "text")


class Folds:
    """For each kind of page and each site, a model that was trained, by the shipped one's recipe, without the site."""

    def __init__(self, folds: int) -> None:
        self._models = {kind: _by_site(kind, folds) for kind in KINDS}

    @contextmanager
    def without(self, site: str) -> Iterator[None]:
        """While pages of this site are cleaned. A site that no model was trained on is honest with any."""

        def load(kind: str) -> trees.Model:
            models = self._models[kind]
            return models.get(site) or next(iter(models.values()))

        with patch.object(trees, "load", load):
            yield


def _by_site(kind: str, folds: int) -> Mapping[str, trees.Model]:
    examples = gather(kind)
    judged, fitted, _ = cross_validate(examples, kind, folds)
    threshold = best_threshold([example.page for example in examples], judged)
    sites = [example.page.site for example in examples]
    models = [trees.read(written(model.model, model.booster, threshold)) for model in fitted]
    return {site: models[k] for site, k in zip(sites, folds_by_site(sites, folds), strict=True)}
