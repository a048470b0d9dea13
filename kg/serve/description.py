"""The description of the endpoint and of what it holds, as `kg.about` has it, for the address that a client uses."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

from kg.about import description
from kg.ledger import open_ledger
from kg.serve.worker import GRAPHS

_PREFIXES = {
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}


def service(folder: Path, endpoint: str, form: str) -> bytes:
    """The description as RDF in a format of `kg.serve.formats.GRAPHS`."""
    with open_ledger(folder) as ledger:
        lines = "\n".join(description(ledger, endpoint))
    triples = [quad.triple for quad in parse(lines, RdfFormat.N_TRIPLES)]
    return serialize(triples, format=GRAPHS[form], prefixes=_PREFIXES) or b""
