"""Each question in SPARQL and in Cypher, on the same ledger: the same rows in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import bolt
from kg.ask import answer, ask
from kg.catalogue import questions
from kg.engines import Values, engine
from kg.errors import QuestionError
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from tests.queries.asking import same_rows
from tests.rich import JOSE, ODD, WEIRD, rich_graph
from tests.servers import connect, empty

pytestmark = pytest.mark.needs("neo4j")
SETS = 8  # of parameters for each question


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_graph(tmp_path_factory.mktemp("pairs"))


@pytest.fixture(scope="module")
def loaded(graph: Path, neo4j_server: str) -> Iterator[str]:
    with open_ledger(graph) as ledger:
        load(ledger, neo4j_server)
    yield neo4j_server
    with connect(neo4j_server) as driver:
        empty(driver)


def test_all_questions_give_equal_rows_in_equal_order(graph: Path, loaded: str) -> None:
    with engine(graph) as sparql, engine(loaded) as cypher:
        asked, rows = same_rows(sparql, cypher, graph, SETS)
    assert asked == len(questions()) * SETS
    assert rows > asked


def test_what_is_everywhere_is_looked_for_from_the_latest_day_with_the_same_rows(
    graph: Path, loaded: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine(graph) as sparql, engine(loaded) as cypher:
        asked: list[str] = []
        run = cypher._run  # type: ignore[attr-defined]

        def watched(text: str, values: Values) -> Any:
            asked.append(text)
            return run(text, values)

        cypher._run = watched  # type: ignore[attr-defined]
        given: dict[str, str | int | None] = {
            "said_at": "Indonesia",
            "publisher": "satu",
            "until": "2025-02",
            "limit": 1,
        }
        answer("who-said-what-where", given, cypher)
        assert "USING INDEX" not in "".join(asked)  # so few are found at once
        monkeypatch.setattr(bolt, "_MANY", 0)
        assert answer("who-said-what-where", {"limit": 1}, cypher) == answer(
            "who-said-what-where", {"limit": 1}, sparql
        )
        assert "USING INDEX" in asked[-1]
        monkeypatch.setattr(bolt.Cypher, "_is_everywhere", lambda *_: True)
        same_rows(sparql, cypher, graph, SETS, seed=4)
        assert answer("who-said-what-where", given, cypher) == answer("who-said-what-where", given, sparql)
    assert sum("USING INDEX" in text for text in asked) > 10


@pytest.mark.parametrize(
    ("name", "parameters", "least"),
    [
        ("who-said-what-where", {}, 8),
        ("who-said-what-where", {"text": WEIRD}, 1),
        ("who-said-what-where", {"speaker": JOSE}, 1),
        ("who-said-what-where", {"speaker": 'jose "jo" d\'avila', "since": "2025-02-28"}, 1),
        ("who-said-what-where", {"about_place": "Jawa Barat", "until": "2025-02-09"}, 1),
        ("who-said-what-where", {"said_at": "Jawa Barat"}, 2),
        ("said-about", {"entity": ODD}, 2),
        ("who-met-whom", {"person": "basarnas"}, 2),
        ("focus-areas", {"organization": "BASARNAS"}, 1),
        ("positions", {}, 3),
        ("people-of", {"organization": "basarnas"}, 1),
        ("relayed", {"via": "antara"}, 1),
        ("claims", {}, 2),
        ("places-in-the-news", {"level": "provinsi"}, 1),
        ("same-quote", {}, 1),
        ("disputed-attribution", {}, 3),
    ],
    ids=str,
)
def test_questions_find_what_is_hard_to_carry(
    graph: Path, loaded: str, name: str, parameters: dict[str, str], least: int
) -> None:
    found = ask(name, parameters, graph)
    assert len(found.rows) >= least
    assert ask(name, parameters, loaded) == found


def test_unknown_names_get_the_same_error(graph: Path, loaded: str) -> None:
    errors = []
    for address in (graph, loaded):
        with pytest.raises(QuestionError) as caught:
            ask("said-about", {"entity": "Sari Dewy"}, address)
        errors.append(str(caught.value))
    assert errors[0] == errors[1]
    assert "sari wuri" in errors[0]
