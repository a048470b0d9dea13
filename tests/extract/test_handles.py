"""Handles of social media as names of persons."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extract import handles, names
from kg.extract.prose import prose
from kg.model import Entity


def found(text: str) -> tuple[Entity, ...]:
    return handles.find(prose(text), names.find(prose(text)))


def test_a_handle_is_a_person() -> None:
    text = "Video itu diunggah @rini.sundari. Surat ke redaksi@warta.id belum dibalas."
    assert [(e.type, e.name, e.mentions) for e in found(text)] == [("Person", "@rini.sundari", ((19, 32),))]


def test_a_handle_in_the_letters_of_a_name_is_a_mention_of_it() -> None:
    text = "Budi Hartono hadir. Fotonya ada di akun @budihartono88."
    (person,) = found(text)
    assert (person.name, person.aliases) == ("Budi Hartono", ("@budihartono88",))
    assert [text[s:e] for s, e in person.mentions] == ["Budi Hartono", "@budihartono88"]


def test_many_handles_are_no_prose() -> None:
    assert not handles.find(prose("@a1 " * 1000), ())


@given(st.text(alphabet="@ab.* B", max_size=60))
def test_mentions_are_apart_and_in_order(text: str) -> None:
    entities = found(text)
    spans = sorted(span for entity in entities for span in entity.mentions)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert [e.id for e in entities] == [f"e{i}" for i in range(1, len(entities) + 1)]
