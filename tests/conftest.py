"""What all tests share: the parts that can be left out on purpose, and the folder of texts beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["tests.browser", "tests.news", "tests.servers"]
ROOT = Path(__file__).parent.parent
LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without", default="", help="leave out the tests that need these, on purpose: NAME,NAME")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(name): the test needs a server or program; --without name leaves it out")
    config.stash[LEFT_OUT] = dict.fromkeys(filter(None, str(config.getoption("--without")).split(",")), 0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    counts = config.stash[LEFT_OUT]
    left_out = {item: needs for item in items if (needs := _needs(item) & counts.keys())}
    for needs in left_out.values():
        for name in needs:
            counts[name] += 1
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=list(left_out))


def _needs(item: pytest.Item) -> set[str]:
    return {mark.args[0] for mark in item.iter_markers("needs")}


def pytest_sessionfinish(session: pytest.Session) -> None:
    output: dict[str, object] | None = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["left_out"] = session.config.stash[LEFT_OUT]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[LEFT_OUT].update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, count in config.stash[LEFT_OUT].items():
        terminalreporter.write_line(f"left out on purpose: {name} ({count} tests)")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of texts beside the project; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the project")
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder whose store holds a small graph made by hand."""
    from pyoxigraph import RdfFormat, Store

    graph = tmp_path_factory.mktemp("small") / "small.kg"
    graph.mkdir()
    store = Store(str(graph / "rdf"))
    store.bulk_load(path=str(ROOT / "tests" / "queries" / "small.trig"), format=RdfFormat.TRIG)
    store.flush()
    return graph
