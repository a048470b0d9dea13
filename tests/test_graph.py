"""From records to nodes and edges: the rules of said and so over several articles."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg import graph
from kg.build import build_records, forget
from kg.ledger import Ledger, Relation, open_ledger
from tests.made import Made

NEWS = "Gubernur Sari Wuri bertemu Budi Warko di Kali Biru."


def meeting(id: str, *, publisher: str = "Warta Satu", published: str | None = "2025-04-11", **fact: Any) -> Made:
    m = Made(NEWS, id=id, publisher=publisher, published=published)
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    m.f(sari, "met", budi, "Sari Wuri bertemu Budi Warko", **fact)
    return m


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "news.kg"


def built(folder: Path, *made: Made) -> Ledger:
    build_records([m.pair for m in made], folder)
    return open_ledger(folder)


def edges(ledger: Ledger) -> list[Relation]:
    return list(ledger.relations())


def paths(ledger: Ledger, *names: str) -> list[str]:
    known = {entity.name: entity.path for entity in ledger.entities()}
    return [known[name] for name in names]


def test_one_edge_for_all_articles_with_the_values_of_its_supports(folder: Path) -> None:
    ledger = built(
        folder,
        meeting("1", date="2025-04", confidence=0.5),
        meeting("2", publisher="Warta Dua", published="2025-05-02", date="2025-05-01", confidence=0.75),
        meeting("3", publisher="Warta Dua", published=None),
    )
    (edge,) = edges(ledger)
    assert (edge.predicate, edge.basis, edge.confidence) == ("met", "asserted", 1.0)
    assert (edge.articles, edge.publishers, edge.statements, edge.sources, edge.denials) == (3, 2, 0, 3, 0)
    assert (edge.first_date, edge.last_date) == ("2025-04", "2025-05-01")
    assert (edge.first_published, edge.last_published) == ("2025-04-11", "2025-05-02")


def test_a_symmetric_edge_runs_from_the_smaller_uri_once(folder: Path) -> None:
    there, back = meeting("1"), Made(NEWS, id="2", publisher="Warta Satu")
    sari, budi = back.e("Person", "Sari Wuri"), back.e("Person", "Budi Warko")
    back.f(budi, "met", sari, "Sari Wuri bertemu Budi Warko")
    ledger = built(folder, there, back)
    (edge,) = edges(ledger)
    assert (edge.subject, edge.object) == tuple(sorted(paths(ledger, "Sari Wuri", "Budi Warko")))
    assert edge.articles == 2


def test_denied_facts_make_no_edge_but_count_as_denials(folder: Path) -> None:
    assert edges(built(folder, meeting("1", polarity="negative"))) == []
    (edge,) = edges(built(folder, meeting("2")))
    assert (edge.articles, edge.denials) == (1, 1)


def test_claimed_facts_make_no_edge(folder: Path) -> None:
    m = Made('"Sari Wuri bertemu Budi Warko," kata Tono Wiyono.')
    sari, budi, tono = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko"), m.e("Person", "Tono Wiyono")
    said = m.s("Sari Wuri bertemu Budi Warko", tono, cue="kata")
    m.f(sari, "met", budi, "Sari Wuri bertemu Budi Warko", statement=said)
    ledger = built(folder, m)
    assert edges(ledger) == []
    (article,) = ledger.articles()
    (fact,) = ledger.resolved(article.path).facts
    assert (fact.basis, fact.relation) == ("claimed", None)


def test_an_edge_is_asserted_if_any_support_is(folder: Path) -> None:
    m = Made('"Saya bertemu Budi Warko," kata Sari Wuri. Saya dan Sari Wuri.')
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    said = m.s("Saya bertemu Budi Warko", sari, cue="kata")
    m.f(sari, "met", budi, "Saya bertemu Budi Warko", statement=said)
    (edge,) = edges(built(folder, m))
    assert (edge.basis, edge.statements) == ("self_reported", 1)
    (edge,) = edges(built(folder, meeting("2")))
    assert (edge.basis, edge.statements, edge.articles) == ("asserted", 1, 2)


def test_no_edge_from_or_to_an_unnamed_actor_or_to_oneself(folder: Path) -> None:
    m = Made("Sari Wuri bertemu seorang warga. Sari Wuri, Gubernur Sari Wuri.")
    sari, citizen = m.e("Person", "Sari Wuri"), m.e("Unnamed", "seorang warga")
    m.f(sari, "met", citizen, "Sari Wuri bertemu seorang warga")
    m.f(sari, "met", sari, "Sari Wuri, Gubernur Sari Wuri")
    assert edges(built(folder, m)) == []


def test_no_support_no_edge(folder: Path) -> None:
    built(folder, meeting("1"), meeting("2")).close()
    forget(["1"], folder)
    with open_ledger(folder) as ledger:
        assert [edge.articles for edge in edges(ledger)] == [1]
    forget(["2"], folder)
    with open_ledger(folder) as ledger:
        assert edges(ledger) == []
        assert list(ledger.entities()) == []
        assert list(graph.parts(ledger)) == []


def titled(id: str, title: str, published: str, **fact: Any) -> Made:
    m = Made(f"{title} Sari Wuri tiba.", id=id, published=published)
    m.f(m.e("Person", "Sari Wuri"), "holds_position", title, f"{title} Sari Wuri", **fact)
    return m


def title(ledger: Ledger) -> str | None:
    (person,) = ledger.entities()
    return person.title


def test_the_title_is_the_one_with_the_latest_day(folder: Path) -> None:
    assert (
        title(built(folder, titled("1", "Bupati", "2024-01-01"), titled("2", "Gubernur", "2025-01-01"))) == "Gubernur"
    )
    assert title(built(folder, titled("3", "Menteri", "2024-06-01", date="2026"))) == "Menteri"
    assert title(built(folder, titled("4", "Presiden", "2027-01-01", polarity="negative"))) == "Menteri"


def test_of_titles_of_one_day_the_one_in_most_articles_then_the_smallest(folder: Path) -> None:
    day = "2025-01-01"
    assert title(built(folder, titled("1", "Gubernur", day), titled("2", "Bupati", day))) == "Bupati"
    assert title(built(folder, titled("3", "Gubernur", day))) == "Gubernur"


def test_a_title_makes_no_edge(folder: Path) -> None:
    assert edges(built(folder, titled("1", "Bupati", "2024-01-01"))) == []


def part(ledger: Ledger) -> graph.Part:
    (article,) = ledger.articles()
    found = graph.part(ledger, "article", article.path)
    assert found
    return found


def types(found: graph.Part, *kinds: str) -> list[tuple[str, str]]:
    return [(edge.type, edge.end) for edge in found.edges if edge.type in kinds]


def test_about_is_who_is_named_in_the_content_or_in_its_facts_but_the_speakers(folder: Path) -> None:
    m = Made('"Budi Warko dan Sari Wuri di Kali Biru bersama warga," kata Sari Wuri dari Badan Sungai.')
    sari, budi, body = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko"), m.e("Organization", "Badan Sungai")
    m.e("Place", "Kali Biru")
    m.e("Unnamed", "warga")
    said = m.s("Budi Warko dan Sari Wuri di Kali Biru bersama warga", sari, cue="kata")
    m.f(sari, "affiliated_with", body, "Sari Wuri dari Badan Sungai", statement=said)
    ledger = built(folder, m)
    expected = paths(ledger, "Badan Sungai", "Budi Warko", "Kali Biru")
    assert sorted(types(part(ledger), "ABOUT")) == sorted(("ABOUT", path) for path in expected)
    assert budi


def test_a_claimed_statement_is_allegedly_said(folder: Path) -> None:
    m = Made('"Budi Warko bilang air naik," kata Sari Wuri.')
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    outer = m.s("Budi Warko bilang air naik", sari, cue="kata")
    m.s("air naik", budi, cue="bilang", inside=outer, kind="indirect")
    found = part(built(folder, m))
    starts = {edge.type: edge.start for edge in found.edges if edge.type in ("SAID", "ALLEGEDLY_SAID")}
    assert starts["SAID"].startswith("person/sari-wuri-")
    assert starts["ALLEGEDLY_SAID"].startswith("person/budi-warko-")


def test_days_bound_the_date_or_the_publication(folder: Path) -> None:
    m = Made(
        '"Air naik," kata Sari Wuri. "Air turun," kata Sari Wuri pada April.', published="2025-05-02T08:00:00+07:00"
    )
    sari = m.e("Person", "Sari Wuri")
    m.s("Air naik", sari)
    m.s("Air turun", sari, date="2025-04")
    first, second = (node.properties for node in part(built(folder, m)).nodes if node.label == "Statement")
    assert (first.get("date"), first["day_start"], first["day_end"]) == (None, "2025-05-02", "2025-05-02")
    assert (second["date"], second["day_start"], second["day_end"]) == ("2025-04", "2025-04-01", "2025-04-30")


def test_without_any_date_there_are_no_days(folder: Path) -> None:
    m = Made('"Air naik," kata Sari Wuri.', published=None)
    m.s("Air naik", m.e("Person", "Sari Wuri"))
    (statement,) = (node for node in part(built(folder, m)).nodes if node.label == "Statement")
    assert "day_start" not in statement.properties


def test_the_body_of_a_title_is_the_affiliation_in_its_words(folder: Path) -> None:
    m = Made("Kepala Badan Sungai Sari Wuri tiba. Sari Wuri juga anggota Partai Biru.")
    sari, body, party = (
        m.e("Person", "Sari Wuri"),
        m.e("Organization", "Badan Sungai"),
        m.e("Organization", "Partai Biru"),
    )
    m.f(sari, "holds_position", "Kepala Badan Sungai", "Kepala Badan Sungai Sari Wuri")
    m.f(sari, "affiliated_with", party, "Sari Wuri juga anggota Partai Biru")
    m.f(sari, "affiliated_with", body, "Kepala Badan Sungai Sari Wuri")
    ledger = built(folder, m)
    assert types(part(ledger), "OF") == [("OF", *paths(ledger, "Badan Sungai"))]


def test_statement_uris_survive_edits_elsewhere_and_another_speaker(folder: Path) -> None:
    first = Made('"Air naik," kata Sari Wuri.', id="1")
    first.s("Air naik", first.e("Person", "Sari Wuri"))
    second = Made('Hujan turun. "Air  naik," kata Budi Warko.', id="1")
    second.s("Air  naik", second.e("Person", "Budi Warko"))
    before = {node.path for node in part(built(folder, first)).nodes if node.label == "Statement"}
    after = {node.path for node in part(built(folder, second)).nodes if node.label == "Statement"}
    assert before == after


def test_the_same_words_twice_are_two_statements(folder: Path) -> None:
    m = Made('"Air naik," kata Sari Wuri. "Air naik", katanya lagi.')
    sari = m.e("Person", "Sari Wuri")
    m.s("Air naik", sari)
    second = m.document.text.rindex("Air naik")
    record = m.record
    import msgspec

    again = msgspec.structs.replace(record.statements[0], id="s2", content=((second, second + 8),))
    record = msgspec.structs.replace(record, statements=(*record.statements, again))
    build_records([(m.document, record)], folder)
    with open_ledger(folder) as ledger:
        assert len({n.path for n in part(ledger).nodes if n.label == "Statement"}) == 2


def places(*codes: str) -> Iterable[Made]:
    for code in codes:
        m = Made(f"Warga di Tempat {code} mengungsi.", id=code)
        m.e("Place", f"Tempat {code}", place_code=code)
        yield m


def test_places_carry_the_chain_of_the_gazetteer(folder: Path) -> None:
    ledger = built(folder, *places("31.72.02.1001"))
    chain = {edge.start: edge.end for p in graph.parts(ledger) for edge in p.edges if edge.type == "WITHIN"}
    assert chain == {
        "place/31.72.02.1001": "place/31.72.02",
        "place/31.72.02": "place/31.72",
        "place/31.72": "place/31",
        "place/31": "place/ID",
    }
    levels = {n.path: n.properties["level"] for p in graph.parts(ledger) for n in p.nodes if n.label == "Place"}
    assert levels["place/31.72"] == "kota"
    assert levels["place/ID"] == "negara"


def test_areas_go_when_nothing_lies_within_them_any_longer(folder: Path) -> None:
    built(folder, *places("31.72.02.1001", "31.71")).close()
    forget(["31.72.02.1001"], folder)
    with open_ledger(folder) as ledger:
        assert [entity.path for entity in ledger.entities()] == ["place/31", "place/31.71", "place/ID"]


def keys_of(ledger: Ledger, path: str) -> tuple[str, ...]:
    found = graph.part(ledger, "entity", path)
    assert found
    keys: tuple[str, ...] = found.nodes[0].properties["key"]
    return keys


def test_entities_are_found_by_every_name_that_is_theirs_alone(folder: Path) -> None:
    m = Made("José Sari (J.S.) bertemu Dewi Sari. Sari pergi.")
    m.e("Person", "José Sari", "J.S.", "Sari")
    m.e("Person", "Dewi Sari")
    two = Made("Tono Sari dan Dini Sari. Sari pergi.", id="2")
    two.e("Person", "Tono Sari", "Sari")
    two.e("Person", "Dini Sari", aliases=("Sari",))
    ledger = built(folder, m, two)
    (jose,) = paths(ledger, "José Sari")
    assert set(keys_of(ledger, jose)) >= {"josé sari", "jose sari", "j.s.", "js", "sari", f"{ledger.base}{jose}"}
    (tono,) = paths(ledger, "Tono Sari")
    assert "sari" not in keys_of(ledger, tono)


def test_an_area_is_found_by_its_code_and_by_what_people_call_it(folder: Path) -> None:
    ledger = built(folder, *places("31.72"))
    assert set(keys_of(ledger, "place/31.72")) >= {"31.72", "jakarta utara", "kota administrasi jakarta utara"}
