"""What a query from outside may not do: call other services, name graphs that are not here, or exhaust the parser.

A query in which the letters of SERVICE and FROM do not occur, escapes resolved, uses neither. Where they do occur
(perhaps in a string or a name) the query is parsed by rdflib and its parts are searched. The two parsers must not be
made to read a text differently, so what they treat differently (escapes, carriage returns) is refused or made equal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from kg.errors import QuestionError

LONGEST = 100_000
DEEPEST = 60
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U000([0-9A-Fa-f]{5})")
_SERVICE = re.compile("SERVICE", re.I)
_FROM = re.compile(r"\bFROM", re.I)
_OPAQUE = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n\r]|\\.)*"|'
    r"'(?:[^'\\\n\r]|\\.)*'|"
    r"<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n\r]*",
    re.S,
)
_BRACKET = re.compile(r"[(\[{)\]}]")


def check(query: str, is_here: Callable[[str], bool]) -> None:
    """Raise QuestionError for a query too long or too deep, one that calls a service, or names a graph not here."""
    if len(query) > LONGEST:
        raise QuestionError(f"the query is longer than {LONGEST:,} characters")
    for iri in _dataset(query):
        if not is_here(iri):
            raise QuestionError(f"FROM names a graph that is not here: {iri}")


@lru_cache(256)
def _dataset(query: str) -> tuple[str, ...]:
    """The graphs that a query names by FROM; QuestionError for one that is too deep or calls a service."""
    if _depth(query) > DEEPEST:
        raise QuestionError(f"the query nests more than {DEEPEST} brackets")
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), query)
    if _SERVICE.search(plain):
        if plain != query:
            raise QuestionError("SERVICE is not allowed here, nor its letters beside \\u escapes")
        _check_services(query)
    return _named_by_from(query) if _FROM.search(plain) else ()


def _depth(query: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKET.findall(_OPAQUE.sub(" ", query)):
        depth += 1 if bracket in "([{" else -1
        deepest = max(deepest, depth)
    return deepest


def _check_services(query: str) -> None:
    if any(part.name == "ServiceGraphPattern" for part in _parts(_parsed(query))):
        raise QuestionError("SERVICE is not allowed here: this endpoint calls no other")


def _named_by_from(query: str) -> tuple[str, ...]:
    from rdflib.plugins.sparql.algebra import translateQuery

    parsed = _parsed(query)
    try:
        clauses = translateQuery(parsed).algebra.datasetClause or ()
    except Exception as error:  # rdflib raises plain exceptions for unknown prefixes and the like
        raise QuestionError(f"the query cannot be read: {error}") from None
    return tuple(str(iri) for clause in clauses for iri in (clause.default, clause.named) if iri is not None)


def _parsed(query: str) -> Any:
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        return parseQuery(query.replace("\r", "\n"))
    except (ParseException, RecursionError) as error:
        raise QuestionError(f"the query cannot be read: {error}") from None


def _parts(parsed: Any) -> Iterator[Any]:
    """Every part of a parsed query, at any depth."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    waiting = [parsed]
    while waiting:
        part = waiting.pop()
        if isinstance(part, CompValue):
            yield part
            waiting += part.values()
        elif isinstance(part, ParseResults | list | tuple):
            waiting += list(part)
