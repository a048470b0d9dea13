"""Who is who across articles."""

from kg.resolve.clusters import Cluster, clusters
from kg.resolve.identity import Member, Profile, block, fuller, fullness, offers, partition, profile, wants

__all__ = [
    "Cluster",
    "Member",
    "Profile",
    "block",
    "clusters",
    "fuller",
    "fullness",
    "offers",
    "partition",
    "profile",
    "wants",
]
