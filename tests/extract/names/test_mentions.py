from __future__ import annotations

from kg.extract.names.mentions import Mention, everywhere, spans


def found(text: str, *tagged: tuple[str, str]) -> list[tuple[str, str]]:
    """What is found in a text of which the first occurrence of each given name was tagged."""
    words = ["¶", *text.split(), "¶"]
    mentions = []
    for name, kind in tagged:
        parts = name.split()
        first = next(i for i in range(len(words)) if words[i : i + len(parts)] == parts)
        mentions.append(Mention(first, first + len(parts), kind))
    mentions.sort(key=lambda m: m.first)
    return [(" ".join(words[m.first : m.last]), m.type) for m in everywhere(words, mentions)]


def test_labels_become_mentions() -> None:
    labels = ["B-Person", "I-Person", "O", "I-Place", "B-Place"]
    assert spans([((3, 8), labels)]) == [Mention(3, 5, "Person"), Mention(6, 7, "Place"), Mention(7, 8, "Place")]


def test_a_name_is_found_everywhere() -> None:
    assert found("Kebun Raya buka . Di Kebun Raya ramai", ("Kebun Raya", "Place")) == [("Kebun Raya", "Place")] * 2


def test_the_longest_name_wins() -> None:
    text = "Polres Kota Baru menunggu . Warga Kota Baru dan Polres Kota Baru datang"
    assert found(text, ("Polres Kota Baru", "Organization"), ("Kota Baru", "Place"))[-1] == (
        "Polres Kota Baru",
        "Organization",
    )


def test_parts_of_a_person_are_found_where_they_stand_alone() -> None:
    text = "Tirta Wening Sari datang . Kata Wening , lalu Mahkamah Wening tutup"
    assert found(text, ("Tirta Wening Sari", "Person")) == [
        ("Tirta Wening Sari", "Person"),
        ("Wening", "Person"),
    ]


def test_short_parts_and_small_words_are_no_names() -> None:
    assert found("Al bin Tirta pergi . Ia bin siapa , Al", ("Al bin Tirta", "Person")) == [("Al bin Tirta", "Person")]


def test_one_type_for_a_name_by_vote() -> None:
    words = "¶ Sukamaju menang . Di Sukamaju . Ke Sukamaju ¶".split()
    tagged = [Mention(1, 2, "Organization"), Mention(5, 6, "Place"), Mention(8, 9, "Place")]
    assert {m.type for m in everywhere(words, tagged)} == {"Place"}


def test_an_acronym_in_brackets_takes_the_type_of_its_name() -> None:
    text = "Lembaga Kebun Sekolah ( LKS ) buka . Kata LKS , tutup"
    assert found(text, ("Lembaga Kebun Sekolah", "Organization")) == [
        ("Lembaga Kebun Sekolah", "Organization"),
        ("LKS", "Organization"),
        ("LKS", "Organization"),
    ]


def test_an_acronym_before_its_name_takes_its_type() -> None:
    text = "Kata LKS ( Lembaga Kebun Sekolah ) , lalu"
    assert found(text, ("Lembaga Kebun Sekolah", "Organization")) == [
        ("LKS", "Organization"),
        ("Lembaga Kebun Sekolah", "Organization"),
    ]
    assert len(found(text.replace("LKS", "XKS"), ("Lembaga Kebun Sekolah", "Organization"))) == 1


def test_offices_are_no_part_of_a_name_unless_they_are_names_too() -> None:
    assert found("Kata Syahbandar Tumpak Wening , lalu", ("Syahbandar Tumpak Wening", "Person")) == [
        ("Tumpak Wening", "Person")
    ]
    assert found("Kata K.H . Tirta Wening , lalu", ("K.H . Tirta Wening", "Person")) == [("Tirta Wening", "Person")]
    assert found("Kata Imam Wening , lalu", ("Imam Wening", "Person")) == [("Imam Wening", "Person")]
    assert found("Uskup Agung Mgr . Tirta datang", ("Agung Mgr", "Person"), ("Tirta", "Person")) == [
        ("Tirta", "Person")
    ]


def test_a_short_form_that_was_explained_is_found_everywhere() -> None:
    text = "Badan Kebun Sekolah ( BKS ) buka . Ruang BKS , aturan BKS , izin BKS dan kata BKS"
    assert [name for name, _ in found(text, ("Badan Kebun Sekolah", "Organization"))].count("BKS") == 5
    text = "Kementerian Tanah dan Laut ( TL ) buka . Menteri TL"
    assert found(text, ("Kementerian Tanah dan Laut", "Organization"))[1:] == [("TL", "Organization")] * 2


def test_an_area_is_found_without_the_word_for_its_kind() -> None:
    text = "di Kecamatan Rawateduh . Kapolsek Rawateduh datang . Bukit Rawateduh"
    assert found(text, ("Kecamatan Rawateduh", "Place"))[1] == ("Rawateduh", "Place")
    assert found(text.replace("Kecamatan", "Gunung"), ("Gunung Rawateduh", "Place")) == [("Gunung Rawateduh", "Place")]


def test_titles_and_degrees_are_cut_off_and_brackets_closed() -> None:
    assert found(
        "kata Pak Tirta SH di PT Gula ( Persero )", ("Pak Tirta SH", "Person"), ("PT Gula ( Persero", "Organization")
    ) == [
        ("Tirta", "Person"),
        ("PT Gula ( Persero )", "Organization"),
    ]
    assert found("oleh M.Si pada", ("M.Si", "Person")) == []
    assert found("tingkat Provinsi saja", ("Provinsi", "Place")) == []
    assert found("di dalam gedung Polda", ("gedung", "Place")) == []


def test_a_word_that_is_rarely_a_name_is_not_spread() -> None:
    text = "Pusat kota . Pusat data . Pusat niaga . Pusat saja . Pusat lagi"
    assert found(text, ("Pusat", "Organization")) == [("Pusat", "Organization")]


def test_a_shortened_given_name_belongs_to_the_name() -> None:
    assert found("Kata Moh . Tirta , lalu", ("Tirta", "Person")) == [("Moh . Tirta", "Person")]
    assert found("Kata Moh . Di Tirta , lalu", ("Tirta", "Person")) == [("Tirta", "Person")]


def test_an_abbreviated_honorific_alone_is_no_name() -> None:
    assert found("Kata Hj . Tirta , lalu", ("Hj", "Person"), ("Tirta", "Person")) == [("Tirta", "Person")]


def test_a_person_behind_title_and_body_is_split_off() -> None:
    text = "Camat Rawa Indah Siti Wening datang"
    assert found(text, ("Rawa Indah Siti Wening", "Place")) == [("Rawa Indah", "Place"), ("Siti Wening", "Person")]
    text = "Warga Rawa Indah Siti Wening datang"
    assert found(text, ("Rawa Indah Siti Wening", "Place")) == [("Rawa Indah Siti Wening", "Place")]


def test_a_head_of_a_village_with_one_name_is_split_off() -> None:
    text = "Kepala Desa Rawateduh Sutarno datang"
    assert found(text, ("Desa Rawateduh Sutarno", "Place")) == [("Desa Rawateduh", "Place"), ("Sutarno", "Person")]
    text = text.replace("Kepala", "warga")
    assert found(text, ("Desa Rawateduh Sutarno", "Place")) == [("Desa Rawateduh Sutarno", "Place")]


def test_a_part_of_a_name_and_the_person_behind_it_are_one() -> None:
    text = "Pedagang Wening Harjo datang . Kata Wening , lalu"
    assert found(text, ("Harjo", "Person")) == [("Harjo", "Person")]
    words = "¶ Pedagang Wening Harjo datang . Kata Wening , lalu ¶".split()
    mentions = everywhere(words, [Mention(3, 4, "Person"), Mention(7, 8, "Person")])
    assert [" ".join(words[m.first : m.last]) for m in mentions] == ["Wening Harjo", "Wening"]


def test_initials_behind_an_office_are_no_place() -> None:
    text = "Bupati M . Tirta datang . Lalu . Tirta"
    assert found(text, ("M . Tirta", "Person"))[0] == ("M . Tirta", "Person")


def test_what_a_sultan_rules_is_a_place() -> None:
    text = "Kata Sultan Rawateduh Siti Wening , lalu"
    assert found(text, ("Sultan Rawateduh", "Person"), ("Siti Wening", "Person")) == [
        ("Rawateduh", "Place"),
        ("Siti Wening", "Person"),
    ]
    assert found("Kata Sultan Rawateduh , lalu", ("Sultan Rawateduh", "Person")) == [("Sultan Rawateduh", "Person")]


def test_a_person_behind_the_last_word_of_an_office_is_split_off() -> None:
    for office in ("Menteri Keuangan", "juru bicara"):
        text = f"kata {office} Rawa Indah Siti Wening datang"
        assert found(text, ("Rawa Indah Siti Wening", "Place")) == [("Rawa Indah", "Place"), ("Siti Wening", "Person")]


def test_a_title_with_a_given_name_is_no_place() -> None:
    text = "Kata Camat Sutarno Polii , Kamis"
    assert found(text, ("Camat Sutarno Polii", "Person")) == [("Sutarno Polii", "Person")]


def test_what_somebody_heads_is_a_place() -> None:
    tagged = ("Rawa Teduh", "Person"), ("Siti Wening", "Person")
    assert found("Kades Rawa Teduh , Siti Wening , datang", *tagged)[0] == ("Rawa Teduh", "Place")
    assert found("Pelatih Rawa Teduh , Siti Wening , datang", *tagged)[0] == ("Rawa Teduh", "Person")


def test_a_minister_is_no_part_of_the_office() -> None:
    text = "Menteri Kebun dan Sawah Siti Wening datang"
    assert found(text, ("Sawah Siti Wening", "Organization")) == [("Siti Wening", "Person")]
    assert found("Kebun dan Sawah Siti Wening", ("Sawah Siti Wening", "Organization"))[0][1] == "Organization"


def test_a_title_with_its_place_is_no_person() -> None:
    text = "Kata Lurah Sumberjaya , Nanik Rahayu datang"
    assert found(text, ("Lurah Sumberjaya", "Person"), ("Nanik Rahayu", "Person")) == [
        ("Sumberjaya", "Place"),
        ("Nanik Rahayu", "Person"),
    ]


def test_a_place_between_office_and_person_is_not_part_of_the_name() -> None:
    text = "Bupati Sumberjati Bagyo Utomo datang . Kata Bagyo , ramai"
    apart = [("Sumberjati", "Place"), ("Bagyo Utomo", "Person"), ("Bagyo", "Person")]
    assert found(text, ("Sumberjati Bagyo Utomo", "Person")) == apart
    text = "Bupati Sumberjati Bagyo Utomo datang . Kata Sumberjati , ramai"
    whole = [("Sumberjati Bagyo Utomo", "Person"), ("Sumberjati", "Person")]
    assert found(text, ("Sumberjati Bagyo Utomo", "Person")) == whole


def test_an_outlet_in_a_dateline_is_no_place() -> None:
    text = "SURABAYA , KOMPAS - Warga Kompas , datang"
    assert found(text, ("SURABAYA", "Place"), ("KOMPAS", "Place")) == [("SURABAYA", "Place")]
