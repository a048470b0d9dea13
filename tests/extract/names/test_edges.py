from __future__ import annotations

import pytest

from kg.extract.names.edges import completed
from kg.extract.names.mentions import Mention


@pytest.mark.parametrize(
    ("text", "tagged", "expected"),
    [
        ("kata A.A . Gede Oka", [(1, 2, "Organization"), (3, 5, "Person")], [(1, 5, "Person")]),
        ("kata M . Yusran", [(3, 4, "Person")], [(1, 4, "Person")]),
        ("kata H . Yusran", [(3, 4, "Person")], [(3, 4, "Person")]),
        ("pria berinisial RST ditangkap", [], [(2, 3, "Person")]),
        ("kata tersangka RS kemarin", [(2, 3, "Organization")], [(2, 3, "Person")]),
        ("para korban PHK mengadu", [], []),
        ('kata Budi " Bob " Santoso kemarin', [(1, 2, "Person"), (5, 6, "Person")], [(1, 6, "Person")]),
        ('kata Budi " Bob " Santoso kemarin', [(5, 6, "Person")], [(1, 6, "Person")]),
        ('kata Budi " Saya " lalu', [(1, 2, "Person")], [(1, 2, "Person")]),
        ("¶ Budi Santoso : Apa kabar ¶", [(1, 2, "Person")], [(1, 3, "Person")]),
        ("¶ Budi Santoso datang : Apa ¶", [(1, 2, "Person")], [(1, 2, "Person")]),
        ("direktur RS itu", [(1, 2, "Organization")], [(1, 2, "Organization")]),
    ],
)
def test_initials_belong_to_names_and_stand_for_them(
    text: str, tagged: list[tuple[int, int, str]], expected: list[tuple[int, int, str]]
) -> None:
    assert completed(text.split(), [Mention(*m) for m in tagged]) == [Mention(*m) for m in expected]
