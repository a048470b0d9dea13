"""The scoreboard of extraction in `docs/quality.md`: dev, and train out of fold, by outlet and by predicate.

`python -m training.scores ../shared` measures and writes the part of the page between its two marks. Out of fold means that
each article's names are tagged by a model that has not seen it (`training.folds`); the rules behind have been tuned on train.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kg.documents.dates import normalise_date
from kg.extract import extract_article
from kg.extract.names.model import Tagger
from training import gold
from training.folds import FOLDS, articles, load_scorer, taggers

PAGE = Path(__file__).parent.parent / "docs" / "quality.md"
MARKS = "<!-- scores -->", "<!-- /scores -->"
LINES = {
    "mentions all": "mentions",
    "mentions Person": "… persons",
    "mentions Organization": "… organisations",
    "mentions Place": "… places",
    "entities (name, type)": "entities (name and type)",
    "place codes": "place codes",
    "statements >=0.8": "statements (words overlap ≥ 0.8)",
    "who+what tuple >=0.8": "who+what (words overlap ≥ 0.8, speaker right)",
    "when (matched)": "when",
    "where (matched)": "where",
    "via (matched)": "via",
    "addressee (matched)": "addressee",
    "positions held": "positions held",
    "facts (entity to entity)": "facts between entities",
}
SHARES = {
    "recall direct >=0.3": "recall of direct speech",
    "recall indirect >=0.3": "recall of indirect speech",
    "speaker accuracy (matched)": "speakers right, of the statements found",
    "said or so of facts (matched)": "said or so right, of the facts found",
    "facts, mean F1 over predicates": "facts: mean F1 over predicates with four or more",
}


class Scored(NamedTuple):
    """One article's counts, its outlet, its errors, and whether each statement found is right, with its confidence."""

    publisher: str
    counts: Counter[str]
    errors: list[tuple[Any, ...]]
    trusted: list[tuple[float, bool]]


def score(scorer: Any, document: Any, raw: dict[str, Any], tagger: Tagger | None = None) -> Scored:
    """Extract a document and score it against its gold annotation."""
    document = msgspec.structs.replace(document, published=normalise_date(document.published or ""))
    record = msgspec.json.decode(msgspec.json.encode(extract_article(document, tagger)))
    errors: list[tuple[Any, ...]] = []
    counts = scorer.score_article(document.text, raw, record, errors)
    counts["articles"] = 1
    return Scored(str(document.publisher), counts, errors, list(_trusted(scorer, document.text, raw, record)))


def _trusted(scorer: Any, text: str, raw: dict[str, Any], record: dict[str, Any]) -> Iterator[tuple[float, bool]]:
    right = right_statements(scorer, text, raw, record)
    return zip((told["confidence"] for told in record["statements"]), right, strict=True)


def right_statements(scorer: Any, text: str, raw: dict[str, Any], record: dict[str, Any]) -> list[bool]:
    """For each statement of a record whether its words and its speakers are right."""
    words = [m.span() for m in scorer.WORD.finditer(text)]
    same = scorer.map_entities(raw, record)
    matched = scorer.match_statements(words, raw["statements"], record["statements"])
    partner = {j: i for i, j, overlap in matched if overlap >= 0.8}
    return [
        j in partner
        and {same.get(x) for x in scorer.speakers(told)} == set(scorer.speakers(raw["statements"][partner[j]]))
        for j, told in enumerate(record["statements"])
    ]


def dev(shared: Path, scorer: Any) -> list[Scored]:
    """The articles of dev, by the shipped model."""
    return [score(scorer, document, raw) for document, raw in gold.articles(shared / "gold", "dev")]


def out_of_fold(shared: Path, scorer: Any) -> list[Scored]:
    """The articles of train, each by a model of names that has not seen it."""
    by_fold = taggers(shared)
    numbered = enumerate(articles(shared))
    return [score(scorer, d, raw, by_fold[i % FOLDS]) for i, (d, raw, part) in numbered if part == "train"]


def total(scored: Iterable[Scored]) -> Counter[str]:
    """The sum of all counts."""
    return sum((s.counts for s in scored), Counter())


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    head = list(head)
    return [
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(f"| {' | '.join(map(str, row))} |" for row in rows),
        "",
    ]


def _prf(value: dict[str, float]) -> str:
    return f"{100 * value['f1']:.1f} ({100 * value['p']:.0f} / {100 * value['r']:.0f})"


def _overview(results: dict[str, Any]) -> list[str]:
    rows = [[label, *(_prf(r[line]) for r in results.values())] for line, label in LINES.items()]
    rows += [[label, *(f"{100 * (r[line] or 0):.1f} %" for r in results.values())] for line, label in SHARES.items()]
    rows.append(["spans outside the text or empty", *(r["invalid spans"] for r in results.values())])
    return ["F1 (precision / recall), or a share:", "", *_table(["", *results], rows)]


def _outlets(scorer: Any, scored: list[Scored]) -> list[str]:
    groups: dict[str, list[Scored]] = {}
    for s in scored:
        groups.setdefault(s.publisher, []).append(s)
    rows = []
    for name, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        result = scorer.summary(total(group))
        rows.append(
            [name, len(group), *(f"{100 * result[k]['f1']:.0f}" for k in ("mentions all", "who+what tuple >=0.8"))]
        )
    return ["By outlet, train out of fold (F1):", "", *_table(["outlet", "articles", "mentions", "who+what"], rows)]


def _predicates(results: dict[str, Any]) -> list[str]:
    names = sorted({name for r in results.values() for name in r["per predicate"]})
    rows = [[name, *(r["per predicate"].get(name, "–") for r in results.values())] for name in names]
    return ["By predicate: F1 (right / predicted / gold):", "", *_table(["", *results], rows)]


def _errors(parts: dict[str, list[Scored]]) -> list[str]:
    found = {label: Counter(_error(e) for s in scored for e in s.errors) for label, scored in parts.items()}
    kinds = sorted({kind for counts in found.values() for kind in counts})
    rows = [[kind, *(counts[kind] for counts in found.values())] for kind in kinds]
    return ["Errors of statements by kind:", "", *_table(["", *found], rows)]


def _error(entry: tuple[Any, ...]) -> str:
    return "wrong speaker" if entry[0] == "speaker" else f"{entry[0]}, {entry[1]}"


def _reliability(parts: dict[str, list[Scored]]) -> list[str]:
    rows = []
    for low in range(50, 100, 10):
        row: list[object] = [f"{low / 100:.1f}–{(low + 10) / 100:.1f}"]
        for scored in parts.values():
            inside = [(c, right) for s in scored for c, right in s.trusted if low <= 100 * c < low + 10 + (low == 90)]
            right = sum(r for _, r in inside)
            mean = sum(c for c, _ in inside) / len(inside) if inside else 0
            row.append(f"{mean:.2f} → {right / len(inside):.2f} ({len(inside)})" if inside else "–")
        rows.append(row)
    head = ["Reliability of a statement's `confidence`: mean confidence → share right (statements):", ""]
    return [*head, *_table(["confidence", *parts], rows)]


def page(shared: Path) -> str:
    """The measured part of the page."""
    scorer = load_scorer(shared)
    parts = {"dev": dev(shared, scorer), "train, out of fold": out_of_fold(shared, scorer)}
    results = {label: scorer.summary(total(scored)) for label, scored in parts.items()}
    lines = _overview(results) + _predicates(results) + _errors(parts) + _reliability(parts)
    return "\n".join(lines + _outlets(scorer, parts["train, out of fold"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    measured = page(parser.parse_args().shared)
    text = PAGE.read_text(encoding="utf-8")
    written = re.sub(f"{MARKS[0]}.*{MARKS[1]}", lambda _: f"{MARKS[0]}\n{measured}{MARKS[1]}", text, flags=re.DOTALL)
    PAGE.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
