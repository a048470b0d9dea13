"""No text of one pattern takes more than its length: four times the text takes about four times as long."""

from __future__ import annotations

import pytest

from benchmarks.hostile import UNITS, seconds, text

SHORT = 12_000


@pytest.mark.parametrize("name", UNITS)
def test_time_grows_with_the_length(name: str) -> None:
    """Quadratic work would take sixteen times as long; a busy machine is allowed for."""
    seconds(text(UNITS[name], 1_000))
    least = min(seconds(text(UNITS[name], SHORT)) for _ in range(2))
    most = min(seconds(text(UNITS[name], 4 * SHORT)) for _ in range(2))
    assert most < 9 * least + 0.1
