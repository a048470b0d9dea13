"""The commands that researchers need: export with filters, sample, score, report."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any


def test_export_a_part(kg: Any, news: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    done = kg("export", "csv", "-g", news, "-o", out, "--question", "said-about", "--param", "entity=PT NULL & <Rekan>")
    assert done.returncode == 0, done.stderr
    assert (out / "statements.csv").read_text().count("\n") == 1
    done = kg("export", "csv", "-g", news, "-o", out, "--resolution", "unresolved")
    assert (out / "statements.csv").read_text().count("\n") == 2
    assert kg("export", "csv", "-g", news, "-o", out, "--question", "claims", "--param", "x").returncode == 2
    assert "kg:" in kg("export", "csv", "-g", news, "-o", out, "--entity", "Tidak Ada").stderr


def test_from_a_sample_to_a_score(kg: Any, news: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    assert kg("sample", "-g", news, "-n", "6", "--by", "kind", "-o", sheet).stdout.startswith(f"{sheet}: 6 items")
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = [{**row, "right": "1"} for row in csv.DictReader(file)]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert "100.0%" in kg("score", sheet).stdout
    assert json.loads(kg("score", sheet, "--json").stdout)["all"]["judged"] == 6
    assert kg("score", tmp_path / "x.csv").returncode == 1


def test_report(kg: Any, news: Path, tmp_path: Path) -> None:
    assert kg("report", "-g", news, "-o", tmp_path / "a.html", "--title", "Kabar").returncode == 0
    assert "<h1>Kabar</h1>" in (tmp_path / "a.html").read_text()
    assert "Who is quoted most" in kg("report", "-g", news, "-o", "-").stdout


def test_ask_for_a_page_and_a_workbook(kg: Any, news: Path, tmp_path: Path) -> None:
    assert "<table>" in kg("ask", "claims", news, "--format", "html").stdout


def test_read_shows_how_files_are_read_and_counts_what_is_no_loss(kg: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("naskah,tanggal\nWarga Kediri bekerja bakti.,entah\n")
    (tmp_path / "kg.toml").write_text('[columns]\ntext = "naskah"\n')
    shown = json.loads(kg("read", "--dry-run", "a.csv").stdout)
    assert shown["mapping"] == {"text": "naskah", "published": "tanggal"}
    done = kg("read", "a.csv")
    assert json.loads(done.stdout)["text"] == "Warga Kediri bekerja bakti."
    assert (done.returncode, done.stderr) == (0, "kg: 1 dates cannot be read\n")
    assert kg("read", "a.csv", "--column", "text=isi").returncode == 1
