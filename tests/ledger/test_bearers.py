"""What a part that is one cluster is found by depends on its names alone."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kg.ledger.bearers import lean_profile
from kg.resolve import Cluster, Member, block, offers, profile, wants

NAMES = st.lists(
    st.sampled_from(
        ["Sari Wuri", "Dr. Sari Wuri Handayani", "KPK", "Budi", "H. Tono", "Dinas Air (DA)", "Rapat Besar", "…"]
    ),
    min_size=1,
    max_size=4,
)


@given(st.sampled_from(["Person", "Organization", "Event", "Place", "Unnamed"]), NAMES, NAMES)
def test_a_lone_cluster_has_the_keys_of_its_whole_profile(kind: str, names: list[str], company: list[str]) -> None:
    cluster = Cluster("e1", kind, names[0], tuple(names), 0, None, None, ("bupati lebak",), ("kpk",), tuple(company))
    whole = profile([Member("a", "2025", cluster)])
    lean = lean_profile(block(cluster, "a"), kind, names[0], msgspec.json.encode(names).decode())
    assert (offers(lean), wants(lean)) == (offers(whole), wants(whole))
