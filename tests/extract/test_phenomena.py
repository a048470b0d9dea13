"""Texts of a few sentences, each built around one phenomenon of Indonesian reporting (phenomena/*.toml)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.extract import extract_article
from kg.model import Document, Record, Span, Statement

FLOORS = {
    "corrected": 1.0,
    "further": 0.9,
    "direct": 0.93,
    "fresh": 0.86,
    "indirect": 0.9,
    "occasions": 0.8,
    "occasions_further": 0.95,
    "outlets": 0.95,
    "public_reports": 0.85,
    "rarer": 0.97,
    "reports": 0.85,
    "reported": 0.8,
    "settings": 0.9,
    "uncommon": 1.0,
    "varied": 0.93,
    "wider": 0.94,
}
CASES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    for path in sorted((Path(__file__).parent / "phenomena").glob("*.toml"))
}


def words(text: str) -> frozenset[tuple[str, int]]:
    counts: dict[str, int] = {}
    out = set()
    for word in re.findall(r"\w+", text.lower()):
        counts[word] = counts.get(word, 0) + 1
        out.add((word, counts[word]))
    return frozenset(out)


def overlap(a: str, b: str) -> float:
    x, y = words(a), words(b)
    return len(x & y) / len(x | y) if x | y else 0.0


def content(text: str, statement: Statement) -> str:
    return " ".join(text[s:e] for s, e in statement.content)


def cut(text: str, span: Span | None) -> str | None:
    return text[span[0] : span[1]] if span else None


def differences(text: str, want: dict[str, Any], got: Statement, names: dict[str, str]) -> list[str]:
    """What the statement says otherwise than the case wants."""
    seen = {
        "who": sorted(names[s] for s in got.speakers),
        "kind": got.kind,
        "cue": cut(text, got.cue),
        "polarity": got.polarity,
        "date": got.date.value if got.date else "",
        "place": names.get(got.place.entity) if got.place else "",
        "via": names.get(got.via or ""),
        "to": names.get(got.addressee or ""),
    }
    return [
        f"{key}: {seen[key]!r} instead of {value!r}"
        for key, value in want.items()
        if key != "what" and seen[key] != (sorted(value) if key == "who" else value)
    ]


def faults(case: dict[str, Any], record: Record) -> list[str]:
    """What is wrong with the record, by the case."""
    text, threshold = case["text"], 0.5 if case.get("lenient") else 0.8
    names = {e.id: e.name for e in record.entities}
    left, out = list(record.statements), []
    for want in case["statements"]:
        wanted = " ".join(want["what"])
        best = max(left, key=lambda s: overlap(content(text, s), wanted), default=None)
        if best is None or overlap(content(text, best), wanted) < threshold:
            out.append(f"missed: {wanted}")
            continue
        left.remove(best)
        out += differences(text, want, best, names)
    spurious = [f"spurious: {content(text, s)}" for s in left]
    return out + spurious[case.get("extra", 0) :]


def wrong_codes(case: dict[str, Any], record: Record) -> list[str]:
    """The names that have another place code than the case wants ("" for none), or lie in another place."""
    named = {case["text"][s:e]: entity for entity in record.entities for s, e in entity.mentions}
    codes = {name: entity.place_code or "" for name, entity in named.items()}
    areas = {name: entity.within or "" for name, entity in named.items()}
    return [
        f"{name}: {got.get(name)} instead of {code}"
        for key, got in (("codes", codes), ("within", areas))
        for name, code in case.get(key, {}).items()
        if got.get(name) != code
    ]


@pytest.mark.parametrize("part", sorted(FLOORS))
def test_phenomena(part: str) -> None:
    failed = []
    for case in CASES[part]:
        record = extract_article(Document(id="case", text=case["text"], published=case.get("published")))
        wrong = [*faults(case, record), *wrong_codes(case, record)]
        if wrong:
            failed.append(f"{case['phenomenon']}: {'; '.join(wrong)}")
    share = 1 - len(failed) / len(CASES[part])
    print(f"{part}: {share:.0%} of {len(CASES[part])} right", *failed, sep="\n  ")
    assert share >= FLOORS[part], "\n".join(failed)
