"""Language knowledge: word lists and tables as a linguist writes them."""

from __future__ import annotations

from kg.language import table, word_lists


def test_the_lists_of_a_table_by_their_names() -> None:
    lists = word_lists("speakers")
    assert {"ia", "dia"} <= lists["singular"]
    assert lists.keys() == {key for section in table("speakers").values() for key in section}


def test_the_lists_of_some_sections() -> None:
    assert word_lists("reporting_verbs", "back").keys() == table("reporting_verbs")["back"].keys()


def test_arrays_outside_of_sections_are_lists_too() -> None:
    lists = word_lists("events")
    assert lists["against"] == set(table("events")["against"])
    assert lists["openings"] == set(table("events")["competition"]["openings"])
