from __future__ import annotations

import json
from typing import Any

HOSTILE = "satu\x1b]0;judul\x07 dua\x9b31m tiga\u202e"


def test_shows_each_article(kg: Any, root: Any) -> None:
    lines = kg("read", root / "examples/articles.jsonl").stdout.splitlines()
    articles = [json.loads(line) for line in lines]
    given = [json.loads(line) for line in (root / "examples/articles.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(each["id"], each["text"]) for each in articles] == [(each["id"], each["text"]) for each in given]


def test_prints_no_terminal_escapes_and_keeps_the_text(kg: Any) -> None:
    done = kg("read", "-", stdin=json.dumps({"id": "1", "text": HOSTILE}))
    assert not set(done.stdout) & set("\x1b\x07\x9b\u202e")
    assert json.loads(done.stdout)["text"] == HOSTILE


def test_a_bad_record_is_named_and_the_rest_goes_on(kg: Any) -> None:
    done = kg("read", "-", stdin='{"id": "1", "text": "satu"}\nnonsense\x1b[1m\n{"id": "3", "text": "tiga"}\n')
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "3"]
    assert "standard input:2:" in done.stderr
    assert "\x1b" not in done.stderr
    assert done.returncode == 1
