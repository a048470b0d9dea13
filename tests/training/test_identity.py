"""B-cubed on worked examples."""

from __future__ import annotations

import pytest

from training.identity import Label, b_cubed, entity_of, labels


def test_a_cluster_of_two_people_costs_precision() -> None:
    """Five of one and five of another in the right clusters, and two clusters joined: the example of the paper."""
    pairs = [(1, "a")] * 5 + [(2, "b")] * 2 + [(3, "b")] * 5
    assert b_cubed(pairs) == pytest.approx((100 * (5 + 4 / 7 + 25 / 7) / 12, 100))


def test_a_person_in_two_clusters_costs_recall() -> None:
    assert b_cubed([(1, "a"), (1, "b")]) == pytest.approx((100, 50))


def test_a_label_takes_the_mention_that_it_shares_most_with() -> None:
    found = {"x": [(0, 4, "one"), (5, 20, "two")]}
    assert entity_of(Label("x", 3, 12, "?", "Person", "tune"), found) == "two"
    assert entity_of(Label("y", 3, 12, "?", "Person", "tune"), found) is None


def test_each_labelled_mention_stands_once_with_one_part_for_each_label() -> None:
    known = labels()
    assert len({(label.article, label.start, label.end) for label in known}) == len(known) > 2000
    assert all(0 <= label.start < label.end for label in known)
    assert len({(label.label, label.part) for label in known}) == len({label.label for label in known})
