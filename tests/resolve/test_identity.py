"""Who is who over several articles: small worlds in which the answer is known."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from kg.build import build_records, forget
from kg.canonical import canonical
from kg.ledger import open_ledger
from tests.made import Made


def about(
    id: str, name: str, *forms: str, role: str | None = None, body: str | None = None, with_: tuple[str, ...] = ()
) -> Made:
    """An article about a person (or, without role and body, whatever it is): names, title, body and company."""
    aliases = " ".join(f"{form} pergi." for form in forms)
    others = " ".join(f"Ada {other}." for other in with_)
    m = Made(f"{role or ''} {body or ''} {name} tiba. {aliases} {others}", id=id, published=f"2025-01-{int(id):02d}")
    kind = "Organization" if name[:2] in ("Ba", "KS", "PT", "Ko", "Po") else "Person"
    entity = m.e(kind, name, *forms)
    if role:
        m.f(entity, "holds_position", role, m.document.text.split(" tiba")[0])
    if body:
        m.f(entity, "affiliated_with", m.e("Organization", body), m.document.text.split(" tiba")[0])
    for other in with_:
        m.e("Person", other)
    return m


def clusters(folder: Path, *made: Made, of: str = "") -> set[frozenset[str]]:
    """Which articles' main entities are one, as the numbers of the articles."""
    build_records([m.pair for m in made], folder)
    found: dict[str, set[str]] = {}
    with open_ledger(folder) as ledger:
        for article in ledger.articles():
            found.setdefault(ledger.entity_map(article.path)["e1"], set()).add(article.id)
    return {frozenset(ids) for ids in found.values()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a.kg"


ONE, TWO = frozenset("12"), {frozenset("1"), frozenset("2")}


def test_titles_and_degrees_do_not_part(folder: Path) -> None:
    assert clusters(folder, about("1", "Wening Utomo"), about("2", "Dr. Wening Utomo, M.Si.")) == {ONE}


def test_a_first_name_alone_never_joins(folder: Path) -> None:
    assert clusters(folder, about("1", "Wening"), about("2", "Wening")) == TWO
    assert len(clusters(folder, about("3", "Wening Utomo", "Wening"))) == 3


def test_a_first_name_in_the_same_office_joins(folder: Path) -> None:
    full = about("1", "Wening Utomo", "Wening", role="Bupati Sungai Biru", body="Badan Sungai")
    assert clusters(folder, full, about("2", "Wening", role="Bupati Sungai Biru", body="Badan Sungai")) == {ONE}


def test_a_nickname_that_articles_explain_joins(folder: Path) -> None:
    explained = [about(n, "Wening Utomo", "Tomtom") for n in "12"]
    assert clusters(folder, *explained, about("3", "Tomtom")) == {frozenset("123")}


def test_a_nickname_of_two_people_joins_neither(folder: Path) -> None:
    explained = [about(n, "Wening Utomo", "Tomtom") for n in "12"] + [about(n, "Tono Wiyono", "Tomtom") for n in "34"]
    assert frozenset("5") in clusters(folder, *explained, about("5", "Tomtom"))


def test_an_office_said_more_exactly_or_in_full_words_joins(folder: Path) -> None:
    name = "Agus Setiawan"
    one, more = "Kepala Badan Geologi", "Kepala Badan Geologi Kementerian Energi"
    police = about("3", name, role="Kapolda Banten"), about("4", name, role="Kepala Kepolisian Daerah Banten")
    found = clusters(folder, about("1", name, role=one), about("2", name, role=more), *police)
    assert found == {ONE, frozenset("34")}


def test_spellings_join_in_one_office_only(folder: Path) -> None:
    office: dict[str, Any] = {"role": "Bupati Sungai Biru"}
    assert clusters(folder, about("1", "Syaiful Utomo", **office), about("2", "Saiful Utomo", **office)) == {ONE}


def test_spellings_without_more_stay_apart(folder: Path) -> None:
    assert clusters(folder, about("1", "Syaiful Utomo"), about("2", "Saiful Utomo")) == TWO


def test_a_longer_name_joins_where_it_is_explained(folder: Path) -> None:
    assert clusters(folder, about("1", "Sari Wuri Lestari", "Sari Wuri"), about("2", "Sari Wuri")) == {ONE}


def test_a_name_with_its_nickname_behind_it_makes_nobody_uncertain(folder: Path) -> None:
    office: dict[str, Any] = {"role": "Ketua Umum Perkumpulan Sungai"}
    with_ = ("Sari Wuri",)
    full = [about(n, "Rukmana Wening Laksana", with_=with_, **office) for n in "12"]
    short = [about(n, "Wening Laksana", "Tomtom", with_=with_, **office) for n in "345"]
    both = about("6", "Wening Laksana Tomtom", **office)
    assert frozenset("12345") in clusters(folder, *full, *short, both)


def test_a_body_that_bears_another_name_too_joins(folder: Path) -> None:
    bank, other = [about(n, "Bank Arus", "Koin Rakyat") for n in "123"], [about(n, "Koin Rakyat") for n in "4567"]
    assert clusters(folder, *bank, *other) == {frozenset("1234567")}


def test_one_article_that_mistakes_a_body_for_another_joins_nothing(folder: Path) -> None:
    company = ("Rukmini Laksana", "Tono Wiyono")
    one = [about(str(n), "Kopera", with_=company) for n in range(1, 13)]
    other = [about(str(n), "Badan Sungai Besar", with_=company) for n in range(13, 25)]
    mistaken = about("25", "Badan Sungai Besar", "Kopera", with_=company)
    assert len(clusters(folder, *one, *other, mistaken)) == 2


def test_a_spouses_name_does_not(folder: Path) -> None:
    assert (
        clusters(
            folder,
            about("1", "Rini Wening Utomo", with_=("Tono A", "Dini B")),
            about("2", "Wening Utomo", with_=("Tono A", "Dini B")),
        )
        == TWO
    )


def test_two_holders_of_one_office_in_two_places_are_two(folder: Path) -> None:
    assert (
        clusters(
            folder, about("1", "Wening Utomo", role="Bupati Lembah"), about("2", "Wening Utomo", role="Bupati Bukit")
        )
        == TWO
    )


def test_a_footballer_and_a_minister_are_two(folder: Path) -> None:
    player, minister = about("1", "Wening Utomo", role="Gelandang"), about("2", "Wening Utomo", role="Menteri Sungai")
    assert clusters(folder, player, minister) == TWO


def test_one_person_in_one_office_after_another_is_one(folder: Path) -> None:
    mayor, minister = (
        about("1", "Wening Utomo", role="Wali Kota Lembah"),
        about("2", "Wening Utomo", role="Menteri Sungai"),
    )
    assert clusters(folder, mayor, minister) == {ONE}


def test_a_name_that_many_bear_is_told_by_more(folder: Path) -> None:
    assert clusters(folder, about("1", "Agus Setiawan", role="Camat Lembah"), about("2", "Agus Setiawan")) == TWO


def test_bearers_of_a_common_name_join_by_their_company(folder: Path) -> None:
    with_: dict[str, Any] = {"with_": ("Rukmini Laksana",)}
    assert clusters(folder, about("1", "Agus Setiawan", **with_), about("2", "Agus Setiawan", **with_)) == {ONE}


def test_who_is_well_known_is_meant_where_nothing_else_is_said(folder: Path) -> None:
    known = [about(n, "Agus Setiawan", role="Menteri Sungai Biru") for n in "1234"]
    other = about("6", "Agus Setiawan", role="Lurah Bukit")
    assert clusters(folder, *known, about("5", "Agus Setiawan"), other) == {frozenset("12345"), frozenset("6")}


def test_initials_and_spellings_of_a_rare_name_join(folder: Path) -> None:
    body: dict[str, Any] = {"body": "Badan Sungai"}
    full, short = about("1", "Wening Bratang Suryolaksono", **body), about("2", "Wening B Suriolaksono", **body)
    assert clusters(folder, full, short) == {ONE}


def test_a_slip_in_a_name_joins_by_what_is_shared(folder: Path) -> None:
    known = [about(n, "Wening Suryolaksono", body="Badan Sungai") for n in "12"]
    slip = about("3", "Wening Suryolaskono", body="Badan Sungai")
    assert clusters(folder, *known, slip) == {frozenset("123")}


def test_a_slip_alone_does_not(folder: Path) -> None:
    known = [about(n, "Wening Suryolaksono", body="Badan Sungai") for n in "12"]
    assert clusters(folder, *known, about("3", "Wening Suryolaskono")) == {ONE, frozenset("3")}


def test_a_rare_name_with_and_without_its_middle_is_one(folder: Path) -> None:
    assert clusters(folder, about("1", "Wening Bratang Suryolaksono"), about("2", "Wening Suryolaksono")) == {ONE}


def test_words_written_together_or_apart_are_one_name(folder: Path) -> None:
    body: dict[str, Any] = {"body": "Badan Sungai"}
    assert clusters(folder, about("1", "La Wuryala Bratang", **body), about("2", "Lawuryala Bratang", **body)) == {ONE}


def test_a_former_office_is_the_same_office(folder: Path) -> None:
    now = about("1", "Agus Setiawan", role="Camat Lembah")
    later = about("2", "Agus Setiawan", role="mantan Camat Lembah (CL)")
    assert clusters(folder, now, later) == {ONE}


def test_a_well_known_bearer_of_a_name_that_few_have_moves_within_his_field(folder: Path) -> None:
    known = [about(n, "Ridwan Kamil", role="Gubernur Sungai Biru") for n in "1234"]
    others = about("5", "Ridwan Kamil", role="Wali Kota Lembah"), about("6", "Ridwan Kamil", role="Gelandang")
    assert clusters(folder, *known, *others) == {frozenset("12345"), frozenset("6")}


def test_a_name_that_very_many_bear_does_not(folder: Path) -> None:
    known = [about(n, "Agus Setiawan", role="Gubernur Sungai Biru") for n in "1234"]
    assert frozenset("5") in clusters(folder, *known, about("5", "Agus Setiawan", role="Wali Kota Lembah"))


def test_two_spellings_in_one_of_many_articles_are_one_person(folder: Path) -> None:
    company: dict[str, Any] = {"with_": ("Tono A", "Dini B", "Rukmini C", "Jaka D")}
    one = [about(n, "Evi Wuryandari", **company) for n in "123"]
    other = about("4", "Evy Wuryandari", with_=("Tono A", "Dini B", "Rukmini C", "Jaka D", "Evi Wuryandari"))
    assert clusters(folder, *one, other) == {frozenset("1234")}


def test_muhammad_is_written_in_many_ways(folder: Path) -> None:
    assert clusters(folder, about("1", "M. Wirayuda Bratang"), about("2", "Mochamad Wirayuda Bratang")) == {ONE}


def test_acronym_and_expansion_are_one(folder: Path) -> None:
    assert clusters(folder, about("1", "Komisi Sungai", "KS"), about("2", "KS")) == {ONE}


def test_an_acronym_of_two_bodies_joins_neither(folder: Path) -> None:
    made = [about("1", "Komisi Sungai", "KS"), about("2", "Komite Sepeda", "KS"), about("3", "KS")]
    assert frozenset("3") in clusters(folder, *made)


def test_legal_forms_do_not_part(folder: Path) -> None:
    assert clusters(folder, about("1", "PT Sungai Jernih Tbk"), about("2", "PT Sungai Jernih (Persero)")) == {ONE}


def test_numbers_part(folder: Path) -> None:
    assert clusters(folder, about("1", "Komisi Sungai II"), about("2", "Komisi Sungai III")) == TWO


def test_bodies_that_every_place_has_stay_apart(folder: Path) -> None:
    assert clusters(folder, about("1", "Polda"), about("2", "Polda")) == TWO


def test_people_of_one_article_stay_apart(folder: Path) -> None:
    both = about("1", "Syaiful Utomo", role="Bupati Biru", with_=("Saiful Utomo",))
    assert clusters(folder, both, about("2", "Saiful Utomo", role="Bupati Biru")) == TWO


def world() -> list[Made]:
    made = [about(str(n), "Wening Utomo", "Tomtom", role="Wali Kota Lembah") for n in range(1, 4)]
    made += [about(str(n), "Tomtom", with_=("Sari Wuri", "Tono Wiyono")) for n in range(4, 6)]
    made += [about(str(n), "Wening Utomo", role="Gelandang", body="Persatuan Biru") for n in range(6, 8)]
    made += [about("8", "Komisi Sungai", "KS"), about("9", "KS")]
    made += [about("10", "Wening Tomo Utomo", "Wening Utomo", role="Wali Kota Lembah")]
    return made


def by_mentions(folder: Path) -> set[frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    with open_ledger(folder) as ledger:
        for article in ledger.articles():
            for local, path in ledger.entity_map(article.path).items():
                found.setdefault(path, set()).add((article.id, local))
    return {frozenset(seats) for seats in found.values()}


@pytest.mark.parametrize("seed", range(4))
def test_parts_edits_and_withdrawals_come_to_what_a_fresh_build_says(tmp_path: Path, seed: int) -> None:
    made, dice = world(), random.Random(seed)
    dice.shuffle(made)
    fresh, grown = tmp_path / "fresh.kg", tmp_path / "grown.kg"
    extra = [about("11", "Tono Wiyono", "Tomtom"), about("12", "Tono Wiyono", "Tomtom", role="Gelandang")]
    build_records([m.pair for m in made], fresh)
    build_records([m.pair for m in (*made[:4], *extra)], grown)
    build_records([m.pair for m in made[4:]], grown)
    forget(["11", "12"], grown)
    assert by_mentions(grown) == by_mentions(fresh)


def test_the_order_of_input_does_not_matter(tmp_path: Path) -> None:
    made = world()
    build_records([m.pair for m in made], tmp_path / "a.kg")
    build_records([m.pair for m in reversed(made)], tmp_path / "b.kg")
    assert canonical(tmp_path / "a.kg") == canonical(tmp_path / "b.kg")


def test_a_merged_entity_leads_to_the_one_minted_first(folder: Path) -> None:
    build_records([about("1", "KS").pair], folder)
    with open_ledger(folder) as ledger:
        (old,) = [e.path for e in ledger.entities() if e.name == "KS"]
    build_records([about("2", "Komite Sungai", "KS").pair, about("3", "Tono Wiyono").pair], folder)
    with open_ledger(folder) as ledger:
        assert ledger.entity_map(next(a.path for a in ledger.articles() if a.id == "2"))["e1"] == old


def test_a_loser_of_a_merge_is_a_redirect_and_comes_back_when_they_part(folder: Path) -> None:
    from kg.graph import parts, successor

    build_records([about("1", "Komisi Sungai").pair, about("2", "KS").pair], folder)
    with open_ledger(folder) as ledger:
        one, two = sorted(e.path for e in ledger.entities())
    build_records([about("3", "Komisi Sungai", "KS").pair], folder)
    with open_ledger(folder) as ledger:
        (kept,) = [e.path for e in ledger.entities()]
        lost = two if kept == one else one
        assert successor(ledger, lost) == kept
        assert [(e.start, e.end) for p in parts(ledger) if p.kind == "redirect" for e in p.edges] == [(lost, kept)]
    forget(["3"], folder)
    with open_ledger(folder) as ledger:
        assert sorted(e.path for e in ledger.entities()) == [one, two]
        assert successor(ledger, lost) is None
