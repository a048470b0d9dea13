"""Who is who across articles."""

from kg.resolve.clusters import Cluster, clusters
from kg.resolve.identity import Member, block, partition

__all__ = ["Cluster", "Member", "block", "clusters", "partition"]
