"""Mentions of unnamed speakers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.discourse import apart

SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1])))


def test_the_longest_of_nested_mentions_stays() -> None:
    assert apart([(6, 11), (6, 21), (17, 21), (30, 34)]) == ((6, 21), (30, 34))


@given(SPANS)
def test_mentions_lie_apart_and_in_order(spans: list[tuple[int, int]]) -> None:
    kept = apart(spans)
    assert all(before[1] <= after[0] for before, after in zip(kept, kept[1:], strict=False))
    assert all(any(start < e and s < end for start, end in kept) for s, e in spans)
