"""Which clusters of different articles are one entity.

Only clusters of one block are compared, so the cost is bounded by the size of blocks; the outcome is a function of the
block's clusters alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kg.gazetteer import is_code
from kg.keys import keys
from kg.resolve.clusters import Cluster


class Member(msgspec.Struct, frozen=True):
    """A cluster with the article that it belongs to: its key, and when it was published."""

    article: str
    published: str
    cluster: Cluster


def block(cluster: Cluster, article: str) -> str:
    """Where a cluster is compared: places by code, names in full with others of the name, everything else alone."""
    name = keys(cluster.name)[-1] if keys(cluster.name) else ""
    if cluster.place:
        return f"place/{cluster.place}"
    if cluster.type == "Unnamed" or not name or (cluster.type == "Person" and " " not in name):
        return f"alone/{article}#{cluster.local}"
    if cluster.type == "Place":
        return f"Place/{name}/{cluster.within if is_code(cluster.within) else ''}"
    return f"{cluster.type}/{name}"


def partition(members: Sequence[Member]) -> list[list[Member]]:
    """The members of a block in groups that are one entity each."""
    return [list(members)] if members else []
