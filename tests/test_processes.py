from __future__ import annotations

import subprocess
import sys

WAITS = """
import os, time
from kg.processes import pool
with pool(1) as processes:
    print(processes.submit(os.getpid).result(), flush=True)
    processes.submit(time.sleep, 600).result()
"""


def test_processes_end_with_one_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert int(process.stdout.readline()) != process.pid
        process.kill()
        process.communicate(timeout=60)  # the output is at its end when the last process that has it is gone
