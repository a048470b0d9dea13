from __future__ import annotations

import json
from importlib import import_module, resources

import msgspec
import pytest
import rdflib
from jsonschema import Draft202012Validator
from pyoxigraph import RdfFormat, parse

from kg.build import build_records
from kg.canonical import canonical
from kg.schema import model
from tests.made import Made

# Not imported by name: type checkers do not find the folder under this name.
files = import_module("kg.schemas.generate").files

NAMES = ("ontology.ttl", "shapes.ttl", "context.jsonld", "extraction.schema.json")


def schema_file(name: str) -> str:
    return resources.files("kg.schemas").joinpath(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_generated_files_are_current(name: str) -> None:
    assert schema_file(name) == files()[name], "run: python -m kg.schemas.generate"


def rich() -> Made:
    m = Made(
        'Kepala Badan Sungai Sari Wuri bertemu Budi Warko di Balai Biru, Jakarta Utara. "Budi Warko bilang air naik. '
        'Air sudah naik," kata Sari Wuri dikutip Kantor Berita, Jumat.',
        url="https://warta.com/1",
        title="Air naik",
        publisher="Warta",
    )
    sari, budi, body = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko"), m.e("Organization", "Badan Sungai")
    agency, city = m.e("Organization", "Kantor Berita"), m.e("Place", "Jakarta Utara", place_code="31.72")
    hall = m.e("Place", "Balai Biru", within=city)
    said = m.s(
        ("Budi Warko bilang air naik", "Air sudah naik"),
        sari,
        cue="kata",
        role="Kepala Badan Sungai",
        place=hall,
        date="2025-04",
        via=agency,
        addressee=budi,
    )
    m.s("air naik", budi, cue="bilang", inside=said, kind="indirect")
    m.f(sari, "holds_position", "Kepala Badan Sungai", "Kepala Badan Sungai Sari Wuri")
    m.f(sari, "affiliated_with", body, "Kepala Badan Sungai Sari Wuri")
    m.f(
        sari, "met", budi, "Sari Wuri bertemu Budi Warko di Balai Biru", place=hall, date="2025-04-11", confidence=0.875
    )
    m.f(sari, "met", budi, "Sari Wuri bertemu Budi Warko di Balai Biru, Jakarta", polarity="negative")
    m.f(sari, "opposes", budi, "Budi Warko bilang air naik", statement=said)
    return m


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    folder = tmp_path_factory.mktemp("shapes") / "a.kg"
    copy = Made("“Air sudah naik sejak pagi tadi,” kata Tono Wiyono.", id="2", publisher="Lain")
    copy.s("Air sudah naik sejak pagi tadi", copy.e("Person", "Tono Wiyono"))
    other = Made("“Air sudah naik sejak pagi tadi,” ujar Tono Wiyono.", id="3", publisher="Lain lagi")
    other.s("Air sudah naik sejak pagi tadi", other.e("Person", "Tono Wiyono"))
    build_records([rich().pair, copy.pair, other.pair], folder)
    triples = (line.rpartition(" <")[0] + " .\n" for line in canonical(folder).splitlines())
    return rdflib.Graph().parse(data="".join(triples), format="nt")


def test_a_built_graph_keeps_to_the_shapes(graph: rdflib.Graph) -> None:
    from pyshacl import validate

    shapes = rdflib.Graph().parse(data=schema_file("shapes.ttl"))
    conforms, _, report = validate(graph, shacl_graph=shapes)
    assert conforms, report


def test_the_shapes_find_what_is_broken(graph: rdflib.Graph) -> None:
    from pyshacl import validate

    kg = rdflib.Namespace(model()["prefixes"]["kg"])
    shapes = rdflib.Graph().parse(data=schema_file("shapes.ttl"))
    statement = next(graph.subjects(rdflib.RDF.type, kg.Statement))
    for predicate in (kg.article, kg.evidence, kg.basis, rdflib.RDFS.label):
        broken = rdflib.Graph()
        broken += graph
        broken.remove((statement, predicate, None))
        assert not validate(broken, shacl_graph=shapes)[0], predicate


def test_every_kind_of_node_and_link_of_the_model_is_tried(graph: rdflib.Graph) -> None:
    used = {str(predicate) for predicate in graph.predicates()}
    prefixes = model()["prefixes"]
    expected = {row["rdf"] for row in model()["relationships"].values()} - {"kg:copyOf"}
    assert not {name for name in expected if prefixes[name.partition(":")[0]] + name.partition(":")[2] not in used}


def test_records_keep_to_their_schema() -> None:
    validator = Draft202012Validator(json.loads(schema_file("extraction.schema.json")))
    validator.validate(json.loads(msgspec.json.encode(rich().record)))
    with pytest.raises(Exception, match="is not one of"):
        validator.validate({"article": {"id": "1"}, "entities": [{"id": "e1", "type": "Dog", "name": "x"}]})


def test_the_ontology_names_every_term_that_graphs_use(graph: rdflib.Graph) -> None:
    kg = model()["prefixes"]["kg"]
    ontology = rdflib.Graph().parse(data=schema_file("ontology.ttl"))
    defined = {str(subject) for subject in ontology.subjects()}
    used = {str(term) for term in graph.predicates()} | {str(kind) for kind in graph.objects(None, rdflib.RDF.type)}
    assert {term for term in used if term.startswith(kg)} <= defined


def test_the_context_is_json_ld() -> None:
    context = json.loads(schema_file("context.jsonld"))
    document = {
        **context,
        "id": "http://x.example/s",
        "type": "kg:Statement",
        "said": "Air naik",
        "speaker": "http://x.example/p",
    }
    quads = {quad.predicate.value.rpartition("/")[2] for quad in parse(json.dumps(document), RdfFormat.JSON_LD)}
    assert quads == {"22-rdf-syntax-ns#type", "text", "ns#speaker"}
