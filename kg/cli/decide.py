"""`kg decide`: a person's corrections."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find
from kg.cli.terminal import clean


def decide(
    kind: Annotated[str, typer.Argument(help="same, not_same, same_as, wrong, right, rename, mask or undo.")],
    about: Annotated[str, typer.Argument(help="An entity, statement or fact by uri, or by its name; for undo an id.")],
    other: Annotated[str | None, typer.Argument(help="The second entity, the new name, or the uri elsewhere.")] = None,
    graph: GraphOption = None,
    who: Annotated[str | None, typer.Option(help="Who decides; the user's name unless given.")] = None,
    note: Annotated[str | None, typer.Option(help="Why.")] = None,
    wait: Annotated[float, typer.Option(help="Seconds to wait for a build of the graph to end.")] = 0,
) -> None:
    """Correct a graph. Decisions stand in NAME.kg/decisions.jsonl, survive every build and can be undone.

    \b
    Examples:
      kg decide same "Dirga Malik" http://localhost:8737/person/dirga-abcdefgh
      kg decide wrong http://localhost:8737/fact/abcdefghijklmnop --note "salah kutip"
      kg decide mask "Nama Lengkap"
      kg decide undo 3f2a19c0de
    """
    import msgspec

    from kg.decide import decide
    from kg.decisions import Kind
    from kg.errors import InputError

    try:
        named = msgspec.convert(kind, Kind)
    except msgspec.ValidationError:
        raise InputError(f"no decision is called {kind!r}; see kg decide --help") from None
    taken = decide(find(None, graph), named, about, other, who=who or getpass.getuser(), note=note, wait=wait)
    print(f"{clean(taken.decision)}: {taken.id} (kg decide undo {taken.id} takes it back)")
