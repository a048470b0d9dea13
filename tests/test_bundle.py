"""A publication: complete, described, without texts, and restored by who has them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kg.bundle import bundle, rehydrate
from kg.bundle.privacy import is_public
from kg.bundle.release import files
from kg.errors import GraphError, InputError
from kg.selection import Filter
from tests.news import DIRECT, first, second

QUOTES = 12


@pytest.fixture(scope="module")
def public(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph with uris that mean something elsewhere."""
    graph = tmp_path_factory.mktemp("public") / "news.kg"
    shutil.copytree(news, graph)
    with sqlite3.connect(graph / "ledger.sqlite") as connection:
        connection.execute("UPDATE setting SET value = 'https://kabar.example.org/' WHERE name = 'base'")
    connection.close()
    return graph


@pytest.fixture(scope="module")
def release(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("release") / "release"
    bundle(
        public,
        place,
        title="Kabar “Contoh”",
        creators=["Sari Wulan", "Agus: S"],
        license="CC-BY-4.0",
        released="2025-05-01",
        quotes=QUOTES,
    )
    return place


def table(place: Path, name: str) -> list[dict[str, str]]:
    with (place / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_base_on_this_machine_is_refused(news: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"localhost.*kg rebase"):
        bundle(news, tmp_path / "x", title="x", creators=["x"], license="CC0-1.0")
    assert not (tmp_path / "x").exists()


def test_no_text_longer_than_agreed_leaves_the_house(release: Path) -> None:
    everything = gzip.decompress((release / "graph.nq.gz").read_bytes()).decode()
    everything += "".join((release / "tables" / f"{name}.csv").read_text() for name in ("statements", "evidence"))
    for text in (DIRECT.replace("\t", "\\t"), DIRECT, "Ani menemui warga NA", "membantah proyek itu mahal"):
        assert text not in everything
    assert {len(row["exact"]) for row in table(release, "evidence")} == {len("Selesai"), QUOTES}
    assert max(len(row["said"]) for row in table(release, "statements")) == QUOTES


def test_it_is_restored_by_the_articles_and_only_by_them(release: Path, tmp_path: Path) -> None:
    whole, changed = first()[0], second()[0]
    import msgspec

    edited = msgspec.structs.replace(changed, text=changed.text + "!")
    assert rehydrate(release, [whole, edited], tmp_path / "some") == rehydrate(release, [whole], tmp_path / "again")
    said = {row["said"] for row in table(tmp_path / "some", "statements")}
    assert {DIRECT, "Ani menemui warga NA", "Selesai"} <= said
    texts = {row["article"]: row["exact"] for row in table(tmp_path / "some", "evidence") if row["part"] == "0"}
    assert texts["32.10"].endswith("…")
    for row in table(tmp_path / "some", "evidence"):
        if row["article"] == "NA":
            assert row["exact"] == whole.text[int(row["start"]) : int(row["end"])]
    assert "Kami, ya;\\tkami dukung 100%" in gzip.decompress((tmp_path / "some" / "graph.nq.gz").read_bytes()).decode()


def test_a_folder_that_is_no_publication_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no publication"):
        rehydrate(tmp_path, [], tmp_path / "out")


def test_checksums(release: Path) -> None:
    lines = (release / "manifest-sha256.txt").read_text().splitlines()
    assert len(lines) == len(files(release)) - 1
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_data_package_by_frictionless(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import frictionless

    monkeypatch.chdir(release)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["message"])
    tables = {resource.name: resource for resource in frictionless.Package("datapackage.json").resources}
    rows = tables["articles"].extract()["articles"]  # type: ignore[attr-defined]
    assert {row["article"]: row["title"] for row in rows} == {"NA": "32.10", "32.10": None}


def test_croissant_describes_the_files_as_they_are(release: Path) -> None:
    dataset = json.loads((release / "croissant.json").read_text())
    objects = {each["@id"]: each for each in dataset["distribution"]}
    for name, each in objects.items():
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == each["sha256"]
    for record_set in dataset["recordSet"]:
        for field in record_set["field"]:
            heading = (release / field["source"]["fileObject"]["@id"]).read_text().splitlines()[0].split(",")
            assert field["source"]["extract"]["column"] in heading


def test_croissant_by_its_validator(release: Path) -> None:
    command = [
        str(Path(sys.executable).parent / "mlcroissant"),
        "validate",
        "--jsonld",
        str(release / "croissant.json"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=release)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert "Done." in done.stderr


def test_crate_lists_every_file_and_refers_to_nothing_else(release: Path) -> None:
    graph = {node["@id"]: node for node in json.loads((release / "ro-crate-metadata.json").read_text())["@graph"]}
    named = {each.name for each in files(release)} - {"ro-crate-metadata.json", "manifest-sha256.txt"}
    assert {part["@id"] for part in graph["./"]["hasPart"]} == named
    used = set(re.findall(r'\{"@id": "([^"]+)"\}', json.dumps(list(graph.values()))))
    assert used - graph.keys() == {"https://w3id.org/ro/crate/1.2"}


def test_citation_is_yaml_with_what_is_needed(release: Path) -> None:
    import yaml

    citation = yaml.safe_load((release / "CITATION.cff").read_text())
    assert citation.keys() >= {"cff-version", "message", "title", "authors"}
    assert citation["title"] == "Kabar “Contoh”"
    assert [author["name"] for author in citation["authors"]] == ["Sari Wulan", "Agus: S"]
    assert str(citation["date-released"]) == "2025-05-01"


def test_citation_by_its_schema(root: Path, release: Path) -> None:
    import yaml
    from jsonschema import Draft7Validator

    schema = json.loads((root / "tests/schemas/cff-1.2.0.json").read_text(encoding="utf-8"))
    # as JSON, in which a date is a string
    citation = json.loads(json.dumps(yaml.safe_load((release / "CITATION.cff").read_text()), default=str))
    assert [error.message for error in Draft7Validator(schema).iter_errors(citation)] == []
    assert not Draft7Validator(schema).is_valid(citation | {"license": "free"})


def test_codebook_explains_every_column_and_quotes_precision(public: Path, release: Path, tmp_path: Path) -> None:
    book = (release / "codebook.md").read_text()
    for name in ("statements", "evidence", "articles"):
        for column in table(release, name)[0]:
            assert f"| {column} |" in book
    assert "Precision" not in book
    row = {"stratum": "direct", "judged": 10, "right": 9, "precision": 0.9, "low": 0.596, "high": 0.982}
    (tmp_path / "scores.json").write_text(json.dumps({"strata": [row]}))
    bundle(
        public,
        tmp_path / "release",
        title="x",
        creators=["x"],
        license="CC0-1.0",
        precision=tmp_path / "scores.json",
        chosen=Filter(since="2025-04"),
    )
    assert "| direct | 10 | 9 | 90.0% | 59.6% to 98.2% |" in (tmp_path / "release" / "codebook.md").read_text()
    assert [row["article"] for row in table(tmp_path / "release", "articles")] == ["32.10"]


def test_private_persons_are_masked_everywhere(public: Path, tmp_path: Path) -> None:
    bundle(public, tmp_path / "open", title="x", creators=["x"], license="CC0-1.0", public_figures=True)
    book = (tmp_path / "open" / "codebook.md").read_text()
    assert "public figures" in book
    everything = ""
    for each in files(tmp_path / "open"):
        content = (tmp_path / "open" / each.name).read_bytes()
        everything += (gzip.decompress(content) if each.name.endswith(".gz") else content).decode(errors="replace")
    names = {row["name"] for row in table(tmp_path / "open", "entities")}
    assert 'Ani "Na" Lestari' in names  # Wali Kota
    assert "[nama disamarkan]" in names
    assert "Budi" not in everything
    assert "budi-santoso" not in everything


@pytest.mark.parametrize(
    ("titles", "outlets", "public"),
    [
        ({"Wali Kota Kediri"}, 1, True),
        ({"anggota DPRD"}, 1, True),
        ({"anggota keluarga"}, 1, False),
        ({"korban"}, 9, False),
        ({"tersangka"}, 1, False),
        ({"tersangka", "Kepala Desa Tirta Asri"}, 1, True),
        ({"Pakar Psikologi Anak"}, 1, True),
        (set(), 2, False),
        (set(), 3, True),
    ],
)
def test_who_is_a_public_figure(titles: set[str], outlets: int, public: bool) -> None:
    assert is_public(titles, outlets) is public
