"""Names and parameters with quotes, backticks, braces, line ends, Lucene operators and Cypher in them, on both engines."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ask import answer
from kg.build import build_records
from kg.engines import engine
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from kg.loaders.bolt_check import check
from tests.made import Made
from tests.servers import connect, empty

PIECES = [
    "'",
    '"',
    "`",
    "\\",
    "\n",
    "}",
    "{",
    "$speaker",
    "//? speaker",
    "#! x",
    "*",
    "~2",
    "AND (",
    "/",
    ":",
    "é",
    "😀",
    "\\u0027",
]
CYPHER = ["') DETACH DELETE n //", "`}) SET n:X //", '" } DROP ALL #', "MATCH (n) RETURN n;"]
HARD = st.lists(st.sampled_from([*PIECES, *CYPHER, "Sari", " "]), min_size=1, max_size=5).map("".join)


@pytest.mark.needs("neo4j")
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hard=st.lists(HARD, min_size=8, max_size=12, unique=True))
def test_hard_texts_come_back_unharmed(neo4j_uri: str, hard: list[str]) -> None:
    with TemporaryDirectory() as folder, connect(neo4j_uri) as driver:
        empty(driver)
        graph = Path(folder, "hard.kg")
        names = [f"Zaki{n}{text}q" for n, text in enumerate(hard)]
        build_records(
            [article(n, name, text).pair for n, (name, text) in enumerate(zip(names, hard, strict=True))], graph
        )
        with open_ledger(graph) as ledger:
            load(ledger, neo4j_uri)
            assert list(check(ledger, neo4j_uri)) == []
        with engine(graph) as sparql, engine(neo4j_uri) as cypher:
            for name, text in zip(names, hard, strict=True):
                for parameters in ({"speaker": name}, {"speaker": name, "text": f"Surut{text}q"}):
                    found = answer("who-said-what-where", parameters, sparql)
                    assert answer("who-said-what-where", parameters, cypher) == found
                    assert (name, f"Surut{text}q") in {(row[0], row[4]) for row in found.rows}


def article(number: int, name: str, text: str) -> Made:
    m = Made(f"Surut{text}q, kata {name} hari itu.", id=f"{number}{text}")
    m.s(f"Surut{text}q", m.e("Person", name), cue="kata")
    return m
