"""trafilatura with its metadata, at its default and its precise setting, for comparison."""

from __future__ import annotations

from collections.abc import Callable

import trafilatura

from tests.cleaned import Found
from tests.labelled import Labelled


def default(page: Labelled) -> Found:
    return _trafilatura(page, precise=False)


def precise(page: Labelled) -> Found:
    return _trafilatura(page, precise=True)


def _trafilatura(page: Labelled, *, precise: bool) -> Found:
    answer = trafilatura.bare_extraction(
        page.raw, url=page.url, include_comments=False, with_metadata=True, favor_precision=precise
    )
    if answer is None:
        return Found()
    return Found(answer.text or "", answer.title, answer.author, answer.date)


RIVALS: dict[str, Callable[[Labelled], Found]] = {"trafilatura": default, "… precise": precise}
