"""`kg report`: one page on a graph."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find


def report(
    output: Annotated[str, typer.Option("--output", "-o", metavar="PATH", help="An HTML file; - is stdout.")],
    graph: GraphOption = None,
    title: Annotated[str | None, typer.Option(help="The heading of the page.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was on this day or earlier.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Only what this outlet reported.")] = None,
    place: Annotated[str | None, typer.Option(help="Only what was said or done there or inside it.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only what is by or about it.")] = None,
) -> None:
    """Show in one page who is quoted most, by whom, where and when, the network, quality and provenance.

    \b
    Examples:
      kg report -o report.html
      kg report -g news.kg --place Jakarta --title "Jakarta" -o jakarta.html
    """
    from kg.report import report
    from kg.selection import Filter

    chosen = Filter(since=since, until=until, publisher=publisher, place=place, entity=entity)
    report(find(None, graph), output, title, chosen)
