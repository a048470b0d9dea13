from __future__ import annotations

from pathlib import Path

from kg.build import build_records, forget
from kg.graph import parts
from kg.ledger import open_ledger
from kg.resolve.copies import are_copies, fingerprint
from tests.made import Made

WIRE = (
    "Sari Wuri bertemu Budi Warko di Balai Biru untuk membahas banjir yang melanda lima kecamatan sejak Senin. "
    "Pertemuan itu berlangsung dua jam dan dihadiri 12 lurah dari sepanjang Kali Biru. Menurut catatan badan penanggulangan "
    "bencana, sebanyak 340 rumah terendam dan 1.200 warga mengungsi ke sekolah serta masjid terdekat. Bantuan berupa selimut, "
    "air bersih, dan obat-obatan mulai dibagikan pada malam hari oleh relawan dari tiga kampus."
)


def alike(one: str, other: str) -> bool:
    a, b = fingerprint(one), fingerprint(other)
    assert a
    assert b
    return are_copies(a, b)


def test_a_copy_with_another_head_and_tail_is_a_copy() -> None:
    assert alike(WIRE, "Lembah (Warta) - " + WIRE + " (sd/bu)")


def test_a_form_with_other_numbers_and_names_is_none() -> None:
    form = (
        "Harga cabai di Pasar {} hari ini Rp{} per kilogram, bawang Rp{} per kilogram, dan telur Rp{} per kilogram. "
        * 3
    )
    one = form.format("Induk", 41000, 32500, 28000, "Lama", 42000, 33500, 28500, "Baru", 43000, 34500, 29000)
    other = form.format("Pagi", 51000, 22500, 27000, "Siang", 52000, 23500, 27500, "Sore", 53000, 24500, 26000)
    assert not alike(one, other)


def test_short_texts_tell_nothing() -> None:
    assert fingerprint("Sari Wuri bertemu Budi Warko.") is None


def wire(id: str, publisher: str, published: str, extra: str = "") -> Made:
    m = Made(WIRE + extra, id=id, publisher=publisher, published=published)
    sari, budi = m.e("Person", "Sari Wuri"), m.e("Person", "Budi Warko")
    m.f(sari, "met", budi, "Sari Wuri bertemu Budi Warko")
    return m


def state(folder: Path) -> tuple[tuple[int, int, int] | None, dict[str, str]]:
    """Articles, publishers and sources of the one edge; and which article is a copy of which, by their ids."""
    with open_ledger(folder) as ledger:
        ids = {article.path: article.id for article in ledger.articles()}
        copies = {
            ids[e.start]: ids[e.end] for p in parts(ledger) if p.kind == "links" for e in p.edges if e.type == "COPY_OF"
        }
        edge = next(ledger.relations(), None)
        return (edge.articles, edge.publishers, edge.sources) if edge else None, copies


def test_three_outlets_with_one_wire_text_stay_three_and_count_once(tmp_path: Path) -> None:
    graph = tmp_path / "a.kg"
    made = [wire("1", "Satu", "2025-04-03"), wire("2", "Dua", "2025-04-01", " (dua)"), wire("3", "Tiga", "2025-04-02")]
    build_records([m.pair for m in made], graph)
    assert state(graph) == ((3, 3, 1), {"1": "2", "3": "2"})
    other = Made("Sari Wuri bertemu Budi Warko lagi.", id="4", publisher="Empat")
    other.f(other.e("Person", "Sari Wuri"), "met", other.e("Person", "Budi Warko"), "Sari Wuri bertemu Budi Warko")
    build_records([other.pair], graph)
    assert state(graph) == ((4, 4, 2), {"1": "2", "3": "2"})
    forget(["2"], graph)
    assert state(graph) == ((3, 3, 2), {"1": "3"})
    forget(["3"], graph)
    assert state(graph) == ((2, 2, 2), {})
    forget(["4"], graph)
    assert state(graph) == ((1, 1, 1), {})
    forget(["1"], graph)
    assert state(graph) == (None, {})
