"""The same rows in the same order from the embedded store and from rdflib, with and without a union default graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import rdflib

from kg.ask import answer
from kg.catalogue import Question
from kg.engines import Named, Sparql, Value, Values, engine, sparql
from tests.queries.cases import CASES

SMALL = Path(__file__).with_name("small.trig")

# rdflib 7 calls its own old names
pytestmark = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph)[. ]:DeprecationWarning")


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "union"])
def dataset(request: pytest.FixtureRequest) -> rdflib.Dataset:
    graph = rdflib.Dataset(default_union=request.param)
    graph.parse(data=SMALL.read_text(encoding="utf-8"), format="trig")
    return graph


class Rdflib:
    """Names from the embedded store, rows from rdflib."""

    def __init__(self, store: Sparql, dataset: rdflib.Dataset) -> None:
        self.store, self.dataset = store, dataset

    def named(self, key: str) -> list[Named]:
        return self.store.named(key)

    def names(self) -> list[Named]:
        return self.store.names()

    def rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        found: Any = self.dataset.query(f"{sparql(asked, values)}LIMIT {limit} OFFSET {offset}")
        return [tuple(_value(row[column]) for column in asked.columns) for row in found]


def _value(term: Any) -> Value:
    if term is None:
        return None
    return int(term) if isinstance(term, rdflib.Literal) and isinstance(term.toPython(), int) else str(term)


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=str)
def test_rdflib_answers_like_the_embedded_store(
    small: Path, dataset: rdflib.Dataset, name: str, parameters: dict[str, str]
) -> None:
    with engine(small) as store:
        assert isinstance(store, Sparql)
        assert answer(name, parameters, Rdflib(store, dataset)) == answer(name, parameters, store)
