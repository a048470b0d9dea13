"""`kg doctor`: how a graph is, what it holds and what it costs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from kg.cli.graph import Graph, GraphOption, find
from kg.cli.terminal import one_line

BUDGET = {"quads_per_article": 250, "bytes_per_article": 60_000}


def doctor(
    graph: Graph = None,
    graph_option: GraphOption = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what is in a graph and what an average article costs, beside the budget.

    \b
    Examples:
      kg doctor
      kg doctor news.kg --json
    """
    import msgspec

    from kg.doctor import doctor

    health = doctor(find(graph, graph_option))
    if json:
        print(msgspec.json.encode(health).decode())
        return
    for name, value in msgspec.structs.asdict(health).items():
        budget = f"  (budget {BUDGET[name]:,})" if name in BUDGET else ""
        print(f"{name.replace('_', ' '):<19}{one_line(_shown(value))}{budget}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count:,}" for name, count in value.items())
    return f"{value:,}" if isinstance(value, int | float) else str(value)
