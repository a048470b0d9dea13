"""The SPARQL 1.1 Service Description of the endpoint, with a VoID description of what it holds.

Source: SPARQL 1.1 Service Description, W3C Recommendation 21 March 2013.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple, serialize

from kg.serve.worker import GRAPHS

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_OFFERED = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
)


def service(base: str, endpoint: str, form: str) -> bytes:
    """The description as RDF in a format of `kg.serve.formats.GRAPHS`."""
    service, data = NamedNode(endpoint), NamedNode(f"{base}graph/meta#dataset")
    triples = [
        Triple(service, _TYPE, NamedNode(f"{_SD}Service")),
        Triple(service, NamedNode(f"{_SD}endpoint"), NamedNode(endpoint)),
        Triple(service, NamedNode(f"{_SD}supportedLanguage"), NamedNode(f"{_SD}SPARQL11Query")),
        Triple(service, NamedNode(f"{_SD}feature"), NamedNode(f"{_SD}UnionDefaultGraph")),
        Triple(service, NamedNode(f"{_SD}defaultDataset"), data),
        *(Triple(service, NamedNode(f"{_SD}resultFormat"), NamedNode(_FORMATS + each)) for each in _OFFERED),
        Triple(data, _TYPE, NamedNode(f"{_SD}Dataset")),
        Triple(data, _TYPE, NamedNode(f"{_VOID}Dataset")),
        Triple(data, NamedNode(f"{_VOID}sparqlEndpoint"), NamedNode(endpoint)),
        Triple(data, NamedNode(f"{_VOID}vocabulary"), NamedNode("https://w3id.org/kabargraph/ns#")),
        Triple(data, NamedNode(f"{_VOID}uriSpace"), NamedNode(base)),
    ]
    prefixes = {"sd": _SD, "void": _VOID, "formats": _FORMATS}
    return serialize(triples, format=GRAPHS[form], prefixes=prefixes) or b""
