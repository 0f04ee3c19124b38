"""A real camera reads a shop's code, and no more of its account than four digits is sent or stored."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.e2e.chromium import PHONE, context_options, launch_options
from tests.e2e.conftest import OpenBrowser
from tests.e2e.offline.phone_actions import stored, wait_until
from tests.e2e.scan_actions import (
    ACCOUNT,
    CODE,
    SCAN,
    SUMMARY,
    add_merchant,
    code_picture,
    open_form,
    save_merchant,
    scan,
)
from tests.e2e.server import Site

_EVERYTHING_STORED = """async () => {
  const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), location.href];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
    });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((resolve) => {
        const asking = database.transaction(store).objectStore(store).getAll();
        asking.onsuccess = () => resolve(asking.result);
      });
      found.push(JSON.stringify(rows));
    }
    database.close();
  }
  for (const name of await caches.keys())
    for (const { url } of await (await caches.open(name)).keys()) found.push(url);
  return found.join("\\n");
}"""


def test_no_more_of_an_account_than_four_digits_leaves_the_camera(open_browser: OpenBrowser) -> None:
    context = open_browser("ana")
    page = context.new_page()
    heard: list[str] = []
    context.on("request", lambda request: heard.append(f"{request.url} {request.post_data}"))
    context.on("console", lambda message: heard.append(message.text))
    open_form(page)
    scan(page, CODE)
    expect(page.locator(SUMMARY)).to_contain_text("4567")
    wait_until(page, lambda: bool(stored(page, "drafts")))
    while_writing = page.evaluate(_EVERYTHING_STORED)
    written = page.evaluate(
        "document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((i) => i.value)"
    )
    add_merchant(page, "Quầy kín đáo")
    id = save_merchant(page)
    everything = "\n".join([while_writing, written, page.evaluate(_EVERYTHING_STORED), *heard])
    assert "4567" in while_writing
    assert id in everything
    for start in range(len(ACCOUNT) - 6):
        assert ACCOUNT[start : start + 7] not in everything


@pytest.fixture
def looking_browser(playwright: Playwright, site: Site, tmp_path: Path) -> Callable[[str], BrowserContext]:
    """Return what starts a browser whose camera is a film of a code, and is allowed."""

    def start(text: str) -> BrowserContext:
        film = tmp_path / "code.mjpeg"
        film.write_bytes(_film(text))
        options: dict[str, Any] = launch_options()
        camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
        options["args"] = [*options["args"], *camera, f"--use-file-for-fake-video-capture={film}"]
        context = playwright.chromium.launch(**options).new_context(
            base_url=site.url, permissions=["camera"], **context_options(playwright, PHONE)
        )
        site.sign_in(context, "ana")
        return context

    return start


def _film(text: str) -> bytes:
    """Return a film of one picture: a code on a table, a little aslant."""
    code = Image.open(io.BytesIO(code_picture(text))).convert("RGB").resize((330, 330))
    table = Image.new("RGB", (640, 480), "#b8a890")
    table.paste(code.rotate(7, expand=True, fillcolor="#b8a890"), (140, 40))
    frame = io.BytesIO()
    table.save(frame, "JPEG", quality=80)
    return frame.getvalue() * 3


def test_code_is_read_by_a_camera_that_the_page_is_allowed(looking_browser: Callable[[str], BrowserContext]) -> None:
    context = looking_browser(CODE)
    try:
        page = open_form(context.new_page())
        page.locator(SCAN).tap()
        expect(page.locator(SUMMARY)).to_contain_text("Agribank", timeout=15_000)
        # The headers that the page came with: no other page has the camera.
        page.goto("/log/visit")
        allowed = page.evaluate(
            "navigator.mediaDevices.getUserMedia({ video: true }).then(() => true, ({ name }) => name)"
        )
        assert allowed == "NotAllowedError"
    finally:
        assert context.browser
        context.browser.close()
