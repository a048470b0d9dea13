"""How well the names of one person or body are joined over a corpus: B-cubed against labelled mentions.

`python -m training.identity ../shared` builds a graph of the labelled articles (`annotations/identity.jsonl` beside this file:
article, start, end, label and part, one mention a line, no text), compares its table of mentions with the labels, and
writes the part of `docs/quality.md` between its two marks. B-cubed: Bagga and Baldwin, Algorithms for
Scoring Coreference Chains, 1998.
"""

from __future__ import annotations

import argparse
import gzip
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from kg.build import build
from kg.documents import read_documents
from kg.ledger import open_ledger
from kg.tables import rows

MARKS = "<!-- identity -->", "<!-- /identity -->"
LABELS = Path(__file__).parent / "annotations" / "identity.jsonl"
PAGE = Path(__file__).parent.parent / "docs" / "quality.md"
SOURCES = ("corpus/pool.jsonl.gz", "corpus/news.jsonl")


class Label(msgspec.Struct, frozen=True):
    """A mention (code points into the text of an article) and the one whom it names."""

    article: str
    start: int
    end: int
    label: str
    type: str
    part: str


class Joined(NamedTuple):
    """B-cubed precision and recall, in percent."""

    precision: float
    recall: float


Found = Mapping[str, Sequence[tuple[int, int, str]]]  # mentions of an article: start, end, entity


def b_cubed(pairs: Sequence[tuple[Hashable, Hashable]]) -> Joined:
    """The mean, over mentions given as (label, cluster), of the share of each one's cluster, and label, that is right."""
    both, labels, clusters = Counter(pairs), Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    precision = sum(n * n / clusters[b] for (_, b), n in both.items())
    recall = sum(n * n / labels[a] for (a, _), n in both.items())
    return Joined(100 * precision / len(pairs), 100 * recall / len(pairs))


def labels() -> list[Label]:
    """All labelled mentions."""
    lines = LABELS.read_bytes().splitlines()
    return [msgspec.json.decode(line, type=Label) for line in lines]


def found_in(graph: Path) -> Found:
    """The mentions of a graph by article, as its exported table has them."""
    found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    with open_ledger(graph) as ledger:
        for article, start, end, _, _, entity in rows("mentions", ledger):
            found[str(article)].append((int(str(start)), int(str(end)), str(entity)))
    return found


def entity_of(label: Label, found: Found) -> str | None:
    """The entity of the mention that shares most characters with a labelled one, None where there is none."""
    shared = [(min(e, label.end) - max(s, label.start), entity) for s, e, entity in found.get(label.article, ())]
    overlap, entity = max(shared, default=(0, ""))
    return entity if overlap > 0 else None


def errors(pairs: Sequence[tuple[Label, str]]) -> Iterator[str]:
    """Which labels share an entity, and which have several, with the number of mentions."""
    by_entity, by_label = defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter)
    for label, entity in pairs:
        by_entity[entity][label.label] += 1
        by_label[label.label][entity.rpartition("/")[2]] += 1
    yield from (f"joined\t{entity}\t{dict(c)}" for entity, c in by_entity.items() if len(c) > 1)
    yield from (f"parted\t{label}\t{dict(c.most_common())}" for label, c in by_label.items() if len(c) > 1)


def measure(all_labels: Sequence[Label], found: Found) -> str:
    """The measured part of the page."""
    lines = [
        "| part | mentions | found | persons and bodies | B-cubed precision | recall |",
        "|---|---|---|---|---|---|",
    ]
    for part in ("tune", "measure", "all"):
        chosen = [label for label in all_labels if part in (label.part, "all")]
        pairs = [(label.label, entity) for label in chosen if (entity := entity_of(label, found))]
        joined, who = b_cubed(pairs), len({label.label for label in chosen})
        share = f"{100 * len(pairs) / len(chosen):.1f} %"
        lines.append(f"| {part} | {len(chosen)} | {share} | {who} | {joined.precision:.1f} | {joined.recall:.1f} |")
    return "\n".join(lines)


def _only(shared: Path, ids: set[str], folder: Path) -> Iterator[Path]:
    """Copies of the corpora that hold the labelled articles only."""
    for source in SOURCES:
        opened = gzip.open if source.endswith(".gz") else open
        kept = folder / Path(source).name.removesuffix(".gz")
        with opened(shared / source, "rb") as lines, kept.open("wb") as out:
            out.writelines(line for line in lines if msgspec.json.decode(line)["id"] in ids)
        yield kept


def graph_of(shared: Path, ids: set[str], folder: Path) -> Path:
    """A graph of some articles of the corpora, in `folder`."""
    documents = read_documents(list(_only(shared, ids, folder)), report=lambda problem: None)
    build(documents, folder / "identity.kg", store=False)
    return folder / "identity.kg"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--graph", type=Path, help="a graph of these articles and more, instead of a new one")
    parser.add_argument(
        "--errors", action="store_true", help="print what is joined or parted wrongly, of the part to tune on"
    )
    given = parser.parse_args()
    known = labels()
    with tempfile.TemporaryDirectory() as folder:
        found = found_in(given.graph or graph_of(given.shared, {label.article for label in known}, Path(folder)))
    if given.errors:
        told = ((label, entity) for label in known if label.part == "tune" and (entity := entity_of(label, found)))
        print(*errors(list(told)), sep="\n")
    measured = measure(known, found)
    print(measured)
    if not given.errors:
        text = PAGE.read_text(encoding="utf-8")
        written = re.sub(
            f"{MARKS[0]}.*{MARKS[1]}", lambda _: f"{MARKS[0]}\n{measured}\n{MARKS[1]}", text, flags=re.DOTALL
        )
        PAGE.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
