"""What a cluster says, read and told in our words."""

from __future__ import annotations

from typing import Any

from search.engines.opensearch.address import Address

KEEPER = "whoever keeps the cluster"


def may_pass(status: int, kind: str) -> bool:
    """Of what the cluster says, of a request or of an item of it."""
    if kind == "cluster_block_exception":
        return status == 503  # no manager; any other stays until somebody lifts it
    return kind == "timeout" or status == 429 or status >= 500


def missing(address: Address) -> str:
    return (
        f"There is no archive {address.name!r} at {address.shown}. Run `backfile reindex PATH…` to make one."
    )


def blocked(where: str, reason: str) -> str:
    """What a block of the cluster means: https://docs.opensearch.org, index blocks and cluster blocks."""
    if "read-only-allow-delete" in reason or "flood-stage" in reason:
        return (
            f"The cluster at {where} lets nothing be written, as a disk of it is nearly full. Nothing that it had taken is "
            f"lost. Ask {KEEPER} to make room; then run this again."
        )
    if "cluster-manager" in reason or "no master" in reason or "SERVICE_UNAVAILABLE" in reason:
        return f"The cluster at {where} has no manager for now, or is starting. Try again in a moment, or ask {KEEPER}."
    return f"The cluster at {where} keeps the archive from being used ({short(reason)}). Ask {KEEPER} to lift the block."


def cause(info: Any) -> tuple[str, str]:
    """The kind and the words of an error: those at its root."""
    error = info.get("error") if isinstance(info, dict) else None
    if not isinstance(error, dict):
        return "", str(error or "")
    failed = [shard.get("reason", {}) for shard in error.get("failed_shards", ())]
    for found in (*failed, *error.get("root_cause", ()), error):
        if found.get("type"):
            return str(found["type"]), str(found.get("reason") or "")
    return "", ""


def short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:200]}…"
