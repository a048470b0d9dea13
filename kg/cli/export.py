"""`kg export`: files for researchers."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find

FORMATS = (
    "csv, parquet, xlsx, nquads, trig, turtle, jsonld, graphml, gexf, kgtk, ftm, neo4j-admin, neo4j-browser, "
    "or bundle, to publish"
)


def export(
    format: Annotated[str, typer.Argument(help=f"{FORMATS}.")],
    output: Annotated[str, typer.Option("--output", "-o", metavar="PATH", help="File or folder; - is stdout.")],
    graph: GraphOption = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what was on this day or earlier.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Only what this outlet reported.")] = None,
    place: Annotated[str | None, typer.Option(help="Only what was said or done there or inside it.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only what is by or about it.")] = None,
    min_confidence: Annotated[float, typer.Option(help="Only what is at least that sure, 0 to 1.")] = 0.0,
    resolution: Annotated[
        list[str] | None, typer.Option(help="Only statements whose speaker was found so; may be repeated.")
    ] = None,
    question: Annotated[str | None, typer.Option(help="Only what the answer to this question names.")] = None,
    param: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A parameter of the question; may be repeated.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title of a bundle.")] = None,
    creator: Annotated[list[str] | None, typer.Option(help="Who made a bundle; may be repeated.")] = None,
    license: Annotated[str | None, typer.Option(help="The licence of a bundle, an SPDX id such as CC-BY-4.0.")] = None,
    release: Annotated[str, typer.Option(metavar="VERSION", help="The version of a bundle.")] = "1.0.0",
    quotes: Annotated[int, typer.Option(min=0, help="Characters that a bundle keeps of each quotation.")] = 200,
    privacy: Annotated[
        str | None, typer.Option(metavar="RULE", help="public-figures: a bundle masks everybody else.")
    ] = None,
    precision: Annotated[str | None, typer.Option(help="What kg score --json wrote, for a bundle's codebook.")] = None,
) -> None:
    """Write a graph, or a part of it, to files.

    \b
    Examples:
      kg export csv -o tables/
      kg export nquads -g news.kg -o news.nq.gz
      kg export graphml --place Jakarta --since 2025-04 -o jakarta.graphml
      kg export csv --question said-about --param entity=BNN -o bnn/
      kg export bundle --title "Kutipan 2025" --creator "Sari Dewi" --license CC-BY-4.0 -o release/
    """
    from kg.selection import Filter

    chosen = Filter(
        since=since,
        until=until,
        publisher=publisher,
        place=place,
        entity=entity,
        question=question,
        parameters=dict(_pair(each) for each in param or ()),
        min_confidence=min_confidence,
        resolution=tuple(resolution or ()),
    )
    folder = find(None, graph)
    if format != "bundle":
        from kg.exports import export

        export(format, folder, output, chosen)
        return
    if privacy not in (None, "public-figures"):
        raise typer.BadParameter(f"there is no privacy rule {privacy!r}; there is: public-figures")
    if not (title and creator and license):
        raise typer.BadParameter("a bundle needs --title, --creator and --license")
    from kg.bundle import bundle

    bundle(
        folder,
        output,
        title=title,
        creators=creator,
        license=license,
        version=release,
        quotes=quotes,
        precision=precision,
        public_figures=privacy is not None,
        chosen=chosen,
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is no parameter; write it as NAME=VALUE")
    return name, value
