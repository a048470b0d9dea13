from __future__ import annotations

from collections import Counter

import pytest

from kg.extract.names.shortening import (
    bare,
    is_acronym_of,
    is_initials_of,
    is_part_of_person,
    is_same_kind_left_out,
)
from kg.language import table


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("LPKS", "Lembaga Pembina Kebun Sekolah"),
        ("Lemkus", "Lembaga Kebun Sekolah"),
        ("Diskebun", "Dinas Perkebunan"),
        ("BPKD", "Badan Pengelola Kebun dan Danau"),
    ],
)
def test_acronyms(short: str, full: str) -> None:
    assert is_acronym_of(short, full.split())


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("UKJ", "Fakultas Pertanian Universitas Kebun Jaya"),  # stands for the end only
        ("kebun", "Lembaga Kebun"),
        ("42", "Empat Dua"),
        ("Wati", "Wati Lestari"),
    ],
)
def test_what_is_no_acronym(short: str, full: str) -> None:
    assert not is_acronym_of(short, full.split())


def test_initials_may_pass_over_small_words() -> None:
    assert is_initials_of("bkd", ("badan", "kebun", "dan", "danau"))
    assert is_initials_of("bkdd", ("badan", "kebun", "dan", "danau"))
    assert not is_initials_of("bk", ("badan", "kebun", "danau"))


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("wening", "tirta wening sari", True),
        ("tirta sari", "tirta wening sari", True),
        ("t wening", "tirta wening sari", True),
        ("sari tirta", "tirta wening sari", False),
        ("t", "tirta wening sari", False),
        ("tirwen", "tirta wening sari", True),
        ("tirsari", "tirta wening sari", True),
        ("tirwesa", "tirta wening sari", True),
        ("wensari", "tirta wening sari", False),
        ("tirwar", "tirta wening sari", False),
    ],
)
def test_parts_of_persons(short: str, full: str, expected: bool) -> None:
    assert is_part_of_person(short.split(), full.split()) is expected


@pytest.mark.parametrize(
    ("kind", "short", "full", "expected"),
    [
        ("Place", "sukamaju", "kabupaten sukamaju", True),
        ("Place", "sukamaju", "gedung sukamaju", False),
        ("Place", "sukamaju", "sukamaju timur", False),
        ("Place", "jalan melati", "jalan raya melati", True),
        ("Place", "jalan melati", "jalan raya ki melati", False),
        ("Place", "jalan melati", "jalan raya mawar", False),
        ("Place", "jalan melati", "gang raya melati", False),
        ("Organization", "bank melati", "bank raya melati", False),
        ("Organization", "gula manis", "partai gula manis", True),
        ("Organization", "gula manis", "fraksi gula manis", False),
        ("Organization", "gula manis", "gula manis jaya", True),
        ("Organization", "gula manis", "gula manis indonesia", False),
        ("Event", "piala kebun", "piala kebun 2031", True),
    ],
)
def test_left_out_words(kind: str, short: str, full: str, expected: bool) -> None:
    assert is_same_kind_left_out(short.split(), full.split(), kind) is expected


def test_bare_names() -> None:
    assert bare(["Dinas", "Kebun", "(", "Diskebun", ")", "Jabar"]) == ("dinas", "kebun", "jawa", "barat")
    assert bare(["PT", "Gula", "Manis", "Tbk"]) == ("gula", "manis")
    assert bare(["PT"]) == ("pt",)


def test_each_short_form_stands_in_one_entry() -> None:
    for kind in ("Person", "Organization", "Place", "Event"):
        entries = [{bare([form]) for form in (name, *forms)} for name, forms in table("short_names")[kind].items()]
        counts = Counter(form for entry in entries for form in entry)
        assert [form for form, n in counts.items() if n > 1] == []
