"""Neo4j over Bolt: the connection, and the engine that answers questions there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from kg.catalogue import Question, query
from kg.engines import Named, Value, Values
from kg.errors import TargetError

if TYPE_CHECKING:
    from neo4j import Driver, Record

_OLDEST = 5
_NAMED = """-[:NAMES]->(n:Kabar)
RETURN k.key AS key, n.uri AS uri, n.name AS name,
       [label IN labels(n)
        WHERE label IN ['Person', 'Organization', 'Place', 'Event', 'Unnamed', 'Publisher']][0] AS type
ORDER BY uri, key"""


class Server(msgspec.Struct, frozen=True):
    """A Neo4j server: its address, the database there (None: the server's default), and the login, if it wants one."""

    uri: str
    database: str | None = None
    user: str = "neo4j"
    password: str | None = None


def server(uri: str) -> Server:
    """The server at an address, with what the environment says: KG_NEO4J_DATABASE, KG_NEO4J_USER, KG_NEO4J_PASSWORD."""
    get = os.environ.get
    return Server(uri, get("KG_NEO4J_DATABASE"), get("KG_NEO4J_USER", "neo4j"), get("KG_NEO4J_PASSWORD"))


@contextmanager
def connect(where: Server) -> Iterator[Driver]:
    """A driver for a server of version 5 or newer.

    Raises TargetError, in one line, for whatever goes wrong with the server inside the block.
    """
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    auth = (where.user, where.password) if where.password else None
    try:
        with GraphDatabase.driver(where.uri, auth=auth, notifications_min_severity="OFF") as driver:
            _check_version(driver, where)
            yield driver
    except (Neo4jError, DriverError, ValueError) as error:
        raise TargetError(_said(where, error)) from error


def _check_version(driver: Driver, where: Server) -> None:
    agent = driver.get_server_info().agent
    found = re.search(r"/(\d+)\.", agent)
    if found and int(found[1]) < _OLDEST:
        raise TargetError(f"{where.uri} is {agent}: Neo4j {_OLDEST} or newer is needed")


_SAID = {
    "Neo.ClientError.Security.Unauthorized": "refused the login: set KG_NEO4J_USER and KG_NEO4J_PASSWORD",
    "Neo.ClientError.Security.AuthenticationRateLimit": "refused too many logins: wait a little, then try again",
    "Neo.ClientError.Security.Forbidden": "does not let this user do that: use one who may write",
    "Neo.ClientError.Security.CredentialsExpired": "wants its first password changed: do so in Neo4j Browser",
    "Neo.ClientError.Database.DatabaseNotFound": "has no such database: correct --database",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "is read-only: open it for writing, or name another",
    "Neo.TransientError.General.DatabaseUnavailable": "has the database stopped: start it, then try again",
    "Neo.TransientError.General.OutOfMemoryError": "is out of memory: give it more (server.memory.heap.max_size)",
}


def _said(where: Server, error: Exception) -> str:
    from neo4j.exceptions import ConfigurationError, Neo4jError, ServiceUnavailable

    line = " ".join(str(error).split())[:200]
    if isinstance(error, Neo4jError) and error.code in _SAID:
        return f"{where.uri} {_SAID[error.code]}"
    if isinstance(error, ServiceUnavailable):
        return f"no Neo4j answers at {where.uri}: start it, or correct the address ({line})"
    if isinstance(error, ConfigurationError | ValueError):
        return f"{where.uri} is no address of a Neo4j server (bolt://, neo4j://, neo4j+s://): {line}"
    return f"{where.uri} failed: {line}"


class Cypher:
    """An engine over a Neo4j driver; reads only."""

    def __init__(self, driver: Driver, database: str | None) -> None:
        """Answer from a database of the driver's server."""
        self._driver = driver
        self._database = database

    def rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        """See Engine."""
        text = query(asked, "cypher", values, limit + offset) + "SKIP $offset LIMIT $limit"
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

        reading = RoutingControl.READ
        asked = Query(text)  # pyright: ignore[reportArgumentType]
        return self._driver.execute_query(asked, dict(values), routing_=reading, database_=self._database).records
