"""`kg score`: the precision that a coding sheet shows."""

from __future__ import annotations

from typing import Annotated

import typer


def score(
    sheet: Annotated[str, typer.Argument(help="A sheet of kg sample that somebody has filled in.")],
    json: Annotated[bool, typer.Option("--json", help="JSON, as kg export bundle --precision reads it.")] = False,
) -> None:
    """Give the precision of each stratum with its 95 % interval.

    \b
    Examples:
      kg score sheet.csv
      kg score sheet.csv --json > precision.json
    """
    import msgspec

    from kg.cli.terminal import clean
    from kg.score import score

    found = score(sheet)
    if json:
        print(msgspec.json.encode(found).decode())
        return
    width = max(len(each.stratum) for each in (*found.strata, found.all))
    for each in (*found.strata, found.all):
        interval = f"{each.low:6.1%} to {each.high:6.1%}"
        print(f"{clean(each.stratum):{width}}  {each.right:4} of {each.judged:4}  {each.precision:6.1%}  ({interval})")
    if found.open:
        print(f"{found.open:,} items are not judged")
