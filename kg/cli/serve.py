"""`kg serve`: a graph over HTTP."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer

from kg.cli.graph import Graph, GraphOption, find
from kg.errors import InputError, TargetError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    graph: Graph = None,
    graph_option: GraphOption = None,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8737,
    bind: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    host: Annotated[list[str] | None, typer.Option(help="A host name that requests may use; may be repeated.")] = None,
    review: Annotated[bool, typer.Option("--review", help="Let who opens the printed address take decisions.")] = False,
    seconds: Annotated[float, typer.Option(help="How long a free query may run.")] = 20.0,
    rate: Annotated[float, typer.Option(help="Requests a second of one client in the long run; 0: any number.")] = 50.0,
) -> None:
    """Serve a graph: a page at /, SPARQL at /sparql, questions at /api/QUESTION, every uri at its own path.

    \b
    Examples:
      kg serve
      kg serve news.kg --port 8000
      kg serve news.kg --review
      kg serve news.kg --bind 0.0.0.0 --host kg.example.org
    """
    try:
        import uvicorn

        from kg.serve.app import LOCAL, application
        from kg.serve.limits import Limits
    except ImportError as error:
        raise InputError("needs an extra that is not installed; run: pip install 'kabargraph[serve]'") from error
    folder = find(graph, graph_option)
    _check_base(str(folder), bind)
    if review and bind not in _LOOPBACK:
        raise InputError("--review is for this machine only; leave --bind out")
    token = secrets.token_urlsafe(24) if review else None
    app = application(folder, hosts=[*LOCAL, *(host or [])], limits=Limits(seconds=seconds, rate=rate), token=token)
    print(f"http://{bind}:{port}/ serves {folder}; Ctrl-C ends it", flush=True)
    if token:
        print(f"to review, open http://{bind}:{port}{app.state.root}review?token={token}", flush=True)
    uvicorn.run(app, host=bind, port=port, log_level="warning", access_log=False, server_header=False)


def _check_base(folder: str, bind: str) -> None:
    from kg.ledger import open_ledger

    with open_ledger(folder) as ledger:
        local = ledger.base.startswith("http://localhost")
    if local and bind not in _LOOPBACK:
        raise TargetError(
            "the graph's uris begin with http://localhost; give it a base of its own before publishing it"
        )
