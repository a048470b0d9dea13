"""The pack for Neo4j Browser: its queries on real servers, the guide, style and scripts in the real Browser."""

from __future__ import annotations

import re
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j import Driver, Query
from neo4j.graph import Path as Line
from playwright.sync_api import Page

from kg.catalogue import questions
from kg.exports import export
from kg.exports.neo4j_browser import literal, pictures
from kg.exports.neo4j_model import colours, joined, svg
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from kg.property_graph import labels, relationships
from kg.serve.limits import Limits
from tests import servers
from tests.rich import rich_graph
from tests.serve.conftest import serving


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_graph(tmp_path_factory.mktemp("pack"))


@pytest.fixture(scope="module")
def pack(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pack") / "files"
    export("neo4j-browser", graph, folder)
    return folder


def scripts(pack: Path) -> dict[str, str]:
    with zipfile.ZipFile(pack / "scripts.zip") as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


# ------------------------------------------------------------------ the files


def test_every_question_and_picture_is_in_guide_and_scripts(pack: Path) -> None:
    found = scripts(pack)
    assert len(found) == 1 + len(questions()) + len(pictures())
    for text in ((pack / "guide.md").read_text(), unescape((pack / "guide.html").read_text())):
        assert all(found[f"kabargraph/{name}.cypher"].strip() in text for name in questions())
        assert all(picture["title"] in text and picture["judul"] in text for picture in pictures())


def test_the_style_names_every_label(pack: Path) -> None:
    style = (pack / "style.grass").read_text()
    for label in [*labels(), "KabarName"]:
        assert f"node.{label} {{" in style
        assert len(set(colours(label))) == 3
    assert set(re.findall(r"relationship\.(\w+)", style)) == {*relationships(), "NAMES"}


def test_the_picture_of_the_model_is_current_and_complete(root: Path) -> None:
    assert (root / "docs" / "neo4j-model.svg").read_text(encoding="utf-8") == svg()
    shown = {kind for kinds in joined().values() for kind in kinds}
    assert {*relationships(), "NAMES"} <= shown
    assert {end for pair in joined() for end in pair} == {
        "Entity",
        *(name for name, every in labels().items() if "Entity" not in every),
        "KabarName",
    }


# ------------------------------------------------------------------ its Cypher


@pytest.fixture(scope="module")
def driver(graph: Path, neo4j_server: str) -> Iterator[Driver]:
    with open_ledger(graph) as ledger:
        load(ledger, neo4j_server)
    with servers.connect(neo4j_server) as found:
        yield found
        servers.empty(found)


def run(driver: Driver, text: str, values: dict[str, Any] | None = None) -> list[Any]:
    asked = Query(text)  # pyright: ignore[reportArgumentType]
    return list(driver.execute_query(asked, values).records)


@pytest.mark.needs("neo4j")
def test_scripts_run_with_the_parameters_that_are_set_by_their_script(pack: Path, driver: Driver) -> None:
    found = scripts(pack)
    setting = found.pop("kabargraph/00_parameters.cypher").split("\n")[1]
    values = run(driver, f"RETURN {setting.removeprefix(':param ')} AS values")[0]["values"]
    answered = 0
    for name, text in found.items():
        rows = run(driver, text, values)
        answered += bool(rows)
        if "pictures" in name:
            assert all(isinstance(value, Line | None) for row in rows for value in row.values())
    assert answered > len(found) - 4


@pytest.mark.needs("neo4j")
def test_the_optional_lines_of_a_script_fit_into_it(pack: Path, driver: Driver) -> None:
    found = scripts(pack)
    setting = found.pop("kabargraph/00_parameters.cypher").split("\n")[1]
    values = run(driver, f"RETURN {setting.removeprefix(':param ')} AS values")[0]["values"]
    for name in questions():
        lines = found[f"kabargraph/{name}.cypher"].split("\n")
        used = [re.sub(r"^// with \w+: ", "", line) for line in lines if not re.search("// not with", line)]
        run(driver, "\n".join(used), values)


HARD = st.text(st.sampled_from("a'\"`\\u0027\n\r\t\b\f{}$/*;\u2028é😀"), max_size=12)


@pytest.mark.needs("neo4j")
@settings(max_examples=150, deadline=None)
@given(text=HARD | st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_literals_mean_what_they_stand_for(driver: Driver, text: str) -> None:
    assert run(driver, f"RETURN {literal(text)} AS text")[0]["text"] == text


# ------------------------------------------------------------------ in Neo4j Browser


@pytest.fixture(scope="module")
def neo4j_browser(graph: Path, neo4j_servers: Callable[[str], servers.Server]) -> Iterator[str]:
    """The address of a Neo4j Browser on a server that holds the graph."""
    server = neo4j_servers("2026")
    with open_ledger(graph) as ledger:
        load(ledger, server.bolt)
    yield f"{server.http}/browser/?preselectAuthMethod=NO_AUTH"
    with servers.connect(server.bolt) as found:
        servers.empty(found)


@pytest.fixture
def connected(neo4j_browser: str, page: Page) -> Page:
    """Neo4j Browser, connected, with nothing on it."""
    page.goto(neo4j_browser)
    page.get_by_text("You have a working connection").wait_for(timeout=120_000)
    command(page, ":clear")
    return page


def command(page: Page, text: str) -> None:
    page.locator(".monaco-editor").first.click()
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


def fills(page: Page) -> set[str]:
    """The colours of the circles that are drawn."""
    rings = page.locator("[data-testid=frame]").first.locator("svg.neod3viz circle[fill^='#']")
    rings.first.wait_for(timeout=60_000)
    return {str(ring.get_attribute("fill")).upper() for ring in rings.all()}


@pytest.mark.needs("neo4j")
@pytest.mark.needs("chromium")
def test_the_guide_opens_its_queries_draw_and_the_style_colours(graph: Path, connected: Page) -> None:
    with serving(graph, Limits()) as server:
        address = f"http://localhost:{server.port}/neo4j/"
        command(connected, f":guide {address}guide.html")
        connected.get_by_text("Siapa berkata apa, di mana dan kapan?").wait_for(timeout=60_000)
        for _ in range(3):
            connected.get_by_text("Next", exact=True).click()
        connected.get_by_text("2. Siapa berkata apa, dan di berita mana").wait_for()
        connected.locator("pre.runnable").first.click()
        connected.keyboard.press("Control+Enter")
        plain = fills(connected)
        command(connected, f":style {address}style.grass")
        connected.get_by_text("node.Person").first.wait_for(timeout=60_000)
        command(connected, pictures()[1]["cypher"].replace("$speaker", literal("sari wuri")))
        own = {colours(label)[0] for label in ("Person", "Statement", "Article", "Publisher")}
        assert plain
        assert not own & plain
        assert own <= fills(connected)


@pytest.mark.needs("neo4j")
@pytest.mark.needs("chromium")
def test_scripts_and_style_are_dropped_onto_the_window(pack: Path, connected: Page) -> None:
    drop(connected, pack / "scripts.zip")
    connected.get_by_role("button", name="Favorites").or_(connected.get_by_title("Favorites")).first.click()
    connected.get_by_text("kabargraph pictures").wait_for(timeout=60_000)
    connected.get_by_text("kabargraph", exact=True).click()
    connected.get_by_text("Who met whom, where and when?").click()
    connected.get_by_text("MATCH (one:Entity)").first.wait_for(timeout=60_000)
    drop(connected, pack / "style.grass")
    connected.get_by_text("node.Person").first.wait_for(timeout=60_000)


def drop(page: Page, file: Path) -> None:
    content = b64encode(file.read_bytes()).decode()
    script = """([name, content]) => {
        const data = new DataTransfer()
        data.items.add(new File([Uint8Array.from(atob(content), c => c.charCodeAt(0))], name))
        return data
    }"""
    data = page.evaluate_handle(script, [file.name, content])
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".filedrop", event, {"dataTransfer": data})
