"""A coding sheet: statements and facts drawn at random, stratum by stratum, with their evidence in context.

The same graph and seed give the same sheet: in each stratum those items are drawn whose hashes are the smallest.
"""

from __future__ import annotations

import csv
import hashlib
import heapq
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from kg.errors import InputError
from kg.exports.output import text
from kg.ledger import Ledger, open_ledger
from kg.resolved import ResolvedArticle, ResolvedFact, ResolvedStatement
from kg.tables import outlets

STRATA = ("publisher", "kind", "basis", "resolution", "predicate")
_AROUND = 300
_COLUMNS = (
    *(
        "item",
        "stratum",
        "size",
        "what",
        "subject",
        "predicate",
        "object",
        "date",
        "place",
        "context",
        "article",
        "url",
    ),
    *("right", "comment"),
)
_LABEL_STUDIO = """<View>
  <Text name="claim" value="$what"/><Text name="evidence" value="$context"/>
  <Choices name="right" toName="evidence" choice="single"><Choice value="1"/><Choice value="0"/></Choices>
</View>"""


class Item(msgspec.Struct, frozen=True):
    """Something to judge: its uri, what is claimed in one line, and the evidence marked in its context."""

    uri: str
    strata: Mapping[str, str]
    fields: Mapping[str, str]


def sample(
    graph: str | Path, output: str | Path, n: int = 200, by: Sequence[str] = ("publisher", "kind"), seed: int = 0
) -> int:
    """Write a sheet of `n` items to a CSV file, or to tasks for Label Studio if its name ends in `.json`; how many.

    `by` names the strata: publisher, kind (direct, indirect, mixed or fact), basis, resolution, predicate. Each stratum
    has a share like its size, and at least one item unless there are more strata than items. Judges write 1 (right) or 0
    (wrong) into the column `right`. Raises InputError for another stratum.
    """
    unknown = [name for name in by if name not in STRATA]
    if unknown:
        raise InputError(f"there is no stratum {unknown[0]!r}; there are: {', '.join(STRATA)}")
    with open_ledger(graph) as ledger, ledger.snapshot():
        sizes: dict[str, int] = defaultdict(int)
        for item in _items(ledger):
            sizes[_stratum(item, by)] += 1
        drawn = _drawn(_items(ledger), _shares(sizes, n), by, seed)
    rows = [{**item.fields, "item": item.uri, "stratum": _stratum(item, by)} for item in drawn]
    for row in rows:
        row["size"] = str(sizes[row["stratum"]])
    (_write_tasks if str(output).endswith(".json") else _write_sheet)(rows, output)
    return len(rows)


def _stratum(item: Item, by: Sequence[str]) -> str:
    return " / ".join(item.strata[name] for name in by) or "all"


def _shares(sizes: Mapping[str, int], n: int) -> dict[str, int]:
    """How many of each stratum: one each (of the largest, if there are more than `n`), the rest in proportion."""
    whole = sum(sizes.values())
    shares = dict.fromkeys(sorted(sizes, key=lambda name: (-sizes[name], name))[:n], 1)
    wanting = [(1 - n * sizes[name] / whole, name) for name in shares if sizes[name] > 1]
    heapq.heapify(wanting)
    for _ in range(n - len(shares)):
        if wanting:
            lack, name = heapq.heappop(wanting)
            shares[name] += 1
            if shares[name] < sizes[name]:
                heapq.heappush(wanting, (lack + 1, name))
    return shares


def _drawn(items: Iterator[Item], shares: Mapping[str, int], by: Sequence[str], seed: int) -> list[Item]:
    heaps: dict[str, list[tuple[int, str, Item]]] = defaultdict(list)
    for item in items:
        heap = heaps[_stratum(item, by)]
        rank = -int.from_bytes(hashlib.sha256(f"{seed} {item.uri}".encode()).digest()[:8])
        if len(heap) < shares.get(_stratum(item, by), 0):
            heapq.heappush(heap, (rank, item.uri, item))
        elif heap and rank > heap[0][0]:
            heapq.heapreplace(heap, (rank, item.uri, item))
    return [item for name in sorted(heaps) for _, _, item in sorted(heaps[name], key=lambda entry: -entry[0])]


# ------------------------------------------------------------------ what there is to judge


def _items(ledger: Ledger) -> Iterator[Item]:
    names = {entity.path: entity.name for entity in ledger.entities()}
    captions = outlets(ledger)
    for article in ledger.articles():
        given, body = ledger.resolved(article.path), ledger.text(article.path)
        publisher = captions.get(article.publisher or "", "unknown")
        about = {"article": article.id, "url": article.url or ""}
        yield from (_statement(ledger, s, names, publisher, body, about) for s in given.statements)
        yield from (_fact(ledger, f, given, names, publisher, body, about) for f in given.facts)


def _statement(
    ledger: Ledger,
    s: ResolvedStatement,
    names: Mapping[str, str],
    publisher: str,
    body: str | None,
    about: dict[str, str],
) -> Item:
    speaker = ", ".join(names[path] for path in s.speakers) or "nobody known"
    strata = {"publisher": publisher, "kind": s.kind, "basis": s.basis, "resolution": s.resolution, "predicate": "said"}
    fields = {
        "what": f"{speaker} {'denied' if s.polarity == 'negative' else 'said'}: {s.said}",
        "subject": speaker,
        "predicate": "said",
        "object": s.said,
        "date": s.date or "",
        "place": names[s.place] if s.place else "",
        "context": _context(body, s.content, s.said),
    }
    return Item(ledger.base + s.path, strata, fields | about)


def _fact(
    ledger: Ledger,
    f: ResolvedFact,
    given: ResolvedArticle,
    names: Mapping[str, str],
    publisher: str,
    body: str | None,
    about: dict[str, str],
) -> Item:
    resolution = next((s.resolution for s in given.statements if s.path == f.statement), "none")
    strata = {
        "publisher": publisher,
        "kind": "fact",
        "basis": f.basis,
        "resolution": resolution,
        "predicate": f.predicate,
    }
    obj = f.literal or names[f.object or ""]
    fields = {
        "what": f"{names[f.subject]} {'not ' if f.polarity == 'negative' else ''}{f.predicate} {obj}",
        "subject": names[f.subject],
        "predicate": f.predicate,
        "object": obj,
        "date": f.date or "",
        "place": names[f.place] if f.place else "",
        "context": _context(body, [f.evidence[:2]], f.evidence[2]),
    }
    return Item(ledger.base + f.path, strata, fields | about)


def _context(body: str | None, spans: Sequence[tuple[int, int]], words: str) -> str:
    """The text around the spans with these between »marks«; the words alone where texts are not kept."""
    if body is None:
        return words
    at, pieces = max(0, spans[0][0] - _AROUND), []
    for start, end in spans:
        pieces += [body[at:start], "»", body[start:end], "«"]
        at = end
    return "".join((*pieces, body[at : at + _AROUND]))


# ------------------------------------------------------------------ files


def _write_sheet(rows: list[dict[str, str]], output: str | Path) -> None:
    with text(output) as file:
        writer = csv.DictWriter(file, _COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_tasks(rows: list[dict[str, str]], output: str | Path) -> None:
    with text(output) as file:
        json.dump(
            [{"data": row, "meta": {"label_config": _LABEL_STUDIO}} for row in rows], file, ensure_ascii=False, indent=1
        )
