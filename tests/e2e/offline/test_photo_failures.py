"""Photos that the phone cannot read, draw or store: the form says so, and the entry is saved without them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.offline.conftest import Ward
from tests.e2e.offline.phone import SAVE, Phone
from tests.e2e.offline.phone_actions import fill_in_visit, press_save, save, stored, wait_until

DRAWS_NOTHING = "HTMLCanvasElement.prototype.toBlob = (done) => done(null)"
DRAWS_EMPTY = "HTMLCanvasElement.prototype.toBlob = (done) => done(new Blob([]))"
HAS_NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null"
NEVER_DRAWS = "HTMLCanvasElement.prototype.toBlob = () => { self.isDrawing = true; }"
NO_BITMAPS = "self.createImageBitmap = () => Promise.reject(new DOMException('no memory', 'InvalidStateError'))"
COUNTS_ADDRESSES = """(() => {
  self.addresses = new Set();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (...values) => {
    const address = createObjectURL(...values);
    self.addresses.add(address);
    return address;
  };
  URL.revokeObjectURL = (address) => {
    self.addresses.delete(address);
    revokeObjectURL(address);
  };
})()"""
_ERROR = "#photos .error"


def _picture() -> FilePayload:
    content = BytesIO()
    Image.new("RGB", (1600, 1200), "#7a8fa6").save(content, "JPEG")
    return {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def _form_with_photo(phone: Phone, label: str, script: str, photo: FilePayload) -> Page:
    phone.context.add_init_script(script)
    page = phone.prepare("ana", "/log/visit")
    fill_in_visit(page, label)
    page.locator("#photos input[type=file]").last.set_input_files(photo)
    return page


@pytest.mark.parametrize("script", [DRAWS_NOTHING, DRAWS_EMPTY, HAS_NO_CANVAS + ";" + DRAWS_NOTHING])
def test_photo_that_cannot_be_drawn_is_given_up(phone: Phone, ward: Ward, script: str) -> None:
    page = _form_with_photo(phone, f"Không vẽ được ảnh {len(script)}", script, _picture())
    expect(page.locator(_ERROR)).to_contain_text("Hãy chụp")
    assert stored(page, "photos") == []
    id = save(page, "stored")
    assert set(ward.rows()) == {id}


def test_file_that_is_no_photo_is_given_up(phone: Phone) -> None:
    file: FilePayload = {"name": "a.heic", "mimeType": "image/heic", "buffer": b"no picture"}
    page = _form_with_photo(phone, "Ảnh HEIC", "", file)
    expect(page.locator(_ERROR)).to_contain_text("Hãy chụp")
    save(page, "stored")


def test_photo_without_an_end_is_given_up_while_saving_waits(phone: Phone, ward: Ward) -> None:
    phone.context.clock.install()
    page = _form_with_photo(phone, "Ảnh thu nhỏ mãi không xong", NEVER_DRAWS, _picture())
    wait_until(page, lambda: bool(page.evaluate("self.isDrawing")))
    press_save(page)
    expect(page.locator(SAVE)).to_be_disabled()
    wait_until(page, lambda: _later(page).locator(_ERROR).inner_text() != "")
    # The author sees it before the entry goes without it.
    expect(page.locator(SAVE)).to_be_enabled()
    expect(page.locator(_ERROR)).to_be_in_viewport()
    assert ward.rows() == {}
    id = save(page, "stored")
    assert set(ward.rows()) == {id}


def _later(page: Page) -> Page:
    page.clock.run_for(1000)
    return page


def test_photo_is_read_as_an_element_where_there_are_no_bitmaps(phone: Phone) -> None:
    page = _form_with_photo(phone, "Không có bitmap", NO_BITMAPS, _picture())
    page.locator("#photos li[data-photo]").wait_for()
    (photo,) = stored(page, "photos")
    assert photo["size"] > 1000


def test_bytes_of_shown_photos_are_not_held(phone: Phone) -> None:
    page = _form_with_photo(phone, "Địa chỉ ảnh", COUNTS_ADDRESSES, _picture())
    page.locator("#photos li[data-photo]").wait_for()
    wait_until(page, lambda: bool(page.evaluate("self.addresses.size === 0")))
    assert page.locator("#photos img").evaluate("(image) => image.naturalWidth") > 0
