"""The web application: its routes, and what holds for every answer."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from mimetypes import guess_type
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import decisions
from kg import review as unsure
from kg.about import queries
from kg.errors import GraphError, KabarError, QuestionError
from kg.exports import neo4j_browser
from kg.ledger import open_ledger
from kg.schema import NAMESPACE
from kg.serve import api, exploring, ontology, reading, reviewing, things
from kg.serve.answering import known, tag, tagged
from kg.serve.description import service
from kg.serve.formats import GRAPHS, accepted, media_type
from kg.serve.jobs import Describe, Job
from kg.serve.limits import Limits
from kg.serve.pages import PER_PAGE, Site, catalogue, labels_of, language, words
from kg.serve.rate import Buckets, RateLimit
from kg.serve.reconcile import answers, manifest
from kg.serve.sparql import RefusedError, pairs, query
from kg.serve.store import written
from kg.serve.workers import Workers

LOCAL = ("localhost", "127.0.0.1")
_HTML = {"html": "text/html"}
_EXAMPLE = """PREFIX kg: <https://w3id.org/kabargraph/ns#>
PREFIX schema: <http://schema.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?speaker ?said WHERE {
  ?statement kg:speaker/rdfs:label ?speaker ; schema:text ?said .
}
LIMIT 10"""
_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class _Security:
    """Puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class Served:
    """One graph, as requests see it: its site, and workers for free queries and for questions of the catalogue."""

    def __init__(self, folder: Path, limits: Limits, token: str | None) -> None:
        """Say what to serve; the workers start with the application."""
        with open_ledger(folder) as ledger:
            self.site = Site(ledger.base, token)
        self.folder = folder
        self.free = Workers(folder, limits.workers, limits)
        self.own = Workers(folder, 2, limits)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Start and end the workers; what the first screen needs is read before the first request."""
        async with self.free, self.own:
            await run_in_threadpool(self.warm)
            yield

    def warm(self) -> None:
        """Render the first screen once, for nobody."""
        request = Request({"type": "http", "method": "GET", "headers": [], "query_string": b"", "path": "/"})
        self.site.page(request, "feed.html", told=reading.latest(self.folder, PER_PAGE))

    # ------------------------------------------------------------ data

    async def sparql(self, request: Request) -> Response:
        """The SPARQL endpoint; without a query, its form for browsers and its description for programs."""
        asked = await query(request)
        if asked is not None:
            return await self.cached(request, asked, self.free)
        wanted = self.wanted(request)
        if wanted == "html":
            return await run_in_threadpool(self.editor, request)
        return await self.described(request, wanted)

    def editor(self, request: Request) -> Response:
        """The page to write queries on, with those of the catalogue to start from."""
        with open_ledger(self.folder) as ledger:
            examples = list(queries(ledger))
        return self.site.page(
            request,
            "sparql.html",
            example=_EXAMPLE,
            examples=examples,
            formats=["json", "xml", "csv", "tsv", *GRAPHS],
            terms=ontology.completions(),
        )

    async def void(self, request: Request) -> Response:
        """The service description and VoID, wherever they are looked for."""
        return await self.described(request, self.wanted(request, html=False))

    async def described(self, request: Request, form: str) -> Response:
        """The service description in an RDF format."""
        endpoint = str(request.url.replace(path=f"{self.site.root}sparql", query=""))
        content = await run_in_threadpool(service, self.folder, endpoint, form)
        return tagged(request, content, media_type(form), {"Vary": "Accept"})

    def wanted(self, request: Request, *, html: bool = True) -> str:
        """The format that a request asks for, by `format` or its Accept header."""
        offered = {**(_HTML if html else {}), **GRAPHS}
        named = request.query_params.get("format")
        if named:
            return named if named in offered else _refuse(406, f"there is no format {named!r}")
        found = accepted(request.headers.get("accept"), offered)
        return found[0] if found else _refuse(406, f"ask for one of {', '.join(offered.values())}")

    async def cached(self, request: Request, job: Job, workers: Workers) -> Response:
        """The reply to a job, with an ETag that changes with the store; 304 where the client has it already."""
        etag = tag(written(self.folder), job)
        headers = {"ETag": etag, "Vary": "Accept"}
        if known(request, etag):
            return Response(status_code=304, headers=headers)
        reply = await workers.run(job)
        if reply.status != 200:
            return PlainTextResponse(reply.content, reply.status)
        return Response(reply.content, media_type=media_type(reply.format), headers=headers)

    async def ontology(self, request: Request) -> Response:
        """The ontology, as a page or as RDF."""
        form = self.wanted(request)
        if form != "html":
            return tagged(request, ontology.as_rdf(form), media_type(form), {"Vary": "Accept"})
        return self.site.page(
            request,
            "ns.html",
            ontology=ontology.ontology(),
            namespace=NAMESPACE,
            prefixed=ontology.prefixed,
            term_at=lambda iri: f"#{iri.removeprefix(NAMESPACE)}" if iri.startswith(NAMESPACE) else iri,
            formats=list(GRAPHS),
        )

    # ------------------------------------------------------------ questions

    async def question(self, request: Request) -> Response:
        """The rows of a question."""
        return await api.respond(request, self.own, self.site)

    async def questions(self, request: Request) -> Response:
        """The page of all questions."""
        return self.site.page(request, "questions.html", questions=catalogue())

    async def openapi(self, request: Request) -> Response:
        """The OpenAPI document of the questions."""
        base = str(request.url.replace(path=self.site.root, query="")).rstrip("/")
        return tagged(request, api.openapi(base), "application/json")

    async def neo4j(self, request: Request) -> Response:
        """A file of the pack for Neo4j Browser, which takes guides and styles from localhost."""
        content = (await run_in_threadpool(neo4j_browser.files, self.folder)).get(request.path_params["file"])
        if content is None:
            raise HTTPException(404)
        kind = guess_type(request.path_params["file"])[0] or "text/plain"
        return Response(content, media_type=kind)

    async def reconcile(self, request: Request) -> Response:
        """The reconciliation service: what it is, or the candidates for a batch of names."""
        given = await pairs(request)
        if "queries" not in given:
            return JSONResponse(manifest(self.site.base))
        return JSONResponse(await run_in_threadpool(answers, self.folder, given["queries"]))

    # ------------------------------------------------------------ pages

    async def feed(self, request: Request) -> Response:
        """Search, and statements: the latest, or those that fit the filters."""
        return await things.feed(self, request)

    async def rows(self, name: str, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
        """The rows of a question or view as mappings."""
        answer = await api.ask(name, dict(parameters), self.own)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    async def thing(self, request: Request) -> Response:
        """Whatever a uri of the graph stands for, as a page or as RDF."""
        kind = request.path_params["kind"]
        path = f"{kind}/{request.path_params['rest']}"
        if kind not in things.KINDS:
            raise HTTPException(404)
        if kind in things.ENTITIES and (new := await run_in_threadpool(reading.successor, self.folder, path)):
            suffix = f"?{request.url.query}" if request.url.query else ""
            return RedirectResponse(f"{self.site.root}{new}{suffix}", 301)
        if kind == "article" and await run_in_threadpool(reading.withdrawn, self.folder, path):
            raise HTTPException(410, "this article was withdrawn")
        form = self.wanted(request)
        if form != "html":
            return await self.cached(request, Describe(self.site.base + path, form), self.own)
        try:
            return await things.page(self, request, kind, path)
        except GraphError as error:
            raise HTTPException(404, str(error)) from None

    async def suggest(self, request: Request) -> Response:
        """Names that are like what is being typed, as JSON."""
        typed, kind = (request.query_params.get(name, "") for name in ("q", "type"))
        found = await run_in_threadpool(reading.search, self.folder, typed[:100], 8, kind or None)
        return JSONResponse(list(dict.fromkeys(each.name.name for each in found)))

    async def explore(self, request: Request) -> Response:
        """The graph that starts from one thing."""
        start = request.query_params.get("start", "")
        shown = await self.surroundings(start)
        queries = things.queries_of(self.site, start)
        return self.site.page(request, "explore.html", start=start, name=shown.nodes[0].name, queries=queries)

    async def explored(self, request: Request) -> Response:
        """What is next to a thing, as JSON, with labels in the language of the page."""
        shown = await self.surroundings(request.query_params.get("at", ""))
        said, labels = words()[language(request)], labels_of(language(request))
        edges = [
            {**msgspec.to_builtins(edge), "label": labels.get(edge.label) or said[edge.label], "basis_id": edge.basis}
            | {"basis": said[edge.basis] if edge.basis else None}
            for edge in shown.edges
        ]
        return JSONResponse(
            {"nodes": msgspec.to_builtins(shown.nodes), "edges": edges}, headers={"Vary": "Accept-Language"}
        )

    async def surroundings(self, path: str) -> exploring.Around:
        """What is next to a thing; 404 if there is none."""
        try:
            return await run_in_threadpool(exploring.around, self.folder, path)
        except GraphError as error:
            raise HTTPException(404, str(error)) from None

    async def review(self, request: Request) -> Response:
        """What a person should look at first; the address with the token lets its browser take decisions."""
        token = self.site.token
        if token and hmac.compare_digest(request.query_params.get("token", "").encode(), token.encode()):
            answer = RedirectResponse(f"{self.site.root}review", 303)
            answer.set_cookie(reviewing.COOKIE, token, httponly=True, samesite="strict", path=self.site.root)
            return answer
        if not reviewing.may_review(request, token):
            raise HTTPException(403, "open the address that kg serve --review printed")
        pairs = await run_in_threadpool(unsure.pairs, self.folder, PER_PAGE)
        facts = await run_in_threadpool(unsure.doubtful, self.folder, PER_PAGE)
        taken = reversed(decisions.standing(decisions.read(self.folder)))
        return self.site.page(request, "review.html", pairs=pairs, doubtful=facts, taken=list(taken))

    async def decide(self, request: Request) -> Response:
        """Take one decision, and go back to where it was taken."""
        given = await pairs(request)
        reviewing.check_origin(request, given, self.site.token)
        await run_in_threadpool(reviewing.take, self.folder, given)
        return RedirectResponse(reviewing.back(given, self.site.root), 303)

    # ------------------------------------------------------------ errors

    async def refused(self, request: Request, error: Exception) -> Response:
        """An error as one line, or as a page for a browser."""
        status, message = 400, str(error)
        if isinstance(error, RefusedError):
            status = error.status
        if isinstance(error, HTTPException):
            status, message = error.status_code, error.detail
        if "text/html" in request.headers.get("accept", "") and not request.url.path.endswith("sparql"):
            return self.site.page(request, "error.html", status, code=status, message=message)
        return PlainTextResponse(message, status)


def application(
    folder: Path, *, hosts: Sequence[str] = LOCAL, limits: Limits | None = None, token: str | None = None
) -> Starlette:
    """The application over a graph folder; requests to other hosts than `hosts` are refused.

    With a `token`, who opens `/review?token=…` may take decisions on the pages.
    """
    limits = limits or Limits()
    served = Served(folder, limits, token)
    get = ["GET", "HEAD"]
    routes = [
        Route("/", served.feed, methods=get),
        *(Route(path, served.sparql, methods=[*get, "POST"]) for path in ("/sparql", "/sparql/")),
        Route("/.well-known/void", served.void, methods=get),
        Route("/api", served.questions, methods=get),
        Route("/api/{question}", served.question, methods=get),
        Route("/openapi.json", served.openapi, methods=get),
        Route("/reconcile", served.reconcile, methods=[*get, "POST"]),
        Route("/review", served.review, methods=get),
        Route("/decide", served.decide, methods=["POST"]),
        Route("/suggest", served.suggest, methods=get),
        Route("/explore", served.explore, methods=get),
        Route("/explore.json", served.explored, methods=get),
        Route("/ns", served.ontology, methods=get),
        Route("/neo4j/{file}", served.neo4j, methods=get),
        Mount("/static", StaticFiles(packages=[("kg.serve", "static")])),
        Route("/{kind}/{rest:path}", served.thing, methods=get),
    ]
    root = served.site.root.rstrip("/")
    app = Starlette(
        routes=[Mount(root, routes=routes)] if root else routes,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(_Security),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"]),
            *_rate_limit(limits, served.site.root),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={KabarError: served.refused, QuestionError: served.refused, HTTPException: served.refused},
        lifespan=served.lifespan,
    )
    app.state.root = served.site.root
    return app


def _rate_limit(limits: Limits, root: str) -> list[Middleware]:
    return [Middleware(RateLimit, Buckets(limits.rate, limits.burst), f"{root}static/")] if limits.rate else []


def _refuse(status: int, message: str) -> str:
    raise RefusedError(status, message)
