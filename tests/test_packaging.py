"""What is built from the project installs anywhere, and brings nothing but `kg`."""

from __future__ import annotations

import ast
import fnmatch
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

FOLDERS = {"kg.loaders": "loaders", "kg.queries": "queries", "kg.schemas": "schemas"}
LINKS = {"kg/loaders"}
LOCKS = ("requirements.lock", "requirements-dev.lock")


@pytest.fixture(scope="session")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def files(root: Path) -> list[str]:
    if not (root / ".git").exists():
        pytest.skip("not a clone")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (root / name).exists()]


@pytest.fixture(scope="session")
def built(root: Path, files: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sdist, and the wheel made from that sdist, of a clone whose links were not checked out."""
    clone = tmp_path_factory.mktemp("clone")
    for name in set(files) - LINKS:
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, clone / name)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", clone / "dist", clone)
    return {path.suffix: path for path in (clone / "dist").iterdir()}


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def packages(root: Path) -> dict[str, Path]:
    """The folders that are packages, by import name."""
    own = {".".join(path.parent.relative_to(root).parts): path.parent for path in root.glob("kg/**/__init__.py")}
    return {**own, **{name: root / folder for name, folder in FOLDERS.items()}}


def test_the_packages_listed_are_the_folders(root: Path, project: dict[str, Any]) -> None:
    listed = project["tool"]["setuptools"]["packages"]
    assert sorted(listed) == sorted(packages(root))


def test_every_data_file_is_named(root: Path, project: dict[str, Any], files: list[str]) -> None:
    data = project["tool"]["setuptools"]["package-data"]
    for name, folder in packages(root).items():
        patterns = ["*.py", *data.get(name, [])]
        here = [file for file in files if (root / file).parent == folder and file not in LINKS]
        assert not [file for file in here if not any(fnmatch.fnmatch(Path(file).name, each) for each in patterns)]


def test_one_link_is_committed(root: Path, files: list[str]) -> None:
    assert {name for name in files if (root / name).is_symlink()} == LINKS
    assert (root / "kg/loaders").resolve() == root / "loaders"


@pytest.mark.parametrize("kind", [".whl", ".gz"])
def test_an_installed_package_runs_from_another_folder(
    built: dict[str, Path], kind: str, root: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "env", with_pip=False)
    windows = sys.platform == "win32"
    bin_folder = tmp_path / "env" / ("Scripts" if windows else "bin")
    python = bin_folder / ("python.exe" if windows else "python")
    (site,) = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").splitlines()
    (Path(site) / "dependencies.pth").write_text("\n".join(dependency_folders()), encoding="utf-8")
    before = set(Path(site).iterdir())
    install: list[str | Path] = [
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
    ]
    run(sys.executable, *install, "--ignore-installed", built[kind])
    version = metadata.version("kabargraph")
    assert {path.name for path in set(Path(site).iterdir()) - before} == {"kg", f"kabargraph-{version}.dist-info"}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kg = bin_folder / ("kg.exe" if windows else "kg")
    assert site in run(
        python, "-c", "import kg.loaders, kg.queries, kg.schemas; print(kg.loaders.__file__)", cwd=elsewhere
    )
    assert "who-met-whom" in run(kg, "queries", cwd=elsewhere)
    run(kg, "build", root / "examples/articles.jsonl", "-o", "news.kg", cwd=elsewhere)
    assert "Badan Narkotika Nasional" in run(kg, "ask", "who-met-whom", "--person", "Pramono Anung", cwd=elsewhere)


def dependency_folders() -> list[str]:
    """Where the test environment keeps third-party packages: they are lent to the fresh one, not installed again."""
    return sorted({str(Path(str(each.locate_file("")))) for each in metadata.distributions() if each.name == "pip"})


def test_the_sdist_brings_what_a_developer_needs(built: dict[str, Path], files: list[str]) -> None:
    import tarfile

    with tarfile.open(built[".gz"]) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    unpacked = {".gitignore", ".pre-commit-config.yaml"} | LINKS
    assert not {name for name in files if name not in unpacked} - inside


def test_every_import_is_declared(root: Path, project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"].values()
    declared = {
        _name(each) for each in [*project["project"]["dependencies"], *(one for extra in extras for one in extra)]
    }
    owners = metadata.packages_distributions()
    for name in {name for path in sources(root) for name in imported(path)} - set(sys.stdlib_module_names) - {"kg"}:
        assert declared & {_name(owner) for owner in owners.get(name, [])}, f"{name} is not declared in pyproject.toml"


def sources(root: Path) -> Iterator[Path]:
    for folder in ("kg", "loaders"):
        yield from (root / folder).rglob("*.py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _name(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_files_are_complete_and_name_no_host(root: Path, project: dict[str, Any], lock: str) -> None:
    text = (root / lock).read_text(encoding="utf-8")
    locked = {_name(line) for line in re.findall(r"^\S+==", text, re.M)}
    assert {_name(each) for each in project["project"]["dependencies"]} <= locked
    assert text.count("--hash=sha256:") >= len(locked)
    assert "://" not in text
    assert "index" not in text


def test_the_dev_lock_holds_the_versions_of_the_lock(root: Path) -> None:
    pins = [set(re.findall(r"^\S+==\S+", (root / lock).read_text(encoding="utf-8"), re.M)) for lock in LOCKS]
    assert pins[0] <= pins[1]
