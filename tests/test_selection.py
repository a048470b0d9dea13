"""What a filter keeps of a graph, in its tables and in its RDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg import tables
from kg.errors import QuestionError
from kg.exports import FORMATS, export
from kg.ledger import open_ledger
from kg.rdf import quads
from kg.selection import Filter, parts, select
from tests.news import DIRECT

ALL = {DIRECT, "proyek itu mahal", "Ani menemui warga NA", "Selesai"}


def kept(graph: Path, chosen: Filter) -> tuple[set[str], set[str], set[str]]:
    """What is said, the predicates of the facts, and the ids of the articles."""
    with open_ledger(graph) as ledger:
        selected = select(ledger, chosen)
        said = {str(row[6]) for row in tables.rows("statements", selected)}
        facts = {str(row[2]) for row in tables.rows("facts", selected)}
        return said, facts, {str(row[0]) for row in tables.rows("articles", selected)}


@pytest.mark.parametrize(
    ("chosen", "said", "facts", "articles"),
    [
        (Filter(), ALL, {"met", "affiliated_with", "holds_position", "participated_in"}, {"NA", "32.10"}),
        (Filter(since="2025-04"), {"Selesai"}, {"met", "participated_in"}, {"32.10"}),
        (Filter(until="2025-03"), ALL - {"Selesai"}, {"met", "affiliated_with", "holds_position"}, {"NA"}),
        (Filter(publisher="harian-lain.id"), {"Selesai"}, {"met", "participated_in"}, {"32.10"}),
        (Filter(place="Kediri"), {DIRECT}, {"met"}, {"NA"}),
        (Filter(entity="PT NULL & <Rekan>"), set(), {"affiliated_with"}, {"NA"}),
        (Filter(min_confidence=0.95, until="2025-03"), {DIRECT, "Ani menemui warga NA"},
         {"affiliated_with", "holds_position", "met"}, {"NA"}),
        (Filter(resolution=("unresolved",)), {"Selesai"}, set(), {"32.10"}),
        (Filter(question="claims"), {"Ani menemui warga NA"}, {"met"}, {"NA"}),
        (Filter(place="Kediri", since="2025-04"), set(), set(), set()),
    ],
)  # fmt: skip
def test_each_filter(news: Path, chosen: Filter, said: set[str], facts: set[str], articles: set[str]) -> None:
    assert kept(news, chosen) == (said, facts, articles)


def test_tables_of_a_selection_point_at_nothing_outside_it(news: Path) -> None:
    with open_ledger(news) as ledger:
        selected = select(ledger, Filter(since="2025-04"))
        rows = {name: list(tables.rows(name, selected)) for name in tables.tables()}
    entities = {str(row[0]) for row in rows["entities"]}
    assert {str(row[5]) for row in rows["mentions"]} <= entities
    assert {str(end) for row in rows["edges"] for end in (row[1], row[3])} <= entities
    assert {str(row[0]) for row in rows["mentions"]} <= {str(row[0]) for row in rows["articles"]}


def test_the_graph_of_a_selection_is_part_of_the_whole(news: Path) -> None:
    with open_ledger(news) as ledger:
        whole = set(quads(parts(ledger), ledger.base))
        selected = set(quads(parts(select(ledger, Filter(entity="Budi Santoso"))), ledger.base))
        everything = set(quads(parts(select(ledger, Filter(min_confidence=0.01))), ledger.base))
    assert selected < whole
    assert everything == whole
    store = Store()
    store.load("".join(selected).encode(), RdfFormat.N_QUADS)
    assert "Kami, ya" not in "".join(selected)
    assert "Ani menemui" in "".join(selected)


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - {"neo4j-browser"}))  # which holds questions and no data
def test_every_export_takes_a_filter(news: Path, tmp_path: Path, format: str) -> None:
    sizes = []
    for name, chosen in (("all", None), ("some", Filter(since="2025-04"))):
        export(format, news, tmp_path / name, chosen)
        files = [path for path in (tmp_path / name, *(tmp_path / name).rglob("*")) if path.is_file()]
        sizes.append(sum(path.stat().st_size for path in files))
    assert sizes[1] < sizes[0]


@pytest.mark.parametrize(
    "chosen",
    [
        Filter(since="kemarin"),
        Filter(publisher="tidak.ada"),
        Filter(place="Atlantis"),
        Filter(entity="Siapa"),
        Filter(question="x"),
    ],
)
def test_what_the_graph_does_not_know_is_told(news: Path, chosen: Filter) -> None:
    with pytest.raises(QuestionError):
        kept(news, chosen)
