from __future__ import annotations

import json
from typing import Any

from kg.catalogue import questions


def test_lists_every_question(kg: Any) -> None:
    done = kg("queries")
    assert [line for line in done.stdout.splitlines() if not line.startswith(" ")] == list(questions())
    assert "    --uri (needed): " in done.stdout


def test_as_json(kg: Any) -> None:
    assert [each["name"] for each in json.loads(kg("queries", "--json").stdout)] == list(questions())
