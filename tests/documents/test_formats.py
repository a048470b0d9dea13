"""Formats that scrapers, archives and offices produce: each one written here and read as documents."""

import gzip
import io
import json
import sys
import warnings
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pandas
import pytest

from kg.documents import Problem, read_documents
from kg.model import Document

PARAGRAPHS = [
    "Bupati Sinar Jaya meresmikan jembatan gantung di Desa Tirta Asri, Selasa (4/3/2025), setelah dua tahun dibangun.",
    "“Anak-anak tidak perlu lagi menyeberangi sungai ke sekolah,” kata Bupati Ratna Dewi kepada wartawan di sana.",
    "Menurut Ratna, jembatan itu dibangun dengan dana desa dan bantuan warga yang bergotong royong setiap akhir pekan.",
]
TEXT = "\n".join(PARAGRAPHS)
URL = "https://www.kabarcontoh.id/berita/jembatan-tirta-asri"
PAGE = f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">
<title>Jembatan Tirta Asri Diresmikan | Kabar Contoh</title>
<link rel="canonical" href="{URL}"><meta property="article:published_time" content="2025-03-04T09:30:00+07:00"></head>
<body><nav><a href="/">Beranda</a> <a href="/politik">Politik</a></nav><h1>Jembatan Tirta Asri Diresmikan</h1>
<div class="byline">Oleh: Sari Wulan</div><div class="entry-content">{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</div>
<footer>Hak cipta Kabar Contoh</footer></body></html>"""


def read(*sources: str | Path) -> tuple[list[Document], list[Problem]]:
    problems: list[Problem] = []
    return list(read_documents(sources, report=problems.append)), problems


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(path: Path) -> Document:
    (document,), problems = read(path)
    assert not problems
    return document


def warc(*pages: tuple[str, str, str], gzipped: bool = True) -> bytes:
    def record(address: str, kind: str, body: str) -> bytes:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Date: 2025-03-04T02:30:00Z\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        return head.encode() + http + b"\r\n\r\n"

    records = [record(*page) for page in pages]
    return b"".join(gzip.compress(data) if gzipped else data for data in records)


def test_html(tmp_path: Path) -> None:
    document = only(write(tmp_path, "a.html", PAGE))
    assert (document.text, document.title, document.url) == (TEXT, "Jembatan Tirta Asri Diresmikan", URL)
    assert (document.published, document.authors) == ("2025-03-04T09:30:00+07:00", ("Sari Wulan",))
    assert document.publisher == "Kabar Contoh"
    assert document.id == "https://kabarcontoh.id/berita/jembatan-tirta-asri"


def test_html_without_article_is_reported(tmp_path: Path) -> None:
    documents, (problem,) = read(write(tmp_path, "a.html", "<html><body><a href='/'>Beranda</a></body></html>"))
    assert not documents
    assert "no article" in problem.message


def test_mhtml(tmp_path: Path) -> None:
    archive = EmailMessage()
    archive["Snapshot-Content-Location"] = URL
    archive["Subject"] = "Jembatan"
    archive.set_content(
        PAGE.replace(f'<link rel="canonical" href="{URL}">', ""), subtype="html", cte="quoted-printable"
    )
    archive.add_related(b"\x89PNG", "image", "png")
    document = only(write(tmp_path, "a.mhtml", bytes(archive)))
    assert (document.text, document.url) == (TEXT, URL)


def test_single_file_page_names_its_address_in_a_comment(tmp_path: Path) -> None:
    page = PAGE.replace(f'<link rel="canonical" href="{URL}">', "").replace(
        "<html", f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Tue Mar 04 2025 \n--><html", 1
    )
    assert only(write(tmp_path, "a.html", page)).url == URL


def test_json_array_of_news_watch(tmp_path: Path) -> None:
    row = {
        "title": "Jembatan",
        "publish_date": "2025-03-04 09:30:00",
        "author": "Sari",
        "content": TEXT,
        "source": "contoh",
        "link": URL,
    }
    path = write(tmp_path, "a.json", json.dumps([row, row | {"link": URL + "-2"}], indent=2))
    documents, problems = read(path)
    assert [d.url for d in documents] == [URL, URL + "-2"]
    assert (documents[0].published, documents[0].publisher) == ("2025-03-04T09:30:00+07:00", "contoh")
    assert not problems


def test_a_broken_object_in_a_json_array_costs_only_itself(tmp_path: Path) -> None:
    rows = [json.dumps({"id": str(i), "text": "kata " * 20_000}) for i in range(5)]
    rows[1] = '{"id": "rusak", "text": "terputus}, {'
    rows[3] = '{"id": "rusak" "text": 1}'
    documents, problems = read(write(tmp_path, "a.json", "[\n" + ",\n".join(rows) + "\n]"))
    assert [d.id for d in documents] == ["0", "2", "4"]
    assert [p.line for p in problems] == [3, 5]


@pytest.mark.parametrize("wrap", [lambda a: a, lambda a: {"status": "ok", "articles": [a]}, lambda a: [a]])
def test_json_of_one_article_or_around_a_list(tmp_path: Path, wrap: object) -> None:
    article = {
        "maintext": TEXT,
        "date_publish": "2025-03-04 09:30:00",
        "source_domain": "kabarcontoh.id",
        "url": URL,
        "title": "J",
    }
    document = only(write(tmp_path, "a.json", json.dumps(wrap(article), indent=1)))  # type: ignore[operator]
    assert (document.text, document.publisher, document.title) == (TEXT, "kabarcontoh.id", "J")


def test_json_lines_under_the_name_of_json(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", "\n".join(json.dumps({"id": name, "text": TEXT}) for name in "ab"))
    assert [d.id for d in read(path)[0]] == ["a", "b"]


def test_fundus(tmp_path: Path) -> None:
    article = {
        "title": "Jembatan",
        "body": {"summary": PARAGRAPHS[:1], "sections": [{"headline": [], "paragraphs": PARAGRAPHS[1:]}]},
        "authors": ["Sari Wulan"],
        "publishing_date": "2025-03-04 09:30:00+07:00",
        "html": {"requested_url": URL, "source_info": {"publisher": "Kabar Contoh"}},
    }
    document = only(write(tmp_path, "a.json", json.dumps([article])))
    assert (document.text, document.url, document.publisher) == (TEXT, URL, "Kabar Contoh")


@pytest.mark.parametrize(("format", "name"), [("json", "a.json"), ("xmltei", "a.xml"), ("xml", "b.xml")])
def test_trafilatura(tmp_path: Path, format: str, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tries, on import, a library for proxies
        import trafilatura
    content = trafilatura.extract(PAGE, output_format=format, with_metadata=True)
    assert content
    document = only(write(tmp_path, name, content))
    assert document.text == TEXT
    assert (document.url, (document.published or "")[:10]) == (URL, "2025-03-04")


def test_rss_and_atom(tmp_path: Path) -> None:
    html = "".join(f"<p>{p}</p>" for p in PARAGRAPHS).replace("&", "&amp;").replace("<", "&lt;")
    rss = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"
      xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel><title>Kabar Contoh</title><item><title>Jembatan</title>
      <link>{URL}</link><pubDate>Tue, 04 Mar 2025 09:30:00 +0700</pubDate>
      <dc:creator>Sari</dc:creator><description>Ringkas</description>
      <content:encoded>{html}</content:encoded></item><item><title>Kosong</title></item></channel></rss>"""
    (document,), (problem,) = read(write(tmp_path, "a.rss", rss))
    assert (document.text, document.url, document.publisher, document.authors) == (TEXT, URL, "Kabar Contoh", ("Sari",))
    assert (document.published, problem.line) == ("2025-03-04T09:30:00+07:00", 2)
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Kabar Contoh</title><entry><title>Jembatan</title>
      <link rel="self" href="x"/><link href="{URL}"/><published>2025-03-04T09:30:00+07:00</published>
      <author><name>Sari</name><uri>https://a.id</uri></author><content type="html">{html}</content></entry></feed>"""
    document = only(write(tmp_path, "a.atom", atom))
    assert (document.text, document.url, document.authors) == (TEXT, URL, ("Sari",))


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'
    assert "entities" in read(write(tmp_path, "a.xml", bomb))[1][0].message


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json"])
def test_tables_that_pandas_writes(tmp_path: Path, suffix: str) -> None:
    frame = pandas.DataFrame(
        {
            "title": ["NA", "32.10"],
            "content": [TEXT, TEXT + "."],
            "publish_date": pandas.to_datetime(["2025-03-04"] * 2),
        }
    )
    path = tmp_path / f"a.{suffix}"
    if suffix == "json":
        frame.to_json(path, orient="records", date_format="iso")
    else:
        getattr(frame, {"csv": "to_csv", "xlsx": "to_excel", "parquet": "to_parquet"}[suffix])(path, index=False)
    documents, problems = read(path)
    assert [(d.title, d.text, (d.published or "")[:10]) for d in documents] == [
        ("NA", TEXT, "2025-03-04"),
        ("32.10", TEXT + ".", "2025-03-04"),
    ]
    assert not problems


def test_a_formula_in_a_cell_is_reported(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["judul", "isi"], ["Jembatan", '=CONCAT("a","b")'], ["Jembatan", TEXT]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (document,), (problem,) = read(tmp_path / "a.xlsx")
    assert document.text == TEXT
    assert (problem.line, "formula" in problem.message) == (2, True)


@pytest.mark.parametrize("gzipped", [True, False])
def test_warc(tmp_path: Path, gzipped: bool) -> None:
    pages = (
        (URL, "text/html; charset=utf-8", PAGE.replace(f'<link rel="canonical" href="{URL}">', "")),
        (
            "https://www.kabarcontoh.id/logo.png",
            "image/png",
            "x",
        ),
    )
    document = only(write(tmp_path, "a.warc.gz" if gzipped else "a.warc", warc(*pages, gzipped=gzipped)))
    assert (document.text, document.url) == (TEXT, URL)


@pytest.mark.parametrize("gzipped", [True, False])
def test_half_a_warc_record_is_reported(tmp_path: Path, gzipped: bool) -> None:
    whole = warc(
        (URL, "text/html", PAGE), (URL + "-2", "text/html", PAGE + " " * 5000 + "<!-- end -->"), gzipped=gzipped
    )
    cut = len(whole) - (30 if gzipped else 3000)
    documents, problems = read(write(tmp_path, "a.warc", whole[:cut]))
    assert len(documents) == 1
    assert {p.kind for p in problems} == {"unreadable"}


def test_docx(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_heading("Jembatan Tirta Asri", 0)
    for paragraph in PARAGRAPHS:
        file.add_paragraph(paragraph)
    file.save(str(tmp_path / "a.docx"))
    document = only(tmp_path / "a.docx")
    assert (document.text, document.title) == (TEXT, "Jembatan Tirta Asri")


def pdf(*pages: list[str]) -> bytes:
    """A PDF whose pages hold these lines, one below the other."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        text = " T* ".join(f"({line}) Tj" for line in lines)
        content = f"BT /F1 10 Tf 12 TL 50 750 Td {text} ET"
        objects.append(f"<< /Length {len(content)} >> stream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> "
            "/MediaBox [0 0 600 800] >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj {each} endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")


def test_pdf(tmp_path: Path) -> None:
    first = [
        "Harian Contoh - Edisi Kediri",
        "Wali Kota Kediri meresmikan jembatan baru di Kelurahan Pojok hari ini sesudah dua",
        "tahun dibangun oleh warga dan peme-",
        "rintah kota.",
        "Anak-",
        "anak senang, kata dia.",
        "Halaman 1",
    ]
    second = [
        "Harian Contoh - Edisi Kediri",
        "Jembatan itu menghubungkan dua kampung yang lama terpisah oleh sungai yang deras",
        "arusnya itu.",
        "2",
    ]
    assert only(write(tmp_path, "a.pdf", pdf(first, second))).text.split("\n") == [
        "Wali Kota Kediri meresmikan jembatan baru di Kelurahan Pojok hari ini sesudah dua tahun dibangun oleh warga dan "
        "pemerintah kota.",
        "Anak-anak senang, kata dia.",
        "Jembatan itu menghubungkan dua kampung yang lama terpisah oleh sungai yang deras arusnya itu.",
    ]


def test_a_scan_is_told_to_need_text_recognition(tmp_path: Path) -> None:
    documents, (problem,) = read(write(tmp_path, "a.pdf", pdf([""])))
    assert not documents
    assert "OCR" in problem.message


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    assert "unpack" in read(tmp_path / "a.docx")[1][0].message


@pytest.mark.parametrize(
    "name", ["a.pdf", "a.docx", "a.xlsx", "a.parquet", "a.xml", "a.json", "a.warc", "a.mhtml", "a.html", "a.csv"]
)
@pytest.mark.parametrize("content", [b"", b"\x00\x01rusak", b"PK\x03\x04rusak", b"%PDF-1.4\nrusak", b"<", b"[{"])
def test_damaged_files_of_every_kind_give_one_line_each(tmp_path: Path, name: str, content: bytes) -> None:
    documents, problems = read(write(tmp_path, name, content))
    assert not documents
    assert all("\n" not in p.message for p in problems)
    assert problems or name in ("a.csv", "a.json")


@pytest.mark.parametrize(
    "content", [PAGE, json.dumps([{"text": TEXT}]), gzip.compress(PAGE.encode()), warc((URL, "text/html", PAGE))]
)
def test_standard_input_of_other_kinds(monkeypatch: pytest.MonkeyPatch, content: str | bytes) -> None:
    data = content.encode() if isinstance(content, str) else content
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    (document,), problems = read("-")
    assert (document.text, problems) == (TEXT, [])


def test_a_reader_whose_library_is_missing_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "kg.documents.docx", raising=False)
    documents, (problem,) = read(write(tmp_path, "a.docx", b"PK"), write(tmp_path, "b.txt", TEXT))
    assert len(documents) == 1
    assert "pip install 'kabargraph[office]'" in problem.message


def test_a_text_that_is_surely_foreign_is_left_out_and_a_short_one_is_kept(tmp_path: Path) -> None:
    english = (
        "The governor opened the new bridge on Tuesday and told reporters that it had taken two years to build. " * 4
    )
    write(tmp_path, "a.txt", english)
    write(tmp_path, "b.txt", "The bridge is open.")
    write(tmp_path, "c.txt", TEXT)
    documents, (problem,) = read(tmp_path)
    assert [d.text for d in documents] == ["The bridge is open.", TEXT]
    assert problem.kind == "language"
