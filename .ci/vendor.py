"""Renew the scripts of others that pages use, from their npm packages, with their licences: python .ci/vendor.py"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).parent.parent / "kg/serve/static"
PACKAGES = {
    "sigma@3.0.3": "dist/sigma.min.js",
    "graphology@0.26.0": "dist/graphology.umd.min.js",
    "graphology-library@0.8.0": "dist/graphology-library.min.js",
}


def fetch(name: str, folder: str) -> tarfile.TarFile:
    """The package, which npm checks against the hash of its registry."""
    done = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
    return tarfile.open(fileobj=io.BytesIO(Path(folder, done.stdout.split()[-1]).read_bytes()))


def content(package: tarfile.TarFile, name: str) -> bytes:
    """A file of the package."""
    found = package.extractfile(f"package/{name}")
    assert found
    return found.read()


def main() -> None:
    """Write the scripts and the file of their licences."""
    licences = []
    with tempfile.TemporaryDirectory() as folder:
        for name, script in PACKAGES.items():
            package = fetch(name, folder)
            (STATIC / Path(script).name).write_bytes(content(package, script))
            licences.append(f"{Path(script).name}: {name}\n\n{content(package, 'LICENSE.txt').decode().strip()}\n")
    (STATIC / "LICENSES.txt").write_text("\n\n".join(licences), encoding="utf-8")


if __name__ == "__main__":
    main()
