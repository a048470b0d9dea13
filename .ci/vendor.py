"""Renew the scripts and styles of others that pages use, from their npm packages, with their licences: python .ci/vendor.py"""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

STATIC = Path(__file__).parent.parent / "kg/serve/static"
PACKAGES = {
    "sigma@3.0.3": ("dist/sigma.min.js",),
    "graphology@0.26.0": ("dist/graphology.umd.min.js",),
    "graphology-library@0.8.0": ("dist/graphology-library.min.js",),
    "@zazuko/yasqe@4.6.2": ("build/yasqe.min.js", "build/yasqe.min.css"),
}
# Yasqe's package has no file of its licence, which is MIT by its package.json; an older package of it has one.
LICENCES = {"@zazuko/yasqe@4.6.2": "yasgui-yasqe@2.11.22"}
# What is bundled in a script, for which licences must be told as well.
BUNDLED = {
    "yasqe.min.js": (
        "codemirror@5.65.21",
        "lodash-es@4.18.1",
        "store@2.0.12",
        "dompurify@3.4.13",
        "query-string@6.14.1",
        "strict-uri-encode@2.0.0",
        "decode-uri-component@0.2.2",
        "split-on-first@1.1.0",
        "filter-obj@1.1.0",
        "events@3.3.0",
    )
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


def licence(name: str, folder: str) -> str:
    """The text of a package's licence."""
    package = fetch(name, folder)
    (file,) = (each for each in package.getnames() if each.lower() in _LICENCE_FILES)
    return "\n".join(line.rstrip() for line in content(package, file.removeprefix("package/")).decode().splitlines())


_LICENCE_FILES = {"package/license", "package/license.txt", "package/license.md"}


def main() -> None:
    """Write the scripts and the file of their licences."""
    licences = []
    with tempfile.TemporaryDirectory() as folder:
        for name, files in PACKAGES.items():
            package = fetch(name, folder)
            for file in files:
                (STATIC / Path(file).name).write_bytes(content(package, file))
            names = " and ".join(Path(file).name for file in files)
            licences.append(f"{names}: {name}\n\n{licence(LICENCES.get(name, name), folder).strip()}\n")
        for script, bundled in BUNDLED.items():
            licences += [f"{script} holds {name}\n\n{licence(name, folder).strip()}\n" for name in bundled]
    (STATIC / "LICENSES.txt").write_text("\n\n".join(licences), encoding="utf-8")


if __name__ == "__main__":
    main()
