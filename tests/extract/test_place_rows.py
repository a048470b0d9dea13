import re

import pytest

from kg.extract.place_rows import apart
from kg.extract.places import locate
from kg.extract.prose import prose
from kg.model import Document, Entity


def _places(text: str, *names: str) -> tuple[Entity, ...]:
    return tuple(
        Entity(id=f"e{n}", type="Place", name=name, mentions=tuple(m.span() for m in re.finditer(name, text)))
        for n, name in enumerate(names, 1)
    )


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Tegalsari Surabaya", ["Tegalsari", "Surabaya"]),
        ("Kecamatan Kedungwuni Kabupaten Pekalongan", ["Kecamatan Kedungwuni", "Kabupaten Pekalongan"]),
        ("Kelurahan Sukamaju Kota Depok", ["Kelurahan Sukamaju", "Kota Depok"]),
        ("Stadion Tri Sanja Kabupaten Tegal", ["Stadion Tri Sanja", "Kabupaten Tegal"]),
        ("Wamena Papua Pegunungan", ["Wamena", "Papua Pegunungan"]),
        ("Balai Kota Surabaya", ["Balai Kota Surabaya"]),
        ("Bandara Internasional Jawa Barat", ["Bandara Internasional Jawa Barat"]),
        ("Hotel Melati Surabaya", ["Hotel Melati Surabaya"]),
        ("Kabupaten Pekalongan", ["Kabupaten Pekalongan"]),
        ("Bandar Lampung", ["Bandar Lampung"]),
        ("Danau Toba", ["Danau Toba"]),
    ],
)
def test_a_place_ends_where_a_larger_one_begins(name: str, parts: list[str]) -> None:
    text = f"Rapat digelar di {name} kemarin."
    found = apart(text, _places(text, name))
    assert [text[slice(*e.mentions[0])] for e in found] == parts
    assert [e.name for e in found] == parts


def test_the_larger_place_is_the_one_named_elsewhere() -> None:
    text = "Warga Surabaya antre di Tegalsari Surabaya. Hujan di Tegalsari."
    surabaya, tegalsari = apart(
        text,
        (
            Entity(id="e1", type="Place", name="Surabaya", mentions=((6, 14),)),
            Entity(id="e2", type="Place", name="Tegalsari Surabaya", mentions=((24, 42), (53, 62))),
        ),
    )
    assert surabaya.mentions == ((6, 14), (34, 42))
    assert (tegalsari.name, tegalsari.mentions) == ("Tegalsari", ((24, 33), (53, 62)))


def test_both_get_their_codes() -> None:
    text = "Kebakaran melanda Kecamatan Kedungwuni Kabupaten Pekalongan."
    found = locate(prose(text), _places(text, "Kecamatan Kedungwuni Kabupaten Pekalongan"), Document(id="a", text=text))
    assert [e.place_code for e in found] == ["33.26.13", "33.26"]


def test_other_entities_are_left_alone() -> None:
    body = Entity(id="e1", type="Organization", name="Polsek Tegalsari Surabaya", mentions=((0, 25),))
    assert apart("Polsek Tegalsari Surabaya menangkap.", [body]) == (body,)
