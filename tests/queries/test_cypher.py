"""The Cypher of the catalogue, planned by real servers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import LiteralString, cast

import pytest
from neo4j import Driver, Query

from kg.catalogue import Question, query, questions
from kg.loaders.bolt import schema
from tests.servers import connect
from tests.test_catalogue import example, subsets

pytestmark = pytest.mark.needs("neo4j")


def test_parameters_alone_and_together_are_accepted_under_both_versions_of_the_language(neo4j_server: str) -> None:
    with connect(neo4j_server) as driver:
        is_5 = _is_5(driver)
        for asked in questions().values():
            none, *_, every = (*subsets(asked), *subsets(asked))
            for given in subsets(asked):
                if len(given) <= len(none) + 1 or given == every:
                    _plan(driver, "CYPHER 5" if is_5 else "CYPHER 25", asked, given)
            if not is_5:
                _plan(driver, "CYPHER 5", asked, every)


def test_the_queries_of_the_page_run(neo4j_uri: str, root: Path) -> None:
    page = (root / "docs" / "neo4j.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```cypher\n(.*?)```", page, re.S)
    assert len(blocks) == 10
    with connect(neo4j_uri) as driver:
        for statement in schema():
            driver.execute_query(Query(statement))  # pyright: ignore[reportArgumentType]
        driver.execute_query("CALL db.awaitIndexes(300)")
        for block in blocks:
            driver.execute_query(cast("LiteralString", block), {"one": "a", "other": "b"})


def _is_5(driver: Driver) -> bool:
    rows = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0]").records
    return str(rows[0][0]).startswith("5.")


def _plan(driver: Driver, prefix: LiteralString, asked: Question, given: tuple[str, ...]) -> None:
    text = f"{prefix} EXPLAIN {query(asked, 'cypher', given)} SKIP $offset LIMIT $limit"
    values = {**example(asked, given), "offset": 0, "limit": 1}
    asked_of_it = Query(text)  # pyright: ignore[reportArgumentType]
    notes = driver.execute_query(asked_of_it, values).summary.gql_status_objects
    assert [note for note in notes if "DEPRECATED" in str(note.raw_classification)] == []
