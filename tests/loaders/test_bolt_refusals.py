"""What is said when a Neo4j cannot be loaded: one line that tells what to do, from real servers."""

from __future__ import annotations

import os
import shutil
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.bolt import is_too_old, password_in, server
from kg.errors import TargetError
from kg.ledger import open_ledger
from kg.loaders.bolt import load, schema
from kg.loaders.bolt_check import check
from tests import servers
from tests.rich import rich_graph

PASSWORD = "rahasia-123"
LINES = ["5", "2026"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich_graph(tmp_path_factory.mktemp("refused"))


def refused(graph: Path, where: str) -> str:
    with open_ledger(graph) as ledger, pytest.raises(TargetError) as caught:
        load(ledger, where)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ------------------------------------------------------------------ logins


@pytest.fixture(scope="module", params=LINES)
def guarded(request: pytest.FixtureRequest) -> Iterator[str]:
    """A server that wants a password."""
    release = servers.RELEASES[request.param]
    home, bolt, http = servers.home_folder(("dbms.security.auth_enabled=true",))
    setting = [str(servers.admin(release, home)), "dbms", "set-initial-password", PASSWORD]
    subprocess.run(setting, check=True, capture_output=True)
    running = servers.Server(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", home)
    with servers.started(release, running):
        yield running.bolt
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.needs("neo4j")
def test_a_password_comes_from_a_file_the_environment_or_whoever_types_it(
    graph: Path, guarded: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KG_NEO4J_USER", "KG_NEO4J_PASSWORD", "KG_NEO4J_PASSWORD_FILE"):
        monkeypatch.delenv(name, raising=False)
    kg, file = Path(sys.executable).with_name("kg"), tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")
    command = [str(kg), "load", "neo4j", guarded, "-g", str(graph)]

    def run(*more: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, **variables}
        return subprocess.run([*command, *more], input=stdin, env=environment, capture_output=True, text=True)

    wrong = run(KG_NEO4J_PASSWORD="salah")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr == f"kg: {guarded} refused the login: set KG_NEO4J_USER and KG_NEO4J_PASSWORD\n"
    none = run()
    assert none.stderr == wrong.stderr
    assert " changes" in run("--password-file", str(file)).stdout
    assert "up to date already" in run(KG_NEO4J_PASSWORD_FILE=str(file)).stdout
    assert "up to date already" in run(KG_NEO4J_PASSWORD=PASSWORD).stdout
    assert "up to date already" in typed([*command, "--user", "neo4j"])
    assert "has no such database: correct --database" in run("--database", "lain", KG_NEO4J_PASSWORD=PASSWORD).stderr
    assert "up to date already" in run("--database", "neo4j", KG_NEO4J_PASSWORD=PASSWORD).stdout
    pasted = run("--open", KG_NEO4J_PASSWORD=PASSWORD).stdout
    assert ":style http://localhost:8737/neo4j/style.grass" in pasted
    for answer in (wrong, none):
        assert PASSWORD not in answer.stderr + answer.stdout


def typed(command: list[str]) -> str:
    """What a command prints when the password is typed in at its terminal."""
    import pty
    import termios

    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)
    shown = os.read(terminal, 1000)
    while b"Password of neo4j" not in shown:
        shown += os.read(terminal, 1000)
    while termios.tcgetattr(terminal)[3] & termios.ECHO:  # what is typed before that is thrown away
        time.sleep(0.05)
    os.write(terminal, f"{PASSWORD}\n".encode())
    try:
        while more := os.read(terminal, 1000):
            shown += more
    except OSError:  # the terminal is gone with the command
        pass
    os.close(terminal)
    os.waitpid(child, 0)
    assert PASSWORD.encode() not in shown
    return shown.decode()


def test_a_password_file_that_is_not_there_or_empty_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TargetError, match="the password cannot be read from"):
        password_in(tmp_path / "none")
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(TargetError, match="is empty: write the password into it"):
        password_in(tmp_path / "empty")
    (tmp_path / "one").write_text(" a b \r\n")
    monkeypatch.delenv("KG_NEO4J_PASSWORD", raising=False)
    monkeypatch.setenv("KG_NEO4J_PASSWORD_FILE", str(tmp_path / "one"))
    assert server("bolt://x").password == " a b "
    assert server("bolt://x", password="c").password == "c"


# ------------------------------------------------------------------ no Neo4j, or not one of ours


class _Page(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def test_what_answers_but_is_no_neo4j_is_told(graph: Path) -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), _Page) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        said = refused(graph, f"bolt://127.0.0.1:{other.server_address[1]}")
        other.shutdown()
        thread.join()
    assert "no Neo4j answers at bolt://127.0.0.1" in said


def test_what_is_too_old_is_told_by_its_version() -> None:
    assert [is_too_old(agent) for agent in ("Neo4j/4.4.30", "Neo4j/5.26.0", "Neo4j/2026.08.1", "Other")] == [
        True,
        False,
        False,
        False,
    ]


# ------------------------------------------------------------------ servers that cannot write


@pytest.mark.needs("neo4j")
@pytest.mark.parametrize("line", LINES)
def test_a_read_only_database_is_told(line: str, graph: Path) -> None:
    home, bolt, http = servers.home_folder()
    running = servers.Server(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", home)
    with servers.started(servers.RELEASES[line], running):
        pass
    with (home / "conf" / "neo4j.conf").open("a") as settings:
        settings.write("server.databases.read_only=neo4j\n")
    with servers.started(servers.RELEASES[line], running):
        said = refused(graph, running.bolt)
    shutil.rmtree(home, ignore_errors=True)
    assert said == f"{running.bolt} is read-only: open it for writing, or name another"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mounting, capture_output=True).returncode:
        pytest.skip("only root mounts a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.fixture
def on_disk(disk: Path) -> Iterator[servers.Server]:
    """The addresses and the folder of a server whose data is on the disk; it does not run yet."""
    home, bolt, http = servers.home_folder((f"server.directories.data={disk}",))
    yield servers.Server(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", home)
    shutil.rmtree(home, ignore_errors=True)


def fill(disk: Path, but: int) -> Path:
    """A file that leaves so many bytes of the disk."""
    filling = disk / "filling"
    filling.write_bytes(b"0" * (shutil.disk_usage(disk).free - but))
    return filling


FULL = "cannot write, its disk is full or broken: make room, restart it, then load again"


@pytest.mark.needs("neo4j")
@pytest.mark.parametrize("line", LINES)
def test_a_full_disk_is_told_and_with_room_the_load_is_finished(
    line: str, graph: Path, disk: Path, on_disk: servers.Server
) -> None:
    with servers.started(servers.RELEASES[line], on_disk):
        with servers.connect(on_disk.bolt) as driver, driver.session() as session:
            for statement in schema():
                session.run(statement).consume()  # pyright: ignore[reportArgumentType]
            session.run("CALL db.awaitIndexes(300)").consume()
        filling = fill(disk, 30_000)
        assert refused(graph, on_disk.bolt) == f"{on_disk.bolt} {FULL}"
        assert "has stopped this database after an error: make room" in refused(graph, on_disk.bolt)
        filling.unlink()
    with servers.started(servers.RELEASES[line], on_disk), open_ledger(graph) as ledger:
        load(ledger, on_disk.bolt)
        assert list(check(ledger, on_disk.bolt)) == []


@pytest.mark.needs("neo4j")
@pytest.mark.parametrize("line", LINES)
def test_a_disk_that_is_full_before_indexes_are_made_is_told_too(
    line: str, graph: Path, disk: Path, on_disk: servers.Server
) -> None:
    """The server calls an index FAILED then, and never answers whoever asked for it."""
    with servers.started(servers.RELEASES[line], on_disk):
        filling = fill(disk, 30_000)
        assert refused(graph, on_disk.bolt) == f"{on_disk.bolt} {FULL}"
        filling.unlink()
    with servers.started(servers.RELEASES[line], on_disk), open_ledger(graph) as ledger:
        load(ledger, on_disk.bolt)
        assert list(check(ledger, on_disk.bolt)) == []
