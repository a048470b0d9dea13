"""The queries behind what a page shows, in both languages with their values, ready to run, and where their rows are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import msgspec

from kg.catalogue import Question, query
from kg.engines import Iri, sparql
from kg.exports.neo4j_browser import literal, values
from kg.serve.views import find

ROWS = 100


class Shown(msgspec.Struct, frozen=True):
    """A question with its values as SPARQL and as Cypher, and the address of its rows without a format."""

    asked: Question
    sparql: str
    cypher: str
    rows: str


def shown(name: str, given: Mapping[str, str], root: str, rows: int = ROWS, offset: int = 0) -> Shown:
    """The queries of a question or view for parameters as a user writes them; at most `rows` rows after the offset."""
    asked = find(name)
    filled: dict[str, str | date] = {}
    for parameter in asked.parameters:
        if parameter.name in given:
            filled |= values(parameter, given)
    uris = {each.name for each in asked.parameters if each.type == "uri"}
    terms = {each: Iri(value) if each in uris else value for each, value in filled.items()}
    paging = f"LIMIT {rows}\n" + (f"OFFSET {offset}\n" if offset else "")
    cypher = re.sub(r"\$(\w+)", lambda match: literal(filled[match[1]]), query(asked, "cypher", given, rows + offset))
    skip = f"SKIP {offset} " if offset else ""
    return Shown(
        asked,
        sparql(asked, terms, rows + offset) + paging,
        f"{cypher}{skip}LIMIT {rows}\n",
        f"{root}api/{name}?{urlencode(given)}",
    )
