"""`kg export`: files for researchers."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find


def export(
    format: Annotated[
        str, typer.Argument(help="csv, parquet, xlsx, nquads, trig, turtle, jsonld, graphml, gexf, kgtk or ftm.")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", metavar="PATH", help="A file or, for tables, a folder; - is stdout.")
    ],
    graph: GraphOption = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was on this day or earlier.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Only what this outlet reported.")] = None,
    place: Annotated[str | None, typer.Option(help="Only what was said or done there or inside it.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only what is by or about it.")] = None,
    min_confidence: Annotated[float, typer.Option(help="Only what is at least that sure, 0 to 1.")] = 0.0,
) -> None:
    """Write a graph, or a part of it, to files.

    \b
    Examples:
      kg export csv -o tables/
      kg export nquads -g news.kg -o news.nq.gz
      kg export graphml --place Jakarta --since 2025-04 -o jakarta.graphml
    """
    from kg.exports import export
    from kg.selection import Filter

    chosen = Filter(
        since=since, until=until, publisher=publisher, place=place, entity=entity, min_confidence=min_confidence
    )
    export(format, find(None, graph), output, chosen)
