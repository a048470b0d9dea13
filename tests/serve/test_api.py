from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.ask import ask
from kg.serve.views import everything


def test_gives_the_rows_of_kg_ask(server: Any, graph: Path) -> None:
    status, _, content = server.request("/api/who-met-whom?person=Pramono%20Anung")
    answer = ask("who-met-whom", {"person": "Pramono Anung"}, graph)
    assert status == 200
    assert answer.rows
    assert json.loads(content) == [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]


def test_pages_are_linked(server: Any, graph: Path) -> None:
    path, rows = "/api/most-quoted?limit=7", []
    while path:
        _, headers, content = server.request(path)
        rows += json.loads(content)
        path = headers.get("link", "").partition(">")[0].removeprefix("<")
    assert len(rows) == len(ask("most-quoted", {"limit": 1000}, graph).rows) > 7


def test_a_spreadsheet_runs_no_formula(server: Any) -> None:
    _, headers, content = server.request(f"/api/who-said-what-where?text={quote('=1+1')}&format=csv")
    (row,) = csv.DictReader(io.StringIO(content.decode()))
    assert headers["content-type"].startswith("text/csv")
    assert row["said"].startswith("'=1+1")


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "text/html"])
def test_rows_come_in_three_forms_that_need_not_be_fetched_twice(server: Any, accept: str) -> None:
    path = "/api/most-quoted?limit=3"
    status, headers, content = server.request(path, Accept=accept)
    assert status == 200
    assert headers["content-type"].startswith(accept)
    assert b"Pramono Anung" in content
    assert server.request(path, Accept=accept, If_None_Match=headers["etag"])[0] == 304
    assert server.request(path, Accept="image/png")[0] == 406


def test_names_in_the_table_lead_to_what_they_name(server: Any) -> None:
    content = server.request("/api/who-said-what-where?speaker=Pramono&format=html&limit=2")[2].decode()
    assert re.search(r'<td><a href="/person/[^"]*">Pramono Anung</a></td>', content)
    assert "speaker_uri" not in re.findall("<thead>.*?</thead>", content, re.S)[0]
    assert 'rel="next"' in content


def test_an_empty_field_of_a_form_counts_as_not_given(server: Any) -> None:
    assert server.request("/api/most-quoted?publisher=&since=")[2] == server.request("/api/most-quoted")[2]


def test_faults_are_told(server: Any) -> None:
    assert server.request("/api/nonsense")[0] == 404
    assert server.request("/api/who-met-whom?persn=x")[0] == 400
    assert server.request("/api/who-met-whom?person=Nobody")[0] == 400
    assert server.request("/api/most-quoted?limit=-1")[0] == 400
    assert server.request("/api/most-quoted?limit=999999")[0] == 400


def test_names_are_reconciled(server: Any) -> None:
    assert json.loads(server.request("/reconcile")[2])["versions"] == ["0.2"]
    batch = {
        "q0": {"query": "pramono anung", "type": "Person"},
        "q1": {"query": "Pramono Anum"},
        "q2": {"query": "zzz"},
    }
    form = f"queries={quote(json.dumps(batch))}"
    status, _, content = server.request("/reconcile", "POST", form, content_type="application/x-www-form-urlencoded")
    found = json.loads(content)
    assert status == 200
    assert (found["q0"]["result"][0]["name"], found["q0"]["result"][0]["match"]) == ("Pramono Anung", True)
    assert (found["q1"]["result"][0]["name"], found["q1"]["result"][0]["match"]) == ("Pramono Anung", False)
    assert found["q2"]["result"] == []
    assert server.request("/reconcile?queries=nonsense")[0] == 400


def test_openapi_describes_every_question_and_view(server: Any) -> None:
    document = json.loads(server.request("/openapi.json")[2])
    assert set(document["paths"]) == {f"/api/{name}" for name in everything()}
    parameters = document["paths"]["/api/evidence"]["get"]["parameters"]
    assert {each["name"] for each in parameters} == {"uri", "limit", "offset"}
