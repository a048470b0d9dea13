"""`kg load`: a Neo4j or SPARQL store brought up to date with the graph."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from kg.cli.graph import GraphOption, find
from kg.cli.terminal import progress
from kg.errors import InputError


def load(
    loader: Annotated[str, typer.Argument(help="What to load into: neo4j, sparql, or a loader that a package brings.")],
    target: Annotated[
        str | None, typer.Argument(help="Its address: bolt://localhost:7687; for sparql where it is asked.")
    ] = None,
    graph: GraphOption = None,
    database: Annotated[str | None, typer.Option(metavar="NAME", help="The database of a Neo4j server.")] = None,
    user: Annotated[str | None, typer.Option(metavar="NAME", help="Log in as; asks for the password.")] = None,
    password_file: Annotated[
        str | None, typer.Option(metavar="FILE", help="A file with nothing but the password.")
    ] = None,
    open: Annotated[bool, typer.Option("--open", help="Say what to paste into Neo4j Browser.")] = False,
    update: Annotated[
        str | None, typer.Option(metavar="URL", help="Where a SPARQL store is updated, if its address does not tell.")
    ] = None,
    graph_store: Annotated[
        str | None, typer.Option(metavar="URL", help="Its graph store, through which an empty one is filled faster.")
    ] = None,
) -> None:
    """Bring a store up to date with a graph; only what changed since the last time is told, and nothing else touched.

    Login and database come from KG_NEO4J_USER, KG_NEO4J_PASSWORD (or KG_NEO4J_PASSWORD_FILE) and KG_NEO4J_DATABASE unless
    given here; for SPARQL from KG_SPARQL_USER and KG_SPARQL_PASSWORD. The two addresses of a SPARQL store are told from
    one another for Fuseki, Oxigraph and RDF4J.

    \b
    Examples:
      kg load neo4j bolt://localhost:7687
      kg load neo4j neo4j+s://db.example.org -g news.kg --database berita --user penulis
      kg load sparql http://localhost:3030/news/query
      kg load sparql --update http://localhost:3030/news/update --graph-store http://localhost:3030/news/data
    """
    from kg.build import load
    from kg.ledger import open_ledger

    where = target or update
    given = {"update": update, "graph_store": graph_store}
    if loader == "neo4j":
        given |= {"database": database, "user": user, "password": _password(user, password_file)}
    options = {name: value for name, value in given.items() if value}
    if where is None or (loader == "neo4j" and (update or graph_store)):
        raise InputError("name the store to load into; see kg load --help")
    with open_ledger(find(None, graph)) as ledger, progress() as tell:
        changes = load(ledger, loader, *filter(None, [target]), progress=tell, **options)
    print(f"{where}: {changes:,} changes" if changes else f"{where}: up to date already")
    if open:
        from kg.exports.neo4j_browser import to_paste

        print(to_paste())


def _password(user: str | None, file: str | None) -> str | None:
    """The password of the file, or what is typed in for a user that neither file nor environment has one for."""
    from kg.bolt import password_in

    if file:
        return password_in(file)
    known = os.environ.keys() & {"KG_NEO4J_PASSWORD", "KG_NEO4J_PASSWORD_FILE"}
    return str(typer.prompt(f"Password of {user}", hide_input=True, err=True)) if user and not known else None
