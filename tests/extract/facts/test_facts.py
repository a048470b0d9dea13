"""Facts of whole texts: basis, polarity, evidence, place and date, ids, and texts that are meant to hurt."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import facts, roles, statements
from kg.extract.facts.patterns import grammar, parse
from kg.extract.prose import prose
from kg.gate import gate
from kg.model import Article, Entity, Fact, Literal, Record, Statement

Read = Callable[[str], tuple[str, tuple[Entity, ...]]]
Find = Callable[[str], tuple[str, tuple[Fact, ...], tuple[Entity, ...]]]


@pytest.fixture(scope="session", name="find")
def fixture_find(read: Read) -> Find:
    """Runs the stages over a marked text; the facts must pass the gate."""

    def find(marked: str) -> tuple[str, tuple[Fact, ...], tuple[Entity, ...]]:
        text, entities = read(marked)
        words = prose(text)
        titles = roles.find(words, entities)
        said, entities = statements.find(words, entities, titles)
        found, entities = facts.find(words, entities, titles, said, "2025-03-10")
        record = Record(article=Article(id="a"), entities=entities, statements=said, facts=found)
        rejected = [r for r in gate(record, text, words.skipped).rejected if "statement was dropped" not in r.reason]
        assert not [r for r in rejected if r.reason.split(":")[0] in grammar().predicates]
        return text, found, entities

    return find


def _only(found: tuple[Fact, ...], predicate: str) -> Fact:
    (fact,) = [fact for fact in found if fact.predicate == predicate]
    return fact


def test_a_meeting_has_its_place_and_date_in_its_evidence(find: Find) -> None:
    text, found, entities = find("[P Budi Hartono] bertemu [P Sari Dewi] di [L Balai Kota Lestari], Senin (3/3/2025).")
    fact = _only(found, "met")
    assert (fact.place, fact.date) == (entities[2].id, "2025-03-03")
    assert text[slice(*fact.evidence)] == "Budi Hartono bertemu Sari Dewi di Balai Kota Lestari, Senin (3/3/2025)"


def test_a_date_in_a_name_is_not_that_of_the_fact(find: Find) -> None:
    _, found, _ = find("[P Budi Hartono] menghadiri [E Pekan Raya 2019].")
    assert _only(found, "participated_in").date is None


def test_what_the_article_asserts_too_is_not_only_claimed(find: Find) -> None:
    _, found, _ = find('"[P Budi] menemui [P Sari]," kata [P Tono]. Benar, [P Budi] menemui [P Sari].')
    assert [(fact.basis, fact.statement) for fact in found if fact.predicate == "met"] == [("asserted", None)]


def test_a_speaker_reports_on_his_body_only_if_the_article_ties_him_to_it(find: Find) -> None:
    tied, untied = (
        _only(find(f'"[O Persikutai] mengincar [P Doni Lase]," kata {who}.')[1], "focuses_on").basis
        for who in ("Ketua [O Persikutai] [P Tono]", "[P Tono]")
    )
    assert (tied, untied) == ("self_reported", "claimed")


def test_what_a_nested_speaker_says_of_himself_is_claimed(read: Read) -> None:
    text, entities = read("[P Tono] mengatakan [P Sari] menyebut [P Sari] menemui [P Budi].")
    outer = Statement(
        id="s1", kind="indirect", speakers=("e1",), speaker_mention=(0, 4), resolution="explicit", cue=(5, 15),
        content=((16, len(text) - 1),),
    )  # fmt: skip
    inner = Statement(
        id="s2", kind="indirect", speakers=("e2",), speaker_mention=(16, 20), resolution="explicit", cue=(21, 28),
        content=((29, len(text) - 1),), inside="s1",
    )  # fmt: skip
    words = prose(text)
    found, _ = facts.find(words, entities, (), (outer, inner), None)
    assert [(fact.statement, fact.basis) for fact in found] == [("s2", "claimed")]


def test_actors_without_a_name_get_ids_that_go_on(find: Find) -> None:
    text, found, entities = find("[P Sri Wahyuni] mengimbau para nelayan tidak melaut.")
    fact = _only(found, "ordered")
    assert [entity.id for entity in entities] == ["e1", "e2"]
    assert (fact.subject, fact.object) == ("e1", "e2")
    assert entities[1].type == "Unnamed"
    assert text[slice(*entities[1].mentions[0])] == "para nelayan"


def test_a_literal_stands_in_its_evidence(find: Find) -> None:
    text, found, _ = find("[P Anton Wirawan], Direktur Utama [O PT Sinar Baru], hadir.")
    fact = _only(found, "holds_position")
    assert isinstance(fact.object, Literal)
    assert fact.object.literal in text[slice(*fact.evidence)]


def test_ids_are_in_text_order(find: Find) -> None:
    _, found, _ = find("[P Budi] menemui [P Sari] di [L Solo]. [P Sari] mengunjungi [L Klaten], [L Jawa Tengah].")
    assert [fact.id for fact in found] == [f"f{i}" for i in range(1, len(found) + 1)]
    assert [fact.evidence for fact in found] == sorted(fact.evidence for fact in found)


def test_a_coach_stands_for_his_team(find: Find) -> None:
    _, found, entities = find("Pelatih [O Persimura] [P Ramon] kalah 0-2 dari [O Persikutai].")
    fact = _only(found, "defeated")
    names = {entity.id: entity.name for entity in entities}
    assert isinstance(fact.object, str)
    assert (names[fact.subject], names[fact.object]) == ("Persikutai", "Persimura")


@pytest.mark.parametrize("written", ["A", "A B", "A [dan] B", "_ dan"])
def test_a_pattern_needs_a_word_to_start_from(written: str) -> None:
    with pytest.raises(ValueError, match="no word to start from"):
        parse("met", written)


def test_the_table_is_complete() -> None:
    kinds = {"Person", "Organization", "Place", "Event", "Unnamed", "literal"}
    for predicate in grammar().predicates.values():
        assert predicate.domain <= kinds
        assert predicate.range <= kinds


_PIECES = ["menangkap", "[P Budi]", "[O PSM]", "[L Solo]", "istri", "itu", "yang", "dan", ",", ".", "(", ")", "Ketua"]
_PIECES += ["kata", '"', "keduanya", "[E Piala X]", "menang", "oleh", "ditahan", "di", "usai", "tidak", "akan", "kami"]


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_any_order_of_words_gives_facts_that_pass_the_gate(find: Find, pieces: list[str]) -> None:
    find(" ".join(pieces))


@pytest.mark.parametrize(
    "unit",
    [
        "Budi menangkap Sari. ",
        "Budi menangkap Sari dan ",
        "istri Budi, Sari, ",
        "Ketua PSM Budi, ",
        "Budi usai menemui ",
        "menang kalah lolos di Piala ",
    ],
)
def test_hostile_text_takes_no_time(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    kinds = {"Budi": "Person", "Sari": "Person", "PSM": "Organization", "Piala": "Event"}
    entities = tuple(
        Entity(id=f"e{i}", type=kind, name=name, mentions=_places(text, name))  # type: ignore[arg-type]
        for i, (name, kind) in enumerate(kinds.items(), 1)
    )
    words = prose(text)
    titles = roles.find(words, entities)
    began = time.process_time()
    facts.find(words, entities, titles, (), None)
    assert (
        time.process_time() - began < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks


def _places(text: str, name: str) -> tuple[tuple[int, int], ...]:
    found, at = [], text.find(name)
    while at >= 0:
        found.append((at, at + len(name)))
        at = text.find(name, at + 1)
    return tuple(found)


def test_the_evidence_of_a_group_holds_the_names_that_come_later(find: Find) -> None:
    text, found, entities = find(
        "Dua pria ditangkap [O Polsek Sari]. Keduanya dibawa pulang. Kedua pria itu yakni, [P Budi] (20) dan [P Doni] (30)."
    )
    arrested = {fact.object: text[slice(*fact.evidence)] for fact in found if fact.predicate == "arrested"}
    assert set(arrested) == {entities[1].id, entities[2].id}
    assert "Budi" in arrested[entities[1].id]
    assert "Doni" in arrested[entities[2].id]
