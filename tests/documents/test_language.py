from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.documents import language
from kg.documents.language import foreign_language

WORDS = st.sampled_from(["yang", "Dan", "di", "bridge", "the", "a", "Sari", "x2", "yang-yang", "(untuk)"])


@given(st.lists(WORDS, max_size=400), st.sampled_from([" ", "  \n", ". "]))
def test_the_quick_look_is_believed_only_where_the_long_one_agrees(words: list[str], between: str) -> None:
    text = between.join(words)
    if language._surely_indonesian(text):
        found = language._WORD.findall(text.lower())
        assert language._known(found) >= language._INDONESIAN_SHARE * len(found)
        assert foreign_language(text) is None


def test_the_quick_look_is_enough_for_news() -> None:
    assert language._surely_indonesian(
        "Sungai di desa itu sudah surut sejak pagi, kata warga yang tinggal di sana. " * 9
    )
