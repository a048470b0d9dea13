"""Names that people bring: read, found in texts, joined across articles, described, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.ask import ask
from kg.build import build, build_records
from kg.canonical import canonical
from kg.decide import decide
from kg.documents import Problem
from kg.documents.listed import read_names
from kg.errors import InputError
from kg.extract import extract_article
from kg.extract.listed import finder
from kg.graph import part
from kg.ledger import open_ledger
from kg.model import Document, Listed, Record
from kg.verify import verify
from tests.made import Made

ZUWERA = Listed(
    name="Zuwera Tolbi",
    aliases=("Bu Wera", "Z. Tolbi"),
    note="Kepala tim peneliti",
    uri="http://www.wikidata.org/entity/Q1",
)
CEMPAKA = Listed(name="Lembaga Cempaka Terang", aliases=("LCT",))


# ------------------------------------------------------------------ the file


def names_in(tmp_path: Path, text: str) -> tuple[tuple[Listed, ...], list[str]]:
    file = tmp_path / "names.csv"
    file.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return read_names(file, report=problems.append), [str(p).replace(str(file), "names.csv") for p in problems]


def test_a_row_is_a_name_with_its_aliases(tmp_path: Path) -> None:
    row = 'Zuwera Tolbi,"Bu Wera;  Z. Tolbi| Bu Wera",Kepala tim peneliti,http://www.wikidata.org/entity/Q1\n'
    assert names_in(tmp_path, f"name,aliases,note,uri\n{row}") == ((ZUWERA,), [])


def test_columns_may_be_missing_and_a_type_may_be_told(tmp_path: Path) -> None:
    assert names_in(tmp_path, "Name;Type\nWarung Kita;Organization\n")[0] == (
        Listed(name="Warung Kita", type="Organization"),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",x,,", "names.csv:3: has no name"),
        ("12,,,", "names.csv:3: has no name"),
        ("Budi,,,wikidata Q1", "names.csv:3: has no uri but 'wikidata Q1'"),
        ("SARI DEWI,,,", "names.csv:3: names 'SARI DEWI', as line 2 does"),
        ("Budi,Sari  Dewi,,", "names.csv:3: names 'Sari Dewi', as line 2 does"),
        ('Budi,"x,,', "names.csv:3: is a torn row"),
        ("Budi,,,,,", "names.csv:3: is a torn row (6 cells"),
    ],
)
def test_bad_rows_are_told_with_their_line_and_the_rest_is_read(tmp_path: Path, row: str, said: str) -> None:
    found, problems = names_in(tmp_path, f"name,aliases,note,uri\nSari Dewi,,,\n{row}\nTono Hadi,,,\n")
    assert [each.name for each in found] == ["Sari Dewi", "Tono Hadi"]
    assert len(problems) == 1
    assert problems[0].startswith(said)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_names(tmp_path / "none.csv", report=print)
    assert names_in(tmp_path, "nama,alias\nx,y\n") == ((), ["names.csv:2: has no name; write one in the column name"])


# ------------------------------------------------------------------ in one text


def entities(text: str, *names: Listed) -> dict[str, list[str]]:
    record = extract_article(Document(id="1", text=text), known_names=finder(names))
    return {f"{e.type} {e.name}": [text[start:end] for start, end in e.mentions] for e in record.entities}


def test_names_and_aliases_are_one_whether_the_tagger_sees_them_or_not() -> None:
    text = '"Air naik," kata Zuwera Tolbi, Senin. Menurut Bu Wera, LCT akan membantu. ZUWERA TOLBI pergi.'
    found = entities(text, ZUWERA, CEMPAKA)
    assert found["Person Zuwera Tolbi"] == ["Zuwera Tolbi", "Bu Wera", "ZUWERA TOLBI"]
    assert found["Organization LCT"] == ["LCT"]


def test_a_listed_name_in_other_words_is_none() -> None:
    assert (
        entities("Produk itu buatan LCTronik di pasar.", CEMPAKA).keys()
        == entities("Produk itu buatan LCTronik di pasar.").keys()
    )


def test_statements_are_attributed_to_listed_names() -> None:
    text = '"Kami siap," kata xanthe prabu kepada wartawan.'
    record = extract_article(
        Document(id="1", text=text), known_names=finder((Listed(name="xanthe prabu", type="Person"),))
    )
    assert [record.entities[0].id] == list(record.statements[0].speakers)


def test_only_texts_with_listed_names_have_another_extractor() -> None:
    def made_by(text: str, *names: Listed) -> Any:
        return extract_article(Document(id="1", text=text), known_names=finder(names)).extractor

    assert made_by("Hujan turun.", ZUWERA) == made_by("Hujan turun.")
    assert made_by("Bu Wera pergi.", ZUWERA) != made_by("Bu Wera pergi.")
    assert made_by("Bu Wera pergi.", ZUWERA, CEMPAKA) == made_by("Bu Wera pergi.", ZUWERA)


def test_many_listed_names_in_a_long_text_take_no_time() -> None:
    text = "Zuwera Tolbi dan Bu Wera bertemu LCT. " * 25_000
    assert len(list(finder((ZUWERA, CEMPAKA)).places(text))) == 75_000  # type: ignore[union-attr]


# ------------------------------------------------------------------ across articles


def pairs() -> list[tuple[Document, Record]]:
    found = []
    for number, (name, other) in enumerate(
        [("Zuwera Tolbi", "Budi Utomo"), ("Bu Wera", "Tono Hadi"), ("Z. Tolbi", "Rina Kusuma")]
    ):
        made = Made(f"{name} bertemu {other}.", id=str(number))
        made.f(made.e("Person", name), "met", made.e("Person", other), f"{name} bertemu {other}")
        found.append(made.pair)
    return found


def node(graph: Path, name: str) -> dict[str, Any]:
    with open_ledger(graph) as ledger:
        (path,) = [entity.path for entity in ledger.entities() if entity.name == name]
        found = part(ledger, "entity", path)
        assert found
        return dict(found.nodes[0].properties)


def test_the_names_of_a_row_are_one_entity_with_note_and_link(tmp_path: Path) -> None:
    build_records(pairs(), tmp_path / "a.kg", names=[ZUWERA])
    found = node(tmp_path / "a.kg", "Zuwera Tolbi")
    assert found["note"] == "Kepala tim peneliti"
    assert found["same_as"] == ("http://www.wikidata.org/entity/Q1",)
    assert {"bu wera", "z. tolbi", "zuwera tolbi"} <= set(found["key"])
    assert len(ask("who-met-whom", {"person": "bu wera"}, tmp_path / "a.kg").rows) == 3
    assert verify(tmp_path / "a.kg") == []


def test_later_builds_keep_the_names_and_a_new_list_takes_their_place(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    build_records(pairs(), tmp_path / "plain.kg")
    build_records(pairs()[:1], graph, names=[ZUWERA])
    build_records(pairs()[1:], graph)
    build_records(pairs(), tmp_path / "whole.kg", names=[ZUWERA])
    assert canonical(graph) == canonical(tmp_path / "whole.kg")
    assert build_records(pairs(), graph).changes == 0
    build_records([], graph, names=[])
    with open_ledger(graph) as ledger, open_ledger(tmp_path / "plain.kg") as plain:
        assert [(e.name, e.articles) for e in ledger.entities()] == [(e.name, e.articles) for e in plain.entities()]
    assert verify(graph) == []


def test_a_decision_goes_before_a_list(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    build_records(pairs(), graph, names=[ZUWERA])
    with open_ledger(graph) as ledger:
        (path,) = [entity.path for entity in ledger.entities() if entity.name == "Zuwera Tolbi"]
    decide(graph, "not_same", path, "1", who="sari")
    with open_ledger(graph) as ledger:
        assert {"Zuwera Tolbi": 2, "Bu Wera": 1}.items() <= {e.name: e.articles for e in ledger.entities()}.items()


def test_an_alias_of_title_and_first_name_takes_no_bare_first_name(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    made = [
        Made(f"{name} pergi.", id=str(i))
        for i, name in enumerate(["Sari Dewi", "Bu Sari", "Sari", "Sari", "Dr. Sari Dewi"])
    ]
    for each in made:
        each.e("Person", each.document.text.removesuffix(" pergi."))
    build_records([each.pair for each in made], graph, names=[Listed(name="Sari Dewi", aliases=("Bu Sari",), note="x")])
    with open_ledger(graph) as ledger:
        assert sorted((e.name, e.articles) for e in ledger.entities()) == [("Sari", 1), ("Sari", 1), ("Sari Dewi", 3)]
    assert node(graph, "Sari Dewi")["note"] == "x"


def test_a_new_list_extracts_only_where_its_names_stand(tmp_path: Path) -> None:
    documents = [document for document, _ in pairs()]
    build(documents, tmp_path / "a.kg", workers=0)
    built = build(documents, tmp_path / "a.kg", workers=0, names=[Listed(name="Tono Hadi", aliases=("Bu Wera",))])
    assert (built.stale, built.same) == (1, 2)
    assert build(documents, tmp_path / "a.kg", workers=0).same == 3
