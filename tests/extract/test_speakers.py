from __future__ import annotations

import pytest

from tests.telling import Names, found, tell

RUDI: Names = {"Rudi Hartono": ("Rudi",)}
BOTH: Names = {"Rudi Hartono": ("Rudi",), "Sari Dewi": ("Sari",)}


def speakers(text: str, people: Names | None = None, bodies: Names | None = None) -> list[list[str]]:
    return [who for who, _, _ in tell(text, people, bodies)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Rudi Hartono, ayah dua anak yang rumahnya roboh, mengaku belum menerima bantuan.", ["Rudi Hartono"]),
        ("Camat Sukamaju, Rudi Hartono, mengatakan jalan ditutup.", ["Rudi Hartono"]),
        ("Rudi Hartono yang ditemui di kantornya mengatakan jalan ditutup.", ["Rudi Hartono"]),
        ("Rudi Hartono (45), warga desa itu, mengatakan jalan ditutup.", ["Rudi Hartono"]),
        ("Rudi Hartono, S.H., M.Si., mengatakan jalan ditutup.", ["Rudi Hartono"]),
        ("Rudi Hartono, dalam rapat itu, mengatakan jalan ditutup.", ["Rudi Hartono"]),
        ("Rudi Hartono dan Sari Dewi menilai jalan itu rusak.", ["Rudi Hartono", "Sari Dewi"]),
        ('"Kami siap," kata Rudi Hartono dan Sari Dewi.', ["Rudi Hartono", "Sari Dewi"]),
        ("Pengacara Rudi Hartono, Sari Dewi, mengatakan kliennya sakit.", ["Sari Dewi"]),
        ('"Klien kami sakit," kata kuasa hukum Rudi Hartono, Sari Dewi.', ["Sari Dewi"]),
        ('"Kami siap," kata Duta Besar di Negeri Seberang, Rudi Hartono.', ["Rudi Hartono"]),
    ],
)
def test_names_with_what_stands_around_them(text: str, who: list[str]) -> None:
    assert speakers(text, BOTH, {"Negeri Seberang": ()}) == [who]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ('"Air naik cepat," kata seorang warga.', "seorang warga"),
        ("Polisi menduga pelaku melarikan diri.", "Polisi"),
        ("Sejumlah pedagang mengaku omzetnya turun.", "Sejumlah pedagang"),
        ('"Kami takut," ujar warga yang menolak disebut namanya.', "warga"),
    ],
)
def test_unnamed_speakers_become_entities(text: str, who: str) -> None:
    told, named = found(text, {}, {})
    assert [(named[s.speakers[0]].name, named[s.speakers[0]].type) for s in told] == [(who, "Unnamed")]
    start, end = named[told[0].speakers[0]].mentions[0]
    assert text[start:end] == who


def test_one_unnamed_entity_for_equal_words() -> None:
    told, named = found('Polisi mengatakan jalan ditutup. "Jalan ditutup," kata polisi.', {}, {})
    assert len({s.speakers for s in told}) == 1
    assert len(named[told[0].speakers[0]].mentions) == 2


def test_bodies_and_their_data() -> None:
    bodies: Names = {"Badan Cuaca": ("BC",)}
    assert speakers("Badan Cuaca menyatakan gempa tidak memicu tsunami.", {}, bodies) == [["Badan Cuaca"]]
    assert speakers("Menurut data Badan Cuaca, hujan turun lima jam.", {}, bodies) == [["Badan Cuaca"]]
    assert speakers("Pihak Badan Cuaca memastikan alat itu berfungsi.", {}, bodies) == [["Badan Cuaca"]]
    assert speakers('"Hujan lebat," tulis BC.', {}, bodies) == [["Badan Cuaca"]]


def test_pronouns_follow_the_subject_and_not_the_last_name() -> None:
    assert speakers("Rudi Hartono bertemu Sari Dewi di pasar. Ia mengatakan jalan ditutup.", BOTH) == [["Rudi Hartono"]]
    assert speakers('Rudi Hartono bertemu Sari Dewi di pasar. "Jalan ditutup," katanya.', BOTH) == [["Rudi Hartono"]]


def test_a_person_named_in_the_quotation_is_not_its_speaker() -> None:
    text = 'Rudi Hartono membuka acara itu. "Sari Dewi sedang sakit hari ini," katanya.'
    assert speakers(text, BOTH) == [["Rudi Hartono"]]


def test_roles_point_back_to_persons() -> None:
    text = 'Camat Sukamaju Rudi Hartono datang bersama Sari Dewi. "Jalan ditutup," kata Camat.'
    assert speakers(text, BOTH) == [["Rudi Hartono"]]
    text = "Wakil Menteri Keuangan Rudi Hartono datang bersama Sari Dewi. Wamenkeu menilai jalan itu rusak."
    assert speakers(text, BOTH) == [["Rudi Hartono"]]
    text = 'Rudi Hartono menolak usulan itu. "Jalan itu rusak," kata pria berusia 40 tahun itu.'
    assert speakers(text, BOTH) == [["Rudi Hartono"]]


def test_how_the_speaker_was_found() -> None:
    text = (
        '"Satu dua tiga empat," kata Rudi Hartono.\n"Lima," kata Rudi.\n"Enam," kata dia.\n"Tujuh," katanya.\n'
        '"Delapan sembilan sepuluh sebelas."'
    )
    told, _ = found(text, RUDI, {})
    assert [s.resolution for s in told] == ["explicit", "alias", "pronoun", "clitic", "carried"]


def test_nobody_to_be_found() -> None:
    told, _ = found('"Kami siap," katanya.', {}, {})
    assert [(s.speakers, s.resolution) for s in told] == [((), "unresolved")]


def test_pointing_back_names_the_speaker_of_words_before() -> None:
    text = '"Saya tidak akan mundur," kata dia. Rudi Hartono mengatakan itu di hadapan warga.'
    assert speakers(text, RUDI) == [["Rudi Hartono"]]
