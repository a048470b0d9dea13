"""Every view in a real browser: what it shows and does, on a phone, by keyboard, by the rules of WCAG AA, and beside
hostile articles. KG_REWRITE_DOCS=1 renews the pictures of docs/serving."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, ViewportSize, expect

from kg.serve.limits import Limits
from tests.serve.served import RULES, hostile, uris

pytestmark = pytest.mark.needs("chromium")
VIEWS = {
    "feed": "/",
    "search": "/?q=jakarta",
    "filtered": "/?speaker=Pramono&since=2025-06",
    "article": "article_uri",
    "entity": "speaker_uri",
    "organization": "organization",
    "place": "place",
    "outlet": "publisher_uri",
    "statement": "statement",
    "fact": "fact",
    "relation": "relation",
    "quote": "quote",
    "explore": "/explore?start=",
    "questions": "/api",
    "rows": "/api/who-said-what-where?speaker=Pramono&format=html",
    "unknown": "/?speaker=Pramono+Anum",
    "sparql": "/sparql",
    "ontology": "/ns",
    "error": "/person/nobody",
}
PHONE: ViewportSize = {"width": 360, "height": 740}
PICTURES = ("search", "filtered", "article", "entity", "explore")


@pytest.fixture(scope="module")
def address(graph: Path, serve: Any) -> Iterator[str]:
    with serve(graph, Limits(workers=1, rate=0)) as running:
        yield f"http://127.0.0.1:{running.port}"


def path_of(view: str, graph: Path) -> str:
    found, path = uris(graph), VIEWS[view]
    if view == "explore":
        return path + found["speaker_uri"][1:]
    return path if path.startswith("/") else found[path]


def go(page: Page, address: str, path: str, language: str = "en") -> None:
    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
    if path.startswith("/explore"):
        page.locator("#explore[data-ready]").wait_for()


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_keeps_the_rules_and_fits_a_phone(page: Page, address: str, graph: Path, view: str, root: Path) -> None:
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme)
        go(page, address, path_of(view, graph), "id" if scheme == "dark" else "en")
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    if os.environ.get("KG_REWRITE_DOCS") and view in PICTURES:
        page.emulate_media(color_scheme="light")
        go(page, address, path_of(view, graph))
        page.wait_for_timeout(500)
        page.set_viewport_size({"width": 900, "height": 700})
        page.screenshot(path=root / f"docs/serving-{view}.png")
    page.set_viewport_size(PHONE)
    go(page, address, path_of(view, graph))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    if os.environ.get("KG_REWRITE_DOCS") and view == "filtered":
        page.screenshot(path=root / "docs/serving-phone.png")


def test_the_graph_grows_by_clicking_and_is_downloaded(page: Page, address: str, graph: Path) -> None:
    go(page, address, path_of("explore", graph))
    edges = page.locator("#edges li")
    before = edges.count()
    assert before > 2
    expect(edges.filter(has_text="Pramono Anung").first).to_be_visible()
    expect(page.locator("#edges a").first).to_have_attribute("href", re.compile("/relation/"))
    assert page.locator("#explore canvas").count() > 3
    others = page.locator("#edges button.node").filter(has_not_text="Pramono Anung")
    others.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#status")).to_contain_text("edges")
    page.wait_for_function(f"document.querySelectorAll('#edges li').length > {before}")
    with page.expect_download() as download:
        page.locator("#csv").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert len(rows) == edges.count()
    assert all(row["from_uri"] and row["to"] for row in rows)


@pytest.mark.parametrize("view", ["filtered", "explore", "article", "entity", "statement"])
def test_a_query_is_copied(page: Page, address: str, graph: Path, view: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    go(page, address, path_of(view, graph))
    page.locator(".behind summary").first.click()
    for place, start in enumerate(("PREFIX", "")):
        page.locator("button.copy").nth(place).click()
        expect(page.locator("button.copy").nth(place)).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(start)
        assert copied == page.locator(".behind pre").nth(place).text_content()
    assert Axe().run(page, options=RULES).violations_count == 0


@pytest.fixture
def editor(page: Page, address: str) -> Iterator[Page]:
    """The page of the editor, which asks no other server and breaks no rule of the policy."""
    elsewhere: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(address) else elsewhere.append(request.url))
    page.on("console", lambda message: elsewhere.append(message.text) if message.type == "error" else None)
    go(page, address, "/sparql")
    yield page
    assert [each for each in elsewhere if "status of 4" not in each] == []


def write(page: Page, text: str) -> None:
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_every_example_of_the_editor_gives_a_table(editor: Page, root: Path) -> None:
    status, head = editor.locator("#status"), editor.locator("#rows th")
    options = editor.locator("#example option")
    assert options.count() > 15
    for index in range(options.count()):
        editor.locator("#example").select_option(index=index)
        editor.locator(".CodeMirror textarea").press("Control+Enter")
        expect(status).to_have_text(re.compile(r"\d+ rows"))
        assert head.count() > 0
    editor.locator("#example").select_option(label="Who is quoted most?")
    editor.locator("#show").click()
    expect(editor.locator("#rows td a").first).to_have_attribute("href", re.compile("^/person/"))
    schemes: tuple[Literal["dark", "light"], ...] = ("dark", "light")
    for scheme in schemes:
        editor.emulate_media(color_scheme=scheme)
        found = Axe().run(editor, options=RULES)
        assert found.violations_count == 0, found.generate_report()
    if os.environ.get("KG_REWRITE_DOCS"):
        editor.set_viewport_size({"width": 900, "height": 900})
        editor.screenshot(path=root / "docs/serving-sparql.png")
    editor.set_viewport_size(PHONE)
    assert editor.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_enters_the_editor_and_leaves_it(editor: Page) -> None:
    before, field, after = (editor.locator(each) for each in ("#example", ".CodeMirror textarea", "#show"))
    before.focus()
    editor.keyboard.press("Tab")
    expect(field).to_be_focused()
    editor.keyboard.type("# ditulis ")
    editor.keyboard.press("Tab")
    expect(after).to_be_focused()
    editor.keyboard.press("Shift+Tab")
    expect(field).to_be_focused()
    editor.keyboard.press("Shift+Tab")
    expect(before).to_be_focused()
    assert "# ditulis" in editor.locator("#query").input_value()


def test_the_editor_completes_by_the_ontology(editor: Page) -> None:
    write(editor, "PREFIX kg: <https://w3id.org/kabargraph/ns#>\nSELECT * { ?s kg:focu")
    editor.keyboard.press("Control+Space")
    hint = editor.locator(".CodeMirror-hint", has_text="kg:focusesOn")
    expect(hint).to_be_visible()
    hint.click()
    assert "?s kg:focusesOn" in editor.locator("#query").input_value()


def test_a_query_has_an_address(editor: Page, address: str) -> None:
    write(editor, "ASK { }")
    target = editor.locator("#link").get_attribute("href")
    editor.goto("about:blank")
    editor.goto(f"{address}/sparql{target}")
    expect(editor.locator(".CodeMirror-code")).to_contain_text("ASK { }")
    editor.locator("#show").click()
    expect(editor.locator("#rows")).to_have_text("true")


def test_the_editor_tells_what_is_wrong_and_escapes_what_it_shows(editor: Page) -> None:
    write(editor, "SELECT")
    editor.locator("#show").click()
    expect(editor.locator("#status")).to_contain_text(re.compile("expected|error", re.I))
    write(editor, 'SELECT ("<img src=x onerror=alert(1)>" AS ?x) (<javascript:alert(1)> AS ?y) {}')
    editor.locator("#show").click()
    expect(editor.locator("#rows td").first).to_have_text("<img src=x onerror=alert(1)>")
    assert editor.locator("#rows img, #rows a").count() == 0


def test_without_scripts_the_text_area_is_the_editor(page: Page, address: str) -> None:
    assert page.context.browser
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()
    go(plain, address, "/sparql")
    plain.locator("#query").fill("ASK { ?s ?p ?o }")
    plain.get_by_role("button", name="Download").click()
    assert '"boolean":true' in plain.content()
    plain.context.close()


def test_names_are_proposed_while_one_types(page: Page, address: str) -> None:
    go(page, address, "/")
    page.locator("#speaker").press_sequentially("pram")
    expect(page.locator("#names-speaker option[value='Pramono Anung']")).to_have_count(1)
    assert Axe().run(page, options=RULES).violations_count == 0


def test_keyboard_skips_to_the_content_and_marks_words(page: Page, address: str, graph: Path) -> None:
    go(page, address, path_of("article", graph))
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator(".target a").first.focus()
    expect(page.locator(".piece.on").first).to_be_visible()


def test_hostile_articles_run_nothing(page: Page, address: str, graph: Path) -> None:
    dialogs: list[str] = []

    def noted(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", noted)
    found = hostile(graph)
    article = found["article_uri"]
    for path in ("/", "/?text=ujian", article, found["publisher_uri"], f"/explore?start={article[1:]}"):
        go(page, address, path)
        assert "alert(1)" in page.content()
        assert page.locator("img, script:not([src]), a[href^='javascript']").count() == 0
    assert dialogs == []
