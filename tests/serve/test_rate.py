from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.ledger import open_ledger
from kg.serve import rate
from kg.serve.limits import Limits
from kg.serve.rate import Buckets


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(2.0, 3, clock)
    assert [buckets.wait("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert buckets.wait("b") == 0
    clock.now = 0.5
    assert buckets.wait("a") == 0
    assert buckets.wait("a") > 0
    clock.now = 100
    assert [bool(buckets.wait("a")) for _ in range(4)] == [False, False, False, True]


def test_clients_are_forgotten_rather_than_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate, "MOST", 3)
    buckets = Buckets(1.0, 1, Clock())
    for client in ("a", "b", "c", "d", "d"):
        buckets.wait(client)
    assert buckets.wait("a") == 0
    assert buckets.wait("d") > 0


def test_a_network_of_ipv6_is_one_client() -> None:
    assert rate._network("2001:db8::1") == rate._network("2001:db8::2") != rate._network("2001:db8:1::1")
    assert rate._network("10.0.0.1") != rate._network("10.0.0.2")


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/api/most-quoted", "/?q=a", "/reconcile", "/place/ID"])
def test_who_asks_too_often_is_told_when_to_come_back(path: str, tmp_path: Path, serve: Any) -> None:
    open_ledger(tmp_path, write=True).close()
    Store(str(tmp_path / "rdf"))
    with serve(tmp_path, Limits(workers=1, rate=0.01, burst=2)) as server:
        first = [server.request(path)[0] for _ in range(2)]
        status, headers, content = server.request(path)
        assert 429 not in first
        assert (status, content.count(b"\n")) == (429, 0)
        assert 90 <= int(headers["retry-after"]) <= 100
        assert "default-src 'none'" in headers["content-security-policy"]
        assert server.request("/static/style.css")[0] == 200
        assert server.request(path, X_Forwarded_For="203.0.113.7")[0] != 429
