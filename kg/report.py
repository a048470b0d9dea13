"""One page on a graph: who is quoted most, by whom, where and when, the network, quality and provenance.

The page needs no internet and no scripts: pictures are SVG inside it, styles too. It prints well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

from kg.exports.output import text
from kg.exports.provenance import extractors, software
from kg.ledger import Ledger, open_ledger
from kg.selection import Filter, select
from kg.tables import outlets

_ROWS = 15
_NODES = 40
_COLOURS = {"Person": "#1f6f8b", "Organization": "#c06014", "Place": "#3f7d20", "Event": "#7b4397", "Unnamed": "#888"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: 0 } h2 { margin-top: 2.5rem; border-bottom: 1px solid #ccc }
p.note { color: #666; font-size: .9rem } a { color: #1f6f8b } svg { width: 100%; height: auto }
table { border-collapse: collapse; width: 100% } td { padding: .15rem .5rem; text-align: left; vertical-align: top }
td.n { text-align: right; font-variant-numeric: tabular-nums } td.bar { width: 35% }
td.bar div { background: #1f6f8b; height: .8rem; min-width: 1px; margin-top: .35rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dt { color: #666 } dd { margin: 0 }
@media print {
  body { margin: 0; max-width: none; font-size: 11pt } h2, h3 { break-after: avoid }
  table, svg { break-inside: avoid } td.bar div { print-color-adjust: exact }
}
"""


class _Counts:
    """What the articles say, counted in one pass."""

    def __init__(self, ledger: Ledger) -> None:
        names = outlets(ledger)
        self.articles = self.statements = self.facts = 0
        self.speakers: Counter[str] = Counter()
        self.outlets: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.months: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.resolutions: Counter[str] = Counter()
        self.bases: Counter[str] = Counter()
        self.confidence: Counter[str] = Counter()
        for article in ledger.articles():
            given = ledger.resolved(article.path)
            self.articles += 1
            self.facts += len(given.facts)
            self.bases.update(fact.basis for fact in given.facts)
            for s in given.statements:
                self.statements += 1
                self.kinds[s.kind] += 1
                self.resolutions[s.resolution] += 1
                self.confidence[f"{min(int(s.confidence * 10), 9) / 10:.1f}"] += 1
                self.months[(s.date or article.published or "")[:7]] += 1
                self.outlets[names.get(article.publisher or "", "unknown")] += 1
                if s.basis != "claimed":
                    self.speakers.update(s.speakers)
                if s.place:
                    self.places[s.place] += 1


def report(graph: str | Path, output: str | Path, title: str | None = None, chosen: Filter | None = None) -> None:
    """Write the page on a graph, or on what a filter keeps of it. Raises GraphError if there is none in the folder."""
    with open_ledger(graph) as ledger, ledger.snapshot(), text(output) as file:
        selected = select(ledger, chosen or Filter())
        file.writelines(_page(selected, title or Path(graph).stem))


def _page(ledger: Ledger, title: str) -> Iterator[str]:
    counts = _Counts(ledger)
    entities = {entity.path: entity for entity in ledger.entities()}
    names = {path: entity.name for path, entity in entities.items()}
    edges = list(ledger.relations())
    yield f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
    yield (
        f"<p>{counts.articles:,} articles · {counts.statements:,} statements · {counts.facts:,} facts · "
        f"{len(entities):,} entities · {len(edges):,} relations</p>"
    )
    yield _section("Who is quoted most", _bars(_linked(counts.speakers.most_common(_ROWS), names, ledger)))
    yield _section("Which outlets quote most", _bars((escape(n), c) for n, c in counts.outlets.most_common(_ROWS)))
    yield _section(
        "Where things were said",
        _bars(_linked(counts.places.most_common(_ROWS), names, ledger)),
        f"{counts.places.total():,} of {counts.statements:,} statements have a place.",
    )
    months = {month: count for month, count in counts.months.items() if len(month) == 7}
    yield _section(
        "When",
        _months(months),
        "Statements per month: of the statement where the text says so, else of the article's publication. "
        f"{counts.statements - sum(months.values()):,} statements have neither.",
    )
    yield _section(
        "The network",
        _network(edges, entities),
        "Without located_in, from the busiest entity on: persons blue, bodies orange, places green, events violet.",
    )
    yield _section(
        "Relations", _bars((escape(n), c) for n, c in Counter(edge.predicate for edge in edges).most_common())
    )
    yield _section(
        "Quality",
        _quality(counts),
        "Confidence is what the extractor says of itself; kg sample draws a sheet to check it.",
    )
    made = {
        "Made by": software(),
        "Extractors": ", ".join(filter(None, extractors(ledger))),
        "Base of the uris": ledger.base,
    }
    yield _section("Provenance", _definitions(made))
    yield "</body></html>\n"


def _section(heading: str, body: str, note: str = "") -> str:
    return f"<h2>{heading}</h2>{body}" + (f'<p class="note">{note}</p>' if note else "")


def _linked(counted: Iterable[tuple[str, int]], names: dict[str, str], ledger: Ledger) -> Iterator[tuple[str, int]]:
    for path, count in counted:
        yield f'<a href="{escape(ledger.base + path)}">{escape(names.get(path, path))}</a>', count


def _bars(rows: Iterable[tuple[str, int]]) -> str:
    """A table of captions (HTML) and numbers with a bar each."""
    found = list(rows)
    most = max((count for _, count in found), default=1)
    lines = (
        f'<tr><td>{caption}</td><td class="n">{count:,}</td>'
        f'<td class="bar"><div style="width:{100 * count / most:.1f}%"></div></td></tr>'
        for caption, count in found
    )
    return f"<table>{''.join(lines)}</table>" if found else "<p>Nothing.</p>"


def _months(months: dict[str, int]) -> str:
    """Bars over the months, those without statements included."""
    if not months:
        return "<p>Nothing.</p>"
    span = list(_month_range(min(months), max(months)))
    width, most = 900 / len(span), max(months.values())
    bars = "".join(_month(i * width, width, month, months.get(month, 0), most) for i, month in enumerate(span))
    years = "".join(
        f'<text x="{i * width:.1f}" y="168" font-size="12">{month[:4]}</text>'
        for i, month in enumerate(span)
        if i == 0 or (month.endswith("-01") and i * width > 40)
    )
    return f'<svg viewBox="0 0 900 175" role="img" aria-label="Statements per month">{bars}{years}</svg>'


def _month(x: float, width: float, month: str, count: int, most: int) -> str:
    height = 140 * count / most
    shape = f'x="{x:.1f}" y="{150 - height:.1f}" width="{max(width - 1, 0.5):.1f}" height="{height:.1f}"'
    return f'<rect {shape} fill="#1f6f8b"><title>{month}: {count}</title></rect>'


def _month_range(first: str, last: str) -> Iterator[str]:
    start, end = (12 * int(month[:4]) + int(month[5:]) - 1 for month in (first, last))
    return (f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, end + 1))


def _network(edges: Sequence[Any], entities: dict[str, Any]) -> str:
    """The middle of the network, laid out by force (ForceAtlas2, Jacomy and others, 2014)."""
    from networkx import Graph, forceatlas2_layout

    whole: Graph[str] = Graph()
    whole.add_edges_from(sorted((e.subject, e.object) for e in edges if e.predicate != "located_in"))
    if not whole:
        return "<p>Nothing.</p>"
    middle = _middle(whole)
    graph: Graph[str] = Graph()
    graph.add_nodes_from(middle)
    graph.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in whole.subgraph(middle).edges))
    layout = forceatlas2_layout(graph, seed=1, max_iter=400, scaling_ratio=8, strong_gravity=True)
    at = _spread({path: (float(x), float(y)) for path, (x, y) in layout.items()})
    lines = "".join(_line(*at[a], *at[b]) for a, b in graph.edges)
    nodes = "".join(_dot(*at[path], entities[path], whole.degree(path)) for path in middle)
    return f'<svg viewBox="0 0 900 600" role="img" aria-label="Network of entities">{lines}{nodes}</svg>'


def _spread(layout: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The positions stretched to fill the picture, on each axis by rank half the way, so that names have room."""
    spots: dict[str, list[float]] = {path: [] for path in layout}
    for axis, (start, length) in enumerate(((60, 680), (20, 560))):
        order = sorted(layout, key=lambda path: (layout[path][axis], path))
        low, high = layout[order[0]][axis], layout[order[-1]][axis]
        for rank, path in enumerate(order):
            by_value = (layout[path][axis] - low) / ((high - low) or 1)
            by_rank = rank / max(1, len(order) - 1)
            spots[path].append(start + length * (by_value + by_rank) / 2)
    return {path: (x, y) for path, (x, y) in spots.items()}


def _middle(graph: Any) -> list[str]:
    """From the busiest entity of the largest component on, always the busiest neighbour of those that are there."""
    from networkx import connected_components

    component = max(connected_components(graph), key=lambda nodes: (len(nodes), min(nodes)))
    found = [min(component, key=lambda path: (-graph.degree(path), path))]
    edge = set(graph[found[0]])
    while edge and len(found) < _NODES:
        path = min(edge, key=lambda path: (-graph.degree(path), path))
        found.append(path)
        edge = (edge | set(graph[path])) - set(found)
    return found


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#aaa"/>'


def _dot(x: float, y: float, entity: Any, degree: int) -> str:
    side, anchor = (-8, "end") if x > 600 else (8, "start")
    circle = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{3 + min(degree, 30) ** 0.5:.1f}" fill="{_COLOURS[entity.type]}"/>'
    label = (
        f'<text x="{x + side:.0f}" y="{y + 4:.0f}" font-size="10" text-anchor="{anchor}">{escape(entity.name)}</text>'
    )
    return circle + label


def _quality(counts: _Counts) -> str:
    tables = (
        ("How it is reported", counts.kinds),
        ("How the speaker was found", counts.resolutions),
        ("Who vouches for the facts", counts.bases),
        ("Confidence of the statements, from", counts.confidence),
    )
    return "".join(f"<h3>{heading}</h3>{_bars(sorted(counted.items()))}" for heading, counted in tables)


def _definitions(values: dict[str, str]) -> str:
    return f"<dl>{''.join(f'<dt>{escape(k)}</dt><dd>{escape(v)}</dd>' for k, v in values.items())}</dl>"
