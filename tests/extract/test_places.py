import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import toponyms
from kg.extract.places import locate
from kg.extract.prose import prose
from kg.model import Document, Entity, Span


def located(marked: str, published: str | None = "2025-06-19") -> dict[str, Entity]:
    """The places of a text in which they stand in brackets, by name; equal names are one entity."""
    text = ""
    mentions: dict[str, list[Span]] = {}
    for piece in re.split(r"(\[[^\]]+\])", marked):
        plain = piece.strip("[]") if piece.startswith("[") else piece
        if piece.startswith("["):
            mentions.setdefault(plain, []).append((len(text), len(text) + len(plain)))
        text += plain
    entities = [
        Entity(id=f"e{n}", type="Place", name=name, mentions=tuple(spans))
        for n, (name, spans) in enumerate(mentions.items(), 1)
    ]
    out = locate(prose(text), entities, Document(id="a", text=text, published=published))
    assert [e.id for e in out] == [e.id for e in entities]
    return {e.name: e for e in out}


def codes(marked: str, published: str | None = "2025-06-19") -> list[str | None]:
    return [e.place_code for e in located(marked, published).values()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warga [Jakarta] dan [DKI Jakarta] antre.", ["31", "31"]),
        ("Hujan turun di [Jakarta Utara] dan [Jaksel].", ["31.72", "31.74"]),
        ("Gempa terasa di [NTB], [Sulut], dan [Kepri].", ["52", "71", "21"]),
        ("Banjir melanda [Provinsi Sumatera Barat].", ["13"]),
        (
            "Rapat di [Papua Selatan], [Papua Tengah], [Papua Pegunungan] dan [Papua Barat Daya].",
            ["93", "94", "95", "96"],
        ),
        ("Kapal tiba di [Raja Ampat], [Papua Barat Daya].", ["96.03", "96"]),
        ("Distrik [Wamena], [Kabupaten Jayawijaya], gelap.", ["95.01.01", "95.01"]),
        ("Warga [Kampung Honelama], Distrik [Wamena], [Jayawijaya].", ["95.01.01.2002", "95.01.01", "95.01"]),
        ("Hujan di [Medan], [Palu] dan [Biak].", ["12.71", "72.71", "91.06"]),
        ("Ia lahir di [Merauke] dan bekerja di [Nabire].", ["93.01", "94.01"]),
        ("Ia pindah dari [Solo] ke [Bandarlampung].", ["33.72", "18.71"]),
        ("Pabrik di [Kabupaten Gunung Kidul] tutup.", ["34.03"]),
        ("Warga [Jepang] dan [Korsel] datang ke [Indonesia].", ["JP", "KR", "ID"]),
        ("Ia belajar di [AS], [Inggris] dan [Tiongkok].", ["US", "GB", "CN"]),
    ],
)
def test_areas_and_countries(text: str, expected: list[str | None]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warga [Bandung] menanam pohon.", ["32.73"]),
        ("Wali Kota Bandung datang; warga [Bandung] menanam pohon.", ["32.73"]),
        ("Toko ada di [Surabaya], [Bandung], [Bali].", ["35.78", "32.73", "51"]),
        ("Bupati [Bandung] menanam pohon.", ["32.04"]),
        ("Bupati Bandung datang. Warga [Bandung] menanam pohon.", ["32.04"]),
        ("Banjir merendam [Soreang], [Bandung].", ["32.04.37", "32.04"]),
        ("Banjir merendam [Cibiru], [Bandung].", ["32.73.25", "32.73"]),
        ("Pencuri ditangkap di [Kecamatan Bandung], [Kabupaten Tulungagung].", ["35.04.17", "35.04"]),
        ("Kebakaran di [Bandung], [Tulungagung].", ["35.04.17", "35.04"]),
        ("Jalan di [Kabupaten Bogor] rusak, di [Kota Bogor] tidak.", ["32.01", "32.71"]),
        ("Vila di [Cisarua], [Bogor], penuh.", ["32.01.25", "32.01"]),
        ("Pemkab [Sorong] dan Pemkot [Kota Sorong] bertemu.", ["96.01", "96.71"]),
    ],
)
def test_kabupaten_or_kota(text: str, expected: list[str | None]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Api membakar rumah di [Kelapa Gading], [Jakarta Utara].", ["31.72.06", "31.72"]),
        ("Api membakar rumah di [Bangka], [Mampang Prapatan].", ["31.74.03.1002", "31.74.03"]),
        ("Warga [Desa Jepang], [Kecamatan Mejobo], [Kabupaten Kudus].", ["33.19.05.2002", "33.19.05", "33.19"]),
        ("Di [Menteng], [Jakarta Pusat], jalan ditutup.", ["31.71.06", "31.71"]),
        ("Di [Pasar Minggu], [Jakarta Selatan], jalan ditutup.", ["31.74.04", "31.74"]),
        ("Warga [Kota Padang] dan [Kotabaru].", ["13.71", "63.02"]),
        ("Di [Kelurahan Menteng], [Jakarta Pusat], jalan ditutup.", ["31.71.06.1001", "31.71"]),
        ("[Lenteng Agung] macet, juga bagian lain [Jakarta Selatan].", ["31.74.09.1004", "31.74"]),
        ("Kebun di [Kecamatan Kaliangkrik] di [Kabupaten Magelang] subur.", ["33.08.13", "33.08"]),
        ("Toko di [Padangsidempuan], [Sumatera Utara], tutup.", ["12.77", "12"]),
        ("Toko di [Dawar Blandhong], [Kabupaten Mojokerto], tutup.", ["35.16.17", "35.16"]),
        ("Warga [Desa Sumberwuluhh], [Kecamatan Dawarblandong], [Mojokerto].", ["35.16.17.2003", "35.16.17", "35.16"]),
    ],
)
def test_smaller_areas_by_their_company(text: str, expected: list[str | None]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Warga [Sukamaju] menanam pohon.",
        "Warga [Desa Sukamaju] menanam pohon.",
        "Macet di [Kuningan], [Jakarta].",
        "Hotel di [Senayan], [Jakarta Pusat].",
        "Ia tinggal di [Jalan Surabaya], [Jakarta Pusat].",
        "Laga di [Stadion Bandung Lautan Api], [Jakarta].",
        "Ia turun di [Stasiun Manggarai], [Jakarta Selatan].",
        "Warga [Papua] merayakannya.",
        "Kejadian di [Madura] dan [Cilacap].",
        "Vila di [Puncak], [Jawa Barat].",
        "Warga [Papua] di [Mimika] merayakannya.",
        "Penduduk [Jawa] dan [Sumatra].",
        "Pelabuhan di [Pulau Bintang Jauh].",
    ],
)
def test_undecided_names_and_venues_have_no_code(text: str) -> None:
    assert next(iter(located(text).values())).place_code is None


def test_papua_was_one_province_before_it_was_divided() -> None:
    assert codes("Gubernur baru untuk warga [Papua].", "2017-03-01") == ["91"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rapat di [Paris], [Prancis].", ["geonames:2988507", "FR"]),
        ("Sidang digelar di [London].", ["geonames:2643743"]),
        ("Jemaah tiba di [Madinah], [Arab Saudi].", ["geonames:109223", "SA"]),
        ("Ia tampil di [Osaka], lalu pulang.", ["geonames:1853909"]),
        ("Kebakaran di [Springfield].", [None]),
        ("Kunjungan ke [Roma] dan [NTT].", ["geonames:3169070", "53"]),
    ],
)
def test_towns_abroad(text: str, expected: list[str | None]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ("Rapat di [Balai Kota DKI Jakarta].", "31"),
        ("Rapat di [Gedung Merdeka], [Bandung].", "32.73"),
        ("Rapat di [Gedung DPR], [Kompleks Parlemen], [Jakarta Pusat].", "31.71"),
        ("Laga di [Stadion Suita], [Osaka], [Jepang].", "JP"),
        ("Warga [Madura] dan [Surabaya].", "35"),
        ("Pelayat memenuhi [Hotel Anggrek Biru] dan jalan lain di [Kota Malang].", "35.73"),
        ("Pelayat memenuhi [Hotel Anggrek Biru]; bus dari [Malang] dan [Medan] tiba.", None),
    ],
)
def test_where_venues_lie(text: str, within: str | None) -> None:
    assert next(iter(located(text).values())).within == within


def test_a_body_named_as_a_place_lies_where_the_text_says() -> None:
    text = "Ia ditahan di Polsek Cempaka, Medan."
    body = Entity(id="e1", type="Organization", name="Polsek Cempaka", mentions=((14, 28),))
    town = Entity(id="e2", type="Place", name="Medan", mentions=((30, 35),))
    assert [e.within for e in locate(prose(text), [body, town], Document(id="a", text=text))] == ["12.71", None]


def test_other_entities_are_left_alone() -> None:
    text = "Bandung Raya menang."
    club = Entity(id="e1", type="Organization", name="Bandung Raya", mentions=((0, 12),))
    assert locate(prose(text), [club], Document(id="a", text=text)) == (club,)


@given(st.lists(st.text(min_size=1, max_size=20).filter(lambda t: not set(t) & set("[]")), max_size=6))
def test_any_names_are_survived(names: list[str]) -> None:
    located(", ".join(f"[{name}]" for name in names))


def test_thousands_of_names_take_little_time() -> None:
    names = [name for name in toponyms.areas().values() if "[" not in name][:3000]
    marked = ", ".join(f"[{name}]" for name in names)
    start = time.process_time()
    located(marked)
    assert (
        time.process_time() - start < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks
