"""`kg sample`: a coding sheet to judge a graph by."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find


def sample(
    output: Annotated[str, typer.Option("--output", "-o", metavar="PATH", help="CSV; .json for Label Studio.")],
    graph: GraphOption = None,
    n: Annotated[int, typer.Option("--number", "-n", min=1, help="How many items.")] = 200,
    by: Annotated[
        str, typer.Option(metavar="STRATA", help="Any of publisher,kind,basis,resolution,predicate.")
    ] = "publisher,kind",
    seed: Annotated[int, typer.Option(help="Another number draws another sample.")] = 0,
) -> None:
    """Draw statements and facts at random, with their evidence in context, to be judged right or wrong.

    \b
    Examples:
      kg sample -n 200 --by publisher,kind -o sheet.csv
      kg sample -n 50 --by predicate -o tasks.json
    """
    from kg.sample import sample

    count = sample(find(None, graph), output, n, [name.strip() for name in by.split(",") if name.strip()], seed)
    print(f"{output}: {count:,} items; write 1 (right) or 0 (wrong) into the column right, then: kg score {output}")
