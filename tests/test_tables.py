"""The six tables: columns as the schema says, rows as the graph says, strings unharmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg import tables
from kg.errors import GraphError
from kg.ledger import open_ledger
from tests.news import DIRECT, FIRST, SECOND

TEXTS = {"NA": FIRST, "32.10": SECOND}


def records(table: str, graph: Path) -> list[dict[str, Any]]:
    frame = getattr(tables, table)(graph)
    return [dict(row) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]


@pytest.mark.parametrize("name", list(tables.tables()))
def test_rows_fit_the_columns(news: Path, name: str) -> None:
    kinds = {"string": str, "integer": int, "decimal": float, "strings": list}
    columns = tables.tables()[name].columns
    with open_ledger(news) as ledger:
        rows = list(tables.rows(name, ledger))
    assert rows
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            assert isinstance(value, kinds[column.type]) or (value is None and not column.needed), column
    assert getattr(tables, name)(news).shape == (len(rows), len(columns))


def test_articles(news: Path) -> None:
    found = {row["article"]: row for row in records("articles", news)}
    assert found.keys() == TEXTS.keys()
    assert (found["NA"]["title"], found["NA"]["publisher"]) == ("32.10", "Kabar Contoh")
    assert (found["32.10"]["url"], found["32.10"]["published"]) == (None, "2025-04")


def test_mentions_are_the_words_of_the_text(news: Path) -> None:
    found = records("mentions", news)
    assert len(found) == 13
    for row in found:
        assert TEXTS[row["article"]][row["start"] : row["end"]] == row["text"]


def test_statements_have_a_row_per_speaker_and_one_without(news: Path) -> None:
    found = {row["said"]: row for row in records("statements", news)}
    assert found.keys() == {"Ani menemui warga NA", DIRECT, "Selesai", "proyek itu mahal"}
    assert found["Selesai"]["speaker"] is None
    assert found["proyek itu mahal"]["polarity"] == "negative"
    direct = found[DIRECT]
    assert (direct["role"], direct["date"], direct["confidence"]) == ('"Wali" Kota', "2025-03-03", 0.97)
    assert FIRST[direct["start"] : direct["end"]] == DIRECT


def test_facts_and_edges(news: Path) -> None:
    facts = records("facts", news)
    assert sorted(row["predicate"] for row in facts) == [
        *("affiliated_with", "holds_position", "met", "met", "met", "participated_in"),
    ]
    assert {row["basis"] for row in facts if row["statement"]} == {"claimed"}
    names = {row["entity"]: row["name"] for row in records("entities", news)}
    edges = {(names[row["subject"]], row["predicate"], names[row["object"]]) for row in records("edges", news)}
    assert ("NA", "participated_in", "32.10 — 𝄞") in edges
    assert not any("warga NA" in edge for edge in edges)


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="kg build"):
        tables.edges(tmp_path)
