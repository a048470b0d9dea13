"""`kg serve` itself: where it listens."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest


def test_it_listens_on_this_machine_only(graph: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("kg")), "serve", str(graph), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(f"http://127.0.0.1:{port}/")
        try:
            wait_for("127.0.0.1", port)
            for other in others():
                with pytest.raises(OSError, match="refused"):
                    socket.create_connection((other, port), timeout=5).close()
        finally:
            process.terminate()


def wait_for(host: str, port: int) -> None:
    """Until the server listens."""
    for _ in range(600):
        try:
            socket.create_connection((host, port), timeout=0.1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nothing listens")


def others() -> list[str]:
    """Addresses of this machine that are not 127.0.0.1."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return sorted({*found, "127.0.0.2"} - {"127.0.0.1"})
