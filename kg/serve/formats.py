"""Media types and which of them a client prefers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
GRAPHS = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
}
_ALSO = {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "text/plain": "ntriples"}


def media_type(name: str) -> str:
    """The media type of a format by its short name."""
    return {**TABLES, **GRAPHS, "text": "text/plain; charset=utf-8", "html": "text/html; charset=utf-8"}[name]


def accepted(header: str | None, offered: Mapping[str, str]) -> tuple[str, ...]:
    """The offered formats that the Accept header allows, by name, the preferred first; all without a header."""
    return _accepted(header, tuple(offered.items()))


@lru_cache(256)
def _accepted(header: str | None, offers: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    offered = dict(offers)
    if not header or not header.strip():
        return tuple(offered)
    ranges = [_range(part) for part in header.split(",") if part.strip()]
    names = list(offered)
    weighed = [(_weight(ranges, name, offered[name]), -names.index(name), name) for name in names]
    return tuple(name for weight, _, name in sorted(weighed, reverse=True) if weight > 0)


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = [piece.strip() for piece in part.lower().split(";")]
    weights = [piece[2:] for piece in parameters if piece.startswith("q=")]
    try:
        return kind, float(weights[0]) if weights else 1.0
    except ValueError:
        return kind, 0.0


def _weight(ranges: list[tuple[str, float]], name: str, offered: str) -> float:
    """The weight of the most specific range that covers the format."""
    own = offered.partition(";")[0]
    kinds = [own, *(kind for kind, alias in _ALSO.items() if alias == name)]
    for covers in (kinds, [f"{own.partition('/')[0]}/*"], ["*/*", "*"]):
        weights = [weight for kind, weight in ranges if kind in covers]
        if weights:
            return max(weights)
    return 0.0
