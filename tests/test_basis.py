"""The rules of said and so that need no more than one record."""

from __future__ import annotations

from kg.basis import fact_bases, fact_polarities, statement_bases
from kg.model import Record
from tests.made import Made

TEXT = (
    'Kepala Badan Sungai Sari Wuri mengatakan, "Badan Sungai berfokus pada Kali Biru. Budi Warko berkata '
    'air naik dan Sari Wuri berkata kami siap." Budi Warko membantah bertemu Sari Wuri.'
)


def made() -> Made:
    return Made(TEXT)


def bases(record: Record) -> dict[str, str]:
    return dict(statement_bases(record))


def facts(record: Record) -> dict[str, str]:
    return dict(fact_bases(record, statement_bases(record)))


def test_outermost_statements_are_asserted() -> None:
    m = made()
    m.s("Badan Sungai berfokus pada Kali Biru", m.e("Person", "Sari Wuri"))
    assert bases(m.record) == {"s1": "asserted"}


def test_a_statement_inside_anothers_is_claimed_and_inside_ones_own_self_reported() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    outer = m.s("Badan Sungai berfokus pada Kali Biru. Budi Warko berkata air naik", sari)
    m.s("air naik", budi, inside=outer)
    m.s("kami siap", sari, inside=outer)
    assert bases(m.record) == {"s1": "asserted", "s2": "claimed", "s3": "self_reported"}


def test_a_statement_without_speaker_inside_another_is_claimed() -> None:
    m = made()
    outer = m.s("Badan Sungai berfokus pada Kali Biru. Budi Warko berkata air naik", m.e("Person", "Sari Wuri"))
    m.s("air naik", inside=outer)
    assert bases(m.record)["s2"] == "claimed"


def test_inside_a_claimed_statement_everything_is_claimed() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    outer = m.s("Badan Sungai berfokus pada Kali Biru. Budi Warko berkata air naik dan Sari Wuri", sari)
    middle = m.s("air naik dan Sari Wuri", budi, inside=outer)
    m.s("air naik", budi, inside=middle)
    assert bases(m.record)["s3"] == "claimed"


def test_a_fact_outside_statements_is_asserted() -> None:
    m = made()
    m.f(m.e("Person", "Budi Warko"), "met", m.e("Person", "Sari Wuri"), "Budi Warko membantah bertemu Sari Wuri")
    assert facts(m.record) == {"f1": "asserted"}


def test_a_speaker_reports_of_himself_and_of_the_body_he_speaks_for() -> None:
    m = made()
    sari, body, river = m.e("Person", "Sari Wuri"), m.e("Organization", "Badan Sungai"), m.e("Place", "Kali Biru")
    said = m.s("Badan Sungai berfokus pada Kali Biru", sari)
    focus = m.f(body, "focuses_on", river, "Badan Sungai berfokus pada Kali Biru", statement=said)
    assert facts(m.record)[focus] == "claimed"
    m.f(sari, "affiliated_with", body, "Kepala Badan Sungai Sari Wuri")
    assert facts(m.record)[focus] == "self_reported"


def test_an_affiliation_that_is_itself_only_said_or_denied_does_not_count() -> None:
    m = made()
    sari, body, river = m.e("Person", "Sari Wuri"), m.e("Organization", "Badan Sungai"), m.e("Place", "Kali Biru")
    said = m.s("Badan Sungai berfokus pada Kali Biru", sari)
    focus = m.f(body, "focuses_on", river, "Badan Sungai berfokus pada Kali Biru", statement=said)
    m.f(sari, "affiliated_with", body, "Badan Sungai", statement=said)
    m.f(sari, "affiliated_with", body, "Kepala Badan Sungai Sari Wuri", polarity="negative")
    assert facts(m.record)[focus] == "claimed"


def test_each_of_several_speakers_must_speak_for_the_subject() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    body, river = m.e("Organization", "Badan Sungai"), m.e("Place", "Kali Biru")
    said = m.s("Badan Sungai berfokus pada Kali Biru", sari, budi)
    focus = m.f(body, "focuses_on", river, "Badan Sungai berfokus pada Kali Biru", statement=said)
    m.f(sari, "affiliated_with", body, "Kepala Badan Sungai Sari Wuri")
    assert facts(m.record)[focus] == "claimed"


def test_a_fact_of_a_claimed_or_unattributed_statement_is_claimed() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    outer = m.s("Badan Sungai berfokus pada Kali Biru. Budi Warko berkata air naik dan Sari Wuri", sari)
    inner = m.s("air naik dan Sari Wuri", budi, inside=outer)
    one = m.f(budi, "supports", sari, "Sari Wuri", statement=inner)
    nobody = m.s("kami siap")
    two = m.f(budi, "supports", sari, "kami siap", statement=nobody)
    assert facts(m.record) == {one: "claimed", two: "claimed"}


def test_polarity_is_negative_in_a_denial_or_where_the_fact_is_negated() -> None:
    m = made()
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    denied = m.s("bertemu Sari Wuri", budi, cue="membantah", polarity="negative")
    one = m.f(budi, "met", sari, "bertemu Sari Wuri", statement=denied)
    two = m.f(budi, "met", sari, "Budi Warko membantah bertemu Sari Wuri", polarity="negative")
    three = m.f(budi, "met", sari, "Budi Warko membantah bertemu Sari Wuri")
    assert fact_polarities(m.record) == {one: "negative", two: "negative", three: "positive"}
