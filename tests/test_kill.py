"""Builds that are killed and run again equal undisturbed ones. `KG_KILLS=200` tries as many points (make soak)."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build import build_records
from kg.canonical import canonical
from kg.model import Document, Record
from kg.verify import verify
from tests.killed import write
from tests.made import Made

KILLS = int(os.environ.get("KG_KILLS", "5"))
ROOT = Path(__file__).parent.parent
NAMES = ("Sari Wuri", "Budi Warko", "Tono Wiyono", "Dini Lestari", "Rudi Hartawan")


def article(number: int, edition: int) -> tuple[Document, Record]:
    one, two = NAMES[number % 5], NAMES[(number * 2 + 1) % 5]
    edit = " sekali" * (edition if number % 3 == 0 else 0)
    m = Made(
        f'{one} bertemu {two} di Desa Apik. "Sungai ke-{number // 2} surut{edit} sejak pagi," kata {one}.',
        id=str(number),
    )
    first, second = m.e("Person", one), m.e("Person", two)
    m.s(f"Sungai ke-{number // 2} surut{edit} sejak pagi", first, cue="kata")
    m.f(first, "met", second, f"{one} bertemu {two}")
    return m.pair


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path, str]:
    """A graph of the first edition, the records of both, and the canonical form of the second."""
    folder = tmp_path_factory.mktemp("kill")
    editions = [[article(n, edition) for n in range(150 + 50 * edition)] for edition in (0, 1)]
    build_records(editions[0], folder / "first.kg")
    shutil.copytree(folder / "first.kg", folder / "both.kg")
    build_records(editions[1], folder / "both.kg")
    first, second = (write(pairs, folder / f"{i}.json") for i, pairs in enumerate(editions))
    return folder / "first.kg", first, second, canonical(folder / "both.kg")


def command(graph: Path, records: Path) -> list[str]:
    return [sys.executable, "-m", "tests.killed", str(graph), str(records)]


def run_until(graph: Path, records: Path, line: int, delay: float) -> bool:
    """Run a build and kill it `delay` seconds after it has said `line` lines; whether it was killed."""
    with subprocess.Popen(command(graph, records), stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        for _ in range(line):
            process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.stdout.read()
        return process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("point", range(KILLS))
def test_a_killed_build_run_again_equals_an_undisturbed_one(
    corpus: tuple[Path, Path, Path, str], tmp_path: Path, point: int
) -> None:
    first, records, edited, expected = corpus
    dice = random.Random(point)
    graph = tmp_path / "a.kg"
    fresh = point % 2 == 1
    if not fresh:
        shutil.copytree(first, graph)
    killed = 0
    for source in (records, edited) if fresh else (edited,):
        for _ in range(3):
            lines = 150 if source == records else 200
            killed += run_until(
                graph,
                source,
                dice.choice((dice.randrange(lines), lines, lines + 1)),
                dice.random() * (3 if fresh and source == records else 0.3),  # a process that writes starts in a second
            )
        subprocess.run(command(graph, source), check=True, capture_output=True, cwd=ROOT)
    assert killed, "no build was killed: it was done before"
    assert verify(graph) == []
    assert canonical(graph) == expected
