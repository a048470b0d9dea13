from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RecordError
from kg.gate import gate
from kg.model import Entity, Record, Statement
from tests.made import Made

TEXT = 'Gubernur Sari Wuri berkata, "Banjir surut di Kali Biru." Ia lalu bertemu Budi Warko. Baca juga: Budi Warko bertemu Sari'


def made() -> Made:
    return Made(TEXT)


def passed(m: Made, skipped: tuple[tuple[int, int], ...] = ()) -> Record:
    return gate(m.record, TEXT, skipped)


def reasons(record: Record) -> list[str]:
    return [rejection.reason for rejection in record.rejected]


def with_mentions(*mentions: tuple[int, int]) -> Record:
    record = made().record
    return msgspec.structs.replace(record, entities=(Entity(id="e1", type="Person", name="X", mentions=mentions),))


@pytest.mark.parametrize(
    ("mentions", "why"),
    [
        (((5, 5),), "is empty"),
        (((7, 3),), "is empty"),
        (((-1, 3),), "outside the text"),
        (((0, len(TEXT) + 1),), "outside the text"),
        (((0, 5), (4, 8)), "overlaps another"),
    ],
)
def test_a_record_with_a_broken_span_is_refused_whole(mentions: tuple[tuple[int, int], ...], why: str) -> None:
    with pytest.raises(RecordError, match=why):
        gate(with_mentions(*mentions), TEXT)


@given(st.lists(st.tuples(st.integers(-3, 130), st.integers(-3, 130)), max_size=4))
def test_what_passes_has_only_sound_spans(mentions: list[tuple[int, int]]) -> None:
    record = with_mentions(*mentions)
    try:
        passed = gate(record, TEXT)
    except RecordError:
        return
    ordered = sorted(passed.entities[0].mentions)
    assert all(0 <= start < end <= len(TEXT) for start, end in ordered)
    assert all(a[1] <= b[0] for a, b in zip(ordered, ordered[1:], strict=False))


def test_a_record_of_another_text_is_refused() -> None:
    with pytest.raises(RecordError, match="another text"):
        gate(made().record, TEXT + " ")


def test_unknown_and_repeated_ids_are_refused() -> None:
    m = made()
    m.s("Banjir surut", "e9")
    with pytest.raises(RecordError, match="unknown entity 'e9'"):
        passed(m)
    entity = Entity(id="e1", type="Person", name="X")
    with pytest.raises(RecordError, match="used twice"):
        gate(msgspec.structs.replace(made().record, entities=(entity, entity)), TEXT)


def test_content_may_not_touch_its_cue() -> None:
    m = made()
    m.s('berkata, "Banjir', m.e("Person", "Sari Wuri"), cue="berkata")
    assert not passed(m).statements
    assert reasons(passed(m)) == ["content touches its cue"]


def test_content_may_not_touch_boilerplate() -> None:
    m = made()
    m.s("Budi Warko bertemu Sari", m.e("Person", "Sari Wuri"))
    assert len(passed(m).statements) == 1
    assert not passed(m, (m.span("Baca juga: Budi Warko bertemu Sari"),)).statements


def test_content_inside_anothers_must_say_so() -> None:
    m = made()
    sari = m.e("Person", "Sari Wuri")
    outer = m.s("Banjir surut di Kali Biru", sari)
    m.s("Banjir surut", sari)
    kept = m.s("di Kali Biru", sari, inside=outer)
    assert [s.id for s in passed(m).statements] == [outer, kept]


def test_of_two_statements_with_one_content_one_stays() -> None:
    m = made()
    sari = m.e("Person", "Sari Wuri")
    m.s("Banjir surut", sari)
    m.s("Banjir surut", sari)
    assert [s.id for s in passed(m).statements] == ["s1"]


def test_what_hangs_on_a_dropped_statement_goes_with_it() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    dropped = m.s('berkata, "Banjir surut di Kali Biru', sari, cue="berkata")
    m.s("Banjir surut", sari, inside=dropped)
    m.f(sari, "met", budi, "Ia lalu bertemu Budi Warko", statement=dropped)
    assert not passed(m).statements
    assert not passed(m).facts
    assert len(passed(m).rejected) == 3


def test_each_end_of_a_fact_stands_in_its_evidence() -> None:
    m = made()
    sari, budi, river = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko"), m.e("Place", "Kali Biru")
    m.f(sari, "visited", river, "Banjir surut di Kali Biru")
    m.f(budi, "visited", river, "Banjir surut di Kali Biru")
    assert not passed(m).facts
    assert "'Sari Wuri' does not stand in the evidence" in reasons(passed(m))[0]


def test_a_pronoun_stands_for_somebody_named_before() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    m.f(sari, "met", budi, "Ia lalu bertemu Budi Warko")
    assert len(passed(m).facts) == 1


def test_a_speakers_body_stands_behind_what_he_says() -> None:
    text = "Kepala Badan Sungai Sari Wuri menyebut tiga kawasan, antara lain Kali Biru, menjadi fokus."
    m = Made(text)
    sari, body, river = m.e("Person", "Sari Wuri"), m.e("Organization", "Badan Sungai"), m.e("Place", "Kali Biru")
    said = m.s("tiga kawasan, antara lain Kali Biru, menjadi fokus", sari, kind="indirect")
    m.f(body, "focuses_on", river, "tiga kawasan, antara lain Kali Biru, menjadi fokus", statement=said)
    assert not gate(m.record, text).facts
    m.f(sari, "affiliated_with", body, "Kepala Badan Sungai Sari Wuri")
    assert len(gate(m.record, text).facts) == 2


def test_a_literal_stands_in_its_evidence() -> None:
    m = made()
    sari = m.e("Person", "Sari Wuri")
    m.f(sari, "holds_position", "Gubernur", "Gubernur Sari Wuri")
    m.f(sari, "holds_position", "Bupati", "Gubernur Sari Wuri")
    assert [f.id for f in passed(m).facts] == ["f1"]


def test_the_gate_passed_twice_changes_nothing() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    m.s('berkata, "Banjir', sari, cue="berkata")
    m.f(budi, "met", sari, "Banjir surut")
    once = passed(m)
    assert gate(once, TEXT) == once


def test_the_gate_is_quick_on_a_text_full_of_statements() -> None:
    import time

    text = "air naik. " * 6000
    m = Made(text)
    statement = made_statement(m)
    many = tuple(msgspec.structs.replace(statement, id=f"s{n}", content=((n * 10, n * 10 + 8),)) for n in range(6000))
    record = msgspec.structs.replace(m.record, entities=(), statements=many)
    start = time.process_time()
    assert len(gate(record, text).statements) == 6000
    assert (
        time.process_time() - start < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks


def made_statement(m: Made) -> Statement:
    m.s("air naik")
    return m.record.statements[0]
