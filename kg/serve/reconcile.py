"""Reconciliation for OpenRefine: names of a table to entities of the graph.

Source: Reconciliation Service API 0.2, W3C Entity Reconciliation Community Group.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from rapidfuzz import fuzz

from kg.errors import QuestionError
from kg.keys import key
from kg.ledger import open_ledger
from kg.serve.reading import Name

TYPES = ("Person", "Organization", "Place", "Event")
MOST = 50
_NAMESPACE = "https://w3id.org/kabargraph/ns#"


class Asked(msgspec.Struct, frozen=True):
    """One name to look for, with the type that is meant and how many candidates are wanted."""

    query: str
    type: str | None = None
    limit: int = 5


def manifest(base: str) -> dict[str, Any]:
    """What the service is."""
    return {
        "versions": ["0.2"],
        "name": "kabargraph",
        "identifierSpace": base,
        "schemaSpace": _NAMESPACE,
        "view": {"url": f"{base}{{{{id}}}}"},
        "defaultTypes": [{"id": each, "name": each} for each in TYPES],
    }


def answers(folder: Path, queries: str) -> dict[str, Any]:
    """The candidates for each query of a batch, best first; QuestionError for what is no batch of at most `MOST`."""
    try:
        asked = msgspec.json.decode(queries, type=dict[str, Asked])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise QuestionError(f"queries is not what OpenRefine sends: {error}") from None
    if len(asked) > MOST:
        raise QuestionError(f"at most {MOST} names at once")
    return {name: {"result": _candidates(folder, each)} for name, each in asked.items()}


def _candidates(folder: Path, asked: Asked) -> list[dict[str, Any]]:
    """Entities with a name that begins like the one asked for, scored by how alike the names are."""
    wanted = key(asked.query)
    if not wanted:
        return []
    start = wanted[:4]
    with open_ledger(folder) as ledger:
        rows = ledger.rows(
            "SELECT l.key, e.path, e.type, e.name FROM lookup l JOIN entity e ON e.n = l.entity"
            " WHERE l.key >= ? AND l.key < ? AND e.live = 1 AND e.merged IS NULL LIMIT 5000",
            start,
            start + "\U0010ffff",
        )
        best: dict[str, tuple[float, Name]] = {}
        for found, *name in rows:
            entity, score = Name(*name), fuzz.ratio(wanted, found)
            if entity.type == (asked.type or entity.type) and score > best.get(entity.path, (0.0, entity))[0]:
                best[entity.path] = (score, entity)
    ranked = sorted(best.values(), key=lambda each: (-each[0], each[1].path))[: max(1, min(asked.limit, MOST))]
    sure = sum(score == 100 for score, _ in best.values()) == 1
    return [
        {
            "id": entity.path,
            "name": entity.name,
            "type": [{"id": entity.type, "name": entity.type}],
            "score": round(score, 1),
            "match": sure and score == 100,
        }
        for score, entity in ranked
    ]
