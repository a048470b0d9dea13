"""A folder with everything that goes wrong in it: one line for each, status 1, and the rest becomes a graph."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kg.ledger import open_ledger
from kg.verify import verify

GOOD = "Sari Wuri menemui Budi Warko di kantor itu pada hari Senin untuk membahas rencana jembatan."


def record(name: str) -> bytes:
    return json.dumps({"id": name, "text": f"{GOOD} Catatan {name}."}).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    packed = gzip.compress(b"\n".join(record(f"gz{n}") for n in range(3000)))
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'
    warc = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9000\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<html>half"
    contents = {
        "a-good.jsonl": record("good"),
        "b-truncated.jsonl.gz": packed[: len(packed) // 2],
        "c-encoding.txt": "Sari Wuri — menemui é".encode() + b"\xe2\x28\xa1\xff\x81",
        "d-half.warc": warc,
        "e-torn.csv": b'id,text\ne1,"' + GOOD.encode() + b'"\ne2,"never closed\ne3,' + GOOD.encode() + b"\n",
        "f-line.jsonl": record("f1") + b"\n" + b"x" * 100_000_000 + b"\n" + record("f2"),
        "h-entities.xml": bomb.encode(),
        "j-gzip-bomb.txt.gz": gzip.compress(b"0" * 40_000_000, 1),
        "l-last.txt": GOOD.encode(),
    }
    for name, content in contents.items():
        (place / name).write_bytes(content)
    with zipfile.ZipFile(place / "g-zip-bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    book = openpyxl.Workbook()
    for row in (["id", "text"], ["i1", '=CONCAT("a","b")'], ["i2", GOOD]):
        book.worksheets[0].append(row)
    book.save(place / "i-formula.xlsx")
    (place / "k-unreadable.txt").symlink_to(place / "nowhere.txt")  # rights do not bind everybody
    return place


def test_each_malformed_file_costs_itself_only(kg: Any, tmp_path: Path, folder: Path) -> None:
    done = kg("build", "in", "-o", "news.kg")
    assert done.returncode == 1
    told = done.stderr.splitlines()
    assert all(line.startswith("kg: in/") for line in told), told
    blamed = [line.removeprefix("kg: in/").split(":")[0] for line in told]
    assert sorted(blamed) == sorted(
        file.name for file in folder.iterdir() if file.name not in ("a-good.jsonl", "l-last.txt")
    )
    with open_ledger(tmp_path / "news.kg") as ledger:
        ids = {article.id for article in ledger.articles()}
    assert {"good", "gz0", "e1", "e3", "f1", "f2", "i2"} <= ids
    assert not {"e2", "i1"} & ids
    assert verify(tmp_path / "news.kg") == []
