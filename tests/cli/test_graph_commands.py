"""The commands that make, ask, change and copy a graph, one after the other as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def graph(kg: Any, root: Path, tmp_path: Path) -> Path:
    done = kg("build", root / "examples/articles.jsonl", "-o", "news.kg")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "news.kg: 20 articles read: 20 new\n"
    return tmp_path / "news.kg"


def rows(kg: Any, *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(kg("ask", *arguments, "--format", "json").stdout)
    return found


def test_a_graph_is_found_in_four_ways(kg: Any, graph: Path, tmp_path: Path) -> None:
    question = ("ask", "most-quoted", "--format", "csv")
    expected = kg(*question).stdout
    assert expected.startswith("speaker,")
    graph.rename(tmp_path / "elsewhere.graph")
    assert kg(*question).returncode == 1
    assert kg(*question, "elsewhere.graph").stdout == expected
    assert kg(*question, "-g", "elsewhere.graph").stdout == expected
    assert kg(*question, KG_GRAPH="elsewhere.graph").stdout == expected


def test_names_are_brought_and_bad_rows_told(kg: Any, root: Path, tmp_path: Path) -> None:
    note = "Gubernur, menurut daftar kami"
    (tmp_path / "names.csv").write_text(f'name,aliases,note,uri\nPramono Anung,Pak Pram,"{note}",\n,x,,\n')
    done = kg("build", root / "examples/articles.jsonl", "-o", "news.kg", "--names", "names.csv")
    assert done.returncode == 1
    assert done.stderr == "kg: names.csv:3: has no name; write one in the column name\n"
    assert done.stdout == "news.kg: 20 articles read: 20 new\n"
    assert rows(kg, "who-said-what-where", "--speaker", "pak pram") == rows(
        kg, "who-said-what-where", "--speaker", "Pramono Anung"
    )
    assert kg("export", "nquads", "-o", "-").stdout.count(note) == 1


def test_two_graphs_here_must_be_told_apart(kg: Any, graph: Path, tmp_path: Path) -> None:
    (tmp_path / "other.kg").mkdir()
    done = kg("ask", "most-quoted")
    assert done.returncode == 1
    assert "news.kg, other.kg" in done.stderr


def test_answers_lead_to_evidence(kg: Any, graph: Path, root: Path) -> None:
    texts = {
        each["id"]: each["text"]
        for each in map(json.loads, (root / "examples/articles.jsonl").read_text(encoding="utf-8").splitlines())
    }
    (said,) = rows(kg, "who-said-what-where", "--speaker", "Marthinus", "--text", "pengedar")
    (words,) = rows(kg, "evidence", "--uri", said["statement"])
    assert texts[words["article"]][words["start"] : words["end"]] == words["exact"] == said["said"]


def test_every_question_has_rows(kg: Any, graph: Path) -> None:
    needed = {
        "said-about": ["--entity", "PT Bahari Lestari"],
        "said-about-place": ["--place", "Jakarta"],
        "people-of": ["--organization", "BNN"],
        "speaker-timeline": ["--speaker", "Pramono Anung"],
        "co-quoted": ["--speaker", "Pramono Anung"],
        "evidence": ["--uri", rows(kg, "who-said-what-where", "--limit", "1")[0]["statement"]],
    }
    names = [each["name"] for each in json.loads(kg("queries", "--json").stdout)]
    assert not [name for name in names if not rows(kg, name, *needed.get(name, []))]


def test_building_again_changes_nothing(kg: Any, graph: Path, root: Path) -> None:
    assert kg("build", root / "examples/articles.jsonl").stdout == "news.kg: 20 articles read: 20 unchanged\n"
    assert kg("build", root / "examples/articles.jsonl", "--dry-run").stdout == ""
    built = json.loads(kg("build", root / "examples/articles.jsonl", "--json").stdout)
    assert (built["same"], built["changes"]) == (20, 0)


def test_records_from_elsewhere_are_built_with_their_articles(kg: Any, graph: Path, root: Path, tmp_path: Path) -> None:
    articles, mine = root / "examples/articles.jsonl", tmp_path / "mine.jsonl"
    record = json.loads(kg("extract", articles).stdout.splitlines()[0]) | {
        "extractor": {"name": "mine", "version": "1"}
    }
    mine.write_text(json.dumps(record) + "\n", encoding="utf-8")
    done = kg("build", articles, "--records", mine, "-o", "mine.kg")
    assert (done.stdout, done.stderr) == ("mine.kg: 1 articles read: 1 new\n", "")
    assert kg("verify", "mine.kg").returncode == 0
    mine.write_text("{}\n", encoding="utf-8")
    refused = kg("build", articles, "--records", mine, "-o", "mine.kg")
    assert refused.returncode == 1
    assert "mine.jsonl, line 1 is no record" in refused.stderr


def test_a_review_decides_with_one_key_each(kg: Any, graph: Path) -> None:
    first, second = kg("review", "--limit", "1", "--who", "sari", stdin="sq").stdout.splitlines()
    assert "one and the same?" in first
    assert "right?" in second
    assert not (graph / "decisions.jsonl").exists()
    kg("review", "--limit", "1", "--who", "sari", stdin="xn\ny")
    taken = [json.loads(line) for line in (graph / "decisions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["decision"], each["who"]) for each in taken] == [("not_same", "sari"), ("right", "sari")]
    left = kg("review", "--limit", "1", stdin="ss").stdout.splitlines()
    assert left
    assert not {first, second} & set(left)


def test_verify_and_doctor_tell_how_a_graph_is(kg: Any, graph: Path) -> None:
    assert kg("verify").returncode == 0
    assert json.loads(kg("verify", "--json").stdout) == []
    assert json.loads(kg("doctor", "--json").stdout)["articles"] == 20
    assert "budget" in kg("doctor").stdout


def test_exports_are_written(kg: Any, graph: Path, tmp_path: Path) -> None:
    assert kg("export", "csv", "-o", "tables").returncode == 0
    assert (tmp_path / "tables/statements.csv").read_text(encoding="utf-8").startswith("statement,")
    assert kg("export", "nquads", "-o", "-").stdout.count("\n") > 1000
    assert kg("export", "nonsense", "-o", "x").returncode == 1
    assert kg("export", "bundle", "-o", "x").returncode == 2


def test_withdrawing_decisions_and_copies(kg: Any, graph: Path) -> None:
    assert kg("backup", "copy").returncode == 0
    assert "withdrawn: " in kg("forget", "wartanusa-bnn").stdout
    done = kg("decide", "rename", "Ratna Widyasari", "Ratna W.", "--who", "sari")
    assert done.returncode == 0, done.stderr
    assert rows(kg, "positions", "--person", "Ratna W.", "-g", "news.kg")
    assert kg("restore", "copy", "-o", "again.kg").returncode == 0
    differences = kg("diff", "again.kg", "news.kg", "--json")
    assert differences.returncode == 1
    assert "lost" in {json.loads(line)["change"] for line in differences.stdout.splitlines()}


def test_serving_the_world_needs_a_base(kg: Any, graph: Path) -> None:
    done = kg("serve", "--bind", "0.0.0.0")
    assert done.returncode == 1
    assert "base" in done.stderr
