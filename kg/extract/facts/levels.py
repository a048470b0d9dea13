"""How large places are, by their codes or the first words of their names."""

from __future__ import annotations

import re
from functools import cache

from kg.language import table
from kg.model import Entity

_CODE = re.compile(r"\d\d(\.\d\d)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
UNKNOWN = 5


@cache
def _openings() -> dict[str, int]:
    return {opening: int(size) for size, openings in table("sites")["level"].items() for opening in openings}


@cache
def _units() -> tuple[str, ...]:
    return tuple(table("sites")["unit"]["openings"])


def is_unit(body: Entity) -> bool:
    """Whether a body is part of a larger one by the first word of its name ("Komisi", "Fakultas")."""
    return body.name.lower().startswith(_units())


def level(place: Entity) -> int:
    """How large a place is: 0 a building, 1 a street, 2 a hamlet, 3 a village … 6 a town, 8 a province, 9 a country."""
    code = place.place_code
    if code and _CODE.fullmatch(code):
        return (8, 6, 4, 3)[min(code.count("."), 3)]
    if code and _COUNTRY.fullmatch(code):
        return 9
    return _openings().get(place.name.lower().partition(" ")[0], UNKNOWN)
