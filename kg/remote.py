"""SPARQL 1.1 stores over HTTP: queries, updates, and graphs.

KG_SPARQL_USER and KG_SPARQL_PASSWORD are the login of a store that wants one (basic authentication).
"""

from __future__ import annotations

import base64
import http.client
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import TargetError

if TYPE_CHECKING:
    from pyoxigraph import QuerySolution

_SECONDS = 300
_SHOWN = 200


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Refuses to be sent elsewhere: urllib would turn an update into a GET on the way."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


_OPEN = urllib.request.build_opener(_NoRedirect).open


def select(url: str, query: str) -> Iterator[QuerySolution]:
    """The rows of a SELECT query, as they come. Raises TargetError, in one line, where none or not all do."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

    with _posted(url, query.encode(), "application/sparql-query", accept="application/sparql-results+json") as answer:
        result = parse_query_results(answer, format=QueryResultsFormat.JSON)
        if not isinstance(result, QuerySolutions):
            raise TargetError(f"{url} did not answer with rows: is it a SPARQL endpoint?")
        yield from result


def update(url: str, text: str) -> None:
    """Run an update. Raises TargetError, in one line, if the store refuses it."""
    with _posted(url, text.encode(), "application/sparql-update"):
        pass


def add(graph_store: str, graph: str, triples: str) -> None:
    """Add N-Triples to a named graph by the graph store protocol. Raises TargetError if the store refuses them."""
    joint = "&" if urllib.parse.urlsplit(graph_store).query else "?"
    url = f"{graph_store}{joint}graph={urllib.parse.quote(graph, safe='')}"
    with _posted(url, triples.encode(), "application/n-triples"):
        pass


@contextmanager
def _posted(url: str, content: bytes, kind: str, accept: str = "*/*") -> Iterator[Any]:
    headers = {"Content-Type": kind, "Accept": accept, **_login()}
    try:
        with _OPEN(urllib.request.Request(url, content, headers), timeout=_SECONDS) as answer:
            yield answer
    except urllib.error.HTTPError as error:
        raise TargetError(_refusal(url, error)) from None
    except (OSError, SyntaxError, ValueError, http.client.HTTPException) as error:
        line = " ".join(str(error).split())[:_SHOWN]
        raise TargetError(f"no answer from {url} ({line}): is it a SPARQL endpoint, and does it run?") from None


def _login() -> dict[str, str]:
    user, password = os.environ.get("KG_SPARQL_USER"), os.environ.get("KG_SPARQL_PASSWORD")
    if not user or password is None:
        return {}
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


def _refusal(url: str, error: urllib.error.HTTPError) -> str:
    if error.code == 401:
        return f"{url} refused the login: set KG_SPARQL_USER and KG_SPARQL_PASSWORD"
    if 300 <= error.code < 400:
        return (
            f"{url} sends elsewhere (HTTP {error.code}): name {error.headers.get('Location', 'that address')} instead"
        )
    said = " ".join(error.read(_SHOWN).decode("utf-8", "replace").split())
    return f"{url} refused the request (HTTP {error.code}: {said}): is it a SPARQL endpoint?"
