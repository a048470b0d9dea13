"""A real browser for tests: Chromium without a window, driven by Playwright.

KG_CHROMIUM names the program; otherwise it is looked for under its usual names.

    python -m tests.browser        install it where that is possible, else say what to do
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
MACOS = ("Chromium", "Google Chrome", "Microsoft Edge")
# no sandbox, since root may have none; nothing is fetched that no page asked for
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ADVICE = "tests in a browser need Chromium: install it, or name one in KG_CHROMIUM"


def executable() -> str | None:
    """The browser that is here, if any."""
    if own := os.environ.get("KG_CHROMIUM"):
        return own
    found = (shutil.which(name) for name in NAMES)
    applications = (f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MACOS)
    return next(filter(None, (*found, *(path for path in applications if Path(path).exists()))), None)


def install() -> str:
    """The browser, from Debian's packages where there was none; ends the program with one line if it cannot be had."""
    if found := executable():
        return found
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit(ADVICE)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)
    return executable() or sys.exit(ADVICE)


@contextmanager
def browser(flags: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser, closed at the end of the block."""
    program = executable()
    if program is None:
        pytest.fail(f"{ADVICE}; leave them out on purpose by WITHOUT=chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])
        try:
            yield started
        finally:
            started.close()


# Not of the session: Playwright keeps an event loop in this thread, in which asyncio.run would fail for other modules.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a module, which say `needs("chromium")`."""
    with browser() as started:
        yield started


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page of 1400 × 900 points with storage of its own; an error that no script caught fails the test."""
    with chromium.new_context(viewport={"width": 1400, "height": 900}) as context:
        errors: list[str] = []
        opened = context.new_page()
        opened.on("pageerror", lambda error: errors.append(str(error)))
        yield opened
        assert errors == []


if __name__ == "__main__":
    print(install())
