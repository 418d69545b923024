"""Fixtures for what a person does: a browser, and pages that notice when the interface breaks."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, expect, sync_playwright

from tests.conftest import RunningApp

# The first answer of a model waits for its SDK to be loaded, which takes seconds on a busy machine.
expect.set_options(timeout=20_000)

WEBUI = Path(__file__).resolve().parents[2] / "webui" / "dist" / "index.html"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium: the one named by `RUNNEL_TEST_BROWSER`, else Playwright's own, else the system's.

    One for each module: while it is open, Playwright keeps an event loop running in this thread, in which the async
    tests of other modules cannot run.
    """
    if not WEBUI.exists():
        pytest.fail("The web UI is not built: run `python3 build_scripts/dev.py webui`.")
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    named = os.environ.get("RUNNEL_TEST_BROWSER")
    if named:
        return playwright.chromium.launch(executable_path=named, args=arguments)
    try:
        return playwright.chromium.launch(args=arguments)
    except Error:
        system = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if system is None:
            raise
        return playwright.chromium.launch(executable_path=system, args=arguments)


@pytest.fixture
def page(browser: Browser, app: RunningApp) -> Iterator[Page]:
    """A page of a fresh profile, with `app` as its base address. The test fails when a script of the page fails."""
    context = browser.new_context(base_url=app.url, viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    context.close()
    assert not failures, failures
