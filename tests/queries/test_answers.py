"""Answers over the small graph by hand, each row of which was worked out on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.ask import ask
from kg.catalogue import questions
from tests.queries.cases import CASES, B


def cells(graph: Path, name: str, parameters: dict[str, str], columns: str) -> list[tuple[Any, ...]]:
    answer = ask(name, parameters, graph)
    at = [answer.columns.index(column) for column in columns.split()]
    return [tuple(_short(row[i]) for i in at) for row in answer.rows]


def _short(value: Any) -> Any:
    return value.removeprefix(B) if isinstance(value, str) else value


def statements(graph: Path, **parameters: str) -> list[str]:
    return [row[0] for row in cells(graph, "who-said-what-where", parameters, "statement")]


def test_every_question_is_asked() -> None:
    assert {name for name, _ in CASES} == set(questions())


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=str)
def test_rows_have_the_columns_of_the_header_and_no_row_comes_twice(
    small: Path, name: str, parameters: dict[str, str]
) -> None:
    answer = ask(name, parameters, small)
    assert answer.columns == questions()[name].columns
    assert all(len(row) == len(answer.columns) for row in answer.rows)
    assert len(set(answer.rows)) == len(answer.rows)


def test_a_whole_row_of_who_said_what_where(small: Path) -> None:
    (row,) = ask("who-said-what-where", {"said_at": "jabar"}, small).rows
    assert row == (
        "Bima Prakoso",
        B + "person/bima",
        "Kepala Basarnas",
        "direct",
        "Air sudah surut",
        "2025-02-09",
        "2025-02-10T08:00:00+07:00",
        "Gedung Sate",
        B + "place/gedung",
        "satu-1",
        B + "article/a",
        "Satu",
        B + "publisher/satu.com",
        "https://satu.com/banjir",
        B + "statement/s1",
    )


def test_latest_day_first_one_row_per_speaker_unresolved_as_null(small: Path) -> None:
    # s3, which is only allegedly said, has no row; s7 has no day
    assert cells(small, "who-said-what-where", {}, "statement speaker article publisher") == [
        ("statement/s4", "Sari Wulandari", "dua-1", "Dua"),
        ("statement/s5", "seorang warga", "dua-1", "Dua"),
        ("statement/s6", None, "dua-1", "Dua"),
        ("statement/s8", "seorang warga", "antara-1", "ANTARA"),
        ("statement/s1", "Bima Prakoso", "satu-1", "Satu"),
        ("statement/s2", "Bima Prakoso", "satu-1", "Satu"),
        ("statement/s2", "Sari Wulandari", "satu-1", "Satu"),
        ("statement/s7", "Bima Prakoso", "catatan", None),
    ]


def test_a_joint_statement_is_found_by_either_speaker(small: Path) -> None:
    assert statements(small, speaker="sari") == ["statement/s4", "statement/s2"]
    assert statements(small, speaker="bima prakoso") == ["statement/s1", "statement/s2", "statement/s7"]


def test_a_place_holds_what_is_inside_it(small: Path) -> None:
    assert statements(small, about_place="indonesia") == [
        "statement/s4",
        "statement/s5",
        "statement/s6",
        "statement/s1",
    ]
    assert statements(small, about_place="32.73") == ["statement/s4", "statement/s5", "statement/s1"]
    assert statements(small, said_at="Jawa Barat") == ["statement/s1"]
    assert statements(small, said_at=B + "place/gedung-lama") == ["statement/s1"]


def test_time_filters_keep_what_overlaps(small: Path) -> None:
    assert statements(small, since="2025-02-28", until="2025-02-28") == ["statement/s2", "statement/s2"]
    assert statements(small, until="2025-02-01") == ["statement/s2", "statement/s2"]
    assert (
        statements(small, since="2025-02-12") == ["statement/s4", "statement/s5", "statement/s6"] + ["statement/s2"] * 2
    )


def test_text_is_found_in_any_case(small: Path) -> None:
    assert statements(small, text="SUDAH surut") == ["statement/s4", "statement/s1", "statement/s7"]


def test_filters_narrow_together(small: Path) -> None:
    everything = {"speaker": "sari", "text": "air", "about_place": "bandung", "publisher": "Dua", "since": "2025"}
    assert statements(small, **everything) == ["statement/s4"]
    assert statements(small, **everything, said_at="jabar") == []


def test_who_met_whom_in_either_direction(small: Path) -> None:
    columns = "one other date place article"
    sari, basarnas = "Sari Wulandari", "Badan SAR Nasional"
    assert cells(small, "who-met-whom", {"person": "sari"}, columns) == [
        (sari, basarnas, None, None, "dua-1"),
        (sari, basarnas, "2025-02-08", "Gedung Sate", "satu-1"),
    ]
    assert cells(small, "who-met-whom", {}, columns) == [
        (basarnas, sari, None, None, "dua-1"),
        (basarnas, sari, "2025-02-08", "Gedung Sate", "satu-1"),
    ]
    assert cells(small, "who-met-whom", {"person": 'jose "jo" d\'avila'}, columns) == []  # denied


def test_focus_areas_name_the_speaker_who_says_so_of_himself_else_the_publisher(small: Path) -> None:
    assert cells(small, "focus-areas", {"organization": "BASARNAS"}, "focus basis source article") == [
        ("Jawa Barat", "asserted", "Dua", "dua-1"),
        ("Kota Bandung", "self_reported", "Bima Prakoso", "satu-1"),
    ]


def test_positions_with_the_days_that_are_known(small: Path) -> None:
    assert cells(small, "positions", {}, "person title first_date last_date articles") == [
        ("Bima Prakoso", "Kepala Badan SAR Nasional", "2024-01-01", "2025-02-10", 2),
        ("Sari Wulandari", "Ketua RW", None, None, 1),
    ]
    assert cells(small, "positions", {"on": "2024"}, "person last_date") == [("Bima Prakoso", "2024-12-31")]


def test_people_of_an_organisation_leave_out_who_is_only_claimed_to_belong_to_it(small: Path) -> None:
    assert cells(small, "people-of", {"organization": "basarnas"}, "person title articles") == [
        ("Bima Prakoso", "Kepala Badan SAR Nasional", 2)
    ]


def test_counts_are_of_distinct_things(small: Path) -> None:
    assert cells(small, "most-quoted", {}, "speaker statements articles") == [
        ("Bima Prakoso", 3, 2),
        ("Sari Wulandari", 2, 2),
        ("seorang warga", 2, 2),
    ]
    assert cells(small, "who-quotes-whom", {"publisher": "dua.id"}, "publisher speaker statements") == [
        ("Dua", "Sari Wulandari", 1),
        ("Dua", "seorang warga", 1),
    ]
    assert cells(small, "co-quoted", {"speaker": "sari"}, "other articles") == [
        ("Bima Prakoso", 1),
        ("seorang warga", 1),
    ]
    assert cells(small, "places-in-the-news", {}, "place statements articles") == [
        ("Jawa Barat", 4, 2),
        ("Indonesia", 4, 2),
        ("Kota Bandung", 3, 2),
        ("Gedung Sate", 2, 2),
    ]
    assert cells(small, "places-in-the-news", {"level": "kota"}, "place") == [("Kota Bandung",)]


def test_claims_name_their_claimants_and_denials(small: Path) -> None:
    assert cells(small, "claims", {}, "claimant subject predicate object polarity basis") == [
        ("seorang warga", "José “Jo” D'Ávila", "met", "Sari Wulandari", "negative", "claimed"),
        ("Bima Prakoso", "Badan SAR Nasional", "focuses_on", "Kota Bandung", "positive", "self_reported"),
        ("Bima Prakoso", "Sari Wulandari", "affiliated_with", "Badan SAR Nasional", "positive", "claimed"),
    ]


def test_relayed_statements_have_a_row_per_speaker(small: Path) -> None:
    assert cells(small, "relayed", {"via": "antara"}, "via speaker statement") == [
        ("ANTARA", "Bima Prakoso", "statement/s2"),
        ("ANTARA", "Sari Wulandari", "statement/s2"),
    ]


def test_evidence_of_a_statement_a_relation_and_an_entity_by_an_old_uri(small: Path) -> None:
    columns = "article start end exact"
    assert cells(small, "evidence", {"uri": B + "statement/s2"}, columns) == [
        ("satu-1", 40, 45, "warga"),
        ("satu-1", 50, 62, "boleh pulang"),
    ]
    assert cells(small, "evidence", {"uri": B + "relation/r1"}, columns) == [
        ("satu-1", 0, 9, "Sari … B."),
        ("dua-1", 70, 80, "bertemu dg"),
    ]
    assert len(cells(small, "evidence", {"uri": B + "person/sari-lama"}, columns)) == 8


def test_quotes_that_were_printed_again_and_those_ascribed_to_different_speakers(small: Path) -> None:
    assert cells(small, "same-quote", {}, "said statements publishers sources first_published") == [
        ("Air sudah surut", 3, 2, 3, "2025-02-10T08:00:00+07:00"),
        ("Kami siaga", 2, 2, 2, "2025-02-11"),
    ]
    assert cells(small, "disputed-attribution", {}, "said speaker article") == [
        ("Air sudah surut", "Bima Prakoso", "satu-1"),
        ("Air sudah surut", "Sari Wulandari", "dua-1"),
        ("Air sudah surut", "Bima Prakoso", "catatan"),
    ]
