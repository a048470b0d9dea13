import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.keys import key, keys


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Pramono  Anung", "pramono anung"),
        ("  Ma’ruf Amin\n", "ma'ruf amin"),
        ("Ｂａｎｋ ＢＲＩ", "bank bri"),
        ("Jakarta–Bandung", "jakarta-bandung"),
        ("“Gus Dur”", '"gus dur"'),
    ],
)
def test_key_folds_case_width_quotes_dashes_and_spaces(name: str, expected: str) -> None:
    assert key(name) == expected


def test_keys_leave_out_diacritics_and_dots() -> None:
    assert keys("Prof. José") == ("prof. josé", "prof. jose", "prof josé", "prof jose")
    assert keys("BNN") == ("bnn",)


def test_dots_alone_have_no_empty_key() -> None:
    assert keys("...") == ("...",)
    assert keys(" ") == ()


@given(st.text())
@example("C.\u0327")
def test_a_key_of_a_key_is_itself(name: str) -> None:
    for form in keys(name):
        assert key(form) == form
