"""Coding sheets and their scores."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.sample import _shares, sample
from kg.score import score, wilson
from tests.news import DIRECT


def sheet(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_everything_is_drawn_where_there_is_little(news: Path, tmp_path: Path) -> None:
    assert sample(news, tmp_path / "a.csv", 100) == 10
    rows = {row["what"]: row for row in sheet(tmp_path / "a.csv")}
    direct = rows[f'Ani "Na" Lestari said: {DIRECT}']
    assert f"»{DIRECT}«" in direct["context"]
    assert (direct["stratum"], direct["size"], direct["place"]) == ("Kabar Contoh / direct", "1", "Balai Kota Kediri")
    assert "Budi Santoso denied: proyek itu mahal" in rows
    assert "nobody known said: Selesai" in rows
    assert {row["right"] for row in rows.values()} == {""}


def test_strata_have_shares_like_their_sizes_and_at_least_one(news: Path, tmp_path: Path) -> None:
    sample(news, tmp_path / "a.csv", 5, by=["kind"])
    assert Counter(row["stratum"] for row in sheet(tmp_path / "a.csv")) == {"direct": 1, "indirect": 1, "fact": 3}


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 1000), min_size=1), st.integers(1, 300))
def test_as_many_are_drawn_as_asked_for_and_each_stratum_is_there_if_it_can_be(sizes: dict[str, int], n: int) -> None:
    shares = _shares(sizes, n)
    assert sum(shares.values()) == min(n, sum(sizes.values()))
    assert all(0 < share <= sizes[name] for name, share in shares.items())
    assert len(shares) == min(n, len(sizes))


def test_more_strata_than_items(news: Path, tmp_path: Path) -> None:
    assert sample(news, tmp_path / "a.csv", 3, by=["publisher", "kind", "predicate"]) == 3


def test_a_seed_gives_the_same_sheet_and_another_another(news: Path, tmp_path: Path) -> None:
    drawn = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2), ("d", 3)):
        sample(news, tmp_path / name, 4, by=[], seed=seed)
        drawn.append((tmp_path / name).read_text())
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) > 1


def test_an_unknown_stratum_is_told(news: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="publisher, kind"):
        sample(news, tmp_path / "a.csv", by=["color"])


def test_score(tmp_path: Path) -> None:
    rows = [{"stratum": "a", "size": 90, "right": mark} for mark in ["1", "ya", "1", "0", ""]]
    rows += [{"stratum": "b", "size": 10, "right": "1"}]
    found = score(fill(tmp_path / "a.csv", rows))
    assert [(s.stratum, s.judged, s.right, s.precision) for s in found.strata] == [("a", 4, 3, 0.75), ("b", 1, 1, 1.0)]
    assert found.open == 1
    assert found.all.precision == pytest.approx(0.9 * 0.75 + 0.1)
    assert found.all.low < found.all.precision < found.all.high


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"), [(9, 10, 0.5958, 0.9821), (0, 10, 0.0, 0.2775), (50, 100, 0.4038, 0.5962)]
)
def test_wilson_as_tables_have_it(right: int, judged: int, low: float, high: float) -> None:
    assert wilson(right, judged) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(numbers: tuple[int, int]) -> None:
    right, judged = numbers
    low, high = wilson(right, judged)
    assert 0 <= low <= right / judged + 1e-9
    assert right / judged - 1e-9 <= high <= 1


def test_label_studio(news: Path, tmp_path: Path) -> None:
    sample(news, tmp_path / "a.json", 100)
    tasks = json.loads((tmp_path / "a.json").read_text())
    for task in tasks:
        choice = "0" if "denied" in task["data"]["what"] else "1"
        task["annotations"] = [{"result": [{"value": {"choices": [choice]}}]}]
    (tmp_path / "a.json").write_text(json.dumps(tasks))
    found = score(tmp_path / "a.json")
    assert (found.all.judged, found.all.right, found.open) == (10, 9, 0)


@pytest.mark.parametrize(
    "content",
    ["", "x\n1\n", "stratum,size,right\na,1,\n", "stratum,size,right\na,1,vielleicht\n", "stratum,size,right\na,b,1\n"],
)
def test_what_is_no_filled_sheet_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(InputError):
        score(tmp_path / "a.csv")
