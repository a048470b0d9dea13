"""`codebook.md`: what every table, column, class, relationship and predicate means, made from `schemas/`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.bundle.release import Release
from kg.predicates import predicates
from kg.schema import model
from kg.tables import published_tables

_READING = """## Reading the CSV files

UTF-8, comma separated, one heading line; nothing between two commas means unknown; lists are JSON. Strings may look
like numbers or like missing values ("32.10", "NA"), so readers must not guess:

```python
pandas.read_csv("tables/entities.csv", dtype="str", keep_default_na=False, na_values=[""])
```

The Parquet files hold the same with types. Offsets count Unicode code points of the article's text, the end exclusive;
`sha256` in `articles` is the hash of that text in UTF-8. Who has the articles restores cut quotations with
`kg rehydrate`.
"""


def codebook(release: Release, precision: Path | None) -> str:
    """The codebook in Markdown; `precision` is a file that `kg score` wrote."""
    return "\n".join(_lines(release, precision))


def _lines(release: Release, precision: Path | None) -> Iterator[str]:
    yield f"# Codebook of {release.title}, version {release.version}\n\n{release.description}\n"
    yield f"Made by {release.made_by}.\n"
    if release.privacy:
        yield f"## Privacy\n\n{release.privacy}\n"
    yield _READING
    for table in published_tables().values():
        yield f"## Table `{table.name}`\n\n{table.about}\n"
        yield "| column | type | always there | meaning |\n|---|---|---|---|"
        yield from (f"| {c.name} | {c.type} | {'yes' if c.needed else ''} | {c.about} |" for c in table.columns)
        yield ""
    yield "## Predicates\n\n| predicate | symmetric | from | to | meaning |\n|---|---|---|---|---|"
    yield from map(_predicate, predicates().values())
    yield "\n## Classes and relationships of `graph.nq.gz`\n\n| class or relationship | IRI | meaning |\n|---|---|---|"
    for name, row in (model()["nodes"] | model()["relationships"]).items():
        iris = row["rdf"] if isinstance(row["rdf"], list) else [row["rdf"]]
        yield f"| {name} | {', '.join(iris)} | {row.get('about', '')} |"
    if precision:
        yield "\n## Precision\n"
        yield from _precision(json.loads(precision.read_text(encoding="utf-8")))


def _predicate(row: dict[str, Any]) -> str:
    ends = f"{', '.join(row['domain'])} | {', '.join(row['range'])}"
    return f"| {row['name']} | {'yes' if row.get('symmetric') else ''} | {ends} | {row['definition']} |"


def _precision(scores: dict[str, Any]) -> Iterator[str]:
    yield "Judged by hand on a stratified sample (`kg sample`, `kg score`); intervals are 95 % (Wilson).\n"
    yield "| stratum | judged | right | precision | 95 % interval |\n|---|---|---|---|---|"
    for row in scores["strata"]:
        interval = f"{row['low']:.1%} to {row['high']:.1%}"
        yield f"| {row['stratum']} | {row['judged']} | {row['right']} | {row['precision']:.1%} | {interval} |"
