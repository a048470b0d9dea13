from __future__ import annotations

import pytest

from kg.extract.shortened import shortens


@pytest.mark.parametrize(
    ("word", "title"),
    [
        ("wamenkeu", "wakil menteri keuangan"),
        ("menlu", "menteri luar negeri"),
        ("kapolda", "kepala polisi daerah"),
        ("sekda", "sekretaris daerah"),
    ],
)
def test_beginnings_of_the_words_of_a_title(word: str, title: str) -> None:
    assert shortens(word, title.split())


@pytest.mark.parametrize(
    ("word", "title"), [("menteri", "menteri keuangan"), ("bupati", "wakil bupati"), ("", "camat")]
)
def test_one_word_is_no_shortening(word: str, title: str) -> None:
    assert not shortens(word, title.split())
