"""`kg build`: articles into a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.graph import find
from kg.cli.sources import Columns, Sources, documents, end, named
from kg.cli.terminal import complain, progress

if TYPE_CHECKING:
    from kg.build import Built
    from kg.documents import Problem


def build(
    sources: Sources,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", "--graph", "-g", metavar="GRAPH", envvar="KG_GRAPH", help="The graph's folder."),
    ] = None,
    base: Annotated[
        str | None, typer.Option(metavar="IRI", help="Where the graph's uris begin, when it is made.")
    ] = None,
    column: Columns = None,
    records: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the records of this file (JSON Lines), extract nothing.")
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Names to look for: CSV with name, aliases (a; b), note, uri. They are kept."
        ),
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that extract; as many as cores unless given.")] = None,
    text: Annotated[
        bool, typer.Option("--text/--no-text", help="Keep the articles' texts, or only the evidence.")
    ] = True,
    wait: Annotated[float, typer.Option(help="Seconds to wait for another build of the graph to end.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Read articles, extract and resolve them, and store them in a graph; what is known already stays as it is.

    \b
    Examples:
      kg build articles.jsonl -o news.kg
      kg build archive/ more.csv.gz -o news.kg --base https://news.example.org/
      zcat dump.jsonl.gz | kg build - -o news.kg
      kg build articles.jsonl --names people.csv -o news.kg
      kg build articles.jsonl --records mine.jsonl -o news.kg
    """
    from kg.build import build, build_records, paired, read_records

    if records and dry_run:
        raise typer.BadParameter("--dry-run extracts, so it cannot go with --records")

    graph = find(None, output)
    lost: list[Problem] = []
    listed = named(names, lost)
    if dry_run:
        from kg.cli.diff import show
        from kg.diff import preview

        show(preview(documents(sources, lost, column), graph, workers=workers, names=listed), json)
        end(lost)
        return
    with progress() as tell:
        read = documents(sources, lost, column, quiet=True)
        if records:
            pairs = paired(read, read_records(records))
            built = build_records(pairs, graph, base=base, wait=wait, keep_text=text, names=listed, progress=tell)
        else:
            built = build(
                read, graph, base=base, wait=wait, workers=workers, keep_text=text, names=listed, progress=tell
            )
    for reason in built.refused:
        complain(reason)
    _show(built, graph, json)
    end([*lost, *built.refused])


def _show(built: Built, graph: Path, json: bool) -> None:
    if json:
        import msgspec

        print(msgspec.json.encode(built).decode())
        return
    counts = {
        "new": built.new,
        "edited": built.edited,
        "extracted anew": built.stale,
        "unchanged": built.same,
        "left out (replaced or twice)": built.left_out,
        "refused": len(built.refused),
    }
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    print(f"{graph}: {built.read:,} articles read{': ' if told else ''}{told}")
