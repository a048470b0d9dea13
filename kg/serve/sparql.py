"""The SPARQL 1.1 Protocol, its query operation: GET, POST of a form, POST of a query.

Source: SPARQL 1.1 Protocol, W3C Recommendation 21 March 2013, section 2.1.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.errors import QuestionError
from kg.serve.formats import GRAPHS, TABLES, accepted
from kg.serve.jobs import Query

LARGEST_BODY = 1_000_000
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"


class RefusedError(QuestionError):
    """A request that the protocol does not allow, with the HTTP status to answer."""

    def __init__(self, status: int, message: str) -> None:
        """Say why in one line."""
        super().__init__(message)
        self.status = status


async def query(request: Request) -> Query | None:
    """The query of a request, None for a GET without one; RefusedError for what the protocol does not allow."""
    given = _pairs(request.url.query)
    texts = [value for name, value in given if name == "query"]
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _body(request)
        if kind == _FORM:
            form = _pairs(body)
            texts += [value for name, value in form if name == "query"]
            given += form
        elif kind == _DIRECT:
            texts.append(body)
        else:
            raise RefusedError(415, f"post a query as {_FORM} or {_DIRECT}; updates are not allowed here")
    if any(name == "update" for name, _ in given):
        raise RefusedError(403, "updates are not allowed here: the graph changes by `kg build` only")
    if not texts and request.method != "POST":
        return None
    if len(texts) != 1:
        raise RefusedError(400, f"one query is needed, {len(texts)} were given")
    return Query(
        texts[0],
        f"{request.url.scheme}://{request.url.netloc}{request.url.path}",
        tuple(value for name, value in given if name == "default-graph-uri"),
        tuple(value for name, value in given if name == "named-graph-uri"),
        accepted(_accept(request, given), TABLES),
        accepted(_accept(request, given), GRAPHS),
    )


async def pairs(request: Request) -> dict[str, str]:
    """The parameters of a request, of its address and of a form that was posted."""
    given = _pairs(request.url.query)
    if request.method == "POST":
        given += _pairs(await _body(request))
    return dict(given)


def _accept(request: Request, given: list[tuple[str, str]]) -> str | None:
    """The Accept header, or what `format` names for clients that cannot set headers."""
    named = dict(given).get("format")
    return {**TABLES, **GRAPHS}.get(named, named) if named else request.headers.get("accept")


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise RefusedError(400, "the parameters are not UTF-8, or too many") from None


async def _body(request: Request) -> str:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            raise RefusedError(413, f"the request is larger than {LARGEST_BODY:,} bytes")
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise RefusedError(400, "the query is not UTF-8") from None
