from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kg.extract.names.chain import Chain

scores = arrays(np.float32, (7, 3), elements=st.integers(-8, 8).map(float))


@settings(deadline=None)
@given(
    scores,
    arrays(np.float32, (3, 3), elements=st.integers(-8, 8).map(float)),
    st.sampled_from([[7], [1, 6], [3, 1, 3]]),
)
def test_each_sequence_gets_a_best_path(scores: np.ndarray, transitions: np.ndarray, lengths: list[int]) -> None:
    def total(path: tuple[int, ...] | list[int], rows: np.ndarray) -> float:
        turns = sum(transitions[a, b] for a, b in pairwise(path))
        return float(sum(rows[i, x] for i, x in enumerate(path)) + turns)

    start = 0
    for path, length in zip(Chain(transitions).paths(scores, lengths), lengths, strict=True):
        rows = scores[start : start + length]
        assert total(path, rows) == max(total(p, rows) for p in product(range(3), repeat=length))
        start += length


def test_a_sure_token_is_not_moved_and_decides_its_neighbours() -> None:
    transitions = np.array([[0, -1, -1], [-1, 1, -1], [-1, -1, 1]], np.float32)
    rows = np.array([[0, 9, 0], [0, 0.5, 1], [0, 0, 9], [0, 0.1, 0]], np.float32)
    assert Chain(transitions).paths(rows, [3, 1]) == [[1, 2, 2], [1]]
    assert Chain(transitions).paths(rows[:2], [2]) == [[1, 1]]


@settings(deadline=None)
@given(
    arrays(np.float32, (40, 3), elements=st.integers(-80, 80).map(lambda n: n / 8)),
    arrays(np.float32, (3, 3), elements=st.integers(-80, 80).map(lambda n: n / 8)),
    st.sampled_from([[40], [1, 30, 9], [2, 3, 35]]),
)
def test_long_runs_get_as_good_a_path_in_step(scores: np.ndarray, transitions: np.ndarray, lengths: list[int]) -> None:
    def total(paths: list[list[int]]) -> float:
        chosen = [x for path in paths for x in path]
        turns = sum(float(transitions[a, b]) for path in paths for a, b in pairwise(path))
        return float(sum(scores[i, x] for i, x in enumerate(chosen)) + turns)

    with pytest.MonkeyPatch.context() as patch:
        found = []
        for longest in (0, 100):
            patch.setattr("kg.extract.names.chain._LONG", longest)
            found.append(total(Chain(transitions).paths(scores, lengths)))
    assert found[0] == pytest.approx(found[1])
