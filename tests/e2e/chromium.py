"""The browser of the tests: the system's Chromium, cut off from every other host, as a phone or as a desk computer.

Most tests use its headless shell: the same engine without a browser's own windows, at two thirds of the work. The
whole browser is for what only that does: it installs apps, it says the texts of its own controls in Vietnamese, and
Lighthouse drives it. Where there is no shell the whole browser does both. ``CHROMIUM`` names one program for both.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright

SHELLS = ("chromium-headless-shell", "chrome-headless-shell")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FONTS = Path(__file__).with_name("fonts.conf")
NARROW_FONT, WIDE_FONT = "Roboto", "DejaVu Sans"
PHONE, DESK, SMALLEST = "phone", "desk", "smallest phone"
SIZES = {
    PHONE: {"width": 360, "height": 740},
    DESK: {"width": 1280, "height": 800},
    SMALLEST: {"width": 320, "height": 640},
}
# Chromium's own services would ask their makers; a page that needs another host breaks here at once.
ALONE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
)


class ChromiumMissingError(RuntimeError):
    """There is no Chromium: tests/system-packages.sh says what to install."""


def shell() -> str:
    """Return the program for tests that look at pages and use them."""
    return _first_of(*SHELLS, *BROWSERS)


def whole_browser() -> str:
    """Return the program for what only a whole browser does."""
    return _first_of(*BROWSERS)


def _first_of(*names: str) -> str:
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else names:
        if found := shutil.which(name):
            return found
    raise ChromiumMissingError("Chromium is missing: apt-get install chromium, or name another program in CHROMIUM")


def flags() -> list[str]:
    """Return the flags of every start; root has no sandbox to start it in."""
    return [*ALONE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def environment() -> dict[str, str]:
    """Return a browser's environment: no fonts but the tests' own, and native controls that speak Vietnamese."""
    return {**os.environ, "FONTCONFIG_FILE": str(FONTS), "LANGUAGE": "vi"}


def launch_options(program: str | None = None) -> dict[str, Any]:
    """Return how Playwright starts ``program``, or the shell."""
    return {"executable_path": program or shell(), "args": flags(), "env": environment()}


def context_options(playwright: Playwright, size: str) -> dict[str, Any]:
    """Return a browser's context as somebody in Viet Nam has it, on a phone or at a desk."""
    options: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
    if size == PHONE:
        device = {**playwright.devices["Pixel 5"]}
        del device["default_browser_type"]
        options = device | options
    return options | {"viewport": SIZES[size], "screen": SIZES[size]}
