"""Neo4j over Bolt: the connection, and the engine that answers questions there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.catalogue import Question, query
from kg.engines import Named, Value, Values
from kg.errors import TargetError

if TYPE_CHECKING:
    from neo4j import Driver, Record

_NAMED = """-[:NAMES]->(n:Kabar)
RETURN k.key AS key, n.uri AS uri, n.name AS name,
       [label IN labels(n)
        WHERE label IN ['Person', 'Organization', 'Place', 'Event', 'Unnamed', 'Publisher']][0] AS type
ORDER BY uri, key"""


@contextmanager
def connect(uri: str) -> Iterator[Driver]:
    """A driver for the server at `bolt://`, `neo4j://` or `neo4j+s://`.

    User and password come from KG_NEO4J_USER (default `neo4j`) and KG_NEO4J_PASSWORD. Raises TargetError, in one line,
    for whatever goes wrong with the server inside the block.
    """
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, ConfigurationError, DriverError, Neo4jError, ServiceUnavailable

    password = os.environ.get("KG_NEO4J_PASSWORD")
    auth = (os.environ.get("KG_NEO4J_USER", "neo4j"), password) if password else None
    try:
        with GraphDatabase.driver(uri, auth=auth) as driver:
            driver.verify_connectivity()
            yield driver
    except ServiceUnavailable as error:
        raise TargetError(f"no Neo4j answers at {uri}: start it, or correct the address ({_line(error)})") from None
    except AuthError:
        raise TargetError(f"{uri} refused the login: set KG_NEO4J_USER and KG_NEO4J_PASSWORD") from None
    except ConfigurationError as error:
        raise TargetError(f"{uri} is no address of a Neo4j server: {_line(error)}") from None
    except (Neo4jError, DriverError) as error:
        raise TargetError(f"{uri} failed: {_line(error)}") from None


class Cypher:
    """An engine over a Neo4j driver; reads only."""

    def __init__(self, driver: Driver) -> None:
        """Answer by the driver's default database."""
        self._driver = driver

    def rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        """See Engine."""
        text = query(asked, "cypher", values) + "SKIP $offset LIMIT $limit"
        records = self._run(text, {**values, "offset": offset, "limit": limit})
        return [tuple(record[column] for column in asked.columns) for record in records]

    def named(self, key: str) -> list[Named]:
        """See Engine."""
        return self._named("MATCH (k:KabarName {key: $key})" + _NAMED, {"key": key})

    def names(self) -> list[Named]:
        """See Engine."""
        return self._named("MATCH (k:KabarName)" + _NAMED, {})

    def _named(self, text: str, values: Mapping[str, Any]) -> list[Named]:
        return [Named(**record.data()) for record in self._run(text, values)]

    def _run(self, text: str, values: Mapping[str, Any]) -> list[Record]:
        from neo4j import Query, RoutingControl

        return self._driver.execute_query(Query(text), dict(values), routing_=RoutingControl.READ).records


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
