"""`kg load`: a Neo4j or SPARQL store brought up to date with the graph."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find
from kg.cli.terminal import progress


def load(
    loader: Annotated[str, typer.Argument(help="What to load into: neo4j, or a loader that a package brings.")],
    target: Annotated[str, typer.Argument(help="Its address, such as bolt://localhost:7687.")],
    graph: GraphOption = None,
) -> None:
    """Bring a store up to date with a graph; only what changed since the last time is told, and nothing else touched.

    Login and database come from KG_NEO4J_USER, KG_NEO4J_PASSWORD and KG_NEO4J_DATABASE.

    \b
    Examples:
      kg load neo4j bolt://localhost:7687
      KG_NEO4J_PASSWORD=… kg load neo4j neo4j+s://db.example.org -g news.kg
    """
    from kg.build import load
    from kg.ledger import open_ledger

    with open_ledger(find(None, graph)) as ledger, progress() as tell:
        changes = load(ledger, loader, target, progress=tell)
    print(f"{target}: {changes:,} changes" if changes else f"{target}: up to date already")
