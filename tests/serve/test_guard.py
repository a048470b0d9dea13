from __future__ import annotations

import pytest

from kg.errors import QuestionError
from kg.serve.guard import check

GRAPHS = {"http://here/g"}
EVIL = "SERVICE <http://169.254.169.254/> { ?a ?b ?c }"
REFUSED = {
    "plain": f"SELECT * {{ {EVIL} }}",
    "silent": "SELECT * { SERVICE SILENT <http://evil/> { ?a ?b ?c } }",
    "small letters": f"SELECT * {{ {EVIL.lower()} }}",
    "in a subquery": f"SELECT * {{ {{ SELECT ?a {{ {EVIL} }} }} }}",
    "in an EXISTS": f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {EVIL} }} }}",
    "by a variable": "SELECT * { ?where ?p ?o SERVICE ?where { ?a ?b ?c } }",
    "escaped": f"SELECT * {{ {EVIL.replace('S', chr(92) + 'u0053', 1)} }}",
    "after a comment that a carriage return ends": f"SELECT * {{ # nothing\r {EVIL} \n }}",
    "hidden by an escaped quote": f'SELECT * {{ ?a ?b ?c FILTER("\\u0022" = "") {EVIL} FILTER("" = "\\u0022") }}',
    "glued to a number": "SELECT * { ?s ?p 1SERVICE <http://evil/> { ?a ?b ?c } }",
    "glued to a prefix": "PREFIX : <http://evil/> SELECT * { SERVICE:x { ?a ?b ?c } }",
    "foreign FROM": "SELECT * FROM <http://there/g> { ?s ?p ?o }",
    "foreign FROM NAMED by a prefix": "PREFIX x: <http://there/> SELECT * FROM NAMED x:g { GRAPH ?g { ?s ?p ?o } }",
    "deep": "SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}",
    "long": "SELECT * { } #" + "x" * 200_000,
}
ALLOWED = [
    "SELECT * { ?service ?p 'no SERVICE <http://x> { } here' } # SERVICE",
    "PREFIX service: <http://x/> SELECT * { ?s service:from ?o }",
    "SELECT * FROM <http://here/g> FROM NAMED <http://here/g> { ?s ?p ?o }",
    "SELECT * { ?s ?p '((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((' }",
]


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_refuses(query: str) -> None:
    with pytest.raises(QuestionError):
        check(query, GRAPHS.__contains__)


@pytest.mark.parametrize("query", ALLOWED)
def test_lets_pass(query: str) -> None:
    check(query, GRAPHS.__contains__)
