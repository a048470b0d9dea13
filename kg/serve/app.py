"""The web application: its routes, and what holds for every answer."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.serve.formats import media_type
from kg.serve.jobs import Job, Reply
from kg.serve.limits import Limits
from kg.serve.sparql import RefusedError, query
from kg.serve.store import written
from kg.serve.workers import Workers

LOCAL = ("localhost", "127.0.0.1")
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def application(folder: Path, *, hosts: Sequence[str] = LOCAL, limits: Limits | None = None) -> Starlette:
    """The application over a graph folder; requests to other hosts than `hosts` are refused."""
    limits = limits or Limits()
    free = Workers(folder, limits.workers, limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with free:
            yield

    async def sparql(request: Request) -> Response:
        return await _sparql(request, folder, free)

    return Starlette(
        routes=[Route(path, sparql, methods=["GET", "HEAD", "POST"]) for path in ("/sparql", "/sparql/")],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"]),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={RefusedError: _refused},
        lifespan=lifespan,
    )


async def _sparql(request: Request, folder: Path, workers: Workers) -> Response:
    asked = await query(request)
    if asked is None:
        raise RefusedError(400, "give a query: /sparql?query=…")
    return await cached(request, folder, asked, workers.run)


async def cached(request: Request, folder: Path, job: Job, run: Callable[[Job], Awaitable[Reply]]) -> Response:
    """The reply to a job, with an ETag that changes with the store; 304 where the client has it already."""
    tag = f'W/"{hashlib.sha256(f"{written(folder)}{job}".encode()).hexdigest()[:32]}"'
    headers = {**_HEADERS, "ETag": tag, "Vary": "Accept"}
    if tag in request.headers.get("if-none-match", "").split(", "):
        return Response(status_code=304, headers=headers)
    reply = await run(job)
    if reply.status != 200:
        return PlainTextResponse(reply.content, reply.status, headers=_HEADERS)
    return Response(reply.content, media_type=media_type(reply.format), headers=headers)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return PlainTextResponse(str(error), error.status, headers=_HEADERS)
