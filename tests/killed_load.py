"""Loads that are killed: `python -m tests.killed_load GRAPH URI` is one in a process of its own."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import kg.loaders.bolt
import kg.loaders.remote
from kg.build import build_records
from kg.ledger import open_ledger
from tests.made import Made
from tests.servers import ROOT


def article(number: int, edition: int = 0) -> Made:
    """An article whose editions differ for every third number."""
    names = ("Sari Wuri", "Budi Warko", "Tono Wiyono", "Dini Lestari", "Rudi Hartawan")
    giver, taker = names[number % 5], names[(number * 2 + 1) % 5]
    edit = " sekali" * (edition if number % 3 == 0 else 0)
    m = Made(
        f'{giver} bertemu {taker}. "Sungai ke-{number // 2} surut{edit} sejak pagi," kata {giver}.', id=str(number)
    )
    giving, taking = m.e("Person", giver), m.e("Person", taker)
    m.s(f"Sungai ke-{number // 2} surut{edit} sejak pagi", giving, cue="kata")
    m.f(giving, "met", taking, f"{giver} bertemu {taker}")
    return m


def killed_and_edited(graph: Path, uri: str, kills: int, within: float) -> None:
    """Make a graph and kill loads of it at so many points, `within` seconds; articles are edited after half of them."""
    chance = random.Random(3)
    build_records([article(n).pair for n in range(60)], graph)
    for kill in range(kills):
        command = [sys.executable, "-m", "tests.killed_load", str(graph), uri]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.random() * within)
            process.send_signal(signal.SIGKILL)
        if kill == kills // 2:  # the graph goes on changing while the load stands still
            build_records([article(n, 1).pair for n in range(10, 70)], graph)


def _tell(done: int, of: int) -> None:
    print(done, of, flush=True)


if __name__ == "__main__":
    # many transactions, so that there are many points to be killed at
    kg.loaders.bolt._ROWS = 40
    kg.loaders.remote._LINES = 40
    load = kg.loaders.bolt.load if sys.argv[2].startswith("bolt") else kg.loaders.remote.load
    with open_ledger(sys.argv[1]) as ledger:
        print("ready", flush=True)
        load(ledger, sys.argv[2], _tell)
