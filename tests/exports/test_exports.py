"""Every export, read back by the library that it is meant for."""

from __future__ import annotations

import gzip
import json
import re
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import networkx
import pandas
import pyarrow.parquet
import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from kg import tables
from kg.errors import InputError
from kg.exports import FORMATS, export
from kg.exports.networkx import networkx_graph
from kg.exports.output import text


def plain(frame: pandas.DataFrame) -> list[list[Any]]:
    """Cells as plain values, None for what is missing."""
    cells = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [[list(cell) if hasattr(cell, "tolist") else cell for cell in row] for row in cells]


@pytest.mark.parametrize("name", list(tables.tables()))
def test_csv_by_pandas(news: Path, tmp_path: Path, name: str) -> None:
    export("csv", news, tmp_path)
    kinds = {"string": "str", "strings": "str", "integer": "int64", "decimal": "float64"}
    kinds = {column.name: kinds[column.type] for column in tables.tables()[name].columns}
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
    lines = (tmp_path / "news.nq").read_text().splitlines()
    assert len(graph) == len(lines) == len(set(lines))
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
    assert sorted(again.getvalue().decode().splitlines()) == sorted(map(canonical, lines(tmp_path / "news.nq")))


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def canonical(line: str) -> str:
    """A store writes decimals without zeros at their end: "0.90" as "0.9", "1.00" as "1"."""
    return re.sub(r'"(\d+)\.(\d*?)0*"(?=\^\^<\S+decimal>)', lambda m: f'"{m[1]}.{m[2]}"'.replace('."', '"'), line)


def test_turtle_by_rdflib(news: Path, tmp_path: Path) -> None:
    export("nquads", news, tmp_path / "news.nq")
    export("turtle", news, tmp_path / "news.ttl")
    graph = rdflib.Graph().parse(data=(tmp_path / "news.ttl").read_text(), format="turtle")
    assert len(graph) == len((tmp_path / "news.nq").read_text().splitlines())
    assert rdflib.Literal("PT NULL & <Rekan>") in set(graph.objects(None, rdflib.RDFS.label))
    assert (tmp_path / "news.ttl").read_text().startswith("@prefix dcterms:")


@pytest.mark.parametrize("format", list(FORMATS))
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
