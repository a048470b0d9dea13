"""What the served graphs of tests hold beside the example articles, and where things in them are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.ask import ask
from kg.ledger import open_ledger
from kg.model import Document

BASE = "http://localhost:8737"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ATTACK = "<script>alert(1)</script>"
HOSTILE = Document(
    id=f'"><img src=x onerror=alert(1)>{ATTACK}',
    title=f"Judul {ATTACK}",
    url="javascript:alert(1)",
    publisher=f"Media {ATTACK}",
    text=f'"Ini {ATTACK} & \U0001f600 ujian," kata Ratna Widyasari <b>di</b> Salatiga, Senin (1/12/2025).',
    published="2025-12-31",
)
FORMULA = Document(
    id="formula", text='"=1+1 itu dua," kata Ratna Widyasari di Salatiga, Senin (1/12/2025).', published="2025-12-02"
)


def rows(graph: Path, name: str, **parameters: str | int) -> list[dict[str, Any]]:
    """The rows of a question as mappings, uris as paths of the server."""
    answer = ask(name, parameters, graph)
    found = (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)
    return [{column: str(value).removeprefix(BASE) for column, value in row.items()} for row in found]


def uris(graph: Path) -> dict[str, str]:
    """A path of each kind of thing that has one."""
    row = rows(graph, "who-said-what-where", speaker="Pramono Anung", limit=1)[0]
    found = {name: row[name] for name in ("speaker_uri", "article_uri", "publisher_uri", "statement")}
    with open_ledger(graph) as ledger:
        found["relation"] = f"/{next(ledger.relations()).path}"
        queries = {
            "fact": "SELECT path FROM fact ORDER BY path LIMIT 1",
            "quote": "SELECT path FROM quote ORDER BY path LIMIT 1",
            "organization": "SELECT path FROM entity WHERE type = 'Organization' AND live = 1 ORDER BY n LIMIT 1",
            "place": "SELECT path FROM entity WHERE path = 'place/31'",
            "unnamed": "SELECT path FROM entity WHERE type = 'Unnamed' AND live = 1 ORDER BY n LIMIT 1",
            "version": "SELECT path || '/v/' || substr(sha256, 1, 12) FROM version WHERE state = 1 ORDER BY path LIMIT 1",
        }
        found |= {kind: f"/{row[0]}" for kind, query in queries.items() if (row := ledger.one(query))}
    return found


def hostile(graph: Path) -> dict[str, str]:
    """The row of the hostile article's statement."""
    (row,) = rows(graph, "who-said-what-where", text="ujian", speaker="Ratna Widyasari")
    return row
