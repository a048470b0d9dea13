"""Questions of the catalogue and views of pages over HTTP: `/api/QUESTION?param=…` as JSON or CSV, described by OpenAPI."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kg.ask import Answer
from kg.catalogue import PAGING, Parameter
from kg.errors import QuestionError
from kg.serve.answering import tagged
from kg.serve.formats import accepted
from kg.serve.jobs import Question
from kg.serve.pages import Site
from kg.serve.shown import shown
from kg.serve.sparql import RefusedError
from kg.serve.views import everything, find
from kg.serve.workers import Workers

MOST = 10_000
_OFFERED = {"json": "application/json", "csv": "text/csv", "html": "text/html"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_to_answer = msgspec.json.Decoder(Answer)


async def ask(name: str, parameters: dict[str, str], workers: Workers) -> Answer:
    """The answer of a worker; RefusedError with the reply's status and line where there is none."""
    reply = await workers.run(Question(name, parameters))
    if reply.status != 200:
        raise RefusedError(reply.status, reply.content.decode())
    return _to_answer.decode(reply.content)


async def respond(request: Request, workers: Workers, site: Site) -> Response:
    """The rows of a question, at most `limit` of them, and where the next ones are (`Link: …; rel="next"`)."""
    name = request.path_params["question"]
    try:
        find(name)
    except QuestionError as error:
        raise RefusedError(404, str(error)) from None
    given = {name: value for name, value in request.query_params.items() if value}
    given.pop("lang", None)
    form = given.pop("format", None) or next(iter(accepted(request.headers.get("accept"), _OFFERED)), "")
    if form not in _OFFERED:
        raise RefusedError(406, "rows come as JSON, CSV or HTML")
    limit, offset = _whole(given, "limit", 100, 1), _whole(given, "offset", 0, 0)
    answer = await ask(name, {**given, "limit": str(limit + 1)}, workers)
    more = len(answer.rows) > limit
    rows = answer.rows[:limit]
    headers = {"Vary": "Accept"}
    if more:
        url = request.url.include_query_params(offset=offset + limit, limit=limit)
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    if form == "html":
        return _page(request, site, answer.columns, rows, given, headers, offset)
    if form == "csv":
        return tagged(request, _csv(answer.columns, rows), "text/csv; charset=utf-8", headers)
    found = [dict(zip(answer.columns, row, strict=True)) for row in rows]
    return tagged(request, json.dumps(found, ensure_ascii=False), "application/json", headers)


def _page(
    request: Request,
    site: Site,
    columns: tuple[str, ...],
    rows: tuple[tuple[Any, ...], ...],
    given: dict[str, str],
    headers: dict[str, str],
    offset: int,
) -> Response:
    """The rows as a table in which names lead to what they name."""
    name = request.path_params["question"]
    asked = {key: value for key, value in given.items() if key not in ("limit", "offset")}
    shown_columns = [(c, f"{c}_uri" if f"{c}_uri" in columns else None) for c in columns if c[:-4] not in columns]
    return site.page(
        request,
        "rows.html",
        asked=find(name),
        given=asked,
        columns=shown_columns,
        rows=[dict(zip(columns, row, strict=True)) for row in rows],
        first=offset + 1,
        next=headers.get("Link", "").partition(">")[0].removeprefix("<") or None,
        queries=[shown(name, asked, site.root, max(1, len(rows)), offset)],
    )


def _whole(given: dict[str, str], name: str, default: int, least: int) -> int:
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= (MOST if name == "limit" else 10**9):
        raise RefusedError(400, f"{name} is a whole number from {least}, at most {MOST:,} for limit")
    return int(text)


def _csv(columns: tuple[str, ...], rows: tuple[tuple[Any, ...], ...]) -> str:
    """Rows for a spreadsheet: a text that would be taken for a formula gets an apostrophe before it."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(columns)
    writer.writerows([_harmless(value) for value in row] for row in rows)
    return output.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def openapi(base: str) -> str:
    """The OpenAPI 3.1 document of all questions and views."""
    paths = {f"/api/{name}": {"get": _operation(name)} for name in everything()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "kabargraph", "version": "1", "description": "Questions to a graph of Indonesian news"},
        "servers": [{"url": base}],
        "paths": paths,
    }
    return json.dumps(document, ensure_ascii=False)


def _operation(name: str) -> dict[str, Any]:
    asked = find(name)
    properties = {column: {"type": ["string", "integer", "null"]} for column in asked.columns}
    rows = {"type": "array", "items": {"type": "object", "properties": properties}}
    content = {"application/json": {"schema": rows}, "text/csv": {"schema": {"type": "string"}}}
    return {
        "operationId": name,
        "summary": asked.english,
        "description": asked.indonesian,
        "parameters": [_parameter(each) for each in (*asked.parameters, *PAGING)],
        "responses": {"200": {"description": "The rows", "content": content}},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "integer" if parameter.type == "integer" else "string"}
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.about,
        "schema": schema,
    }
