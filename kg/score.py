"""Precision per stratum from a coding sheet that somebody has filled in."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from math import sqrt
from pathlib import Path

import msgspec

from kg.errors import InputError

_Z = 1.959963984540054  # two-sided 95 %
_RIGHT = frozenset(("1", "y", "yes", "ya", "benar", "true", "right", "b"))
_WRONG = frozenset(("0", "n", "no", "tidak", "salah", "false", "wrong", "s"))


class Stratum(msgspec.Struct, frozen=True):
    """How many items were judged and right, the precision, and its 95 % interval."""

    stratum: str
    judged: int
    right: int
    precision: float
    low: float
    high: float


class Score(msgspec.Struct, frozen=True):
    """The strata by name, all of them together weighted by their sizes, and how many items nobody judged."""

    strata: tuple[Stratum, ...]
    all: Stratum
    open: int


def score(sheet: str | Path) -> Score:
    """The score of a sheet that `kg.sample` wrote: CSV, or tasks with annotations as Label Studio exports them.

    Intervals are Wilson's (1927); that of all together takes the strata as independent (normal approximation). Raises
    InputError if nothing was judged, or if a judgement is neither right nor wrong.
    """
    right: dict[str, list[bool]] = defaultdict(list)
    sizes: dict[str, int] = {}
    unjudged = 0
    for line, (stratum, size, judgement) in enumerate(_judgements(Path(sheet)), 2):
        if not judgement:
            unjudged += 1
            continue
        if judgement not in _RIGHT | _WRONG:
            raise InputError(f"{sheet}:{line}: {judgement!r} is no judgement; write 1 for right or 0 for wrong")
        right[stratum].append(judgement in _RIGHT)
        sizes[stratum] = size
    if not right:
        raise InputError(f"nothing in {sheet} is judged; write 1 or 0 into its column right")
    strata = tuple(_stratum(name, right[name]) for name in sorted(right))
    return Score(strata, _together(strata, sizes), unjudged)


def _judgements(sheet: Path) -> Iterator[tuple[str, int, str]]:
    try:
        content = sheet.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{sheet} cannot be read ({error}); name the sheet that kg sample wrote") from error
    try:
        rows = (
            list(_tasks(content))
            if sheet.suffix == ".json"
            else list(csv.DictReader(content.splitlines(keepends=True)))
        )
        for row in rows:
            yield row["stratum"], int(row["size"]), (row["right"] or "").strip().lower()
    except (KeyError, ValueError, TypeError) as error:
        raise InputError(f"{sheet} is no coding sheet ({error!r}); make one with kg sample") from error


def _tasks(content: str) -> Iterator[dict[str, str]]:
    for task in json.loads(content):
        results = [result for each in task.get("annotations", []) for result in each["result"]]
        choices = [choice for result in results for choice in result["value"].get("choices", [])]
        yield {**task["data"], "right": choices[-1] if choices else ""}


def _stratum(name: str, judgements: list[bool]) -> Stratum:
    low, high = wilson(sum(judgements), len(judgements))
    return Stratum(name, len(judgements), sum(judgements), sum(judgements) / len(judgements), low, high)


def wilson(right: int, judged: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a proportion."""
    share = right / judged
    centre = share + _Z * _Z / (2 * judged)
    spread = _Z * sqrt(share * (1 - share) / judged + _Z * _Z / (4 * judged * judged))
    scale = 1 + _Z * _Z / judged
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def _together(strata: tuple[Stratum, ...], sizes: dict[str, int]) -> Stratum:
    whole = sum(sizes.values())
    weights = [sizes[s.stratum] / whole for s in strata]
    precision = sum(w * s.precision for w, s in zip(weights, strata, strict=True))
    smoothed = [(s.right + 1) / (s.judged + 2) for s in strata]  # so that a small stratum without errors is not certain
    variance = sum(w * w * p * (1 - p) / s.judged for w, p, s in zip(weights, smoothed, strata, strict=True))
    spread = _Z * sqrt(variance)
    judged, right = sum(s.judged for s in strata), sum(s.right for s in strata)
    return Stratum("all", judged, right, precision, max(0.0, precision - spread), min(1.0, precision + spread))
