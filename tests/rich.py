"""Made articles with something of everything that questions ask for, and names and words that are hard to carry."""

from __future__ import annotations

from pathlib import Path

from kg.build import build_records
from tests.made import Made

JOSE = "José “Jo” D'Ávila"
ODD = "PT `Kabar` {x: $y}; DETACH DELETE (n) //"
WEIRD = 'kata \\" } RETURN 1 😀 \n baris ＡＢＣ + - && || ! ( ) ^ ~ * ? : \\'
QUOTE = "Air sudah surut sejak subuh tadi di semua kelurahan"


def first() -> Made:
    m = Made(
        f'Gubernur Sari Wuri bertemu Basarnas di Gedung Sate, Bandung, Minggu. "{QUOTE}," kata Sari Wuri. '
        f"Sari Wuri dan {JOSE} menilai {ODD} lalai. Kepala Basarnas Bima Jati menyebut Basarnas fokus pada Bandung. "
        f"Menurut Bima Jati, {JOSE} mengaku {WEIRD} sudah lama. Seorang sumber menyebut dana Bandung habis. Dikutip ANTARA.",
        id="satu-1",
        title="Banjir surut",
        url="https://satu.example.com/banjir",
        publisher="Satu",
        published="2025-02-10T08:00:00+07:00",
    )
    sari, jose = m.e("Person", "Sari Wuri"), m.e("Person", JOSE)
    bima, basarnas = m.e("Person", "Bima Jati"), m.e("Organization", "Basarnas")
    antara = m.e("Organization", "ANTARA")
    m.e("Organization", ODD)
    bandung = m.e("Place", "Bandung", place_code="32.73")
    sate = m.e("Place", "Gedung Sate", within=bandung)
    m.s(QUOTE, sari, cue="kata Sari", date="2025-02-09", place=sate, role="Gubernur")
    m.s(f"{ODD} lalai", sari, jose, cue="menilai", kind="indirect", date="2025-02")
    focus = m.s("Basarnas fokus pada Bandung", bima, cue="menyebut", kind="indirect", date="2025", via=antara)
    told = m.s(f"{JOSE} mengaku {WEIRD} sudah lama", bima, cue="Menurut", kind="indirect", addressee=basarnas)
    m.s(f"{WEIRD} sudah lama", jose, cue="mengaku", kind="mixed", inside=told, polarity="negative")
    m.s("dana Bandung habis", cue="Seorang sumber", kind="indirect")
    m.f(sari, "met", basarnas, "Sari Wuri bertemu Basarnas", place=sate, date="2025-02-09")
    m.f(sari, "holds_position", "Gubernur", "Gubernur Sari Wuri")
    m.f(bima, "holds_position", "Kepala Basarnas", "Kepala Basarnas Bima Jati")
    m.f(bima, "affiliated_with", basarnas, "Basarnas Bima Jati")
    m.f(basarnas, "focuses_on", bandung, "Basarnas fokus pada Bandung", statement=focus)
    return m


def second() -> Made:
    m = Made(
        f'"{QUOTE}," kata Bima Jati kepada Dua. Bima Jati membantah Sari Wuri menemui {JOSE}. '
        f'Basarnas menemui Sari Wuri. Ia fokus pada Garut. "Kami siaga," kata seorang warga di Garut.',
        id="dua `1`",
        publisher="Dua",
        published="2025-02-12",
    )
    bima, sari, jose = m.e("Person", "Bima Jati"), m.e("Person", "Sari Wuri"), m.e("Person", JOSE)
    basarnas, garut = m.e("Organization", "Basarnas"), m.e("Place", "Garut", place_code="32.05")
    warga = m.e("Unnamed", "seorang warga")
    m.s(QUOTE, bima, cue="kata Bima")
    denied = m.s(f"Sari Wuri menemui {JOSE}", bima, cue="membantah", kind="indirect", polarity="negative")
    m.s("Kami siaga", warga, cue="kata seorang", place=garut)
    m.f(sari, "met", jose, f"Sari Wuri menemui {JOSE}", statement=denied)
    m.f(basarnas, "met", sari, "Basarnas menemui Sari Wuri")
    m.f(bima, "focuses_on", garut, "Bima Jati membantah Sari Wuri menemui " + JOSE + ". Basarnas menemui Sari Wuri. "
        "Ia fokus pada Garut")  # fmt: skip
    return m


def third(said: str = QUOTE) -> Made:
    """Without publisher, date and address."""
    m = Made(f'Tanpa tanggal. "{said}," kata Sari Wuri, Ketua RW.', id="catatan", published=None)
    sari = m.e("Person", "Sari Wuri")
    m.s(said, sari, cue="kata")
    m.f(sari, "holds_position", "Ketua RW", "Sari Wuri, Ketua RW")
    return m


def all_of_them() -> list[Made]:
    return [first(), second(), third()]


def rich_graph(folder: Path) -> Path:
    """A graph of all of them, in that folder."""
    build_records([m.pair for m in all_of_them()], folder / "rich.kg")
    return folder / "rich.kg"
