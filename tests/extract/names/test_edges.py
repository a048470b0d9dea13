from __future__ import annotations

import pytest

from kg.extract.names.edges import completed
from kg.extract.names.mentions import Mention


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("kata A.A . Gede Oka", [(1, 2, "Organization"), (3, 5, "Person")], [(1, 5, "Person")]),
        ("kata M . Yusran", [(3, 4, "Person")], [(1, 4, "Person")]),
        ("kata H . Yusran", [(3, 4, "Person")], [(3, 4, "Person")]),
        ("pria berinisial RST ditangkap", [], [(2, 3, "Person")]),
        ("kata tersangka RS kemarin", [(2, 3, "Organization")], [(2, 3, "Person")]),
        ("para korban PHK mengadu", [], []),
        ('kata Budi " Bob " Santoso kemarin', [(1, 2, "Person"), (5, 6, "Person")], [(1, 6, "Person")]),
        ('kata Budi " Bob " Santoso kemarin', [(5, 6, "Person")], [(1, 6, "Person")]),
        ('kata Budi " Saya " lalu', [(1, 2, "Person")], [(1, 2, "Person")]),
        ("¶ Budi Santoso : Apa kabar ¶", [(1, 2, "Person")], [(1, 3, "Person")]),
        ("¶ Budi Santoso datang : Santoso ¶", [(1, 2, "Person")], [(1, 2, "Person")]),
        (
            "kata Rina Dewi Utami ( RDU ) , RDU Kebun Melati , RDU",
            [(1, 4, "Person"), (5, 6, "Organization"), (8, 11, "Organization")],
            [(1, 4, "Person"), (5, 6, "Person"), (8, 9, "Person"), (9, 11, "Organization"), (12, 13, "Person")],
        ),
        ("kata Rina Dewi Utami ( RDX ) , RDX", [(1, 4, "Person")], [(1, 4, "Person")]),
        ("kata Rina H.W . Utami kemarin", [(1, 3, "Person")], [(1, 5, "Person")]),
        ("kata Rina H.W . Utami kemarin", [(1, 3, "Person"), (4, 5, "Person")], [(1, 5, "Person")]),
        ("kata Rina B . Rina kemarin", [(1, 3, "Person"), (4, 5, "Person")], [(1, 3, "Person"), (4, 5, "Person")]),
        ("kata Rina B . Ia pergi", [(1, 3, "Person")], [(1, 3, "Person")]),
        ("kata menteri Lestarb B . Utami kemarin", [(3, 6, "Person")], [(2, 6, "Person")]),
        ("kata Menteri B . Utami kemarin", [(2, 5, "Person")], [(2, 5, "Person")]),
        ("kata Rina Utamiwati kemarin", [(1, 2, "Person")], [(1, 3, "Person")]),
        ("kata Rina Utamiwati kemarin oleh Utamiwati", [(1, 2, "Person")], [(1, 2, "Person")]),
        ("kata Rina Pelatih kemarin", [(1, 2, "Person")], [(1, 2, "Person")]),
        ("kata Rina Utamiwati Membeli Rumah", [(1, 2, "Person")], [(1, 2, "Person")]),
        ("kata Rina Dewi atau Akokwe , ia", [(1, 3, "Person")], [(1, 3, "Person"), (4, 5, "Person")]),
        ("kata Rina atau Akokwe , ia", [(1, 2, "Person")], [(1, 2, "Person")]),
        ("kata pengacara senior O.C . Utami itu", [(3, 4, "Organization")], [(3, 6, "Person")]),
        ("milik T.S . Seluler itu", [(1, 2, "Organization")], [(1, 4, "Organization")]),
        ("milik T.S . Ia pergi", [(1, 2, "Organization")], [(1, 2, "Organization")]),
        ("kata Gubernur Lalu Wirya itu", [(3, 4, "Person")], [(2, 4, "Person")]),
        ("sana . Lalu Wirya pergi", [(3, 4, "Person")], [(3, 4, "Person")]),
        ("rugi Rp 15 M . Rina Utami datang", [(5, 7, "Person")], [(5, 7, "Person")]),
        ("kata Nyonya Tjanwe Mei Lingwe lagi", [], [(2, 5, "Person")]),
        ("kata Nyonya Tjanwe lagi", [], []),
        ("kata Nyonya Menteri Tjanwe lagi", [], []),
        ("kata Nyonya Tjanwe Mei Lingwe lagi", [(3, 4, "Place")], [(3, 4, "Place")]),
        ("penyanyi Akokwe Lawa alias Rina itu", [(4, 5, "Person")], [(1, 3, "Person"), (4, 5, "Person")]),
        ("gol Rina da Utami itu", [(1, 2, "Person"), (3, 4, "Person")], [(1, 4, "Person")]),
        ("gol Rina dan Utami itu", [(1, 2, "Person"), (3, 4, "Person")], [(1, 2, "Person"), (3, 4, "Person")]),
        ("gol Rina da Utami itu", [(1, 2, "Person"), (3, 4, "Place")], [(1, 2, "Person"), (3, 4, "Place")]),
        ("kata Camat Lestari Utamiwe itu", [(3, 4, "Person")], [(2, 4, "Person")]),
        ("kata Sekretaris Daerah Untung Utamiwe itu", [(4, 5, "Person")], [(3, 5, "Person")]),
        ("kata Menteri Keuangan Utamiwe itu", [(3, 4, "Person")], [(3, 4, "Person")]),
        ("di rumah Nilwe Utamiwe itu", [(3, 4, "Person")], [(3, 4, "Person")]),
        ("garam , Moh . Sahlanwe itu", [(2, 3, "Person")], [(2, 5, "Person")]),
        ("ujar Bupati M . Yusran itu", [(2, 3, "Person"), (4, 5, "Person")], [(2, 5, "Person")]),
        ("¶ KETUA PANITIA AGUS SALIM : besok ¶", [], [(3, 5, "Person")]),
        ("¶ Agus Salim : Kapan dimulai ? ¶", [], [(1, 3, "Person")]),
        ("¶ Lomba Lari : Kapan dimulai ? ¶", [], []),
        ("kata KETUA PANITIA AGUS SALIM : besok ¶", [], []),
        ("Paus Rinawe Utamiwe II tiba", [(1, 2, "Person")], [(1, 4, "Person")]),
        ("Paus Rinawe VI tiba", [(1, 2, "Person")], [(1, 3, "Person")]),
        ("kata Rinawe I tiba", [(1, 2, "Person")], [(1, 2, "Person")]),
        ("penyanyi Rina alias Akokwe Lawa itu", [(1, 2, "Person")], [(1, 2, "Person"), (3, 5, "Person")]),
        ("direktur RS itu", [(1, 2, "Organization")], [(1, 2, "Organization")]),
    ],
)
def test_initials_belong_to_names_and_stand_for_them(
    text: str, tagged: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]
) -> None:
    assert completed([*text.split(), "¶"], [Mention(*m) for m in tagged]) == [Mention(*m) for m in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" Kami capek , " gerutu Sukajati . Ia pulang', "Person"),
        ('" Kami capek , " gerutu Sukajati . Ia pulang ke Sukajati', "Place"),
        ('" Kami capek , " gerutu Sukajati Raya . Ia pulang', "Place"),
        ('" Kami capek , " gerutunya di Sukajati . Ia pulang', "Place"),
    ],
)
def test_a_place_that_speaks_once_is_a_person(text: str, expected: str) -> None:
    words = ["¶", *text.split(), "¶"]
    at = words.index("Sukajati")
    found = completed(words, [Mention(at, at + 1, "Place")])
    assert [m.type for m in found if m.first == at] == [expected]


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("Ketua RW 02 Melati , Sutarno , membagikan", (5, 6), (5, 6, "Person")),
        ("di Melati , Sutarno , membagikan", (3, 4), (3, 4, "Place")),
        ("Ketua RW 02 . Melati , Sutarno , membagikan", (6, 7), (6, 7, "Place")),
        ("Ketua RW 02 Melati , Rawateduh , membagikan", (5, 6), (5, 6, "Place")),
        ("kata Syahbandar Sutarno Polii ,", (2, 4), (2, 4, "Person")),
        ("kata Camat Rawateduh Polii ,", (2, 4), (2, 4, "Place")),
        ("Kepala Dusun Sutarno meminta warga", (1, 3), (2, 3, "Person")),
        ("Kepala Dusun Sutarno Rina Utami meminta", (1, 3), (1, 3, "Place")),
        ("Kepala Dusun Sutarno Wirya meminta", (1, 4), (2, 4, "Person")),
        ("kata Kepala Desa Sutarno .", (2, 4), (3, 4, "Person")),
        ("kata Kepala Desa Sutarno , Rina Utami", (2, 4), (2, 4, "Place")),
        ("warga Dusun Sutarno meminta", (1, 3), (1, 3, "Place")),
    ],
)
def test_who_bears_an_office_is_no_place(text: str, tagged: tuple[int, int], expected: tuple[int, int, str]) -> None:
    words = ["¶", *text.split(), "¶"]
    first, last, kind = expected
    assert completed(words, [Mention(tagged[0] + 1, tagged[1] + 1, "Place")]) == [Mention(first + 1, last + 1, kind)]
