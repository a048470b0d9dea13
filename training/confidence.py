"""Measure how often statements are right, by kind, cue and how the speaker was found: `kg/language/id/confidence.toml`.

    python training/confidence.py ../shared/gold [--write]

Right is a statement whose words overlap those of a gold statement by 0.8 (Jaccard) and whose speakers are the same, on
`train` and `facts` with the gold's names. Shares are drawn towards the overall share by ten imaginary statements.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import gold
from kg.extract import roles, statements
from kg.extract.prose import prose
from kg.extract.statements import circumstance
from kg.model import Entity, Span, Statement

WEIGHT = 10.0


def outcomes(folder: Path) -> list[tuple[str, bool]]:
    """For each statement found its circumstance and whether it is right."""
    return [
        o for part in ("train", "facts") for document, raw in gold.articles(folder, part) for o in _of(document, raw)
    ]


def _of(document: Any, raw: dict[str, Any]) -> list[tuple[str, bool]]:
    text = prose(document.text)
    named = tuple(e for e in gold.entities(raw) if e.type != "Unnamed")
    told, known = statements.find(text, named, roles.find(text, named))
    wanted, unnamed = gold.statements(raw), [e for e in gold.entities(raw) if e.type == "Unnamed"]
    same = {e.id: _gold_id(e, unnamed) for e in known}
    return [(circumstance(s), any(_right(s, w, same) for w in wanted)) for s in told]


def _gold_id(entity: Entity, unnamed: list[Entity]) -> str:
    if entity.type == "Unnamed":
        for other in unnamed:
            if any(s < b and a < e for s, e in entity.mentions for a, b in other.mentions):
                return other.id
    return entity.id


def _right(found: Statement, wanted: Statement, same: dict[str, str]) -> bool:
    if {same[s] for s in found.speakers} != set(wanted.speakers):
        return False
    a, b = _points(found.content), _points(wanted.content)
    return len(a & b) >= 0.8 * len(a | b)


def _points(spans: tuple[Span, ...]) -> set[int]:
    return {i for s, e in spans for i in range(s, e)}


def main(folder: str, *flags: str) -> None:
    """Measure, print, and write the file when asked."""
    found = outcomes(Path(folder))
    overall = sum(right for _, right in found) / len(found)
    total, right = Counter(c for c, _ in found), Counter(c for c, ok in found if ok)
    shares = {c: round((right[c] + WEIGHT * overall) / (total[c] + WEIGHT), 2) for c in sorted(total)}
    lines = [
        "# Measured by training/confidence.py on the gold statements; do not edit.",
        f"otherwise = {overall:.2f}",
        "[shares]",
    ]
    lines += [f'"{c}" = {share}' for c, share in shares.items()]
    print("\n".join(f"{line}   {total[c]}" for line, c in zip(lines[3:], shares, strict=True)))
    if "--write" in flags:
        (Path(__file__).parent.parent / "kg/language/id/confidence.toml").write_text(
            "\n".join(lines) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
