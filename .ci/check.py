"""Run every check of the project: linter, formatter, type checkers, tests. The status is 1 if any of them failed.

python .ci/check.py [NAME,NAME…]      without the parts named: pyright, or what a test may need (neo4j, fuseki, chromium)
"""

from __future__ import annotations

import subprocess
import sys

CHECKS = {
    "ruff": ["ruff", "check"],
    "format": ["ruff", "format", "--check", "--quiet"],
    "mypy": ["mypy", "--no-error-summary"],
    "pyright": ["pyright"],
}
SERVERS = {"neo4j": ["tests.servers"], "fuseki": ["tests.servers", "fuseki"], "chromium": ["tests.browser"]}


def fetch(without: list[str]) -> None:
    """Get the servers that tests need, before anything runs; where one cannot be had, end with one line that names it."""
    for name, arguments in SERVERS.items():
        if name in without:
            continue
        print(f"set-up: {name} for the tests (fetched once)", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode:
            why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            sys.exit(f"set-up stopped: {name}: {why} (leave it out on purpose: make test WITHOUT={name})")


def passes(name: str, arguments: list[str]) -> bool:
    """Run one check, shown by its name."""
    print(f"== {name}", flush=True)
    return subprocess.run([sys.executable, "-m", *arguments], stdin=subprocess.DEVNULL).returncode == 0


def main(without: list[str]) -> int:
    """Run all but what was left out on purpose; the status of the whole."""
    fetch(without)
    checks = {name: arguments for name, arguments in CHECKS.items() if name not in without}
    needs = [name for name in without if name not in CHECKS]
    checks["pytest"] = ["pytest", "-n", "auto", "--dist", "loadfile", f"--without={','.join(needs)}"]
    for name in set(without) & set(CHECKS):
        print(f"== {name} left out on purpose")
    failed = [name for name, arguments in checks.items() if not passes(name, arguments)]
    if failed:
        print(f"failed: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main([name for argument in sys.argv[1:] for name in argument.split(",") if name]))
