"""Disks that are full or read-only: one line says so, nothing is lost, and what can be read is read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.canonical import canonical
from kg.verify import verify

READ_ONLY = "Read-only file system"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """The folder of a disk of its own, which `remount` can make small or read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or not mounted("-t", "tmpfs", "-o", "size=64m", "tmpfs", folder):
        pytest.skip("needs the right to mount a disk (root on Linux)")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def mounted(*arguments: object) -> bool:
    return subprocess.run(["mount", *map(str, arguments)], capture_output=True).returncode == 0


def remount(folder: Path, options: str) -> None:
    assert mounted("-o", f"remount,{options}", folder)


def test_a_read_only_disk_is_read_and_never_written(kg: Any, root: Path, disk: Path) -> None:
    news, articles = disk / "news.kg", root / "examples/articles.jsonl"
    assert kg("build", articles, "-o", news).returncode == 0
    before = canonical(news)
    remount(disk, "ro")
    for command in (
        ("build", articles, "-o", news),
        ("build", articles, "-o", disk / "other.kg"),
        ("decide", "rename", "BNN", "Badan", "-g", news),
        ("forget", "wartanusa-museum", "-g", news),
        ("rebase", "https://news.example.org/", "-g", news),
        ("backup", disk / "copy", "-g", news),
        ("export", "nquads", "-o", disk / "out.nq", "-g", news),
        ("export", "csv", "-o", disk / "tables", "-g", news),
        ("report", "-o", disk / "out.html", "-g", news),
        ("sample", "-o", disk / "out.csv", "-g", news),
    ):
        done = kg(*command)
        assert (done.returncode, done.stdout) == (1, ""), command
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert READ_ONLY in done.stderr
    for reading in (
        ("verify", news),
        ("doctor", news),
        ("ask", "most-quoted", news),
        ("export", "ftm", "-o", "-", "-g", news),
    ):
        assert kg(*reading).returncode == 0, reading
    assert canonical(news) == before
    remount(disk, "rw")
    assert kg("build", articles, "-o", news).stdout.endswith("20 unchanged\n")


def test_a_full_disk_ends_a_build_in_one_line_and_the_next_one_goes_on(kg: Any, root: Path, disk: Path) -> None:
    news, articles = disk / "news.kg", root / "examples/articles.jsonl"
    assert kg("build", articles, "-o", disk / "whole.kg").returncode == 0
    whole = canonical(disk / "whole.kg")
    subprocess.run(["rm", "-r", str(disk / "whole.kg")], check=True)
    for size in ("96k", "256k", "512k", "1m", "2m"):
        remount(disk, f"size={size}")
        done = kg("build", articles, "-o", news)
        assert done.returncode == 1, size
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "cannot be written" in done.stderr, done.stderr
    remount(disk, "size=64m")
    assert kg("build", articles, "-o", news).returncode == 0
    assert canonical(news) == whole
    assert verify(news) == []


def test_a_full_disk_ends_an_export_in_one_line_and_leaves_nothing(kg: Any, root: Path, disk: Path) -> None:
    assert kg("build", root / "examples/articles.jsonl", "-o", "news.kg").returncode == 0
    remount(disk, "size=16k")
    for format, name in (("nquads", "out.nq"), ("xlsx", "out.xlsx"), ("gexf", "out.gexf")):
        done = kg("export", format, "-o", disk / name, "-g", "news.kg")
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1, done.stderr
        assert "No space left" in done.stderr
        assert list(disk.iterdir()) == []
