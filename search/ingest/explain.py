"""How an article came about, as plain values: every field with its evidence, every block with its fate."""

from __future__ import annotations

import dataclasses
from typing import Any

from search.article import Article


def explain(article: Article) -> dict[str, Any]:
    """What `backfile explain --json` prints and the article page shows. Lines count from 1 in the file as received."""
    dateline, location, published = article.dateline, article.location, article.published
    return {
        "id": article.id,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "bylines": list(article.bylines),
        "dateline": {"place": dateline.place, "date": dateline.date} if dateline else None,
        "credit": article.credit,
        "published": {
            "value": published.value,
            "precision": published.precision,
            "inferred": published.inferred,
            "evidence": list(published.evidence),
        },
        "updated": article.updated,
        "language": article.language,
        "source": article.source,
        "section": article.section,
        "location": dataclasses.asdict(location) if location else None,
        "url": article.url,
        "body": article.body,
        "blocks": [
            {"line": b.line, "text": b.text, "kept": b.kept, "role": b.role.value, "reason": b.reason}
            for b in article.blocks
        ],
        "evidence": [
            {"field": e.field, "rule": e.rule, "text": e.text, "line": e.line} for e in article.evidence
        ],
    }
