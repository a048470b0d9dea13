"""Decisions on the page: what they do, and who may not take them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from kg.ask import ask
from kg.decisions import read
from kg.serve.limits import Limits
from tests.serve.served import RULES, uris

TOKEN = "tanda-rahasia"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def graph(own_graph: Path) -> Path:
    return own_graph


@pytest.fixture
def server(graph: Path, serve: Any) -> Iterator[Any]:
    with serve(graph, Limits(workers=1, rate=0), TOKEN) as running:
        yield running


def post(
    server: Any, cookie: str = f"kg_review={TOKEN}", origin: str | None = None, **form: str
) -> tuple[int, Any, Any]:
    here = f"http://127.0.0.1:{server.port}"
    sent = {"Cookie": cookie, "Origin": here if origin is None else origin, "content_type": FORM}
    answer: tuple[int, Any, Any] = server.request("/decide", "POST", urlencode({"token": TOKEN, **form}), **sent)
    return answer


def test_only_who_has_the_token_may_decide_and_only_from_here(server: Any, graph: Path, serve: Any) -> None:
    wrong = {"decision": "wrong", "about": uris(graph)["statement"][1:]}
    assert post(server, cookie="", **wrong)[0] == 403
    assert post(server, cookie="kg_review=other", **wrong)[0] == 403
    assert post(server, origin="http://evil.example", **wrong)[0] == 403
    assert post(server, origin="", **wrong)[0] == 403
    assert post(server, **{**wrong, "token": "other"})[0] == 403
    assert server.request("/review")[0] == server.request("/review?token=other")[0] == 403
    assert server.request("/decide")[0] == 405
    with serve(graph, Limits(workers=1, rate=0)) as reading:
        assert post(reading, **wrong)[0] == 403
        assert post(reading, cookie="kg_review=", **{**wrong, "token": ""})[0] == 403
        assert reading.request("/review?token=")[0] == 403
    assert read(graph) == ()


def test_nobody_is_sent_elsewhere_and_faults_are_told(server: Any, graph: Path) -> None:
    statement = uris(graph)["statement"][1:]
    for number, elsewhere in enumerate(("//evil.example/", "http://evil.example/", "/\\evil.example")):
        kind = "wrong" if number % 2 else "right"
        status, headers, _ = post(server, decision=kind, about=statement, back=elsewhere)
        assert (status, headers["location"]) == (303, "/review")
    assert post(server, decision="nonsense", about=statement)[0] == 400
    assert post(server, decision="same", about="nobody", other="no one")[0] == 400


def test_pages_without_the_token_have_no_buttons(server: Any, graph: Path) -> None:
    for path in ("/", uris(graph)["article_uri"], uris(graph)["speaker_uri"]):
        shown = server.request(path, Accept="text/html")[2].decode()
        assert TOKEN not in shown
        assert "/decide" not in shown


@pytest.mark.needs("chromium")
def test_one_click_judges_renames_merges_splits_and_undoes(page: Page, server: Any, graph: Path, root: Path) -> None:
    here = f"http://127.0.0.1:{server.port}"
    found = uris(graph)
    page.goto(f"{here}/review?token={TOKEN}")
    assert TOKEN not in page.url
    for path in ("/review", found["article_uri"], found["speaker_uri"]):
        page.goto(f"{here}{path}")
        assert Axe().run(page, options=RULES).violations_count == 0
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.set_viewport_size({"width": 900, "height": 700})
        if os.environ.get("KG_REWRITE_DOCS") and path == "/review":
            page.goto(f"{here}{path}?lang=en")
            page.screenshot(path=root / "docs/serving-review.png")
    page.goto(f"{here}{found['article_uri']}?lang=en")
    target = page.locator(f"#statement-{found['statement'].rsplit('/', 1)[-1]}")
    target.get_by_role("button", name="Wrong").click()
    expect(target).to_have_count(0)
    page.goto(f"{here}{found['speaker_uri']}?lang=en")
    page.get_by_label("Right name").fill("Pramono A. Wibowo")
    page.locator("form.decide").filter(has=page.get_by_label("Right name")).get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pramono A. Wibowo")
    page.get_by_label(re.compile("Same as|Sama dengan")).fill("Marthinus Hukom")
    page.locator("form.decide").filter(has=page.get_by_label(re.compile("Same as|Sama dengan"))).get_by_role(
        "button"
    ).click()
    page.wait_for_load_state()
    kinds = [each.decision for each in read(graph)]
    assert kinds == ["wrong", "rename", "same"]
    merged = ask("who-said-what-where", {"speaker": "Marthinus Hukom"}, graph).rows
    assert len({row[1] for row in merged}) == 1
    page.goto(f"{here}/review?lang=en")
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_load_state()
    assert read(graph)[-1].undoes == read(graph)[-2].id
    page.goto(f"{here}{found['speaker_uri']}?lang=en")
    page.get_by_role("button", name="Not this one").first.click()
    page.wait_for_load_state()
    assert read(graph)[-1].decision == "not_same"
