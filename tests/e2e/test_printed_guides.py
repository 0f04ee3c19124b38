"""On paper: the member's guide is one sheet of A4, and cards of members stand ten on one."""

from __future__ import annotations

from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader

from tests.e2e.chromium import DESK
from tests.e2e.conftest import OpenBrowser

MARGIN = 10  # millimetres
ON_A_SHEET = 10


def _printed(page: Page) -> PdfReader:
    margin = dict.fromkeys(("top", "right", "bottom", "left"), f"{MARGIN}mm")
    return PdfReader(BytesIO(page.pdf(format="A4", margin=margin)))


def test_the_members_guide_is_one_sheet(open_browser: OpenBrowser) -> None:
    page = open_browser(size=DESK).new_page()
    page.goto("/guides/to-vien")
    printed = _printed(page)
    assert len(printed.pages) == 1
    text = printed.pages[0].extract_text()
    assert "Nhớ ba điều" in text
    assert "Tất cả hướng dẫn" not in text, "what leads back is of no use on paper"


def test_ten_cards_stand_on_a_sheet(open_browser: OpenBrowser) -> None:
    page = open_browser("leo", size=DESK).new_page()
    page.goto("/people/cards")
    # As many as a sheet holds, made of the first.
    page.evaluate(
        """(number) => {
          const sheet = document.querySelector(".card-sheet");
          while (sheet.children.length < number) sheet.append(sheet.children[0].cloneNode(true));
          while (sheet.children.length > number) sheet.lastElementChild.remove();
        }""",
        ON_A_SHEET,
    )
    printed = _printed(page)
    assert sum(one.extract_text().count("Không bao giờ hỏi") for one in printed.pages) == ON_A_SHEET
    assert len(printed.pages) == 1
