"""A server on a free port of the loopback, as `kg serve` runs it."""

from __future__ import annotations

import http.client
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from kg.build import build
from kg.documents import read_documents
from kg.serve.app import application
from kg.serve.limits import Limits
from tests.serve.served import FORMULA, HOSTILE


class Server:
    """Sends requests to a running server."""

    def __init__(self, port: int) -> None:
        self.port = port

    def request(
        self, path: str, method: str = "GET", body: bytes | str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers (small letters) and content; underscores in header names stand for dashes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content


@contextmanager
def serving(folder: Path, limits: Limits, token: str | None = None) -> Iterator[Server]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application(folder, limits=limits, token=token), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                thread.join(0.02)
            yield Server(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def graph(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example articles, one that attacks who reads it, and one whose words are a formula. Not to be written to."""
    folder = tmp_path_factory.mktemp("served") / "news.kg"
    documents = [*read_documents([root / "examples/articles.jsonl"], report=print), HOSTILE, FORMULA]
    build(documents, folder, workers=0)
    return folder


@pytest.fixture
def own_graph(graph: Path, tmp_path: Path) -> Path:
    """A copy of the graph that a test may write to."""
    return Path(shutil.copytree(graph, tmp_path / "news.kg"))


@pytest.fixture(scope="module")
def server(graph: Path) -> Iterator[Server]:
    """The graph, served."""
    with serving(graph, Limits(workers=1, rate=0)) as running:
        yield running


@pytest.fixture(scope="session")
def serve() -> Callable[..., object]:
    """`with serve(folder, Limits(…)) as server: server.request("/sparql?query=…")`."""
    return serving
