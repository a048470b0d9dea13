"""Titles beside names: exact spans, the body in them, and whose they are."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import roles
from kg.extract.prose import prose
from kg.model import Entity, EntityType

_MARK = re.compile(r"\[([POL]) ([^\]]+)\]")
_TYPES: dict[str, EntityType] = {"P": "Person", "O": "Organization", "L": "Place"}


def _read(marked: str) -> tuple[str, tuple[Entity, ...]]:
    text, at, entities = "", 0, []
    for i, mark in enumerate(_MARK.finditer(marked), 1):
        text += marked[at : mark.start()]
        span = (len(text), len(text) + len(mark[2]))
        entities.append(Entity(id=f"e{i}", type=_TYPES[mark[1]], name=mark[2], mentions=(span,)))
        text += mark[2]
        at = mark.end()
    return text + marked[at:], tuple(entities)


def _titles(marked: str) -> list[tuple[str, str, str | None]]:
    """Who, the title as it stands, and the body named in it."""
    text, entities = _read(marked)
    names = {entity.id: entity.name for entity in entities}
    return [
        (names[role.person], text[slice(*role.title)], names.get(role.organization or ""))
        for role in roles.find(prose(text), entities)
    ]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Gubernur Jawa Sari, [P Budi], datang.", [("Budi", "Gubernur Jawa Sari", None)]),
        ("Kepala [O BAN] [P Sri Wahyuni] hadir.", [("Sri Wahyuni", "Kepala BAN", "BAN")]),
        ("[P Sri Wahyuni], Kepala [O BAN], hadir.", [("Sri Wahyuni", "Kepala BAN", "BAN")]),
        ("[P Tono] selaku Ketua RT 05 menyambut tamu.", [("Tono", "Ketua RT 05", None)]),
        ("Wartawan menemui penyerang [O Persimura] [P Doni].", [("Doni", "penyerang Persimura", "Persimura")]),
        ("Mantan Menteri Dalam Negeri [P Eko] menjawab.", [("Eko", "Mantan Menteri Dalam Negeri", None)]),
        ("Kapolres Melati AKBP [P Joko] hadir.", [("Joko", "Kapolres Melati", None)]),
        ("Hadir pula kuasa hukum lainnya, [P Rina].", [("Rina", "kuasa hukum", None)]),
        ("Kapolda Sari Inspektur Jenderal Polisi [P Joko] hadir.", [("Joko", "Kapolda Sari", None)]),
        ("Panglima [O Kodam X] Mayjen (Purn) [P Joko] hadir.", [("Joko", "Panglima Kodam X", "Kodam X")]),
        ("Petenis tunggal putra asal [L Norwegia], [P Lars], kalah.", [("Lars", "Petenis tunggal putra", None)]),
        ("Gitaris 41 tahun, [P Lars], sakit.", [("Lars", "Gitaris", None)]),
        (
            "[P Lars] (Head of Marketing [O Kopi Lereng]) hadir.",
            [("Lars", "Head of Marketing Kopi Lereng", "Kopi Lereng")],
        ),
        ("Kata Ketua [O Persura], [P Joni].", [("Joni", "Ketua Persura", "Persura")]),
        ("Warta-Ketua [O Persura], [P Joni], hadir.", [("Joni", "Ketua Persura", "Persura")]),
        ("JakartaKetua [O Persura], [P Joni], hadir.", [("Joni", "Ketua Persura", "Persura")]),
        ("Karena diminta Presiden ([P Joni]), pasar tutup.", [("Joni", "Presiden", None)]),
        ("Tamu dijamu kepala dapur di hadapan warga.", []),
        (
            "Bupati [L Melati] dan Ketua [O Persura], [P Joni], hadir.",
            [("Joni", "Bupati Melati", None), ("Joni", "Ketua Persura", "Persura")],
        ),
        ("Pendiri dan CEO [O Persura], [P Joni], hadir.", [("Joni", "Pendiri dan CEO Persura", "Persura")]),
        (
            "[P Joni] selain Ketua [O Persura] juga Wakil Ketua [O Yayasan A].",
            [("Joni", "Ketua Persura", "Persura"), ("Joni", "Wakil Ketua Yayasan A", "Yayasan A")],
        ),
        (
            "Mantan wasit [O Persura] yang kini pulang kampung, [P Joni], hadir.",
            [("Joni", "Mantan wasit Persura", "Persura")],
        ),
        ("Klub tanpa pemain andalannya, [P Joni].", [("Joni", "pemain andalan", None)]),
        (
            "Dua pelatih renang, yakni [P Joni] dari [L Peru] dan [P Rina], hadir.",
            [("Joni", "pelatih renang", None), ("Rina", "pelatih renang", None)],
        ),
        ("Panglima [O Kodam X] Mayjen [O TNI] [P Joni] hadir.", [("Joni", "Panglima Kodam X", "Kodam X")]),
        ("[P Rina], S.H., M.Hum., Ketua [O Yayasan A], hadir.", [("Rina", "Ketua Yayasan A", "Yayasan A")]),
        ("[P Rina] terpilih sebagai Ketua Umum [O PSM].", [("Rina", "Ketua Umum PSM", "PSM")]),
        (
            "[P Rina], Ketua [O PSM] sekaligus pengurus [O Yayasan A].",
            [("Rina", "Ketua PSM", "PSM"), ("Rina", "pengurus Yayasan A", "Yayasan A")],
        ),
        (
            "Hadir Bupati Melati [P Rahma], Ketua [O PSM] [P Rina], dan Camat Wanasari [P Agus].",
            [("Rahma", "Bupati Melati", None), ("Rina", "Ketua PSM", "PSM"), ("Agus", "Camat Wanasari", None)],
        ),
        (
            "Dua anggota [O PSM], yakni [P Rina] dan [P Agus], absen.",
            [("Rina", "anggota PSM", "PSM"), ("Agus", "anggota PSM", "PSM")],
        ),
        ("Agen [P Doni], [P Ramon], menelepon.", [("Ramon", "Agen Doni", None)]),
        (
            "Menteri Pendidikan, Riset, dan Teknologi [P Eko] pulang.",
            [("Eko", "Menteri Pendidikan, Riset, dan Teknologi", None)],
        ),
    ],
)
def test_titles(marked: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _titles(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "[P Budi] datang bersama para pengurus desa.",
        "Ia menunggu wakil gubernur. [P Budi] datang.",
        "Bersama para anggota [P Budi] pulang.",
        "Menurut [P Budi], pemain lain sudah siap.",
        "AKBP [P Budi] tersenyum.",
        "Ajudan [P Budi] itu tersenyum.",
        "Kepada penyidik, [P Budi Santoso] mengaku khilaf.",
        "Menurut dokter, [P Budi Santoso] sudah pulang.",
    ],
)
def test_no_titles(marked: str) -> None:
    assert _titles(marked) == []


def test_an_ended_position_is_past() -> None:
    text, entities = _read("Eks pelatih [O Persimura] [P Ramon] dan pelatih [O Persikutai] [P Doni] hadir.")
    assert [role.past for role in roles.find(prose(text), entities)] == [True, False]


@given(st.lists(st.sampled_from([*'(),."”-', "Ketua", "kata", "[P Budi]", "[O PSM]", "yakni", "dan", "mantan", "\n"])))
def test_spans_hold_titles_without_the_name(parts: list[str]) -> None:
    text, entities = _read(" ".join(parts))
    for role in roles.find(prose(text), entities):
        start, end = role.title
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]
        assert end <= role.mention[0] or role.mention[1] <= start


def test_hostile_text_takes_no_time() -> None:
    text, entities = _read("Ketua , " * 20_000 + "[P Budi]" + " Ketua dan" * 20_000)
    words = prose(text)
    began = time.perf_counter()
    roles.find(words, entities)
    assert (
        time.perf_counter() - began < 15
    )  # a guard against superlinear work on any machine; speed itself is for benchmarks
