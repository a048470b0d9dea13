"""Reading plain files: what comes out, what is reported, and that nothing else is lost."""

import csv
import gzip
import io
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.documents import Problem, preview, read_documents
from kg.model import Document

TEXT = "Wali kota membuka pasar itu, Senin (3/3/2025).\n“Pasar ini milik warga,” katanya.\n"


def read(*sources: str | Path, **options: dict[str, str]) -> tuple[list[Document], list[Problem]]:
    problems: list[Problem] = []
    return list(read_documents(sources, report=problems.append, **options)), problems


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1252"])
def test_a_text_file_is_its_decoded_content(tmp_path: Path, encoding: str) -> None:
    (document,), problems = read(write(tmp_path, "a.txt", TEXT.encode(encoding)))
    assert (document.text, problems) == (TEXT, [])


def test_newlines_and_mojibake_stay_because_offsets_point_into_them(tmp_path: Path) -> None:
    text = "Satu.\r\n\r\n\tâ€œDuaâ€\x9d.\r"
    (document,), _ = read(write(tmp_path, "a.txt", text))
    assert document.text == text


def test_mojibake_in_a_title_is_undone(tmp_path: Path) -> None:
    record = {"text": TEXT, "title": "Pasar â€œbaruâ€\x9d  dibuka\n", "published": "Kompas.com- 18/06/2025, 21:35 WIB"}
    (document,), _ = read(write(tmp_path, "a.jsonl", json.dumps(record)))
    assert document.title == "Pasar “baru” dibuka"
    assert document.published == "2025-06-18T21:35+07:00"


def test_a_bad_record_is_reported_with_its_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        '{"id": "b", "text": ',
        "[1]",
        "",
        json.dumps({"id": "c", "judul": "Tanpa isi"}),
        json.dumps({"id": "d", "text": 7}),
        '{"id": "e", "text": "\\ud83d"}',
        json.dumps({"id": 6, "text": TEXT}),
    ]
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    documents, problems = read(path)
    assert [d.id for d in documents] == ["a", "6"]
    assert [(p.file, p.line) for p in problems] == [(str(path), n) for n in (2, 3, 5, 6, 7)]
    assert all(p.kind == "unreadable" and "\n" not in p.message for p in problems)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (
            {"isi": TEXT, "penulis": "Sari dan Budi"},
            {"authors": ("Sari", "Budi")},
        ),
        (
            {"content": TEXT, "source": "harian", "link": "https://a.id/x"},
            {"publisher": "harian", "url": "https://a.id/x"},
        ),
        (
            {"text": TEXT, "source": "https://a.id/y", "source-hostname": "a.id"},
            {"url": "https://a.id/y", "publisher": "a.id"},
        ),
        ({"Full Text": TEXT, "Publish Date": "10/21/2025 20:43"}, {"published": "2025-10-21T20:43+07:00"}),
        ({"text": TEXT, "author": [{"name": "Sari"}, "Budi", ""]}, {"authors": ("Sari", "Budi")}),
        ({"text": TEXT, "date": 2024}, {"published": "2024"}),
    ],
)
def test_fields_are_found_under_the_names_people_use(
    tmp_path: Path, fields: dict[str, object], found: dict[str, object]
) -> None:
    (document,), problems = read(write(tmp_path, "a.jsonl", json.dumps(fields)))
    assert document.text == TEXT
    assert {name: getattr(document, name) for name in found} == found
    assert not problems


def test_a_column_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"text": "ringkasan", "Naskah": TEXT}))
    (document,), _ = read(path, columns={"text": "naskah"})
    assert document.text == TEXT


def test_an_unreadable_date_is_null_and_counted(tmp_path: Path) -> None:
    (document,), (problem,) = read(write(tmp_path, "a.jsonl", json.dumps({"text": TEXT, "date": "tidak ditemukan"})))
    assert document.published is None
    assert (problem.kind, problem.line) == ("date", 1)


def test_identity_is_the_given_id_else_the_address_else_the_hash(tmp_path: Path) -> None:
    records = [
        {"id": "x", "url": "https://a.id/1", "text": TEXT},
        {"url": "https://www.a.id/1?utm_source=x", "text": TEXT},
        {"text": TEXT},
        {"text": TEXT + "."},
    ]
    documents, _ = read(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, records))))
    assert documents[0].id == "x"
    assert documents[1].id.startswith("https://")
    assert "utm" not in documents[1].id
    assert documents[2].id != documents[3].id
    assert len(documents[2].id) == 64


def test_one_line_can_be_windows_1252_and_a_broken_one_is_reported(tmp_path: Path) -> None:
    good = json.dumps({"text": "“Kafé” – buka"}, ensure_ascii=False)
    lines = [good.encode(), good.encode("windows-1252"), "“satu”".encode() + b'{"text": "\xe9"}', b'{"text": "a\x00b"}']
    documents, problems = read(write(tmp_path, "a.jsonl", b"\n".join(lines)))
    assert [d.text for d in documents] == ["“Kafé” – buka"] * 2
    assert [p.line for p in problems] == [3, 4]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_csv_with_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [
        ["judul", "isi", "tanggal"],
        ["NA", '"Satu, dua; tiga|empat\tlima",\nkata “Ani”', "2025-03-03"],
        ["32.10", "Teks", ""],
    ]
    table = "\r\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    documents, problems = read(write(tmp_path, "a.csv", table.encode(encoding)))
    assert [(d.title, d.text, d.published) for d in documents] == [
        ("NA", rows[1][1], "2025-03-03"),
        ("32.10", "Teks", None),
    ]
    assert not problems


def test_a_torn_quote_costs_its_row_only(tmp_path: Path) -> None:
    table = 'id,text\n1,"satu"\n2,"dua tidak ditutup\nsambungan\n3,"tiga"\n4,empat\n5,"lima\n6,enam\n'
    documents, problems = read(write(tmp_path, "a.csv", table))
    assert [d.id for d in documents] == ["1", "3", "4", "6"]
    assert [p.line for p in problems] == [3, 7]


def test_folders_are_read_in_order_without_what_browsers_save_beside(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "a/1_files/x.txt", ".git/c.txt", "a/.hidden.txt", "a/gambar.jpg"):
        write(tmp_path, name, name)
    documents, problems = read(tmp_path)
    assert [d.text for d in documents] == ["a/1.txt", "b/2.txt"]
    assert [(p.file, p.kind) for p in problems] == [(str(tmp_path / "a/gambar.jpg"), "ignored")]


def test_what_cannot_be_read_in_a_folder_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", TEXT)
    (tmp_path / "b.txt").symlink_to(tmp_path / "fehlt")
    os.mkfifo(tmp_path / "c.jsonl")
    documents, problems = read(tmp_path)
    assert len(documents) == 1
    assert [(Path(p.file).name, p.kind) for p in problems] == [("b.txt", "unreadable"), ("c.jsonl", "unreadable")]


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl", "a"])
def test_compression_is_told_by_content(tmp_path: Path, compress: object, name: str) -> None:
    content = json.dumps({"id": "a", "text": TEXT}).encode()
    (document,), _ = read(write(tmp_path, name, compress(content)))  # type: ignore[operator]
    assert document.id == "a"


@pytest.mark.parametrize("compress", [gzip.compress, zstandard.compress])
def test_a_truncated_archive_gives_what_came_before(tmp_path: Path, compress: object) -> None:
    import random

    words = random.Random(1)
    lines = [json.dumps({"id": str(i), "text": " ".join(words.choices(TEXT.split(), k=300))}) for i in range(300)]
    packed = compress("\n".join(lines).encode())  # type: ignore[operator]
    write(tmp_path, "a.jsonl.gz", packed[: len(packed) // 2])
    write(tmp_path, "b.txt", TEXT)
    documents, problems = read(tmp_path)
    assert 100 < len(documents) < 200
    assert documents[-1].text == TEXT
    assert [(p.kind, "early" in p.message) for p in problems] == [("unreadable", True)]


def test_a_line_of_a_hundred_megabytes_is_reported(tmp_path: Path) -> None:
    record = json.dumps({"id": "a", "text": TEXT}).encode()
    path = write(tmp_path, "a.jsonl.gz", gzip.compress(b"\n".join([record, b"x" * 100_000_000, record]), 1))
    documents, (problem,) = read(path)
    assert len(documents) == 2
    assert problem.line == 2


def test_a_missing_file_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    documents, (problem,) = read(tmp_path / "fehlt.txt", write(tmp_path, "a.txt", TEXT))
    assert len(documents) == 1
    assert "No such file" in problem.message


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (json.dumps({"isi": TEXT}), TEXT),
        ("judul;isi\nPasar;Dibuka\n", "Dibuka"),
        (TEXT, TEXT),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(monkeypatch: pytest.MonkeyPatch, content: str, text: str) -> None:
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(content.encode())))
    monkeypatch.setattr(sys, "stdin", stream)
    (document,), problems = read("-")
    assert (document.text, problems) == (text, [])


def test_a_preview_tells_kind_fields_and_the_first_articles(tmp_path: Path) -> None:
    rows = "".join(f"{i};Isi {i};Judul {i}\n" for i in range(9))
    write(tmp_path, "a.csv", f"nomor;Isi Berita;judul\n{rows}")
    write(tmp_path, "b.docx", b"rusak")
    problems: list[Problem] = []
    (found,) = preview([tmp_path], report=problems.append, columns={"id": "nomor"})
    assert (found.kind, found.mapping) == ("csv", {"id": "nomor", "text": "isi_berita", "title": "judul"})
    assert [article.id for article in found.articles] == ["0", "1", "2"]
    assert [problem.kind for problem in problems] == ["unreadable"]


def test_an_empty_field_gives_way_to_the_next_name(tmp_path: Path) -> None:
    (document,), _ = read(
        write(tmp_path, "a.jsonl", json.dumps({"text": " ", "content": TEXT, "title": "", "judul": "J"}))
    )
    assert (document.text, document.title) == (TEXT, "J")


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_any_text_comes_out_of_json_lines_as_it_went_in(texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        content = "\n".join(json.dumps({"text": text}, ensure_ascii=len(text) % 2 == 0) for text in texts)
        documents, problems = read(write(Path(folder), "a.jsonl", content))
    assert [d.text for d in documents] == texts
    assert not problems


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_any_text_comes_out_of_csv_as_it_went_in(rows: list[tuple[str, str]]) -> None:
    with TemporaryDirectory() as folder:
        with (Path(folder) / "a.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("id", "text"), *((f"x{i}", text) for i, (_, text) in enumerate(rows))])
        documents, problems = read(Path(folder) / "a.csv")
    assert [d.text for d in documents] == [text for _, text in rows]
    assert not problems


@given(WORDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_any_text_comes_out_of_a_file_as_it_went_in(text: str, encoding: str) -> None:
    assume(encoding != "utf-8" or not text.startswith("\ufeff"))
    with TemporaryDirectory() as folder:
        (document,), problems = read(write(Path(folder), "a.txt", text.encode(encoding)))
    assert document.text == text
    assert not problems


@given(st.binary(max_size=400), st.sampled_from(["jsonl", "csv", "json", "txt", "html", "xml"]))
def test_no_bytes_break_a_reader(content: bytes, suffix: str) -> None:
    with TemporaryDirectory() as folder:
        read(write(Path(folder), f"a.{suffix}", content))
