from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import statements
from kg.extract.prose import prose
from kg.model import Entity
from tests.telling import Names, Told, found, tell

RUDI: Names = {"Rudi Hartono": ("Rudi",)}
BOTH: Names = {"Rudi Hartono": ("Rudi",), "Sari Dewi": ("Sari",)}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"Kami siap," kata Rudi Hartono.', ("Kami siap", "kata")),
        ('"Kami siap," ujar Camat Sukamaju Rudi Hartono di kantornya, Senin (6/5).', ("Kami siap", "ujar")),
        ('"Siapa yang datang?" tanya Rudi Hartono.', ("Siapa yang datang?", "tanya")),
        ('"Kami siap bekerja malam ini," Rudi Hartono menambahkan.', ("Kami siap bekerja malam ini", "menambahkan")),
        ('Rudi Hartono berkata, "Kami siap."', ("Kami siap.", "berkata")),
        ('Rudi Hartono menegaskan: "Kami siap."', ("Kami siap.", "menegaskan")),
        ('Kata Rudi Hartono, "Kami siap."', ("Kami siap.", "Kata")),
        ('"Kalau hujan," kata Rudi Hartono, "kami pulang."', ("Kalau hujan … kami pulang.", "kata")),
        (
            '"Kami siap," kata Rudi Hartono. "Besok kami berangkat pagi."',
            ("Kami siap … Besok kami berangkat pagi.", "kata"),
        ),
        (
            '"Kami menunggu keputusan itu," demikian pernyataan Rudi Hartono.',
            ("Kami menunggu keputusan itu", "demikian pernyataan"),
        ),
        (
            '"Api muncul dari dapur rumah.\n"Kami lalu lari," kata Rudi Hartono.',
            ("Api muncul dari dapur rumah. … Kami lalu lari", "kata"),
        ),
        ("“Kita membangun untuk anak cucu.” - Rudi Hartono", ("Kita membangun untuk anak cucu.", None)),
        ("“Kita membangun untuk anak cucu.”\n— Rudi Hartono, arsitek", ("Kita membangun untuk anak cucu.", None)),
        ('Berikut pernyataan Rudi Hartono:\n"Kami mencabut izin itu."', ("Kami mencabut izin itu.", None)),
    ],
)
def test_direct_speech(text: str, told: tuple[str, str | None]) -> None:
    assert tell(text, RUDI) == [(["Rudi Hartono"], *told)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rudi Hartono mengatakan bahwa jalan ditutup.", ("jalan ditutup", "mengatakan")),
        ("Rudi Hartono mengatakan, jalan ditutup.", ("jalan ditutup", "mengatakan")),
        ("Rudi Hartono mengatakan jalan ditutup.", ("jalan ditutup", "mengatakan")),
        ("Rudi Hartono juga kembali menegaskan jalan ditutup.", ("jalan ditutup", "menegaskan")),
        ("Jalan ditutup, kata Rudi Hartono.", ("Jalan ditutup", "kata")),
        ("Jalan itu, lanjut Rudi Hartono, akan ditutup.", ("Jalan itu … akan ditutup", "lanjut")),
        ("Selain itu, imbuh Rudi Hartono, jalan ditutup.", ("jalan ditutup", "imbuh")),
        (
            "Jalan ditutup bertahap, ujar Rudi Hartono, agar warga tidak kaget.",
            ("Jalan ditutup bertahap … agar warga tidak kaget", "ujar"),
        ),
        ("Menurut Rudi Hartono, jalan ditutup.", ("jalan ditutup", "Menurut")),
        ("Jalan itu menurut Rudi Hartono akan ditutup.", ("Jalan itu … akan ditutup", "menurut")),
        ("Dikatakan Rudi Hartono, jalan ditutup.", ("jalan ditutup", "Dikatakan")),
        ("Jalan itu, diharapkan Rudi Hartono, segera dibuka.", ("Jalan itu … segera dibuka", "diharapkan")),
        ("Kebijakan itu dinilai Rudi Hartono tidak adil.", ("Kebijakan itu … tidak adil", "dinilai")),
        (
            "Jalan ditutup mulai Senin. Hal itu disampaikan oleh Rudi Hartono.",
            ("Jalan ditutup mulai Senin", "disampaikan"),
        ),
        ("Jalan ditutup mulai Senin. Demikian diungkapkan Rudi Hartono.", ("Jalan ditutup mulai Senin", "diungkapkan")),
        ("Rudi Hartono meminta warga tidak panik.", ("warga tidak panik", "meminta")),
        ("Rudi Hartono mendesak pemerintah membuka data.", ("pemerintah membuka data", "mendesak")),
        ("Rudi Hartono berharap hujan reda.", ("hujan reda", "berharap")),
        ("Rudi Hartono mengecam tindakan itu.", ("tindakan itu", "mengecam")),
        ("Rudi Hartono menyambut baik keputusan hakim.", ("keputusan hakim", "menyambut baik")),
        (
            "Jika terbukti bersalah, Rudi Hartono menilai ia harus mundur.",
            ("Jika terbukti bersalah … ia harus mundur", "menilai"),
        ),
        ("Rudi Hartono mengatakan jalan ditutup, seperti dikutip kantor berita itu.", ("jalan ditutup", "mengatakan")),
        ("Jalan ditutup mulai Senin, demikian Rudi Hartono.", ("Jalan ditutup mulai Senin", "demikian")),
    ],
)
def test_indirect_speech(text: str, told: tuple[str, str]) -> None:
    assert tell(text, RUDI) == [(["Rudi Hartono"], *told)]


@pytest.mark.parametrize(
    "text",
    [
        "Rudi Hartono menjelaskan kronologi kejadian.",
        "Rudi Hartono enggan mengatakan siapa pelakunya.",
        "Rudi Hartono akan mengumumkan hasilnya besok.",
        "Menurut Pasal 12 undang-undang itu, Rudi Hartono wajib hadir.",
        "Dengan kata lain, Rudi Hartono kalah.",
        "Lebih lanjut, Rudi Hartono pergi ke pasar.",
        'Rudi "Gaplek" Hartono merilis lagu "Pulang Kampung" bersama Rudi Hartono.',
        "Rudi Hartono meminta maaf.",
        "Rudi Hartono mengatakan itu di hadapan warga.",
    ],
)
def test_no_statement(text: str) -> None:
    assert tell(text, RUDI) == []


def test_hearsay_has_no_speaker() -> None:
    assert tell("Rudi Hartono dikabarkan pindah ke kota lain.", RUDI) == [
        ([], "Rudi Hartono … pindah ke kota lain", "dikabarkan")
    ]


@pytest.mark.parametrize(
    ("text", "negative"),
    [
        ("Rudi Hartono membantah menerima uang.", True),
        ("Rudi Hartono tidak membantah bahwa ia menerima uang.", False),
        ("Rudi Hartono tidak mengatakan bahwa ia menerima uang.", True),
        ("Rudi Hartono mengatakan bahwa ia menerima uang.", False),
    ],
)
def test_polarity(text: str, negative: bool) -> None:
    told, _ = found(text, RUDI, {})
    assert [s.polarity == "negative" for s in told] == [negative]


def test_mixed_speech_holds_quoted_words() -> None:
    told, _ = found('Rudi Hartono menilai langkah itu "terlalu terburu-buru" dan perlu dikaji.', RUDI, {})
    assert [s.kind for s in told] == ["mixed"]


def test_two_cues_in_a_sentence_are_two_statements() -> None:
    assert tell("Rudi Hartono mengatakan jalan ditutup dan menegaskan jembatan tetap dibuka.", RUDI) == [
        (["Rudi Hartono"], "jalan ditutup", "mengatakan"),
        (["Rudi Hartono"], "jembatan tetap dibuka", "menegaskan"),
    ]


def test_a_statement_inside_another_is_marked() -> None:
    told, named = found('"Sari Dewi mengaku tidak kenal orang itu," kata Rudi Hartono.', BOTH, {})
    inner = next(s for s in told if s.inside)
    assert [named[s].name for s in inner.speakers] == ["Sari Dewi"]
    assert inner.inside == next(s.id for s in told if not s.inside)


def test_the_role_is_the_title_beside_the_speaker() -> None:
    told, _ = found('"Kami siap," kata Camat Sukamaju Rudi Hartono. Rudi mengatakan jalan ditutup.', RUDI, {})
    assert [s.role for s in told] == ["Camat Sukamaju", "Camat Sukamaju"]


def test_medium_and_addressee() -> None:
    bodies: Names = {"Kabar Kita": (), "Warta Esok": ()}
    told, named = found('"Kami siap," kata Rudi Hartono kepada Warta Esok, dikutip dari Kabar Kita.', RUDI, bodies)
    assert [(named[s.via or ""].name, named[s.addressee or ""].name) for s in told] == [("Kabar Kita", "Warta Esok")]
    told, named = found("Rudi Hartono meminta kepada Warta Esok agar berita itu dihapus.", RUDI, bodies)
    assert [(s.via, named[s.addressee or ""].name) for s in told] == [(None, "Warta Esok")]
    told, named = found('"Kami siap," kata Rudi Hartono kepada wartawan.', RUDI, {})
    assert [named[s.addressee or ""].type for s in told] == ["Unnamed"]


def test_a_transcript_gives_the_answers() -> None:
    text = "Wartawan: Kapan proyek ini selesai?\nRudi Hartono: Kami targetkan akhir tahun. Paling lambat Mei."
    assert tell(text, RUDI) == [(["Rudi Hartono"], "Kami targetkan akhir tahun. Paling lambat Mei.", None)]


def test_boilerplate_says_nothing() -> None:
    text = 'Hujan turun.\nBaca juga: Rudi Hartono: "Banjir Segera Surut"\nAngin reda.'
    assert tell(text, RUDI) == []


def test_a_cue_that_scraping_clipped() -> None:
    assert tell("Rudi Hartono mengataka. jalan ditutup sejak pagi.", RUDI) == [
        (["Rudi Hartono"], "jalan ditutup sejak pagi", "mengataka")
    ]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                '"',
                "“",
                "”",
                "kata",
                "Rudi",
                "mengatakan",
                ",",
                ".",
                "\n",
                "bahwa",
                "menurut",
                "dia",
                "ia",
                "hal itu",
                "disampaikan",
                "kepada",
                "yang",
                "dan",
                "membantah",
                "-nya",
            ]
        ),
        max_size=40,
    )
)
def test_any_text_gives_spans_inside_it_that_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    told, _ = found(text, {"Rudi": ()}, {})
    for statement in told:
        spans = sorted(statement.content)
        assert all(0 <= s < e <= len(text) for s, e in spans)
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
        assert statement.cue is None or not any(s < statement.cue[1] and statement.cue[0] < e for s, e in spans)


def test_hostile_text_takes_no_time() -> None:
    for part in (
        '"a b c d," kata ',
        "kata dia, ",
        "menurut ",
        "mengatakan bahwa ",
        "polisi mengatakan x ",
        "A, B dan ",
    ):
        text = part * (200_000 // len(part))
        known = (Entity(id="e1", type="Person", name="B", mentions=((3, 4),)),)
        p = prose(text)
        began = time.process_time()
        statements.find(p, known, ())
        assert (
            time.process_time() - began < 15
        )  # a guard against superlinear work on any machine; speed itself is for benchmarks


def test_told_order_is_text_order() -> None:
    told: list[Told] = tell('"Satu dua tiga," kata Rudi Hartono. Sari Dewi mengatakan jalan ditutup.', BOTH)
    assert [who for who, _, _ in told] == [["Rudi Hartono"], ["Sari Dewi"]]
