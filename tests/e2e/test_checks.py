"""The checks of pages, and the errors of the browser, find what they are for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.browser_errors import BrowserErrors
from tests.e2e.checks import findings
from tests.e2e.chromium import NARROW_FONT, WIDE_FONT
from tests.e2e.offline.phone_actions import wait_until
from tests.e2e.server import Site

_STYLE = """
body { font: 17px sans-serif }
.small { font-size: 14px }
.wide { width: 492px }
.narrow { width: 4px; overflow-wrap: anywhere }
.hyphen { width: 4px }
.grey { color: #767676 }
.tall { width: 90px; height: 50px }
"""
_FRAME = """<!doctype html><html lang="vi"><meta name="viewport" content="width=device-width"><title>t</title>
<style>{}</style><main><h1>t</h1>{}</main>"""


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<button>ok</button>", "small target", id="button"),
        pytest.param("<label for=a>a</label><input id=a type=radio>", "small target", id="choice"),
        pytest.param("<a href=/>alone</a>", "small target", id="link"),
        pytest.param("<p>see <a href=/>inside</a> a sentence</p>", "", id="link in a sentence"),
        pytest.param("<p hidden><button>ok</button></p>", "", id="hidden"),
        pytest.param("<small class=small>small</small>", "small text, 14.0", id="small text"),
        pytest.param(
            "<svg width=100 height=100 viewBox='0 0 200 200'><text y=50 font-size=16>x</text></svg>",
            "small text, 8.0",
            id="small text in a drawing",
        ),
        pytest.param("<div class=wide>wide</div>", "sideways: 500 of 360", id="too wide"),
        pytest.param("<p class=narrow>Đổi</p>", "broken over 3 lines", id="a broken word"),
        pytest.param("<p class=hyphen>sign-ups</p>", "", id="a hyphen at the end of a line"),
        pytest.param("<p class=hyphen>e-health</p>", "broken over 2 lines", id="a letter alone before a hyphen"),
        pytest.param("<label>a <select class=tall><option>Tháng 11 năm 2026", "words cut", id="half of a chosen word"),
        pytest.param("<label>a <select class=tall><option>11", "", id="a chosen word"),
        pytest.param("<p class=grey>grey</p>", "axe color-contrast-enhanced", id="faint"),
        pytest.param("<input class=tall>", "axe label", id="without a label"),
        pytest.param("<h4>skipped</h4>", "axe heading-order", id="headings out of order"),
    ],
)
def test_checks_find_faults_of_a_page(page: Page, html: str, expected: str) -> None:
    page.set_content(_FRAME.format(_STYLE, html))
    found = findings(page)
    assert any(expected in each for each in found) if expected else not found, found


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param("() => console.error('oh')", "console: oh", id="console"),
        pytest.param("() => { setTimeout(() => { throw new Error('oh') }) }", "error on a page: oh", id="error"),
        pytest.param("() => fetch('/nowhere.js')", "status of 404", id="missing"),
        pytest.param("() => fetch('http://example.invalid/').catch(() => {})", "violates", id="another host"),
        pytest.param("() => { location.href = 'http://example.invalid/' }", "another host was asked", id="elsewhere"),
        pytest.param("() => fetch('/healthz')", "", id="nothing"),
    ],
)
def test_browser_errors_are_collected(browser: Browser, site: Site, script: str, expected: str) -> None:
    context = browser.new_context(base_url=site.url)
    errors = BrowserErrors(context, site)
    page = context.new_page()
    page.goto("/login")
    page.evaluate(script)
    if expected:
        wait_until(page, lambda: any(expected in each for each in errors.found))
    context.close()
    assert expected or not errors.found, errors.found


LETTERS = "AĂÂĐEÊOÔƠUƯ ặ ẵ ẩ ậ ế ễ ọ ỗ ợ ữ ự ỳ ỹ ỵ đ"


@pytest.mark.parametrize(
    ("family", "font"),
    [
        ("system-ui", NARROW_FONT),
        ("sans-serif", NARROW_FONT),
        ("Verdana, serif", NARROW_FONT),
        (WIDE_FONT, WIDE_FONT),
        ("monospace", "DejaVu Sans Mono"),
    ],
)
def test_browser_has_the_fonts_of_the_tests_and_no_others(page: Page, family: str, font: str) -> None:
    page.set_content(f'<html lang="vi"><p style="font-family: {family}">{LETTERS}</p>')
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    text = session.send("DOM.querySelector", {"nodeId": root, "selector": "p"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": text})["fonts"]
    assert {each["familyName"] for each in fonts} == {font}
