"""The model of the graph in Neo4j as a picture: labels and relationships of `schemas/model.toml`.

python -m kg.exports.neo4j_model > docs/neo4j-model.svg
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from importlib import resources
from math import atan2, cos, hypot, sin
from typing import NamedTuple

from kg.property_graph import derived_types
from kg.schema import entity_labels, model

WIDTH, HEIGHT = 960, 500


class _Circle(NamedTuple):
    x: float
    y: float
    r: float


_PLACES = {
    "KabarName": _Circle(130, 70, 42),
    "Entity": _Circle(180, 270, 74),
    "Statement": _Circle(500, 150, 52),
    "Fact": _Circle(500, 400, 44),
    "Quote": _Circle(740, 70, 40),
    "Article": _Circle(740, 270, 50),
    "Publisher": _Circle(890, 400, 46),
}
_SHOWN_DERIVED = ("MET", "FOCUSES_ON", "SUPPORTS")
_FONT = "font-family='Helvetica, Arial, sans-serif'"


def style() -> str:
    """The style sheet for Neo4j Browser."""
    return resources.files("kg.exports").joinpath("neo4j_browser.grass").read_text(encoding="utf-8")


def colours(label: str) -> tuple[str, str, str]:
    """Colour of a label's nodes, of their borders and of the text in them, by the style sheet."""
    rules = dict(re.findall(r"^node(?:\.(\w+))? \{\n(.*?)\}", style(), re.S | re.M))
    rule = str(rules.get(label, rules[""]))
    found = dict(re.findall(r"([\w-]+): (#\w+);", rule))
    return found["color"], found["border-color"], found["text-color-internal"]


def svg() -> str:
    """The picture, on white, so that it reads on any ground."""
    head = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='The model'>"
    ground = f"<rect width='{WIDTH}' height='{HEIGHT}' rx='12' fill='#FFFFFF'/>"
    arrow = (
        "<defs><marker id='arrow' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='7' markerHeight='7' orient='auto'>"
        "<path d='M0 0 L8 4 L0 8 z' fill='#7B8794'/></marker></defs>"
    )
    return "\n".join((head, ground, arrow, *_lines(), *_circles(), "</svg>", ""))


def joined() -> dict[tuple[str, str], list[str]]:
    """The types of relationships by the labels that they join; all entities count as Entity."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list, {("KabarName", "Entity"): ["NAMES"]})
    for kind, row in model()["relationships"].items():
        if not row.get("rdf_only"):
            for pair in sorted({(_group(one), _group(other)) for one in row["from"] for other in row["to"]}):
                found[pair].append(kind)
    more = len(derived_types()) - len(_SHOWN_DERIVED)
    found["Entity", "Entity"] += [*_SHOWN_DERIVED, f"… and {more} more"]
    return dict(found)


def _group(label: str) -> str:
    return "Entity" if label in entity_labels() else label


def _lines() -> Iterator[str]:
    pairs = joined()
    for (one, other), kinds in pairs.items():
        if one == other:
            yield from _loop(one, kinds)
        else:
            yield from _curve(_PLACES[one], _PLACES[other], kinds, 26 if (other, one) in pairs else 0)


def _curve(start: _Circle, end: _Circle, kinds: list[str], bend: float) -> Iterator[str]:
    """A line from rim to rim, bent to its right, with the types beside its middle."""
    length = hypot(end.x - start.x, end.y - start.y)
    across = (-(end.y - start.y) / length, (end.x - start.x) / length)
    middle = ((start.x + end.x) / 2 - 2 * bend * across[0], (start.y + end.y) / 2 - 2 * bend * across[1])
    x1, y1 = _rim(start, middle)
    x2, y2 = _rim(end, middle, 3)
    yield _path(f"M{x1:.0f} {y1:.0f} Q{middle[0]:.0f} {middle[1]:.0f} {x2:.0f} {y2:.0f}")
    yield from _text((x1 + 2 * middle[0] + x2) / 4, (y1 + 2 * middle[1] + y2) / 4, kinds)


def _loop(label: str, kinds: list[str]) -> Iterator[str]:
    x, y, r = _PLACES[label]
    down = label == "Entity"
    top = y + r if down else y - r
    far = 56 if down else -44
    yield _path(
        f"M{x - 16:.0f} {top:.0f} C{x - 46:.0f} {top + far:.0f} {x + 46:.0f} {top + far:.0f} {x + 18:.0f} {top:.0f}"
    )
    yield from _text(x, top + far * 0.76 + (8 + 7 * len(kinds) if down else -5), kinds)


def _rim(circle: _Circle, towards: tuple[float, float], gap: float = 0) -> tuple[float, float]:
    angle = atan2(towards[1] - circle.y, towards[0] - circle.x)
    return circle.x + (circle.r + gap) * cos(angle), circle.y + (circle.r + gap) * sin(angle)


def _path(d: str) -> str:
    return f"<path d='{d}' fill='none' stroke='#7B8794' stroke-width='1.4' marker-end='url(#arrow)'/>"


def _text(x: float, y: float, lines: Iterable[str], size: int = 11, colour: str = "#3E4C59") -> Iterator[str]:
    rows = list(lines)
    halo = "stroke='#FFFFFF' stroke-width='4' stroke-linejoin='round'"
    for paint in (halo, ""):
        for n, row in enumerate(rows):
            height = y + (n - (len(rows) - 1) / 2) * (size + 2) + size / 3
            place = f"x='{x:.0f}' y='{height:.0f}' text-anchor='middle'"
            yield f"<text {place} {_FONT} font-size='{size}' fill='{colour}' {paint}>{escape(row)}</text>"


def _circles() -> Iterator[str]:
    for label, (x, y, r) in _PLACES.items():
        colour, border, ink = colours(label)
        rim = f"fill='{colour}' stroke='{border}' stroke-width='2'"
        yield f"<circle cx='{x}' cy='{y}' r='{r}' {rim}/>"
        height = y - r + 22 if label == "Entity" else y + 4
        bold = f"{_FONT} font-size='13' font-weight='bold' fill='{ink}'"
        yield f"<text x='{x}' y='{height}' text-anchor='middle' {bold}>{label}</text>"
    x, y, _ = _PLACES["Entity"]
    for n, label in enumerate(entity_labels()):
        colour, border, ink = colours(label)
        top = y - 42 + n * 21
        yield f"<rect x='{x - 48}' y='{top}' width='96' height='18' rx='9' fill='{colour}' stroke='{border}'/>"
        yield f"<text x='{x}' y='{top + 13}' text-anchor='middle' {_FONT} font-size='11' fill='{ink}'>{label}</text>"


if __name__ == "__main__":
    print(svg(), end="")
