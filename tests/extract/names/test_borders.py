from __future__ import annotations

import time

import pytest

from kg.extract.names.borders import bordered
from kg.extract.names.mentions import Mention
from kg.extract.names.tokens import BOUNDARY

ORG, PLACE, PERSON, EVENT = "Organization", "Place", "Person", "Event"
Span = tuple[int, int, str]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        # brackets
        ("kata Panitia Pelaksana ( Panpel ) Kirab Melati .", [(1, 3, ORG), (4, 8, ORG)], [(1, 8, ORG)]),
        ("kata Panitia ( Panpel ) Kirab , kata Kirab .", [(1, 2, ORG), (3, 6, ORG), (8, 9, ORG)], None),
        ("di Kedai ( KM ) Melati Raya .", [(1, 2, PLACE), (3, 7, ORG)], [(1, 2, PLACE), (3, 4, ORG)]),
        ("kata Dewan ( DK ) Kebun .", [(1, 5, ORG)], [(1, 5, ORG)]),
        ("punya [ Rina ] Utami di sini", [(2, 3, PERSON), (4, 5, PERSON)], [(1, 5, PERSON)]),
        ("punya Rina [ Utami ] di sini", [(1, 2, PERSON), (3, 4, PERSON)], [(1, 5, PERSON)]),
        ("punya Rina [ Utami ] di sini", [(1, 4, PERSON)], [(1, 5, PERSON)]),
        ("punya Rina [ adik Utami ] di sini", [(1, 2, PERSON), (4, 5, PERSON)], [(1, 2, PERSON), (4, 5, PERSON)]),
        # short forms that lost their brackets
        ("kata Balai Tanah dan Air BTA di sini", [(1, 6, ORG)], [(1, 5, ORG), (5, 6, ORG)]),
        ("kata Balai Tanah Air BTA Barat di sini", [(1, 6, ORG)], [(1, 4, ORG), (4, 6, ORG)]),
        ("kata Rina Dewi Utami RDU di sini", [(1, 5, PERSON)], [(1, 4, PERSON), (4, 5, PERSON)]),
        ("kata Kementerian Laut Kemlaut di sini", [(1, 4, ORG)], [(1, 3, ORG), (3, 4, ORG)]),
        ("kata Himpunan Negara Asia di sini", [(1, 4, ORG)], [(1, 4, ORG)]),
        ("kata Wirana Utama Wiratama di sini", [(1, 4, PERSON)], [(1, 4, PERSON)]),
        ("kata Balai Tanah ( Baltah ) Barat", [(1, 7, ORG)], [(1, 7, ORG)]),
        ("kata Kementerian Laut ( Kemlaut ) di sana", [(1, 6, ORG)], [(1, 3, ORG), (4, 5, ORG)]),
        ("kata Kementerian Laut ( Kemlaut ) di sana", [(1, 5, ORG)], [(1, 3, ORG), (4, 5, ORG)]),
        ("kata PT Laut ( Persero ) di sana", [(1, 6, ORG)], [(1, 6, ORG)]),
        # numbers, roads
        ("saat Kirab Melati ke-3 itu", [(1, 3, EVENT)], [(1, 4, EVENT)]),
        ("saat Kirab Melati ke-3 itu", [(1, 3, ORG)], [(1, 3, ORG)]),
        ("di Jalan Melati nomor 5 itu", [(1, 5, PLACE)], [(1, 3, PLACE)]),
        ("di Blok Melati 5 itu", [(1, 4, PLACE)], [(1, 4, PLACE)]),
        ("kata Serikat Teh 30 tahun lalu", [(1, 4, ORG)], [(1, 3, ORG)]),
        ("kata Serikat Teh 30 di sana", [(1, 4, ORG)], [(1, 4, ORG)]),
        ("di Tol Melati - Teduh itu", [(1, 3, PLACE), (4, 5, PLACE)], [(1, 5, PLACE)]),
        ("di Tol Melati - Teduh itu", [(1, 3, PLACE)], [(1, 5, PLACE)]),
        ("di Kota Melati - Teduh itu", [(1, 3, PLACE)], [(1, 3, PLACE)]),
        ("di Tol Melati - jalan baru", [(1, 3, PLACE)], [(1, 3, PLACE)]),
        # firms
        ("milik PT . Teh Melati di sana", [(1, 2, ORG)], [(1, 5, ORG)]),
        ("milik PT . Teh Melati di sana", [(1, 2, ORG), (3, 5, PLACE)], [(1, 5, ORG)]),
        ("milik PT . Teh Melati di sana", [(3, 5, PERSON)], [(1, 5, ORG)]),
        ("milik PT . itu di sana", [(1, 2, ORG)], []),
        ("usul Teh Melati . Ia pergi", [(1, 3, ORG)], [(1, 3, ORG)]),
        ("kata PT Teh Melati tutup", [(1, 3, ORG), (3, 4, PERSON)], [(1, 4, ORG)]),
        ("kata PT Teh Rina Utami tutup", [(1, 3, ORG), (3, 5, PERSON)], [(1, 3, ORG), (3, 5, PERSON)]),
        # lists
        ("kata Balai Tanah dan Air Sungai itu", [(1, 4, ORG)], [(1, 6, ORG)]),
        ("kata Balai Tanah dan Rudi itu", [(1, 4, ORG), (4, 5, PERSON)], [(1, 3, ORG), (4, 5, PERSON)]),
        ("kata Balai Tanah dan sawah itu", [(1, 4, ORG)], [(1, 3, ORG)]),
        ("kata Balai Tanah dan Air Sungai itu", [(1, 3, ORG)], [(1, 6, ORG)]),
        ("kata Balai Tanah dan Menteri Rudi itu", [(1, 3, ORG), (5, 6, PERSON)], [(1, 3, ORG), (5, 6, PERSON)]),
        ("kata Balai Tanah dan sawah itu", [(1, 3, ORG)], [(1, 3, ORG)]),
        ("kata Kebun Tanah dan Air Sungai itu", [(1, 3, ORG)], [(1, 3, ORG)]),
        # parts
        ("kata Pemerintah Melati itu", [(2, 3, PLACE)], [(1, 3, ORG)]),
        ("Melati menang", [(0, 1, PLACE)], [(0, 1, PLACE)]),
        ("kata pemerintah Melati itu", [(2, 3, PLACE)], [(2, 3, PLACE)]),
        ("milik PT Teh Melati Jaya , di sana", [(1, 4, ORG)], [(1, 5, ORG)]),
        ("milik PT Teh Melati Tahun 2020", [(1, 4, ORG)], [(1, 4, ORG)]),
        ("milik PT Melati Tahun ini", [(1, 3, ORG)], [(1, 3, ORG)]),
        ("milik PT Teh Melati", [(1, 4, ORG)], [(1, 4, ORG)]),
        ("kata Kementerian itu", [(1, 2, ORG)], []),
        # acronyms
        ("kata Lembaga Benih , Pupuk , dan Air ( LBPA ) itu", [(1, 3, ORG), (9, 10, ORG)], [(1, 8, ORG), (9, 10, ORG)]),
        ("kata Kebun Teh Rakyat ( KTR ) itu", [(2, 4, ORG)], [(1, 4, ORG)]),
        ("kata Kebun Teh Rakyat ( KTR ) itu", [(1, 4, ORG)], [(1, 4, ORG)]),
        ("kata Dinas Kebun Teh Rakyat ( KTR ) itu", [(1, 5, ORG)], [(1, 5, ORG)]),
        ("kata Kebun Teh Rakyat ( KTX ) itu", [(2, 4, ORG)], [(2, 4, ORG)]),
        ("kata Kepala Kebun Rakyat ( KKR ) itu", [(2, 4, ORG)], [(2, 4, ORG)]),
        ("para Warga Kebun Melati ( WKM ) itu", [(3, 4, PLACE)], [(3, 4, PLACE)]),
        ("kata Kebun Teh Rakyat ( KTR ) itu", [], []),
    ],
)
def test_borders_are_put_where_the_words_tell_them(text: str, tagged: list[Span], expected: list[Span] | None) -> None:
    wanted = [(1, 2, ORG), (3, 4, ORG), (5, 6, ORG), (8, 9, ORG)] if expected is None else expected
    assert bordered(text.split(), [Mention(*m) for m in tagged]) == [Mention(*m) for m in wanted]


@pytest.mark.parametrize(
    ("unit", "kind", "length"),
    [("di Kota Melati ,", "Place", 2), ("Badan Kebun Melati ( BKM )", "Organization", 2)],
)
def test_time_grows_with_the_number_of_names(unit: str, kind: str, length: int) -> None:
    words = [BOUNDARY, *(unit.split() * 20_000), BOUNDARY]
    starts = [i for i, word in enumerate(words) if word in ("Kota", "Badan")]
    begun = time.process_time()
    bordered(words, [Mention(i, i + length, kind) for i in starts])
    assert time.process_time() - begun < 15  # quadratic work takes minutes
