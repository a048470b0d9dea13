from __future__ import annotations

from kg.extract.names.coreference import entities
from kg.extract.names.mentions import Mention
from kg.extract.names.tokens import tokens
from kg.extract.prose import prose
from kg.model import Entity


def joined(text: str, *names: tuple[str, str]) -> list[Entity]:
    """The entities of a text whose mentions are the given names, wherever they stand, the longer first."""
    found = tokens(prose(text))
    free = set(range(len(found.words)))
    mentions = []
    for name, kind in sorted(names, key=lambda n: -len(n[0])):
        parts = [w for w in tokens(prose(name)).words if w != "¶"]
        for i in range(len(found.words)):
            here = set(range(i, i + len(parts)))
            if found.words[i : i + len(parts)] == parts and here <= free:
                free -= here
                mentions.append(Mention(i, i + len(parts), kind))
    return list(entities(text, found, sorted(mentions, key=lambda m: m.first)))


def names_of(found: list[Entity]) -> list[tuple[str, tuple[str, ...]]]:
    return [(e.name, e.aliases) for e in found]


def test_mentions_are_offsets_and_ids_follow_the_text() -> None:
    text = "Wening menemui Tirta Wening di Sukamaju."
    found = joined(text, ("Wening", "Person"), ("Tirta Wening", "Person"), ("Sukamaju", "Place"))
    assert [e.id for e in found] == ["e1", "e2"]
    assert [text[s:e] for s, e in found[0].mentions] == ["Wening", "Tirta Wening"]
    assert names_of(found) == [("Tirta Wening", ("Wening",)), ("Sukamaju", ())]


def test_a_short_form_that_lost_its_brackets_names_the_same() -> None:
    found = joined(
        "Kementerian Laut Kemlaut dan Kemlaut.", ("Kementerian Laut", "Organization"), ("Kemlaut", "Organization")
    )
    assert names_of(found) == [("Kementerian Laut", ("Kemlaut",))]
    assert (
        len(joined("Kementerian Laut Beringin.", ("Kementerian Laut", "Organization"), ("Beringin", "Organization")))
        == 2
    )


def test_an_alias_in_any_words_for_it_names_the_same() -> None:
    for between in (" alias ", ", sapaan akrab ", ", yang akrab disapa ", " atau "):
        found = joined(f"Basuki Wening{between}Akok datang.", ("Basuki Wening", "Person"), ("Akok", "Person"))
        assert names_of(found) == [("Basuki Wening", ("Akok",))]
    assert (
        len(joined("Basuki Wening atau Rina Sari datang.", ("Basuki Wening", "Person"), ("Rina Sari", "Person"))) == 2
    )
    assert len(joined("Basuki atau Rina datang.", ("Basuki", "Person"), ("Rina", "Person"))) == 2
    assert len(joined("Basuki Wening yang Rina datang.", ("Basuki Wening", "Person"), ("Rina", "Person"))) == 2


def test_an_acronym_and_its_name_are_one_in_either_order() -> None:
    for text in ("Lembaga Kebun Sekolah (LKS) dan LKS.", "LKS (Lembaga Kebun Sekolah) dan LKS."):
        found = joined(text, ("Lembaga Kebun Sekolah", "Organization"), ("LKS", "Organization"))
        assert names_of(found) == [("Lembaga Kebun Sekolah", ("LKS",))]


def test_initials_join_without_brackets() -> None:
    found = joined(
        "Kata LKS. Lembaga Kebun Sekolah buka.", ("Lembaga Kebun Sekolah", "Organization"), ("LKS", "Organization")
    )
    assert names_of(found) == [("Lembaga Kebun Sekolah", ("LKS",))]


def test_who_is_known_by_a_short_name_is_not_his_wife() -> None:
    text = "Joko Widodo tiba. Iriana Jokowi menyusul. Jokowi dan Iriana tersenyum."
    names = ("Joko Widodo", "Iriana Jokowi", "Jokowi", "Iriana")
    found = joined(text, *((name, "Person") for name in names))
    assert names_of(found) == [("Joko Widodo", ("Jokowi",)), ("Iriana Jokowi", ("Iriana",))]


def test_no_letter_of_an_acronym_stands_for_another_acronym() -> None:
    text = "Tirta dari PMR Kota Sungai menemui pengurus PKS kemarin."
    found = joined(text, ("PMR Kota Sungai", "Organization"), ("PKS", "Organization"))
    assert names_of(found) == [("PMR Kota Sungai", ()), ("PKS", ())]


def test_the_acronym_of_the_last_words_is_not_that_of_the_whole() -> None:
    text = "Fakultas Pertanian Universitas Kebun Jaya (UKJ) dan UKJ."
    found = joined(text, ("Fakultas Pertanian Universitas Kebun Jaya", "Organization"), ("UKJ", "Organization"))
    assert len(found) == 2


def test_an_acronym_inside_a_name() -> None:
    text = "Lembaga Kebun (Lemkun) Sukamaju buka. Lemkun Sukamaju tutup."
    found = joined(text, ("Lembaga Kebun (Lemkun) Sukamaju", "Organization"), ("Lemkun Sukamaju", "Organization"))
    assert len(found) == 1


def test_kinds_of_places_are_left_out_unless_two_remain() -> None:
    one = joined("Kabupaten Sukamaju dan Sukamaju.", ("Kabupaten Sukamaju", "Place"), ("Sukamaju", "Place"))
    assert names_of(one) == [("Kabupaten Sukamaju", ("Sukamaju",))]
    three = joined(
        "Kabupaten Sukamaju, Kota Sukamaju dan Sukamaju.",
        ("Kabupaten Sukamaju", "Place"),
        ("Kota Sukamaju", "Place"),
        ("Sukamaju", "Place"),
    )
    assert len(three) == 3


def test_well_known_short_forms_join_only_within_an_article() -> None:
    both = joined("Warga Jawa Timur dan Jatim.", ("Jawa Timur", "Place"), ("Jatim", "Place"))
    assert names_of(both) == [("Jawa Timur", ("Jatim",))]
    assert names_of(joined("Warga Jatim.", ("Jatim", "Place"))) == [("Jatim", ())]
    inside = joined(
        "Pemprov Jatim. Pemerintah Provinsi Jawa Timur.",
        ("Pemprov Jatim", "Organization"),
        ("Pemerintah Provinsi Jawa Timur", "Organization"),
    )
    assert len(inside) == 1


def test_aliases_by_wording() -> None:
    text = "Tirta Wening alias Kancil dan Sari Ratna atau yang akrab disapa Upik."
    found = joined(text, ("Tirta Wening", "Person"), ("Kancil", "Person"), ("Sari Ratna", "Person"), ("Upik", "Person"))
    assert names_of(found) == [("Tirta Wening", ("Kancil",)), ("Sari Ratna", ("Upik",))]


def test_types_are_kept_apart_and_accounts_give_no_names() -> None:
    found = joined("Wening di Jalan Wening.", ("Wening", "Person"), ("Jalan Wening", "Place"))
    assert [e.type for e in found] == ["Person", "Place"]
