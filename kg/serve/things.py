"""The pages of a graph: statements by filter, and the page of each kind of thing that has a uri."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.days import day_bounds
from kg.errors import GraphError
from kg.keys import key, keys
from kg.ledger import Ledger, open_ledger
from kg.serve import describing, reading
from kg.serve.formats import GRAPHS
from kg.serve.jobs import Describe
from kg.serve.ontology import prefixed
from kg.serve.pages import FILTERS, PER_PAGE, Site, web_address
from kg.serve.shown import Shown, shown
from kg.serve.sparql import RefusedError

if TYPE_CHECKING:
    from kg.serve.app import Served

Rows = list[dict[str, Any]]
ENTITIES = {"person", "organization", "place", "event", "unnamed"}
KINDS = ENTITIES | {"article", "publisher", "statement", "fact", "relation", "quote", "graph"}
# The filters by name, with the type of what they name where only one does.
_SUGGESTED = {"speaker": "", "said_at": "Place", "about_place": "Place"}
_LATEST = 10  # statements on a page about something
_TIMELINE = 60  # statements whose places, or whose speakers, are counted


# ------------------------------------------------------------------ statements


async def feed(served: Served, request: Request) -> Response:
    """Search, and statements: the latest, or those that fit the filters."""
    given = {name: value for name in FILTERS if (value := request.query_params.get(name, "").strip())}
    asked = request.query_params.get("q", "").strip()
    if asked and not given:
        return await _search(served, request, asked)
    values: dict[str, Any] = {
        "names": None,
        "fields": FILTERS,
        "suggested": _SUGGESTED,
        "given": given,
        "outlets": await run_in_threadpool(describing.outlets, served.folder),
    }
    if given:
        return await _filtered(served, request, given, values)
    told = await run_in_threadpool(reading.latest, served.folder, PER_PAGE)
    queries = [shown("latest", {}, served.site.root, PER_PAGE)]
    return served.site.page(request, "feed.html", told=told, queries=queries, **values)


async def _search(served: Served, request: Request, asked: str) -> Response:
    """Names that are like what was asked for, and statements with those words."""
    rows = await served.rows("who-said-what-where", {"text": asked, "limit": str(PER_PAGE + 1)})
    return served.site.page(
        request,
        "feed.html",
        q=asked,
        names=await run_in_threadpool(reading.search, served.folder, asked),
        told=await told(served, rows[:PER_PAGE]),
        next=f"{served.site.root}?{urlencode({'text': asked, 'offset': PER_PAGE})}" if len(rows) > PER_PAGE else None,
        queries=[
            shown("names-like", {"text": key(asked)}, served.site.root),
            shown("who-said-what-where", {"text": asked}, served.site.root, PER_PAGE),
        ],
    )


async def _filtered(served: Served, request: Request, given: dict[str, str], values: dict[str, Any]) -> Response:
    text = request.query_params.get("offset", "0")
    offset = int(text) if text.isdecimal() and len(text) < 9 else 0
    try:
        paging = {"limit": str(PER_PAGE + 1), "offset": str(offset)}
        rows = await served.rows("who-said-what-where", {**given, **paging})
    except RefusedError as error:
        unknown = await run_in_threadpool(_unknown, served.folder, given)
        likely = _addressed(served.site, given, unknown)
        return served.site.page(
            request,
            "feed.html",
            error.status,
            filtered=True,
            error=str(error),
            unknown_names=likely,
            wrong_day=next(
                (name for name in ("since", "until") if name in given and not day_bounds(given[name])), None
            ),
            **values,
        )

    def at(start: int) -> str:
        return f"?{urlencode({**request.query_params, 'offset': str(start)})}"

    return served.site.page(
        request,
        "feed.html",
        filtered=True,
        told=await told(served, rows[:PER_PAGE]),
        first=offset + 1,
        bearers=_addressed(served.site, given, await run_in_threadpool(_bearers, served.folder, given)),
        queries=[shown("who-said-what-where", given, served.site.root, PER_PAGE, offset)],
        next=at(offset + PER_PAGE) if len(rows) > PER_PAGE else None,
        previous=at(max(0, offset - PER_PAGE)) if offset else None,
        **values,
    )


def _addressed(
    site: Site, given: Mapping[str, str], found: Mapping[str, list[reading.Name]]
) -> dict[str, list[tuple[reading.Name, str]]]:
    """Each name that a filter may mean, with the address of the page that it alone is meant on."""
    return {
        name: [(each, f"?{urlencode({**given, name: site.base + each.path})}") for each in names]
        for name, names in found.items()
    }


def _unknown(folder: Path, given: Mapping[str, str]) -> dict[str, list[reading.Name]]:
    """The filters by a name that nothing has, each with names that are like it."""
    with open_ledger(folder) as ledger:
        wrong = [name for name in _SUGGESTED if name in given and not _names_something(ledger, given[name])]
    return {name: _like(folder, given[name], _SUGGESTED[name] or None) for name in wrong}


def _names_something(ledger: Ledger, text: str) -> bool:
    return "://" in text or any(ledger.one(_NAMED, each) for each in keys(text))


def _like(folder: Path, text: str, kind: str | None) -> list[reading.Name]:
    """Names with a word that begins like one of the text, the longest words first, until some are found."""
    for word in [text, *sorted(text.split(), key=len, reverse=True)]:
        for start in (word, word[:-1], word[:4]):
            if len(start) > 2 and (found := reading.search(folder, start, 6, kind)):
                return [each.name for each in found]
    return []


def _bearers(folder: Path, given: Mapping[str, str]) -> dict[str, list[reading.Name]]:
    """For each filter by name what it names: a uri by its name, a name that several bear by all of them."""
    named = {name: given[name] for name in ("speaker", "said_at", "about_place") if name in given}
    found = {}
    with open_ledger(folder) as ledger:
        for name, value in named.items():
            if value.startswith(ledger.base):
                found[name] = [reading.name(ledger, value.removeprefix(ledger.base))]
                continue
            rows = [reading.Name(*row) for row in ledger.rows(_NAMED, key(value))]
            if len(rows) > 1:
                found[name] = rows
    return found


_NAMED = (
    "SELECT e.path, e.type, e.name FROM lookup l JOIN entity e ON e.n = l.entity"
    " WHERE l.key = ? AND e.live = 1 AND e.merged IS NULL ORDER BY e.n LIMIT 20"
)


async def told(served: Served, rows: Rows) -> list[reading.Told]:
    """The statements of rows that name them and their articles, as the ledger has them."""
    base = served.site.base
    wanted = [(row["article_uri"].removeprefix(base), row["statement"].removeprefix(base)) for row in rows]
    return await run_in_threadpool(reading.told, served.folder, wanted)


# ------------------------------------------------------------------ things


async def page(served: Served, request: Request, kind: str, path: str) -> Response:
    """The page of a thing; GraphError if there is none."""
    render = _entity if kind in ENTITIES else _PAGES.get(kind, _other)
    return await render(served, request, path)


def queries_of(site: Site, path: str) -> list[Shown]:
    """The queries that find what is next to a thing."""
    uri = site.base + path
    if path.startswith("article/"):
        names = ("statements-in-article", "facts-in-article")
        return [shown(name, {"article": uri}, site.root) for name in names]
    return [shown("relations-of", {"entity": uri}, site.root)]


async def _article(served: Served, request: Request, path: str) -> Response:
    path, _, version = path.partition("/v/")
    found = await run_in_threadpool(reading.article_page, served.folder, path)
    if not found.article.sha256.startswith(version):
        raise GraphError("there is another version of this article now")
    return served.site.page(
        request,
        "article.html",
        page=found,
        numbers={each.statement.path: n for n, each in enumerate(found.told, 1)},
        safe_url=web_address(found.article.url),
        queries=queries_of(served.site, path),
        formats=list(GRAPHS),
    )


async def _entity(served: Served, request: Request, path: str) -> Response:
    found = await run_in_threadpool(describing.entity_page, served.folder, path)
    kind, uri, root = found.entity.type, served.site.base + path, served.site.root
    asked = {"said": ("speaker-timeline", {"speaker": uri}), "about": ("said-about", {"entity": uri})}
    asked |= _also(kind, uri)
    found_rows = await asyncio.gather(
        *(
            served.rows(name, {**given, "limit": str(_TIMELINE if section == "said" else _LATEST + 1)})
            for section, (name, given) in asked.items()
        )
    )
    rows = dict(zip(asked, found_rows, strict=True))
    told_rows = {section: await told(served, rows[section][: _LATEST + 1]) for section in _TOLD if section in rows}
    queries = [shown(name, given, root) for section, (name, given) in asked.items() if rows[section]]
    if found.positions:
        queries.insert(0, shown("positions", {"person": uri}, root))
    return served.site.page(
        request,
        "entity.html",
        page=found,
        uri=uri,
        said=told_rows,
        latest=_LATEST,
        people=rows.get("people", []),
        places=_most(rows["said"], "place"),
        timeline=_TIMELINE,
        queries=[*queries, *queries_of(served.site, path)],
        formats=list(GRAPHS),
    )


_TOLD = ("said", "about", "here")


def _also(kind: str, uri: str) -> dict[str, tuple[str, dict[str, str]]]:
    """What is asked of an entity of that type beside what it says and what is said of it."""
    if kind == "Organization":
        return {"people": ("people-of", {"organization": uri})}
    if kind == "Place":
        return {
            "about": ("who-said-what-where", {"about_place": uri}),
            "here": ("who-said-what-where", {"said_at": uri}),
        }
    return {}


def _most(rows: Rows, column: str) -> list[tuple[str, str, int]]:
    """Uri and name of what stands in a column of rows, with how many rows have it, the most first."""
    counted = Counter((row[f"{column}_uri"], row[column]) for row in rows if row[f"{column}_uri"])
    return [(uri, name, count) for (uri, name), count in counted.most_common(12)]


async def _publisher(served: Served, request: Request, path: str) -> Response:
    found = await run_in_threadpool(describing.outlet_page, served.folder, path)
    given = {"publisher": served.site.base + path}
    rows = await served.rows("who-said-what-where", {**given, "limit": str(_TIMELINE)})
    return served.site.page(
        request,
        "outlet.html",
        page=found,
        uri=given["publisher"],
        told=await told(served, rows[:_LATEST]),
        quoted=_most(rows, "speaker"),
        timeline=_TIMELINE,
        queries=[shown(name, given, served.site.root) for name in ("who-said-what-where", "who-quotes-whom")],
        formats=list(GRAPHS),
    )


async def _supported(served: Served, request: Request, path: str) -> Response:
    """A statement or fact: its words in context."""
    evidence = await served.rows("evidence", {"uri": served.site.base + path, "limit": "1"})
    if not evidence:
        raise GraphError(f"nothing is known of {path}")
    article = evidence[0]["article_uri"].removeprefix(served.site.base)
    return await _support(served, request, path, [(article, path)])


async def _relation(served: Served, request: Request, path: str) -> Response:
    """A relation: its values, and the facts that it rests on."""
    with open_ledger(served.folder) as ledger:
        relation = ledger.relation(path)
        if relation is None:
            raise GraphError(f"nothing supports {path}")
        ends = {each: reading.name(ledger, each) for each in (relation.subject, relation.object)}
        facts = list(ledger.rows(_FACTS, path, PER_PAGE))
    return await _support(served, request, path, facts, relation=relation, ends=ends)


_FACTS = (
    "SELECT v.path, f.path FROM fact f JOIN version v ON v.n = f.article WHERE f.relation = ?"
    " ORDER BY v.published DESC, f.path LIMIT ?"
)


async def _support(
    served: Served, request: Request, path: str, wanted: Iterable[tuple[str, str]], **values: Any
) -> Response:
    uri = served.site.base + path
    return served.site.page(
        request,
        "evidence.html",
        uri=uri,
        supports=await run_in_threadpool(reading.supports, served.folder, wanted),
        triples=await _triples(served, uri),
        queries=[shown("evidence", {"uri": uri}, served.site.root)],
        formats=list(GRAPHS),
        **values,
    )


async def _quote(served: Served, request: Request, path: str) -> Response:
    given = {"quote": served.site.base + path}
    rows = await served.rows("variants", {**given, "limit": "100"})
    if not rows:
        raise GraphError(f"nothing is known of {path}")
    return served.site.page(
        request,
        "quote.html",
        uri=given["quote"],
        told=await told(served, rows),
        triples=await _triples(served, given["quote"]),
        queries=[shown("variants", given, served.site.root)],
        formats=list(GRAPHS),
    )


async def _other(served: Served, request: Request, path: str) -> Response:
    uri = served.site.base + path
    return served.site.page(
        request, "thing.html", uri=uri, triples=await _triples(served, uri), formats=list(GRAPHS), queries=[]
    )


_PAGES: dict[str, Callable[[Served, Request, str], Awaitable[Response]]] = {
    "article": _article,
    "publisher": _publisher,
    "statement": _supported,
    "fact": _supported,
    "relation": _relation,
    "quote": _quote,
}


async def _triples(served: Served, uri: str) -> list[tuple[str, str, str | None]]:
    """Property, value and address of the value of each triple about a uri."""
    reply = await served.own.run(Describe(uri, "jsonld"))
    if reply.status != 200:
        raise HTTPException(reply.status, reply.content.decode())
    graph = json.loads(reply.content)
    context = graph.pop("@context", {}) if isinstance(graph, dict) else {}
    nodes = graph.get("@graph", [graph]) if isinstance(graph, dict) else graph
    return [
        (prefixed(name), str(text), served.site.here(_expand(str(text), context)) if link else None)
        for node in nodes
        for name, values in node.items()
        for text, link in map(_read, values if isinstance(values, list) else [values])
    ]


def _read(value: Any) -> tuple[Any, bool]:
    """The text of a value of JSON-LD, and whether it is a uri."""
    return (value.get("@id", value.get("@value")), "@id" in value) if isinstance(value, dict) else (value, False)


def _expand(name: str, context: Any) -> str:
    prefix, colon, rest = name.partition(":")
    return context[prefix] + rest if colon and isinstance(context, dict) and prefix in context else name
