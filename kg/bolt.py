"""Neo4j over Bolt: the connection, and the engine that answers questions there."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kg.catalogue import Question, query
from kg.errors import TargetError
from kg.values import Named, Value, Values

if TYPE_CHECKING:
    from neo4j import Driver, Record

_OLDEST = 5
_SECONDS = 20.0  # for a server to answer at all
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


def server(uri: str, database: str | None = None, user: str | None = None, password: str | None = None) -> Server:
    """The server at an address; what is not given is as the environment says.

    KG_NEO4J_DATABASE, KG_NEO4J_USER, KG_NEO4J_PASSWORD, or KG_NEO4J_PASSWORD_FILE, whose content is the password.
    """
    get = os.environ.get
    file = get("KG_NEO4J_PASSWORD_FILE")
    found = password or get("KG_NEO4J_PASSWORD") or (password_in(file) if file else None)
    return Server(uri, database or get("KG_NEO4J_DATABASE"), user or get("KG_NEO4J_USER", "neo4j"), found)


def password_in(file: str | Path) -> str:
    """The password that a file holds; TargetError if it cannot be read or is empty."""
    try:
        text = Path(file).read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"the password cannot be read from {file}: {error}") from None
    if not text:
        raise TargetError(f"{file} is empty: write the password into it")
    return text


@contextmanager
def connect(where: Server) -> Iterator[Driver]:
    """A driver for a server of version 5 or newer.

    Raises TargetError, in one line, for whatever goes wrong with the server inside the block.
    """
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    auth = (where.user, where.password) if where.password else None
    try:
        with GraphDatabase.driver(
            where.uri, auth=auth, notifications_min_severity="OFF", connection_acquisition_timeout=_SECONDS
        ) as driver:
            _check_version(driver, where)
            yield driver
    except (Neo4jError, DriverError, ValueError) as error:
        raise TargetError(_said(where, error)) from error


def _check_version(driver: Driver, where: Server) -> None:
    agent = driver.get_server_info().agent
    if is_too_old(agent):
        raise TargetError(f"{where.uri} is {agent}: Neo4j {_OLDEST} or newer is needed")


def is_too_old(agent: str) -> bool:
    """Whether a server that calls itself so (`Neo4j/5.26.0`) is of a version that is not supported."""
    found = re.search(r"/(\d+)\.", agent)
    return found is not None and int(found[1]) < _OLDEST


DISK = "cannot write, its disk is full or broken: make room, restart it, then load again"
_SAID = {
    "Neo.ClientError.Security.Unauthorized": "refused the login: set KG_NEO4J_USER and KG_NEO4J_PASSWORD",
    "Neo.ClientError.Security.AuthenticationRateLimit": "refused too many logins: wait a little, then try again",
    "Neo.ClientError.Security.Forbidden": "does not let this user do that: use one who may write",
    "Neo.ClientError.Security.CredentialsExpired": "wants its first password changed: do so in Neo4j Browser",
    "Neo.ClientError.Database.DatabaseNotFound": "has no such database: correct --database",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase": "is read-only: open it for writing, or name another",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase": "is read-only: open it for writing, or name another",
    "Neo.DatabaseError.Transaction.TransactionLogError": DISK,
    "Neo.TransientError.Transaction.BookmarkTimeout": DISK,
    "Neo.DatabaseError.Transaction.TransactionCommitFailed": DISK,
    "Neo.DatabaseError.Transaction.TransactionStartFailed": "has stopped this database after an error: make room if its "
    "disk is full, restart it, then try again",
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


_MANY = 2000
_EVERY = "MATCH (s:Statement) WITH count(s) AS every MATCH (a:Article) WITH every, count(a) AS articles"
_NAMED_BY = "MATCH (:KabarName {{key: ${}}})-[:NAMES]->(n)"
_WITHIN = _NAMED_BY + "<-[:WITHIN*0..]-(m) WITH DISTINCT m RETURN sum(COUNT {{ (m)<-[:{}]-() }})"
_SAID_BY = _NAMED_BY.format("speaker") + " RETURN sum(COUNT { (n)-[:SAID]->() })"
_STATEMENTS_OF: dict[str, dict[str, str]] = {
    "who-said-what-where": {
        "speaker": _SAID_BY,
        "said_at": _WITHIN.format("said_at", "SAID_AT"),
        "about_place": _WITHIN.format("about_place", "ABOUT"),
        "publisher": _NAMED_BY.format("publisher")
        + " WITH sum(COUNT { (n)<-[:PUBLISHED_BY]-() }) AS found RETURN found * every / (articles + 1)",
    },
    "said-about": {"entity": _NAMED_BY.format("entity") + " RETURN sum(COUNT { (n)<-[:ABOUT]-() })"},
    "said-about-place": {"place": _WITHIN.format("place", "ABOUT")},
    "speaker-timeline": {"speaker": _SAID_BY},
}
"""How many statements a parameter of a question stands for, counted by degrees."""


class Cypher:
    """An engine over a Neo4j driver; reads only."""

    def __init__(self, driver: Driver, database: str | None) -> None:
        """Answer from a database of the driver's server."""
        self._driver = driver
        self._database = database

    def rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        """See Engine."""
        if self._is_everywhere(asked, values, limit + offset):
            found = self._rows(asked, {**values, "latest": ""}, limit, offset)
            if len(found) == limit:  # otherwise what has no day may be missing
                return found
        return self._rows(asked, values, limit, offset)

    def _rows(self, asked: Question, values: Values, limit: int, offset: int) -> list[tuple[Value, ...]]:
        text = query(asked, "cypher", values, limit + offset) + "SKIP $offset LIMIT $limit"
        records = self._run(text, {**values, "offset": offset, "limit": limit})
        return [tuple(record[column] for column in asked.columns) for record in records]

    def _is_everywhere(self, asked: Question, values: Values, rows: int) -> bool:
        """Whether so many statements are what is asked for that, back from the latest, the rows are soon together."""
        ways = _STATEMENTS_OF.get(asked.name)
        if ways is None or "text" in values:
            return False
        given = {name: way for name, way in ways.items() if name in values}
        counts = "".join(f"\nWITH *, COLLECT {{ {way} }}[0] AS {name}" for name, way in given.items())
        text = f"{_EVERY}{counts}\nRETURN *"
        (record,) = self._run(text, {name: values[name] for name in given})
        every = int(record["every"])
        counted = [int(record[name]) for name in given] or [every]
        few = min(counted)
        return few > _MANY and rows / math.prod(count / every for count in counted) < few

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
