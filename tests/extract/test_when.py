import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.prose import prose
from kg.extract.when import dates_in, reference_day
from kg.model import Document

PUBLISHED = "2025-06-19"  # a Thursday


def found(text: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(text[d.span[0] : d.span[1]], d.value) for d in dates_in(prose(text), published)]


def values(text: str, published: str | None = PUBLISHED) -> list[str]:
    return [value for _, value in found(text, published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("kata Bupati di kantornya, Rabu (18/6/2025).", "2025-06-18"),
        ("kata Bupati di kantornya, Rabu (18/06).", "2025-06-18"),
        ("kata Bupati di kantornya, Rabu (18/6 / 2025).", "2025-06-18"),
        ("kata Bupati di kantornya, Rabu(18/6/25) malam WIB.", "2025-06-18"),
        ("kata Bupati di kantornya, Rabu malam (18 /6).", "2025-06-18"),
        ("kata Bupati di kantornya, (18/6).", "2025-06-18"),
        ("kata Bupati, Rabu (18-6-2025).", "2025-06-18"),
        ("kata Bupati, Jum'at, 11 April 2025.", "2025-04-11"),
        ("kata Bupati pada Jumat 11 April.", "2025-04-11"),
        ("kata Bupati pada 11 Apr 2025.", "2025-04-11"),
        ("kata Bupati, Senin (30/12).", "2024-12-30"),
        ("kata Bupati, Senin.", "2025-06-16"),
        ("kata Bupati, Senin malam.", "2025-06-16"),
        ("kata Bupati, Kamis.", "2025-06-19"),
        ("kata Bupati, Kamis lalu.", "2025-06-12"),
        ("kata Bupati, Selasa pekan lalu.", "2025-06-10"),
        ("Acara itu digelar Selasa mendatang.", "2025-06-24"),
        ("Acara itu digelar Jumat pekan ini.", "2025-06-20"),
        ("Acara pada 16 s.d. 18 Juni 2025 itu ramai.", "2025-06"),
        ("kata Bupati, Minggu.", "2025-06-15"),
        ("kata Bupati, kemarin.", "2025-06-18"),
        ("kata Bupati tadi malam.", "2025-06-18"),
        ("kata Bupati, hari ini.", "2025-06-19"),
        ("Rapat dilanjutkan lusa.", "2025-06-21"),
        ("Acara pada 11-13 November 2025 itu ramai.", "2025-11"),
        ("Ia dilantik pada April 2025.", "2025-04"),
        ("Ia dilantik pada Maret lalu.", "2025-03"),
        ("Ia dilantik pada September silam.", "2024-09"),
        ("Ia dilantik pada tahun 2019.", "2019"),
        ("Surat bertanggal 2025-04-11 itu.", "2025-04-11"),
    ],
)
def test_dates(text: str, value: str) -> None:
    assert values(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Minggu ini harga naik.",
        "Sudah dua minggu ia sakit.",
        "Beberapa waktu lalu ia sakit, pekan lalu ia sembuh.",
        "Ia tinggal di Pasar Minggu.",
        "Umat merayakan Jumat Agung dan Rabu Abu.",
        "Layanan buka setiap Senin hingga Jumat.",
        "Warga menunaikan salat Jumat.",
        "Timnas menang 3/1 dan 2-1 (1/4 final), lalu 21-19.",
        "Undang-Undang Nomor 12/2011 dan PMK 147/PMK.010/2016.",
        "Ia kini 35 tahun, harganya Rp 2.025.",
        "Pada 31/2/2025 tidak ada apa-apa.",
        "Pada 31 April 2025 tidak ada apa-apa.",
        "Mei tampil bersama April dan Juni.",
        "Nilainya 45 (99/100).",
        "Pukul 10.30 WIB acara dimulai.",
    ],
)
def test_no_dates(text: str) -> None:
    assert values(text) == []


def test_the_span_holds_weekday_and_time_of_day() -> None:
    assert found("ujarnya, Sabtu (14/6/2025) malam WIB.") == [("Sabtu (14/6/2025) malam WIB", "2025-06-14")]


def test_a_date_after_a_counted_day_says_it_exactly() -> None:
    assert values("ujarnya kemarin (17/6).") == ["2025-06-17"]


def test_the_year_comes_from_a_bare_year_of_publication() -> None:
    assert values("ujarnya, Rabu (18/6).", "2024") == ["2024-06-18"]
    assert values("ujarnya, Rabu.", "2024") == []


def test_without_publication_the_weekday_decides_between_years_of_the_text() -> None:
    assert values("Menjelang Piala Dunia 2018, ujarnya, Rabu (13/6).", None) == ["2018-06-13"]
    assert values("Menjelang Piala Dunia 2018, ujarnya, Kamis (14/12).", None) == ["2017-12-14"]
    assert values("Ujarnya, Rabu (13/6).", None) == []


def test_without_publication_the_year_of_another_date_serves() -> None:
    assert values("Ia tiba Minggu (30/7/2017), setelah 16 Juli.", None) == ["2017-07-30", "2017-07-16"]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://contoh.id/berita/2018/02/21/145212/judul", "2018-02-21"),
        ("https://contoh.id/nasional/20161219181326-20-180784/judul", "2016-12-19"),
        ("https://contoh.id/berita/read/20170208/316051/judul", "2017-02-08"),
        ("https://contoh.id/berita/17/09/07/ovwc9w-judul", "2017-09-07"),
        ("https://contoh.id/berita/652677/judul-2017", None),
    ],
)
def test_the_day_in_the_url(url: str, day: str | None) -> None:
    assert reference_day(Document(id="a", text="", url=url)) == day
    assert reference_day(Document(id="a", text="", url=url, published="2018")) == (day or "2018")
    assert reference_day(Document(id="a", text="", url=url, published="2019-01-02T03:04+07:00")) == "2019-01-02"
    assert reference_day(Document(id="a", text="", url=url, published="Thursday, 3 January 2019")) == "2019-01-03"
    assert reference_day(Document(id="a", text="", url=url, published="some other day")) == day


@given(
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.integers(-180, 180),
    st.sampled_from(["({0.day}/{0.month})", "({0.day:02}/{0.month:02}/{0.year})"]),
)
def test_a_weekday_with_its_date_is_that_day(published: date, distance: int, form: str) -> None:
    day = published + timedelta(distance)
    weekday = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"][day.weekday()]
    text = f"kata dia, {weekday} {form.format(day)}."
    assert values(text, published.isoformat()) == [day.isoformat()]


@given(st.text(alphabet="SeninMgu 0123456789/()-.,\n", max_size=120))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    dates = dates_in(prose(text), PUBLISHED)
    assert all(0 <= d.span[0] < d.span[1] <= len(text) for d in dates)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(dates))


@pytest.mark.parametrize("unit", ["Rabu (18/6/2025) ", "Rabu kemarin lalu ", "Minggu (", "18 Juni ", "1/", "12-"])
@pytest.mark.parametrize("published", [PUBLISHED, None])
def test_hostile_texts_take_linear_time(unit: str, published: str | None) -> None:
    article = prose(unit * (200_000 // len(unit)))
    start = time.process_time()
    dates_in(article, published)
    assert (
        time.process_time() - start < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks
