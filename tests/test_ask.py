from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.ask import ask
from kg.engines import serialise
from kg.errors import GraphError, QuestionError


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("who-meets-whom", {}, r"no question 'who-meets-whom' \(did you mean who-met-whom"),
        ("who-met-whom", {"persn": "Sari"}, r"who-met-whom has no parameter 'persn' \(did you mean person"),
        ("said-about", {}, "said-about needs entity: whom or what it is about"),
        ("said-about", {"entity": None}, "said-about needs entity"),
        ("who-met-whom", {"person": "Sari Wulandary"}, r"no entity is called 'Sari Wulandary' .* mean sari wulandari"),
        ("said-about-place", {"place": "Sari"}, "no place is called 'Sari'"),
        ("most-quoted", {"publisher": "Sari"}, "no publisher is called 'Sari'"),
        ("most-quoted", {"publisher": " "}, "no publisher is called ' '"),
        ("most-quoted", {"since": "11 April 2025"}, "since is a day like 2025-04-11"),
        ("most-quoted", {"since": "2025-13"}, "since is a day like"),
        ("most-quoted", {"until": "2025-02-30"}, "until is a day like"),
        ("most-quoted", {"until": "2025-04-11T10:00"}, "until is a day like"),
        ("most-quoted", {"until": "0000"}, "until is a day like"),
        ("places-in-the-news", {"level": "kabupaten"}, "level is one of negara, provinsi, kota, kecamatan, desa"),
        ("evidence", {"uri": "two words"}, "'two words' cannot be asked for"),
        ("same-quote", {"limit": "0"}, "limit is a whole number from 1"),
        ("same-quote", {"limit": "ten"}, "limit is a whole number from 1"),
        ("same-quote", {"offset": "-1"}, "offset is a whole number from 0"),
        ("who-said-what-where", {"text": "\ud800"}, "cannot be asked for"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    small: Path,
    name: str,
    parameters: dict[str, str | None],
    message: str,
) -> None:
    with pytest.raises(QuestionError, match=message) as caught:
        ask(name, parameters, small)
    assert "\n" not in str(caught.value)


def test_a_graph_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"no graph at .* make one with `kg build"):
        ask("same-quote", {}, tmp_path / "none.kg")


def test_names_are_found_in_any_spelling_of_their_key(small: Path) -> None:
    rows = ask("speaker-timeline", {"speaker": "Sari Wulandari"}, small).rows
    for spelling in ("  SARI   wulandari ", "ｓａｒｉ", "http://localhost:8737/person/sari"):
        assert ask("speaker-timeline", {"speaker": spelling}, small).rows == rows
    # no key has "sári", but it has one without the diacritic
    assert ask("speaker-timeline", {"speaker": "Sári"}, small).rows == rows


def test_an_ambiguous_name_answers_for_all_and_says_so(small: Path) -> None:
    answer = ask("who-said-what-where", {"speaker": "Bima"}, small)
    assert answer.rows
    assert answer.notes == (
        "'Bima' names 2: Bima Prakoso <http://localhost:8737/person/bima>, "
        "Bima Saputra <http://localhost:8737/person/bima2>",
    )


def test_a_publisher_and_an_organisation_of_one_name_are_not_ambiguous(small: Path) -> None:
    assert ask("relayed", {"via": "ANTARA"}, small).notes == ()
    assert ask("who-quotes-whom", {"publisher": "ANTARA"}, small).notes == ()


def test_limit_cuts_and_says_so_and_offset_goes_on(small: Path) -> None:
    everything = ask("who-said-what-where", {}, small)
    assert everything.notes == ()
    first = ask("who-said-what-where", {"limit": 3}, small)
    assert first.rows == everything.rows[:3]
    assert first.notes == ("only the first 3 rows are shown: --limit and --offset give others",)
    rest = ask("who-said-what-where", {"limit": len(everything.rows) - 3, "offset": "3"}, small)
    assert rest.rows == everything.rows[3:]
    assert rest.notes == ()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_asked_for(small: Path, text: str) -> None:
    rows = ask("who-said-what-where", {"text": text}, small).rows
    assert all(text.lower() in str(row[4]).lower() for row in rows)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_serialised_texts_come_back_unharmed(text: str) -> None:
    import pyoxigraph as ox

    solutions = ox.Store().query(f"SELECT ?x {{ VALUES ?x {{ {serialise(text)} }} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    assert [solution["x"].value for solution in solutions] == [text]
