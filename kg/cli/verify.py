"""`kg verify`: whether a graph is what its articles say."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import Graph, GraphOption, find
from kg.cli.terminal import one_line


def verify(
    graph: Graph = None,
    graph_option: GraphOption = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Compare that Neo4j (bolt://…) or SPARQL store (http://…) with the graph."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As a JSON list of faults.")] = False,
) -> None:
    """Compute everything derived again and compare; status 1 and one line for each fault if something differs.

    \b
    Examples:
      kg verify
      kg verify news.kg --json
      kg verify news.kg --target bolt://localhost:7687
      kg verify news.kg --target http://localhost:3030/news/query
    """
    from kg.verify import verify, verify_target

    folder = find(graph, graph_option)
    faults = verify_target(folder, target) if target else verify(folder)
    if json:
        import msgspec

        print(msgspec.json.encode(faults).decode())
    else:
        print("\n".join(map(one_line, faults)) if faults else f"{target or folder}: everything is as its articles say")
    if faults:
        raise typer.Exit(1)
