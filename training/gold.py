"""Gold annotations as records of the model, for training and for trying one stage with the others perfect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.model import DateRef, Document, Entity, Fact, Literal, PlaceRef, Statement


def articles(folder: Path, part: str) -> Iterator[tuple[Document, dict[str, Any]]]:
    """The documents of a part (`train`, `facts`, `names`, `dev`) with their raw annotations."""
    gold = {}
    with (folder / f"{part}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            gold[record["id"]] = record
    with (folder / f"{part}.articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            a = json.loads(line)
            yield (
                Document(
                    id=a["id"],
                    text=a["text"],
                    title=a.get("title"),
                    url=a.get("url"),
                    publisher=a.get("publisher"),
                    published=a.get("date"),
                ),
                gold[a["id"]],
            )


def entities(raw: dict[str, Any]) -> tuple[Entity, ...]:
    """The gold entities."""
    return tuple(
        Entity(
            id=e["id"],
            type=e["type"],
            name=e["name"],
            mentions=tuple((s, t) for s, t in e["mentions"]),
            within=e.get("place_within"),
            place_code=e.get("place_code"),
        )
        for e in raw["entities"]
    )


def statements(raw: dict[str, Any]) -> tuple[Statement, ...]:
    """The gold statements (speaker mentions are not annotated as spans)."""
    out = []
    for s in raw["statements"]:
        who = s["speaker"] if isinstance(s["speaker"], list) else [s["speaker"]] if s["speaker"] else []
        out.append(
            Statement(
                id=s["id"],
                kind=s["kind"],
                speakers=tuple(who),
                speaker_mention=None,
                resolution="explicit" if who else "unresolved",
                cue=tuple(s["cue"]) if s["cue"] else None,
                content=tuple((a, b) for a, b in s["content"]),
                place=PlaceRef(entity=s["place"][0], basis=s["place"][1]) if s["place"] else None,
                date=DateRef(value=s["date"][0], basis=s["date"][1]) if s["date"] else None,
                via=s["via"],
                addressee=s["to"][0] if isinstance(s["to"], list) and s["to"] else s["to"] or None,
                inside=s.get("inside"),
            )
        )
    return tuple(out)


def facts(raw: dict[str, Any]) -> tuple[Fact, ...]:
    """The gold facts."""
    return tuple(
        Fact(
            id=f"f{i}",
            subject=f["subject"],
            predicate=f["predicate"],
            object=Literal(literal=f["object"]) if f["predicate"] == "holds_position" else f["object"],
            place=f.get("place"),
            date=f.get("date"),
            evidence=tuple(f["evidence"]),
            statement=f.get("by"),
        )
        for i, f in enumerate(raw["facts"], 1)
    )
