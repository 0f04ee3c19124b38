"""The browser of the tests: the system's Chromium, cut off from every other host, as a phone or as a desk computer."""

from __future__ import annotations

import os
import shutil
from typing import Any

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE, DESK = "phone", "desk"
SIZES = {PHONE: {"width": 360, "height": 740}, DESK: {"width": 1280, "height": 800}}
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


def executable() -> str:
    """Return the program that ``CHROMIUM`` names, or the first one on the path."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else NAMES:
        if found := shutil.which(name):
            return found
    raise ChromiumMissingError("Chromium is missing: apt-get install chromium, or name another program in CHROMIUM")


def flags() -> list[str]:
    """Return the flags of every start; root has no sandbox to start it in."""
    return [*ALONE, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def launch_options() -> dict[str, Any]:
    """Return how Playwright starts the browser. Native controls speak Vietnamese by ``LANGUAGE``."""
    return {"executable_path": executable(), "args": flags(), "env": {**os.environ, "LANGUAGE": "vi"}}


def context_options(playwright: Playwright, size: str) -> dict[str, Any]:
    """Return a browser's context as somebody in Viet Nam has it, on a phone or at a desk."""
    options: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh", "reduced_motion": "reduce"}
    if size == PHONE:
        device = {**playwright.devices["Pixel 5"]}
        del device["default_browser_type"]
        options = device | options
    return options | {"viewport": SIZES[size], "screen": SIZES[size]}
