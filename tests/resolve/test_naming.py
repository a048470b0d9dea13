from __future__ import annotations

import pytest

from kg.resolve.naming import core, is_generic, is_shared, skeleton


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("Person", "Dr. H. Budi Warko, S.H., M.Hum.", "budi warko"),
        ("Person", "Komjen Pol. Budi Warko", "budi warko"),
        ("Person", "José Sari", "jose sari"),
        ("Person", "Haji", "haji"),
        ("Organization", "PT Sungai Jernih (Persero) Tbk", "sungai jernih"),
        ("Organization", "Badan Sungai RI", "badan sungai"),
        ("Organization", "Badan Sungai (BS)", "badan sungai"),
        ("Organization", "Dinas Sungai Kota Bandar Lampung", "dinas sungai bandar lampung"),
        ("Organization", "DPRD Kota Malang", "dprd kota malang"),
        ("Event", "Pesta Sungai 2024", "pesta sungai 2024"),
    ],
)
def test_core(kind: str, name: str, expected: str) -> None:
    assert core(kind, name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("soeharto", "suharto"), ("muhammad nuh", "mohamad nuh"), ("tjahjo", "cahyo"), ("syaiful", "saiful")],
)
def test_spellings_sound_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_other_names_do_not() -> None:
    assert skeleton("budi warko") != skeleton("dudi utomo")


@pytest.mark.parametrize("name", ["polda", "dprd", "dinas kesehatan", "fakultas hukum"])
def test_generic_bodies(name: str) -> None:
    assert is_generic(name)


@pytest.mark.parametrize(
    "name", ["polda metro jaya", "dinas kesehatan dki jakarta", "dinas kesehatan bogor", "bank indonesia"]
)
def test_bodies_that_say_which(name: str) -> None:
    assert not is_generic(name)


@pytest.mark.parametrize("name", ["fakultas hukum universitas padjadjaran", "sekretariat kabinet", "biro hukum polri"])
def test_parts_of_a_body_that_there_is_one_of_say_which(name: str) -> None:
    assert not is_generic(name)


def test_names_of_reverence_have_one_bearer() -> None:
    assert is_shared("muhammad hidayat")
    assert not is_shared("muhammad saw")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Komisi Penyiaran Daerah KPD", "Komisi Penyiaran Daerah"),
        ("Badan Riset dan Arsip Nasional BRAN", "Badan Riset dan Arsip Nasional"),
        ("DPP Partai Melati", "DPP Melati"),
        ("Polres Metro Jakarta Barat", "Polres Jakarta Barat"),
        ("Pemprov DKI Jakarta", "Pemerintah Provinsi Jakarta"),
    ],
)
def test_a_body_is_told_by_the_words_that_are_never_left_away(one: str, other: str) -> None:
    assert core("Organization", one) == core("Organization", other)


def test_words_that_tell_bodies_apart_are_kept() -> None:
    assert core("Organization", "Partai Melati") == "partai melati"
    assert core("Organization", "Metro TV Nusa") == "metro tv nusa"
    assert core("Organization", "Bank Rakyat ABC") == "bank rakyat abc"
