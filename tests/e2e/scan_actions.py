"""A camera that looks at a code, for tests and pictures: what stands in for the phone's own, and codes to show it."""

from __future__ import annotations

import base64
import io
import json
from pathlib import Path

import segno
from playwright.sync_api import BrowserContext, Page

CASES = {
    case["what"]: case
    for case in json.loads((Path(__file__).parents[1] / "data" / "vietqr.json").read_text(encoding="utf-8"))
}
ACCOUNT = "1500201234567"
"""The account of the code that most tests scan, of Agribank."""

CODE = CASES["Agribank, thirteen digits"]["text"]
SCAN = "#scanning button"
DIALOG = "#scan"
NOTE = f"{DIALOG} [data-note]"
SUMMARY = "#scanning [data-note]"

_CAMERA = """(address) => {
  // A page that is not opened yet has none.
  if (!navigator.mediaDevices) return;
  globalThis.cameraTracks = [];
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
    const image = new Image();
    image.src = address;
    await image.decode();
    const drawing = canvas.getContext("2d");
    const draw = () => {
      drawing.fillStyle = "#ddd";
      drawing.fillRect(0, 0, 1280, 720);
      drawing.drawImage(image, 440, 160, 400, 400);
    };
    draw();
    setInterval(draw, 50);
    const stream = canvas.captureStream(20);
    globalThis.cameraTracks.push(...stream.getTracks());
    return stream;
  };
}"""

_NO_CAMERA = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}"""


def code_picture(text: str) -> bytes:
    """Return a picture of a code, as a shop has it printed."""
    picture = io.BytesIO()
    segno.make(text, error="m", micro=False).save(picture, kind="png", scale=8, border=4)
    return picture.getvalue()


def _address(picture: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"


def show_to_camera(target: BrowserContext | Page, text: str) -> None:
    """Let the camera of a page, or of all pages that a browser opens from now on, look at a code."""
    address = _address(code_picture(text))
    if isinstance(target, Page):
        target.evaluate(_CAMERA, address)
    else:
        target.add_init_script(f"({_CAMERA})({json.dumps(address)})")


def refuse_camera(page: Page, error: str = "NotAllowedError") -> None:
    """Let the camera of a page fail."""
    page.evaluate(_NO_CAMERA, error)


def open_scanner(page: Page) -> None:
    """Open the dialog of scanning."""
    page.locator(SCAN).tap()
    page.locator(DIALOG).wait_for()


def scan_nothing(page: Page) -> None:
    """Look by the camera at a code that is no payment code."""
    show_to_camera(page, CASES["a web page"]["text"])
    open_scanner(page)
    page.locator(NOTE, has_text="Đây không phải mã thanh toán").or_(
        page.locator(NOTE, has_text="This is not a payment code")
    ).wait_for()


def scan_without_camera(page: Page) -> None:
    """Want to scan where the phone gives no camera."""
    refuse_camera(page)
    open_scanner(page)
    page.locator(f"{NOTE}:has-text('Từng Nhà')").wait_for()


def scan_code(page: Page) -> None:
    """Scan the code of a shop with a name; it may be read before the dialog has been seen."""
    scan(page, CASES["with the shop's name"]["text"])
    page.locator(f"{SUMMARY}:has-text('6789')").wait_for()


def open_form(page: Page) -> Page:
    """Open the form of a merchant, with what reads codes."""
    page.goto("/log/merchant")
    page.locator("html[data-ready]").wait_for()
    page.locator(SCAN).wait_for()
    return page


def scan(page: Page, text: str) -> None:
    """Hold a code before the camera, and let it be read."""
    show_to_camera(page, text)
    page.locator(SCAN).tap()


def add_merchant(page: Page, name: str) -> None:
    """Write a new merchant."""
    page.fill("[name=merchant]", name)
    page.locator("[data-field=merchant] .add-new").tap()


def save_merchant(page: Page) -> str:
    """Save the form; return the id of its entry once the ward has it."""
    page.locator("button[type=submit].primary").tap()
    page.locator("[data-receipt=stored]").wait_for()
    id = page.locator("[data-receipt=stored] [data-entry]").first.get_attribute("data-entry")
    assert id
    return id
