"""Each question in SPARQL and in Cypher, on the same ledger: the same rows in the same order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ask import answer, ask
from kg.build import build_records
from kg.catalogue import Parameter, questions
from kg.engines import Engine, Named, engine
from kg.errors import QuestionError
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from tests.rich import JOSE, ODD, WEIRD, all_of_them
from tests.servers import connect, empty

pytestmark = pytest.mark.needs("neo4j")
SETS = 8  # of parameters for each question
TEXTS = ["SURUT", "a", WEIRD, WEIRD.upper()[:9], "'", "\\", "😀", "ａｂｃ", "$text", "}"]
DAYS = ["2024", "2025-02", "2025-02-09", "2025-02-10", "2025-03-01"]
NAMEABLE = {"place": ["Place"], "publisher": ["Publisher"], "entity": ["Person", "Organization", "Place", "Unnamed"]}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pairs") / "rich.kg"
    build_records([m.pair for m in all_of_them()], folder)
    return folder


@pytest.fixture(scope="module")
def loaded(graph: Path, neo4j_server: str) -> Iterator[str]:
    with open_ledger(graph) as ledger:
        load(ledger, neo4j_server)
    yield neo4j_server
    with connect(neo4j_server) as driver:
        empty(driver)


def drawn(chance: random.Random, parameter: Parameter, names: list[Named], uris: list[str]) -> str:
    if parameter.type in NAMEABLE:
        return chance.choice([each.key for each in names if each.type in NAMEABLE[parameter.type]])
    if parameter.type == "uri":
        return chance.choice(uris)
    if parameter.type == "level":
        return chance.choice(["provinsi", "kota"])
    return chance.choice(TEXTS if parameter.type == "text" else DAYS)


def everything(store: Engine) -> list[str]:
    """The uri of each kind of thing that evidence is asked of, and one that is nowhere."""
    found = {row[-1] for name in ("who-said-what-where", "claims") for row in answer(name, {}, store).rows}
    return [*sorted(map(str, found)), "http://localhost:8737/statement/none"]


def test_all_questions_give_equal_rows_in_equal_order(graph: Path, loaded: str) -> None:
    chance = random.Random(1)
    asked, rows = 0, 0
    with engine(graph) as sparql, engine(loaded) as cypher:
        names = sparql.names()
        assert names == cypher.names()
        with open_ledger(graph) as ledger:
            relations = [ledger.base + each.path for each in ledger.relations()]
        uris = [*everything(sparql), *relations, *sorted({each.uri for each in names})]
        for question in questions().values():
            for n in range(SETS):
                given = {
                    each.name: drawn(chance, each, names, uris)
                    for each in question.parameters
                    if each.required or (n and chance.random() < 0.4)
                }
                given["limit"], given["offset"] = chance.choice(["2", "1000"]), chance.choice(["0", "0", "1"])
                one, other = answer(question.name, given, sparql), answer(question.name, given, cypher)
                assert one == other, (question.name, given)
                asked, rows = asked + 1, rows + len(one.rows)
    assert asked == len(questions()) * SETS
    assert rows > asked


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
