"""Every export, read back by the library that it is meant for."""

from __future__ import annotations

import gzip
import json
import re
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import igraph
import networkx
import openpyxl
import pandas
import pyarrow.parquet
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg import tables
from kg.errors import InputError
from kg.exports import FORMATS, csv, export, parquet
from kg.exports.networkx import networkx_graph
from kg.exports.output import text
from tests.news import FIRST, SECOND


def plain(frame: pandas.DataFrame) -> list[list[Any]]:
    """Cells as plain values, None for what is missing."""
    cells = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [[list(cell) if hasattr(cell, "tolist") else cell for cell in row] for row in cells]


def dtypes(table: str) -> dict[str, str]:
    """How pandas is told the types of a table, as the codebook says."""
    kinds = {"string": "str", "strings": "str", "integer": "int64", "decimal": "float64"}
    return {column.name: kinds[column.type] for column in tables.tables()[table].columns}


@pytest.mark.parametrize("name", list(tables.tables()))
def test_csv_by_pandas(news: Path, tmp_path: Path, name: str) -> None:
    export("csv", news, tmp_path)
    kinds = dtypes(name)
    frame = pandas.read_csv(
        tmp_path / f"{name}.csv", dtype=kinds, keep_default_na=False, na_values={c: [""] for c in kinds}
    )
    if "aliases" in frame:
        frame["aliases"] = frame["aliases"].map(json.loads)
    assert plain(frame) == plain(getattr(tables, name)(news))


@pytest.mark.parametrize("name", list(tables.tables()))
def test_parquet_by_pyarrow_and_pandas(news: Path, tmp_path: Path, name: str) -> None:
    export("parquet", news, tmp_path)
    table = pyarrow.parquet.read_table(tmp_path / f"{name}.parquet")
    assert table.schema.names == [column.name for column in tables.tables()[name].columns]
    assert plain(pandas.read_parquet(tmp_path / f"{name}.parquet")) == plain(getattr(tables, name)(news))


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
def test_nquads_by_rdflib_and_a_store(news: Path, tmp_path: Path) -> None:
    export("nquads", news, tmp_path / "news.nq")
    graph = rdflib.Dataset()
    graph.parse(data=(tmp_path / "news.nq").read_text(), format="nquads")
    assert len(graph) == len(lines(tmp_path / "news.nq")) == len(set(lines(tmp_path / "news.nq")))
    store = Store()
    store.load(path=str(tmp_path / "news.nq"))
    built = Store.read_only(str(news / "rdf"))
    meta = {quad for quad in built if str(quad.graph_name).endswith("/meta>")}
    assert set(store) == set(built) - meta


def test_nquads_through_a_store_are_the_same(news: Path, tmp_path: Path) -> None:
    export("nquads", news, tmp_path / "news.nq")
    store = Store()
    store.load(path=str(tmp_path / "news.nq"))
    again = BytesIO()
    store.dump(again, RdfFormat.N_QUADS)
    assert sorted(again.getvalue().decode().splitlines()) == sorted(lines(tmp_path / "news.nq"))


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if not line.startswith("# kabargraph")]


def test_turtle_by_rdflib(news: Path, tmp_path: Path) -> None:
    export("nquads", news, tmp_path / "news.nq")
    export("turtle", news, tmp_path / "news.ttl")
    graph = rdflib.Graph().parse(data=(tmp_path / "news.ttl").read_text(), format="turtle")
    assert len(graph) == len(lines(tmp_path / "news.nq"))
    assert rdflib.Literal("PT NULL & <Rekan>") in set(graph.objects(None, rdflib.RDFS.label))
    assert lines(tmp_path / "news.ttl")[0].startswith("@prefix dcterms:")


def test_trig_by_a_store(news: Path, tmp_path: Path) -> None:
    stores = []
    for format, name in (("nquads", "news.nq"), ("trig", "news.trig")):
        export(format, news, tmp_path / name)
        store = Store()
        store.load(path=str(tmp_path / name))
        stores.append(set(store))
    assert stores[0] == stores[1]


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning:rdflib")
def test_jsonld_by_rdflib(news: Path, tmp_path: Path) -> None:
    export("nquads", news, tmp_path / "news.nq")
    export("jsonld", news, tmp_path / "news.jsonld")
    graph, plain = rdflib.Dataset(default_union=True), rdflib.Dataset(default_union=True)
    graph.parse(data=(tmp_path / "news.jsonld").read_text(), format="json-ld")
    plain.parse(data=(tmp_path / "news.nq").read_text(), format="nquads")
    assert not set(plain.triples((None, None, None))) - set(graph.triples((None, None, None)))
    found = graph.query(
        """PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?start ?end ?exact ?prefix ?suffix { ?span oa:hasSource/prov:specializationOf ?article ;
          oa:hasSelector [a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end],
          [a oa:TextQuoteSelector ; oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix] }"""
    )
    rows = [tuple(map(str, row)) for row in found]  # type: ignore[arg-type]
    assert len(rows) == 10
    for start, end, exact, prefix, suffix in rows:
        (text,) = (text for text in (FIRST, SECOND) if text[int(start) : int(end)] == exact)
        assert text[: int(start)].endswith(prefix)
        assert text[int(end) :].startswith(suffix)


@pytest.mark.parametrize("name", list(tables.tables()))
def test_xlsx_by_openpyxl_and_pandas(news: Path, tmp_path: Path, name: str) -> None:
    export("xlsx", news, tmp_path / "news.xlsx")
    frame = pandas.read_excel(tmp_path / "news.xlsx", name, dtype=dtypes(name), keep_default_na=False, na_values=[""])
    if "aliases" in frame:
        frame["aliases"] = frame["aliases"].map(json.loads)
    assert plain(frame) == plain(getattr(tables, name)(news))
    for row in openpyxl.load_workbook(tmp_path / "news.xlsx")[name]:
        assert not [cell for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("format", sorted(FORMATS.keys() - {"xlsx"}))  # a workbook notes when it was made
def test_exports_are_a_function_of_the_graph(news: Path, tmp_path: Path, format: str) -> None:
    for name in ("one", "two"):
        export(format, news, tmp_path / name)
    files = [
        sorted(path for path in (tmp_path / name, *(tmp_path / name).rglob("*")) if path.is_file())
        for name in ("one", "two")
    ]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_graphml_by_networkx(news: Path, tmp_path: Path) -> None:
    export("graphml", news, tmp_path / "news.graphml")
    read = networkx.read_graphml(tmp_path / "news.graphml", force_multigraph=True)
    graph = networkx_graph(news)
    assert {n: v["name"] for n, v in read.nodes(data=True)} == {n: v["name"] for n, v in graph.nodes(data=True)}
    edges = sorted((s, o, v["predicate"], v["confidence"], v["articles"]) for s, o, v in read.edges(data=True))
    assert edges == sorted(
        (s, o, k, v["confidence"], v["articles"]) for s, o, k, v in graph.edges(keys=True, data=True)
    )


def test_graphml_by_igraph(news: Path, tmp_path: Path) -> None:
    export("graphml", news, tmp_path / "news.graphml")
    read = igraph.Graph.Read_GraphML(str(tmp_path / "news.graphml"))
    graph = networkx_graph(news)
    assert sorted(read.vs["name"]) == sorted(networkx.get_node_attributes(graph, "name").values())
    assert sorted(read.es["predicate"]) == sorted(key for _, _, key in graph.edges(keys=True))


def test_gexf_by_networkx(news: Path, tmp_path: Path) -> None:
    export("gexf", news, tmp_path / "news.gexf")
    read = networkx.read_gexf(tmp_path / "news.gexf", version="1.3")
    graph = networkx_graph(news)
    assert {n: v["label"] for n, v in read.nodes(data=True)} == dict(networkx.get_node_attributes(graph, "name"))
    edges = {v["id"]: v for _, _, v in read.edges(data=True)}
    assert edges.keys() == {v["uri"] for _, _, v in graph.edges(data=True)}
    met = {(v["start"], v["end"]) for v in edges.values() if v["label"] == "met"}
    assert met == {("2025-03-03", "2025-03-03"), ("2025-04-01", "2025-04-30")}


# What the schema of GEXF 1.3 (https://gexf.net/schema.html) says of the elements that are used: their attributes (* is
# needed), and their children in order. The schema itself is in no package of PyPI, npm or Maven.
GEXF: dict[str, tuple[set[str], list[str]]] = {
    "gexf": ({"version*"}, ["meta", "graph"]),
    "meta": ({"lastmodifieddate"}, ["creator"]),
    "creator": (set(), []),
    "graph": (
        {"defaultedgetype", "mode", "timeformat", "timerepresentation"},
        ["attributes", "attributes", "nodes", "edges"],
    ),
    "attributes": ({"class*", "mode"}, ["attribute"]),
    "attribute": ({"id*", "title*", "type*"}, []),
    "nodes": (set(), ["node"]),
    "edges": (set(), ["edge"]),
    "node": ({"id*", "label", "start", "end"}, ["attvalues"]),
    "edge": ({"id", "source*", "target*", "kind", "label", "weight", "type", "start", "end"}, ["attvalues"]),
    "attvalues": (set(), ["attvalue"]),
    "attvalue": ({"for*", "value*"}, []),
}
GEXF_VALUES = {
    "version": r"1\.3",
    "defaultedgetype": "directed|undirected|mutual",
    "mode": "static|dynamic",
    "timeformat": "integer|double|date|dateTime",
    "timerepresentation": "interval|timestamp",
    "class": "node|edge",
    "type": "integer|long|double|float|boolean|liststring|string|anyURI",
    "start": r"\d{4}-\d\d-\d\d",
    "end": r"\d{4}-\d\d-\d\d",
    "weight": r"\d+(\.\d+)?",
}
GEXF_TYPES = {"integer": r"-?\d+", "double": r"-?\d+(\.\d+)?", "string": r"(?s).*"}


def test_gexf_is_as_its_schema_says(news: Path, tmp_path: Path) -> None:
    export("gexf", news, tmp_path / "news.gexf")
    root = ElementTree.parse(tmp_path / "news.gexf").getroot()
    assert root.tag == "{http://gexf.net/1.3}gexf"
    names = {element: element.tag.removeprefix("{http://gexf.net/1.3}") for element in root.iter()}
    for element, name in names.items():
        attributes, children = GEXF[name]
        assert element.attrib.keys() <= {each.rstrip("*") for each in attributes}, name
        assert {each.rstrip("*") for each in attributes if each.endswith("*")} <= element.attrib.keys(), name
        for attribute, value in element.attrib.items():
            assert re.fullmatch(GEXF_VALUES.get(attribute, "(?s).*"), value), (name, attribute, value)
        found = [names[child] for child in element]
        assert found == children if len(children) != 1 else set(found) <= set(children), name
    ids = [element.get("id") for element, name in names.items() if name in ("node", "edge")]
    assert len(ids) == len(set(ids))
    nodes = {element.get("id") for element, name in names.items() if name == "node"}
    assert {e.get(end) for e, name in names.items() if name == "edge" for end in ("source", "target")} <= nodes
    assert all(e.get("start", "") <= e.get("end", "") for e, name in names.items() if name == "edge")


def test_values_in_gexf_are_of_their_declared_types(news: Path, tmp_path: Path) -> None:
    export("gexf", news, tmp_path / "news.gexf")
    graph = ElementTree.parse(tmp_path / "news.gexf").getroot()[1]
    for declared, elements in ((graph[0], graph[2]), (graph[1], graph[3])):
        types = {attribute.get("id"): str(attribute.get("type")) for attribute in declared}
        values = [value for element in elements for value in element[0]]
        assert values
        for value in values:
            assert re.fullmatch(GEXF_TYPES[types[value.get("for")]], str(value.get("value")))


def test_kgtk_by_pandas(news: Path, tmp_path: Path) -> None:
    export("kgtk", news, tmp_path / "news.tsv")
    frame = pandas.read_csv(tmp_path / "news.tsv", sep="\t", dtype=str, quoting=3, keep_default_na=False)
    assert list(frame.columns) == ["id", "node1", "label", "node2"]
    assert frame["id"].is_unique
    labels = frame[frame["label"] == "label"]["node2"].tolist()
    assert all(re.fullmatch(r'"(?:[^"\\|\t\n]|\\.)*"', label) for label in labels)
    graph = networkx_graph(news)
    assert len(labels) == graph.number_of_nodes()
    edges = {tuple(row) for row in frame[["node1", "label", "node2"]].to_numpy().tolist()}
    assert {(s, k, o) for s, o, k in graph.edges(keys=True)} <= edges
    assert "^2025-03-03T00:00:00/11" in set(frame[frame["label"] == "first_date"]["node2"])


# Properties of the schemata of FollowTheMoney 4 that the export uses; the package itself needs a compiler and ICU.
THING = {"name", "alias", "sourceUrl"}
LINK = {"startDate", "endDate", "sourceUrl"}
FOLLOWTHEMONEY = {
    "Person": THING | {"position"},
    "Organization": THING,
    "LegalEntity": THING,
    "Event": THING,
    "Address": THING | {"full"},
    "Document": {"title", "generator", "sourceUrl"},
    "Family": LINK | {"person", "relative", "relationship"},
    "Membership": LINK | {"member", "organization", "role"},
    "UnknownLink": LINK | {"subject", "object", "role"},
}


def test_followthemoney(news: Path, tmp_path: Path) -> None:
    export("ftm", news, tmp_path / "news.jsonl")
    found = [json.loads(line) for line in (tmp_path / "news.jsonl").read_text().splitlines()]
    ids = {entity["id"] for entity in found}
    for entity in found:
        assert entity.keys() == {"id", "schema", "properties"}
        assert entity["properties"].keys() <= FOLLOWTHEMONEY[entity["schema"]]
        for name, values in entity["properties"].items():
            assert all(isinstance(value, str) for value in values)
            assert (
                name not in {"person", "relative", "member", "organization", "subject", "object"} or set(values) <= ids
            )
    graph = networkx_graph(news)
    assert len(ids) == len(found) == 1 + graph.number_of_nodes() + graph.number_of_edges()
    assert {entity["schema"] for entity in found} >= {"Membership", "UnknownLink", "Person", "Address"}


def test_every_export_tells_the_versions(news: Path, tmp_path: Path) -> None:
    for format in FORMATS.keys() - {"xlsx", "neo4j-browser"}:  # the latter holds questions and no data
        export(format, news, tmp_path / format)
        files = [path for path in (tmp_path / format, *(tmp_path / format).rglob("*")) if path.is_file()]
        assert any(b"hand 1" in path.read_bytes() for path in files), format
    export("xlsx", news, tmp_path / "xlsx.xlsx")
    assert "hand 1" in str(openpyxl.load_workbook(tmp_path / "xlsx.xlsx").properties.description)


def test_networkx(news: Path) -> None:
    graph = networkx_graph(news)
    assert graph.number_of_nodes() == len(tables.entities(news))
    assert graph.number_of_edges() == len(tables.edges(news))
    names = networkx.get_node_attributes(graph, "name")
    assert {(names[s], k, names[o]) for s, o, k in graph.edges(keys=True)} >= {("NA", "participated_in", "32.10 — 𝄞")}


def test_gzip_and_standard_output(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    export("nquads", news, tmp_path / "news.nq")
    export("nquads", news, tmp_path / "news.nq.gz")
    stream = BytesIO()
    monkeypatch.setattr(sys, "stdout", TextIOWrapper(stream))
    export("nquads", news, "-")
    assert (
        gzip.decompress((tmp_path / "news.nq.gz").read_bytes())
        == stream.getvalue()
        == (tmp_path / "news.nq").read_bytes()
    )


def test_an_unfinished_export_leaves_no_file(tmp_path: Path) -> None:
    def half() -> None:
        with text(tmp_path / "a.nq") as file:
            file.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert not list(tmp_path.iterdir())


def test_an_unknown_format_is_told_with_those_there_are(news: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="parquet"):
        export("xls", news, tmp_path)


@pytest.mark.parametrize("format", ["csv", "parquet"])
def test_several_files_need_a_folder(news: Path, tmp_path: Path, format: str) -> None:
    (tmp_path / "file").touch()
    for path in ("-", tmp_path / "file"):
        with pytest.raises(InputError, match="folder"):
            export(format, news, path)


STRINGS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1)
ROWS = st.lists(
    st.tuples(STRINGS, STRINGS, STRINGS, st.lists(STRINGS), st.none() | STRINGS, st.integers(0, 2**60)), max_size=5
)


@given(ROWS)
def test_any_strings_survive_csv_and_parquet(rows: list[tables.Row]) -> None:
    with TemporaryDirectory() as folder:
        csv.write_table(Path(folder, "a.csv"), "entities", rows)
        parquet.write_table(Path(folder, "a.parquet"), "entities", rows, "")
        kinds = dtypes("entities")
        missing = {column: [""] for column in kinds}
        frame = pandas.read_csv(
            Path(folder, "a.csv"), dtype=kinds, keep_default_na=False, na_values=missing, lineterminator="\n"
        )
        frame["aliases"] = frame["aliases"].map(json.loads)
        assert plain(frame) == [list(row) for row in rows]
        assert plain(pandas.read_parquet(Path(folder, "a.parquet"))) == [list(row) for row in rows]
