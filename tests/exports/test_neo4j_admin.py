from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.build import build_records, forget
from kg.exports import export
from kg.ledger import open_ledger
from kg.loaders.bolt import load
from kg.loaders.bolt_check import check
from kg.selection import Filter
from tests import servers
from tests.rich import all_of_them


@pytest.mark.needs("neo4j")
@pytest.mark.parametrize("line", ["5", "2026"])
def test_what_was_imported_is_what_the_ledger_says_and_loads_go_on_from_there(line: str, tmp_path: Path) -> None:
    release = servers.RELEASES[line]
    graph, files = tmp_path / "rich.kg", tmp_path / "files"
    build_records([m.pair for m in all_of_them()], graph)
    export("neo4j-admin", graph, files)
    home, bolt, http = servers.home_folder()
    try:
        script = {**os.environ, "NEO4J_ADMIN": str(servers.admin(release, home))}
        done = subprocess.run([files / "import.sh"], env=script, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        server = servers.Server(f"bolt://127.0.0.1:{bolt}", f"http://127.0.0.1:{http}", home)
        with servers.started(release, server):
            with open_ledger(graph) as ledger:
                assert load(ledger, server.bolt) == 0
                assert list(check(ledger, server.bolt)) == []
            forget(["satu-1"], graph)
            with open_ledger(graph) as ledger:
                assert load(ledger, server.bolt) > 0
                assert list(check(ledger, server.bolt)) == []
    finally:
        shutil.rmtree(home)


def test_a_part_of_a_graph_does_not_pass_for_the_whole(tmp_path: Path) -> None:
    build_records([m.pair for m in all_of_them()], tmp_path / "rich.kg")
    export("neo4j-admin", tmp_path / "rich.kg", tmp_path / "whole")
    export("neo4j-admin", tmp_path / "rich.kg", tmp_path / "part", Filter(place="Jawa Barat"))
    lines = {name: (tmp_path / name / "KabarLedger.csv").read_text().count("\n") for name in ("whole", "part")}
    assert lines == {"whole": 2, "part": 1}
