"""Bring the virtual environment `.venv` to what a lock file says, on a machine with nothing but Python.

    python .ci/setup.py requirements.lock

The environment is made without pip, since Debian's Python may come without ensurepip. A pip that is on the machine puts
itself into it; where there is none, pip runs from its own wheel, fetched from the package index that the machine is set to
(`PIP_INDEX_URL`, else pip's configuration) and checked against its hash.
"""

from __future__ import annotations

import configparser
import hashlib
import html.parser
import os
import ssl
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
import venv
from pathlib import Path

VENV = Path(".venv")
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PIP = "pip-26.2.1-py3-none-any.whl"
PIP_REQUIREMENT = "pip>=23"
PIP_SHA256 = "71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"


def index_url() -> str | None:
    """The simple index that this machine is set to, if any."""
    files = ["/etc/pip.conf", *(str(Path.home() / name) for name in (".pip/pip.conf", ".config/pip/pip.conf"))]
    configuration = configparser.ConfigParser(interpolation=None)
    configuration.read([*files, os.environ.get("PIP_CONFIG_FILE", os.devnull)])
    configured = configuration.get("global", "index-url", fallback=None)
    return os.environ.get("PIP_INDEX_URL", configured)


def fetch(url: str) -> bytes:
    """What is at the url; certificates are checked against `PIP_CERT` where that is set, as pip does."""
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT"))
    with urllib.request.urlopen(url, timeout=60, context=context) as answer:
        content: bytes = answer.read()
    return content


class _Links(html.parser.HTMLParser):
    """Collects the targets of a page's links."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.targets += [value for name, value in attrs if tag == "a" and name == "href" and value]


def pip_wheel(index: str, folder: str) -> Path:
    """pip's wheel, fetched from the index into the folder."""
    page = f"{index.rstrip('/')}/pip/"
    links = _Links()
    links.feed(fetch(page).decode())
    target = next((link for link in links.targets if f"/{PIP}" in link), None)
    if target is None:
        raise OSError(f"{PIP} is not there")
    content = fetch(urllib.parse.urljoin(page, target))
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise OSError(f"{PIP} has another hash than expected")
    wheel = Path(folder, PIP)
    wheel.write_bytes(content)
    return wheel


def bootstrap() -> None:
    """Make the environment and put pip into it."""
    venv.create(VENV, clear=True, with_pip=False)
    own = [sys.executable, "-m", "pip", "--python", python(), "install", "--quiet", PIP_REQUIREMENT]
    if succeeds(own) or succeeds([python(), "-m", "ensurepip"]):
        return
    index = index_url()
    if index is None:
        sys.exit("set-up stopped: this Python has no pip: install python3-pip or python3-venv, or set PIP_INDEX_URL")
    with tempfile.TemporaryDirectory() as folder:
        try:
            wheel = pip_wheel(index, folder)
        except OSError as error:
            sys.exit(f"set-up stopped: pip cannot be fetched from {index}: {error}")
        run([python(), f"{wheel}/pip", "install", "--quiet", "--no-index", str(wheel)], "pip")


def succeeds(command: list[str]) -> bool:
    """Whether a command can be run and ends well."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def python() -> str:
    """The environment's interpreter."""
    return str(BIN / ("python.exe" if os.name == "nt" else "python"))


def run(command: list[str], what: str) -> None:
    """Run a step of the set-up; where it fails, show what it printed and end with one line that names it."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, sep="", end="", file=sys.stderr)
        sys.exit(f"set-up stopped: {what} could not be installed")


def usable() -> bool:
    """Whether the environment is there, new enough and has a pip that runs."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([python(), "-c", probe], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def main(lock: str) -> None:
    """Install what the lock file names, then the project itself, editable."""
    print(f"set-up: installing {lock} into {VENV} (the first time this takes a minute or two)", flush=True)
    if not usable():
        bootstrap()
    pip = [python(), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    run([*pip, "--require-hashes", "-r", lock], lock)
    run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], "kabargraph")


if __name__ == "__main__":
    main(sys.argv[1])
