from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.dates import normalise_date
from kg.language import table

JAKARTA = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-18", "2025-06-18"),
        ("2025/06/18", "2025-06-18"),
        ("20250618", "2025-06-18"),
        ("2025-06-18 21:35:10", "2025-06-18T21:35:10+07:00"),
        ("2025-06-18T21:35:10.250+07:00", "2025-06-18T21:35:10+07:00"),
        ("2025-06-18T21:35+0700", "2025-06-18T21:35+07:00"),
        ("20250618T213510+0700", "2025-06-18T21:35:10+07:00"),
        ("2025-06-18T09:35:10Z", "2025-06-18T09:35:10+00:00"),
        ("Rabu, 18 Jun 2025 13:04 WIB", "2025-06-18T13:04+07:00"),
        ("Diperbarui 18 Jun 2025, 13:04 WIB", "2025-06-18T13:04+07:00"),
        ("Tayang: Senin, 9 Juni 2025 18:02 WITA", "2025-06-09T18:02+08:00"),
        ("Tayang: Senin, 9 Juni 2025 18:02 WIT", "2025-06-09T18:02+09:00"),
        ("10 Juni 2025 |12:15 WIB", "2025-06-10T12:15+07:00"),
        ("18 Juni 2025 | 20.04 WIB", "2025-06-18T20:04+07:00"),
        (",\xa0Jurnalis-Jum'at, 20 Juni 2025 |11:00 WIB", "2025-06-20T11:00+07:00"),
        ("Selasa, 10 Jun 2025 - 21:36 WIB_x0000_", "2025-06-10T21:36+07:00"),
        ("Selasa, 29 Januari 2019 / 18:53 WIB", "2019-01-29T18:53+07:00"),
        ("Kompas.com- 18/06/2025, 21:35 WIB", "2025-06-18T21:35+07:00"),
        ("Kompas.com- Diperbarui 19/06/2025, 10:25 WIB", "2025-06-19T10:25+07:00"),
        ("Jumat, 08/09/2017 | 11:28", "2017-09-08T11:28+07:00"),
        ("18.06.2025", "2025-06-18"),
        ("18-06-25", "2025-06-18"),
        ("10/21/2025 20:43", "2025-10-21T20:43+07:00"),
        ("9/3/2025 9:49", "2025-03-09T09:49+07:00"),
        ("Thursday, 07 September 2017", "2017-09-07"),
        ("September 7, 2017 3:05 PM", "2017-09-07T15:05+07:00"),
        ("Sept. 7th, 2017, 12:05 a.m.", "2017-09-07T00:05+07:00"),
        ("Thu, 07 Sep 2017 10:00:00 GMT", "2017-09-07T10:00:00+00:00"),
        ("07 Nopember 2017", "2017-11-07"),
        ("21.35 WIB, 18 Juni 2025", "2025-06-18T21:35+07:00"),
        ("21+January+2019", "2019-01-21"),
        ("Agustus 2017", "2017-08"),
        ("2017-08", "2017-08"),
        ("08/2017", "2017-08"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("1718690400", "2024-06-18T13:00:00+07:00"),
        ("1718690400000", "2024-06-18T13:00:00+07:00"),
    ],
)
def test_forms_of_outlets_feeds_and_spreadsheets(text: str, expected: str) -> None:
    assert normalise_date(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "None",
        "[]",
        "Tidak ditemukan",
        "3 jam lalu",
        "31 Februari 2025",
        "2025-13-40",
        "0001-01-01",
        "12345",
        "Pasal 3/2025/17",
    ],
)
def test_unreadable_is_none(text: str) -> None:
    assert normalise_date(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-08-16T20:33:15Z", "2025-08-17T03:33:15+07:00"),
        ("Selasa, 10 Juni 2025 00:08 WITA", "2025-06-09T23:08+07:00"),
        ("Tue, 31 Dec 2024 19:00:00 -0500", "2025-01-01T07:00:00+07:00"),
    ],
)
def test_the_day_is_the_day_in_jakarta(text: str, expected: str) -> None:
    assert normalise_date(text) == expected


MONTHS = st.sampled_from([(int(n), name) for n, names in table("dates")["months"].items() for name in names])
DAYS = st.integers(1, 28)
YEARS = st.integers(1990, 2049)


@given(DAYS, MONTHS, YEARS, st.sampled_from(["{0} {1} {2}", "Rabu, {0:02} {1} {2}", "{1} {0}, {2}", "{0}-{1}-{2}"]))
def test_months_in_words(day: int, month: tuple[int, str], year: int, form: str) -> None:
    for name in (month[1], month[1].capitalize(), month[1].upper()):
        assert normalise_date(form.format(day, name, year)) == date(year, month[0], day).isoformat()


@given(st.datetimes(datetime(1971, 1, 1), datetime(2199, 12, 30)), st.integers(-11, 13), st.sampled_from("T "))
def test_an_instant_is_kept(moment: datetime, hours: int, between: str) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    out = normalise_date(moment.isoformat(between))
    assert out is not None
    assert datetime.fromisoformat(out) == moment
    assert out[:10] == moment.astimezone(JAKARTA).date().isoformat()


@given(st.integers(1_000_000_000, 4_000_000_000))
def test_seconds_since_1970(seconds: int) -> None:
    out = normalise_date(str(seconds))
    assert out is not None
    assert datetime.fromisoformat(out).astimezone(UTC).timestamp() == seconds


@given(
    st.text(max_size=60)
    | st.from_regex(r"\d{1,4}[-/. ]\d{1,4}[-/. ]\d{1,4}[T ,|]*\d{1,2}[:.]\d{1,2}.{0,6}", fullmatch=True)
)
def test_whatever_comes_in_iso_or_none_comes_out(text: str) -> None:
    out = normalise_date(text)
    if out is not None:
        padded = out if len(out) > 7 else f"{out}-01-01"[:10]
        datetime.fromisoformat(padded)
        assert normalise_date(out) == out
